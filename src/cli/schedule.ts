import { setTimeout as pause } from 'node:timers/promises';
import { ulid } from 'ulid';
import { checkEndpoint, EndpointError } from '../aws/endpoint.ts';
import type { Logger } from '../log.ts';
import { registry } from '../registry.gen.ts';
import { Exit, exitCodes, meaningOf, usageError } from './exit.ts';
import { healthOf, serveHealth, succeeded, type EndedRun, type Health, type HealthServer, type Run } from './health.ts';
import { loggerFor } from './logging.ts';
import type { ScanOptions, ScheduleOptions } from './options.ts';
import { outputsOf, type Outputs } from './outputs.ts';
import { accountOf } from './account.ts';
import { scanWith } from './scan.ts';
import { selectChecks } from './select.ts';
import { readTimetable, type Timetable } from './timetable.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `mlwarden schedule`: scans whenever it is due, until SIGTERM or SIGINT. One run at a time: a run that is due meanwhile is
 * skipped. Whatever a run ends with, the next one is tried.
 */
export async function runSchedule(options: ScanOptions & ScheduleOptions, env: Environment): Promise<number> {
  const timetable = readTimetable(options);
  refuseMistakes(options);
  const outputs = outputsOf(options, options);
  // Nobody watches: the log is what there is to see, on a terminal too.
  const logLevel = options.logLevel ?? (options.quiet ? 'error' : 'info');
  const scan: ScanOptions = { ...options, progress: false, logLevel };
  const log = await loggerFor(scan);
  const stop = listenForStop();
  const schedule = new Schedule({ timetable, jitterMs: options.jitter, signal: stop.signal, scan, outputs, env, log });
  try {
    const health = await serve(schedule, options);
    try {
      schedule.start();
      log.info({ cron: options.cron, tz: options.tz, next: schedule.next, health: health?.url }, 'schedule started');
      if (options.runAtStart) schedule.runAfter(0);
      await stop.asked;
    } finally {
      await schedule.stop();
      await health?.close();
    }
  } finally {
    stop.forget();
  }
  log.info({ exit: stop.exitCode() }, 'schedule stopped');
  return stop.exitCode();
}

/** Mistakes that every run would repeat. */
function refuseMistakes(options: ScanOptions): void {
  selectChecks(registry.checks, options);
  accountOf(options);
  try {
    checkEndpoint(options.endpointUrl, options.allowCustomEndpoint);
  } catch (error) {
    if (error instanceof EndpointError) throw usageError(error.message);
    throw error;
  }
}

async function serve(
  schedule: Schedule,
  { healthHost: host, healthPort: port }: ScheduleOptions,
): Promise<HealthServer | undefined> {
  return port === undefined ? undefined : await serveHealth(() => schedule.health(Date.now()), { host, port });
}

interface Scheduling {
  readonly timetable: Timetable;
  readonly jitterMs: number;
  /** No run starts after it. A running scan hears of the process's signals itself. */
  readonly signal: AbortSignal;
  readonly scan: ScanOptions;
  readonly outputs: Outputs;
  readonly env: Environment;
  readonly log: Logger;
}

/** The runs of a schedule, one at a time, and what is known of them. */
class Schedule {
  readonly #with: Scheduling;
  readonly #since = Date.now();
  #job: ReturnType<Timetable['start']> | undefined;
  /** The run under way, its random wait included. */
  #work: Promise<void> | undefined;
  #running: Run | null = null;
  #last: EndedRun | null = null;
  #succeededAt: number | null = null;

  constructor(scheduling: Scheduling) {
    this.#with = scheduling;
  }

  /** When the next run is due, ISO 8601. */
  get next(): string | null {
    return this.#job?.nextRun()?.toISOString() ?? null;
  }

  start(): void {
    const { timetable, jitterMs } = this.#with;
    this.#job = timetable.start(() => this.runAfter(Math.random() * jitterMs));
  }

  runAfter(waitMs: number): void {
    if (this.#work !== undefined) {
      this.#with.log.warn({ runId: this.#running?.runId, next: this.next }, 'a run was due while another had not ended: skipped');
      return;
    }
    this.#work = this.#run(waitMs).finally(() => {
      this.#work = undefined;
    });
  }

  /** No further run; resolves when the one under way has ended. */
  async stop(): Promise<void> {
    // A job that is not stopped keeps the process alive.
    this.#job?.stop();
    await this.#work;
  }

  health(now: number): Health {
    const { timetable, jitterMs } = this.#with;
    const runs = {
      since: this.#since,
      running: this.#running,
      last: this.#last,
      succeededAt: this.#succeededAt,
      next: this.next,
    };
    return healthOf(runs, 2 * timetable.longestGapMs + jitterMs, now);
  }

  async #run(waitMs: number): Promise<void> {
    const { signal, log } = this.#with;
    await pause(waitMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const startedAt = Date.now();
    const runId = ulid(startedAt);
    this.#running = { runId, startedAt };
    log.info({ runId }, 'run started');
    const { exit, why } = await this.#scan(runId);
    const endedAt = Date.now();
    this.#running = null;
    this.#last = { runId, startedAt, endedAt, exit };
    if (succeeded(exit)) this.#succeededAt = endedAt;
    const line = { runId, exit, why, ms: endedAt - startedAt, next: this.next };
    if (succeeded(exit) || signal.aborted) log.info(line, 'run ended');
    else log.error(line, 'run ended');
  }

  async #scan(runId: string): Promise<{ readonly exit: number; readonly why: string }> {
    const { scan, outputs, env, log } = this.#with;
    try {
      const exit = await scanWith(scan, outputs, env, { runId });
      return { exit, why: meaningOf(exit) };
    } catch (error) {
      if (error instanceof Exit) return { exit: error.code, why: error.message };
      log.error({ runId, err: error }, 'this is a defect, please report it');
      return { exit: exitCodes.cannotRun, why: 'a defect of mlwarden' };
    }
  }
}

interface StopRequest {
  readonly signal: AbortSignal;
  /** Resolves when someone wants the schedule to end. */
  readonly asked: Promise<void>;
  readonly exitCode: () => 130 | 143;
  readonly forget: () => void;
}

function listenForStop(): StopRequest {
  const controller = new AbortController();
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  let code: 130 | 143 = exitCodes.terminated;
  const stop = (wanted: typeof code) => () => {
    code = wanted;
    controller.abort();
    resolve();
  };
  const onInterrupt = stop(exitCodes.interrupted);
  const onTerminate = stop(exitCodes.terminated);
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
  return {
    signal: controller.signal,
    asked,
    exitCode: () => code,
    forget: () => process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate),
  };
}
