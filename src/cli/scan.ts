import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import type { Edge, EdgeOptions } from '../aws/edge.ts';
import { checkScope, type LimitsFile } from '../aws/limits-file.ts';
import { scanOperations } from '../aws/regions.ts';
import { operationId } from '../core/operation.ts';
import { defaultParameters } from '../core/resource.ts';
import { StoreError } from '../core/store.ts';
import { assess } from '../engine/assess.ts';
import type { Journal } from '../engine/journal.ts';
import type { Snapshot } from '../inventory/snapshot.ts';
import type { Logger } from '../log.ts';
import type { JournalFile } from '../publish/journal-file.ts';
import { registry } from '../registry.gen.ts';
import { buildReport } from '../report/build.ts';
import { scan } from '../scan.ts';
import { createScanner } from '../secrets/scanner.ts';
import { Spool } from '../spool/spool.ts';
import { chosenRegions, openAccount } from './account.ts';
import { Exit, exitCodes, usageError } from './exit.ts';
import { readLimits, usable } from './limits.ts';
import { loggerFor } from './logging.ts';
import { jobsLookbackOf, jobsMaxOf, type ScanOptions } from './options.ts';
import { deliver, deliverPartial } from './output.ts';
import { outputsOf, type Outputs } from './outputs.ts';
import { EarlyFindings } from './early-findings.ts';
import { createProgress } from './progress.ts';
import { compareAccount, findRun, headerOf, openJournal, resumeCommand, type RunHeader } from './resume.ts';
import { printable, selectChecks } from './select.ts';

/** AWS refuses signatures that are further off; the SDK corrects for it, and ages would be wrong by as much. */
export const maxSkewMs = 5 * 60_000;

type Environment = Readonly<Record<string, string | undefined>>;

/** `mlwarden scan`: collects, judges and writes. */
export async function runScan(options: ScanOptions, env: Environment): Promise<number> {
  return await scanWith(options, outputsOf(options, options), env, {});
}

/** What a scan can be told beside the command line. */
export interface Launch {
  /** ULID. */
  readonly runId?: string;
  readonly edge?: Partial<EdgeOptions>;
  /** Whether a later command may go on with the run. */
  readonly resumable?: boolean;
}

/** A scan, new or resumed. What is finished of it is written down beside its report, until that is there. */
export async function scanWith(options: ScanOptions, outputs: Outputs, env: Environment, launch: Launch): Promise<number> {
  const selected = selectChecks(registry.checks, options);
  // Before anything is awaited: a schedule that was asked to stop counts on it.
  const stop = listenToSignals();
  const forget = (error: unknown): never => {
    stop.forget();
    throw stop.signal.aborted ? new Exit(stop.exitCode(), 'stopped before anything was seen') : error;
  };
  const log = await loggerFor(options);
  const [folder] = outputs.folders;
  const fingerprintKey = env['MLWARDEN_FINGERPRINT_KEY'];
  const earlier =
    options.resume === undefined ? undefined : await findRun(options.resume, options, { folder, fingerprintKey }).catch(forget);
  const now = earlier?.header.now ?? Date.now();
  const runId = earlier?.header.runId ?? launch.runId ?? ulid(now);
  const limits = await limitsOf(options).catch(forget);
  const edge = await openAccount(options, runId, {
    signal: stop.signal,
    limits: limits?.limits,
    onEvent: (event) => log.debug(event, 'call'),
    ...launch.edge,
  }).catch(forget);
  const { account, arn: principal } = edge.identity;
  log.info({ runId, account, principal, regions: edge.regions.length, resumed: earlier !== undefined }, 'scan started');
  const { skewMs } = edge.stats();
  if (skewMs !== null && Math.abs(skewMs) > maxSkewMs) log.warn({ skewMs }, "this machine's clock differs from AWS's");
  const broken = new AbortController();
  const spool = new Spool({ onFailure: (error) => broken.abort(error) });
  let kept: JournalFile | undefined;
  const again = () => (kept?.isOn === true ? resumeCommand(runId, options) : undefined);
  try {
    if (earlier !== undefined) compareAccount(earlier, edge);
    const regions = earlier?.header.regions.scanned ?? chosenRegions(options.regions, edge.regions);
    if (options.limits !== undefined && limits !== undefined)
      usable(options.limits, () => checkScope(limits, { account, regions }));
    const plan = earlier?.header.plan ?? selected.map(({ id }) => id).toSorted();
    const parameters = { ...defaultParameters, lookBackDays: jobsLookbackOf(options) };
    const header =
      earlier?.header ?? headerOf({ runId, now, plan, parameters, jobsMax: jobsMaxOf(options), regions }, edge, fingerprintKey);
    const { journal, file } = await openJournal(launch.resumable === false ? undefined : folder, { header, earlier }, (why) =>
      log.warn({ why }, 'this scan cannot be resumed'),
    );
    kept = file;
    const checks = registry.checks.filter(({ id }) => plan.includes(id));
    const snapshot = await collectWithProgress(edge, options, {
      checks,
      log,
      header,
      journal,
      signal: stop.signal,
      broken: broken.signal,
      spool,
      fingerprintKey,
      showsProgress: showsProgress(options, env),
    });
    if (nothingAnswered(snapshot) && snapshot.complete) {
      // What an earlier attempt finished may still be of use.
      if (earlier === undefined) await file?.remove();
      throw new Exit(exitCodes.cannotRun, `no call was answered: ${firstGap(snapshot)}`);
    }
    spool.check();
    const report = buildReport(assess(snapshot, checks, registry, spool), spool);
    const run = { ...stop, again, whenKept: async () => await file?.remove() };
    return await (snapshot.complete ? deliver : deliverPartial)({ report, snapshot, spool }, outputs, options, run);
  } catch (error) {
    const command = again();
    if (error instanceof StoreError)
      throw new Exit(exitCodes.outputFailed, `${error.message}${command === undefined ? '' : `; go on with: ${command}`}`);
    if (!(error instanceof Exit) && command !== undefined) log.warn({ command }, 'what was collected is kept');
    throw error;
  } finally {
    spool.close();
    await kept?.close();
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
  readonly header: RunHeader;
  readonly journal: Journal;
  readonly signal: AbortSignal;
  /** Nothing more can be kept. */
  readonly broken: AbortSignal;
  readonly spool: Spool;
  readonly fingerprintKey: string | undefined;
  readonly showsProgress: boolean;
}

async function collectWithProgress(edge: Edge, options: ScanOptions, collecting: Collecting): Promise<Snapshot> {
  const { log, signal, broken, spool, header, checks, journal, fingerprintKey } = collecting;
  const { runId, now, parameters, jobsMax } = header;
  const regions = header.regions.scanned;
  const started = Date.now();
  const progress = createProgress(collecting.showsProgress, started);
  const onFirst = () => log.info({ afterMs: Date.now() - started }, 'first finding');
  const early = new EarlyFindings(checks, edge.identity, now, onFirst);
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
      parameters,
      jobsMax,
      journal,
      secrets: createScanner({ fingerprintKey: fingerprintKey ?? randomBytes(32) }),
      signal: AbortSignal.any([signal, deadline, broken]),
      store: spool,
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

function showsProgress({ progress, quiet }: ScanOptions, env: Environment): boolean {
  return progress && !quiet && process.stderr.isTTY && env['CI'] === undefined && env['TERM'] !== 'dumb';
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
