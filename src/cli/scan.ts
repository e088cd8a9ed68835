import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import type { Edge, EdgeOptions } from '../aws/edge.ts';
import { checkScope, type LimitsFile } from '../aws/limits-file.ts';
import { scanOperations } from '../aws/regions.ts';
import { operationId } from '../core/operation.ts';
import { defaultParameters } from '../core/resource.ts';
import { assess } from '../engine/assess.ts';
import type { Snapshot } from '../inventory/snapshot.ts';
import type { Logger } from '../log.ts';
import { registry } from '../registry.gen.ts';
import { buildReport } from '../report/build.ts';
import { scan } from '../scan.ts';
import { createScanner } from '../secrets/scanner.ts';
import { chosenRegions, openAccount } from './account.ts';
import { Exit, exitCodes, usageError } from './exit.ts';
import { readLimits, usable } from './limits.ts';
import { loggerFor } from './logging.ts';
import type { ScanOptions } from './options.ts';
import { deliver, keepPartial } from './output.ts';
import { outputsOf, type Outputs } from './outputs.ts';
import { EarlyFindings } from './early-findings.ts';
import { createProgress } from './progress.ts';
import { printable, selectChecks } from './select.ts';

/** AWS refuses signatures that are further off; the SDK corrects for it, and ages would be wrong by as much. */
export const maxSkewMs = 5 * 60_000;

type Environment = Readonly<Record<string, string | undefined>>;

/** `mlwarden scan`: collects, judges and writes. */
export async function runScan(options: ScanOptions, env: Environment): Promise<number> {
  return await scanWith(options, outputsOf(options, options), env, {});
}

/** A scan whose edge can be told more than the command line says: the demo's credentials, the id of a scheduled run. */
export async function scanWith(
  options: ScanOptions,
  outputs: Outputs,
  env: Environment,
  overrides: Partial<EdgeOptions>,
): Promise<number> {
  const checks = selectChecks(registry.checks, options);
  // Before anything is awaited: a schedule that was asked to stop counts on it.
  const stop = listenToSignals();
  const log = await loggerFor(options);
  const now = Date.now();
  const { runId = ulid(now) } = overrides;
  const forget = (error: unknown): never => {
    stop.forget();
    throw stop.signal.aborted ? new Exit(stop.exitCode(), 'stopped before anything was seen') : error;
  };
  const limits = await limitsOf(options).catch(forget);
  const edge = await openAccount(options, runId, {
    signal: stop.signal,
    limits: limits?.limits,
    onEvent: (event) => log.debug(event, 'call'),
    ...overrides,
  }).catch(forget);
  log.info({ runId, account: edge.identity.account, principal: edge.identity.arn, regions: edge.regions.length }, 'scan started');
  const { skewMs } = edge.stats();
  if (skewMs !== null && Math.abs(skewMs) > maxSkewMs) log.warn({ skewMs }, "this machine's clock differs from AWS's");
  try {
    const regions = chosenRegions(options.regions, edge.regions);
    if (options.limits !== undefined && limits !== undefined) {
      const { account } = edge.identity;
      usable(options.limits, () => checkScope(limits, { account, regions }));
    }
    const snapshot = await collectWithProgress(edge, options, { checks, log, now, runId, regions, signal: stop.signal, env });
    if (stop.signal.aborted) return await keepPartial(snapshot, outputs, stop.exitCode());
    if (nothingAnswered(snapshot)) throw new Exit(exitCodes.cannotRun, `no call was answered: ${firstGap(snapshot)}`);
    return await deliver(buildReport(assess(snapshot, checks, registry)), snapshot, outputs, options, stop);
  } finally {
    stop.forget();
    edge.close();
  }
}

/** The account's own limits, where the command line names them. */
async function limitsOf({ limits: file }: ScanOptions): Promise<LimitsFile | undefined> {
  if (file === undefined) return undefined;
  const limits = await readLimits(file);
  if (limits === undefined) throw usageError(`there is no limits file ${printable(file)}: mlwarden calibrate writes one`);
  return limits;
}

interface Collecting {
  readonly checks: Parameters<typeof scan>[1]['checks'];
  readonly log: Logger;
  readonly now: number;
  readonly runId: string;
  readonly regions: readonly string[];
  readonly signal: AbortSignal;
  readonly env: Environment;
}

async function collectWithProgress(edge: Edge, options: ScanOptions, collecting: Collecting): Promise<Snapshot> {
  const { log, signal, now, runId, regions, checks, env } = collecting;
  const showsProgress =
    options.progress && !options.quiet && process.stderr.isTTY && env['CI'] === undefined && env['TERM'] !== 'dumb';
  const progress = createProgress(showsProgress, now);
  const early = new EarlyFindings(checks, edge.identity, now, () => log.info({ afterMs: Date.now() - now }, 'first finding'));
  const ticker = setInterval(() => {
    const { calls, pending, throttled } = edge.totals();
    progress.update({
      regions: regions.length,
      done: calls - pending,
      pending,
      throttled,
      resources: early.resources,
      findings: early.failures,
    });
  }, 100);
  const deadline = AbortSignal.timeout(options.timeout * 1000);
  try {
    return await scan(edge, {
      runId,
      checks,
      registry,
      regions,
      now,
      parameters: { ...defaultParameters, lookBackDays: options.jobsLookback },
      jobsMax: options.jobsMax,
      secrets: createScanner({ fingerprintKey: env['MLWARDEN_FINGERPRINT_KEY'] ?? randomBytes(32) }),
      signal: AbortSignal.any([signal, deadline]),
      interrupted: () => signal.aborted,
      onCrash: (where, error) => log.error({ ...where, err: error }, 'a collector failed'),
      onItem: (section, item) => early.see(section, item),
      onSection: (done) => log.info(done, 'section collected'),
    });
  } finally {
    clearInterval(ticker);
    progress.stop();
  }
}

/** No collector got any answer, anywhere: there is nothing to report on. */
function nothingAnswered({ calls }: Snapshot): boolean {
  const ofScan = new Set(scanOperations.map((operation) => operationId(operation)));
  const collecting = calls.filter((call) => !ofScan.has(call.operation));
  return collecting.length > 0 && collecting.every((call) => call.failed >= call.calls);
}

function firstGap({ slices }: Snapshot): string {
  const gap = slices.flatMap((slice) => slice.gaps)[0];
  return gap === undefined ? 'unknown reason' : `${gap.operation} in ${gap.region}: ${printable(gap.detail)}`;
}

interface Stop {
  readonly signal: AbortSignal;
  readonly exitCode: () => 130 | 143;
  readonly forget: () => void;
}

/** What stops containers kills them soon after it asked: 30 s later by default. */
const stopMs = 20_000;

/** SIGINT and SIGTERM end the scan in order, within 20 s; a second one ends the process at once. */
function listenToSignals(): Stop {
  const controller = new AbortController();
  let overdue: NodeJS.Timeout | undefined;
  let code: 130 | 143 = exitCodes.terminated;
  const stop = (name: 'SIGINT' | 'SIGTERM') => () => {
    const wanted = name === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
    if (controller.signal.aborted) process.exit(wanted);
    code = wanted;
    overdue = setTimeout(() => process.exit(wanted), stopMs);
    controller.abort(new Error(name));
  };
  const onInterrupt = stop('SIGINT');
  const onTerminate = stop('SIGTERM');
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
  return {
    signal: controller.signal,
    exitCode: () => code,
    forget: () => {
      clearTimeout(overdue);
      process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
    },
  };
}
