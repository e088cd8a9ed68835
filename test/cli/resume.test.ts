import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { decodeSnapshot } from '../../src/inventory/snapshot.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { cloudOf } from '../../src/sandbox/cloud.ts';
import { createEndpoint, type EndpointOptions } from '../../src/sandbox/endpoint.ts';
import { RequestLog } from '../../src/sandbox/request-log.ts';
import { serve } from '../../src/sandbox/server.ts';
import { mlwarden, tempFolder, type Ran } from '../support/cli.ts';

interface Sandbox {
  readonly env: Readonly<Record<string, string>>;
  readonly log: RequestLog;
}

const slow = { latency: { seed: 1, baseMs: 60 } } as const;

async function sandbox(options: Partial<EndpointOptions> = {}): Promise<Sandbox> {
  const log = new RequestLog();
  const server = await serve(createEndpoint({ ...cloudOf(demo.account(Date.now())), ...slow, log, ...options }));
  onTestFinished(server.close);
  const env = {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: 'AKIASANDBOX',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_REGION: 'us-east-1',
  };
  return { env, log };
}

/** A scan that gets a signal after so many requests. */
async function stopped(
  { env, log }: Sandbox,
  { folder, after, signal, args = [] }: { folder: string; after: number; signal: NodeJS.Signals; args?: readonly string[] },
): Promise<Ran> {
  let timer: NodeJS.Timeout | undefined;
  const running = mlwarden(['scan', '-o', folder, ...args], {
    env,
    onOutput: (_text, kill) => {
      timer ??= setInterval(() => {
        if (log.entries.length >= after) kill(signal);
      }, 5);
    },
  });
  const ran = await running;
  clearInterval(timer);
  return ran;
}

async function runIdIn(folder: string): Promise<string> {
  const journal = (await readdir(folder)).find((name) => name.endsWith('.journal'));
  return /^run-(.*)\.journal$/.exec(journal ?? '')?.[1] ?? 'none';
}

/** A report without the moments of its calls, and what differs from run to run. */
async function reportOf(folder: string): Promise<unknown> {
  const text = await readFile(path.join(folder, 'report.json'), 'utf8');
  return JSON.parse(text.replaceAll(/"at":"[^"]*"/g, '"at":""'));
}

test('measure', { timeout: 300_000 }, async () => {
  const whole = await sandbox({ limits: {} });
  const first = await tempFolder();
  const t = Date.now();
  await mlwarden(['scan', '-o', first], { env: whole.env });
  const calls = whole.log.entries.length;
  console.log('whole', calls, Date.now() - t, await readdir(first));
  for (const share of [0.4]) {
    const box = await sandbox({ limits: {} });
    const folder = await tempFolder();
    const killed = await stopped(box, { folder, after: calls * share, signal: 'SIGKILL', args: [] });
    const n = box.log.entries.length;
    const lastAt = box.log.entries.at(-1)?.at ?? 0;
    const flight = box.log.entries.filter((e) => e.at > lastAt - 75).length;
    const flight2 = box.log.entries.filter((e) => e.at > lastAt - 120).length;
    const runId = await runIdIn(folder);
    const lines = (await readFile(path.join(folder, `run-${runId}.journal`), 'utf8')).trim().split('\n').map((l) => JSON.parse(l.slice(17)));
    const kinds = new Map<string, number>();
    for (const l of lines) kinds.set(l.is, (kinds.get(l.is) ?? 0) + 1);
    const done = new Set(lines.filter((l) => l.is === 'done').map((l) => l.task));
    const started = lines.filter((l) => l.is === 'start').map((l) => l.task);
    const base = box.log.entries[0]?.at ?? 0;
    console.log([...kinds].join(' '), 'notdone', started.filter((x) => !done.has(x)).join(', ').slice(0, 3000));
    console.log(box.log.entries.map((e) => `${e.at - base} ${e.operation} ${e.region}`).join('\n').slice(0, 6000));
    const again = await mlwarden(['scan', '--resume', runId, '-o', folder], { env: box.env });
    const counts = new Map<string, number>();
    for (const e of box.log.entries) counts.set(`${e.operation} ${e.region} ${e.error}`, (counts.get(`${e.operation} ${e.region} ${e.error}`) ?? 0) + 1);
    for (const e of whole.log.entries) counts.set(`${e.operation} ${e.region} ${e.error}`, (counts.get(`${e.operation} ${e.region} ${e.error}`) ?? 0) - 1);
    const lists = [...counts].filter(([k, v]) => v > 0 && /^(List|Search|GetRestApis|GetApis|DescribeTrails|DescribeFlowLogs|DescribeAlarms|GetAccount)/.test(k)).reduce((a, [, v]) => a + v, 0);
    console.log('FLIGHT', flight, flight2, 'LISTS', lists, 'EXCESS', box.log.entries.length - calls, 'killed at', n);
    console.log(share, killed.code, n, again.code, "R", box.log.entries.length, box.log.entries.length / calls, '');
    if (share > 1) console.log([...counts].filter(([, k]) => k !== 0).toSorted((a, b) => b[1] - a[1]).slice(0, 60).map(([k, v]) => `${v} ${k}`).join('\n'));
  }
});
void [describe, writeFile, decodeSnapshot, reportOf, expect];
