import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Exit, exitCodes } from './exit.ts';
import { cannotListen } from './listen.ts';
import { printable } from './select.ts';

/** One run of a schedule. */
export interface Run {
  readonly runId: string;
  /** ms since the epoch. */
  readonly startedAt: number;
}

export interface EndedRun extends Run {
  readonly endedAt: number;
  /** Exit code of the scan. */
  readonly exit: number;
}

/** What a schedule knows of itself. */
export interface Runs {
  /** Start of the schedule, ms since the epoch. */
  readonly since: number;
  readonly running: Run | null;
  readonly last: EndedRun | null;
  /** End of the last run that left a report, ms since the epoch. */
  readonly succeededAt: number | null;
  /** ISO 8601. */
  readonly next: string | null;
}

/** What `/healthz` answers: times in ISO 8601, and nothing of the account. */
export interface Health {
  readonly healthy: boolean;
  readonly why: string;
  readonly running: object | null;
  readonly last: object | null;
  readonly lastSuccess: string | null;
  readonly next: string | null;
}

/** Whether a run left a report: complete, with findings, or with something that could not be read. */
export function succeeded(exit: number): boolean {
  return exit === exitCodes.ok || exit === exitCodes.findings || exit === exitCodes.incomplete;
}

/** Healthy, unless the last run could not run at all, or no run left a report for longer than `patienceMs`. */
export function healthOf({ since, running, last, succeededAt, next }: Runs, patienceMs: number, now: number): Health {
  const couldNotRun = last !== null && (last.exit === exitCodes.cannotRun || last.exit === exitCodes.usage);
  const overdue = now - (succeededAt ?? since) > patienceMs;
  const why = couldNotRun
    ? `the last run could not run (exit ${last.exit})`
    : overdue
      ? `no report since ${iso(succeededAt ?? since)}`
      : 'as planned';
  return {
    healthy: !couldNotRun && !overdue,
    why,
    running: running === null ? null : { runId: running.runId, startedAt: iso(running.startedAt) },
    last:
      last === null ? null : { runId: last.runId, startedAt: iso(last.startedAt), endedAt: iso(last.endedAt), exit: last.exit },
    lastSuccess: succeededAt === null ? null : iso(succeededAt),
    next,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

export interface HealthServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves `/healthz`: 200 when healthy, else 503.
 * @throws Exit (4) when the address cannot be listened on
 */
export async function serveHealth(
  current: () => Health,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    if (request.url?.split('?')[0] !== '/healthz') {
      response.writeHead(404).end();
      return;
    }
    const health = current();
    response.writeHead(health.healthy ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(`${JSON.stringify(health)}\n`);
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    throw cannotListen(error, { host, port, flags: '--health-host or --health-port' });
  }
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${portOf(server)}/healthz`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(server: Server): number {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has an address of this form
  return (server.address() as AddressInfo).port;
}

const answerMs = 5000;

/**
 * `mlwarden health`: asks a schedule on this machine, for health checks of containers that have no shell.
 * @throws Exit (4) when it is not healthy, or does not answer
 */
export async function runHealth({ port }: { readonly port: number }): Promise<number> {
  const url = `http://127.0.0.1:${port}/healthz`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(answerMs), redirect: 'error' }).catch(() => {
    throw new Exit(exitCodes.cannotRun, `${url} does not answer: does mlwarden schedule run with --health-port ${port}?`);
  });
  const body = printable((await answer.text()).trim().slice(0, 2000));
  if (answer.status !== 200) throw new Exit(exitCodes.cannotRun, `not healthy: ${body}`);
  process.stdout.write(`${body}\n`);
  return exitCodes.ok;
}
