import { Cron } from 'croner';
import { usageError } from './exit.ts';
import { printable } from './select.ts';

export interface TimetableOptions {
  /** Cron expression of five fields, six with seconds, or `@daily` and the like. */
  readonly cron: string;
  /** IANA name of a time zone; `undefined` for the machine's. */
  readonly tz: string | undefined;
  /** Longest random wait before a run, ms. */
  readonly jitter: number;
}

/** When runs are due. */
export interface Timetable {
  /** Two runs that follow one another lie at most this far apart, ms. */
  readonly longestGapMs: number;
  /** Calls `run` whenever it is due, until the job is stopped: it keeps the process alive. */
  readonly start: (run: () => void) => Cron;
}

/** Enough to see weekends and short months. */
const runsAhead = 60;

/**
 * Reads a timetable.
 * @throws Exit (2) for an expression or zone that there is not, one that is never due, and a jitter that would make runs meet
 */
export function readTimetable({ cron, tz, jitter }: TimetableOptions): Timetable {
  if (tz !== undefined && !isTimeZone(tz)) {
    throw usageError(`unknown time zone '${printable(tz)}': use an IANA name such as Europe/Berlin`);
  }
  const options = { mode: '5-or-6-parts', ...(tz === undefined ? {} : { timezone: tz }) } as const;
  const dues = nextRuns(cron, options);
  const gaps = dues.slice(1).map((due, index) => due.getTime() - (dues[index]?.getTime() ?? 0));
  if (gaps.length === 0) throw usageError(`--cron '${printable(cron)}' is never due`);
  const shortest = Math.min(...gaps);
  if (jitter >= shortest) throw usageError(`--jitter must be shorter than the time between two runs (${shortest / 1000} s)`);
  return {
    longestGapMs: Math.max(...gaps),
    start: (run) => new Cron(cron, options, run),
  };
}

function nextRuns(cron: string, options: { readonly timezone?: string; readonly mode: '5-or-6-parts' }): readonly Date[] {
  // croner would take it for a date.
  if (cron.includes(':')) throw usageError(`--cron '${printable(cron)}' is not a cron expression`);
  try {
    return new Cron(cron, options).nextRuns(runsAhead);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : 'unknown error';
    if (/parts/.test(reason)) throw usageError(`--cron '${printable(cron)}': five fields are needed, or six with seconds`);
    throw usageError(`--cron '${printable(cron)}': ${printable(reason)}`);
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
