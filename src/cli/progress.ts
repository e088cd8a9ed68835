import ora from 'ora';

/** What a scan has done so far. */
export interface ProgressState {
  readonly regions: number;
  /** Calls that were answered, and those that still wait. */
  readonly done: number;
  readonly pending: number;
  readonly throttled: number;
  readonly resources: number;
  /** Failures that could be told from single resources already; the report will have more. */
  readonly findings: number;
}

export interface Progress {
  readonly update: (state: ProgressState) => void;
  readonly stop: () => void;
}

const silent: Progress = { update: () => undefined, stop: () => undefined };

/** A live line on stderr for people at a terminal; nothing elsewhere, where the log tells. */
export function createProgress(enabled: boolean, startedAt: number): Progress {
  if (!enabled) return silent;
  const spinner = ora({ stream: process.stderr, text: 'starting', discardStdin: false, hideCursor: true });
  spinner.start();
  return {
    update: (state) => {
      spinner.text = describeProgress(state, Date.now() - startedAt);
    },
    stop: () => {
      spinner.stop();
    },
  };
}

/** One line: Regions, calls, throttles, resources, findings, time and what is left of it. */
export function describeProgress(state: ProgressState, elapsedMs: number): string {
  const { regions, done, pending, throttled, resources, findings } = state;
  const parts = [
    `${regions} Regions`,
    `${done} of ${done + pending} calls`,
    ...(throttled > 0 ? [`${throttled} throttled`] : []),
    `${resources} resources`,
    `${findings} findings so far`,
    `${Math.round(elapsedMs / 1000)} s`,
  ];
  const leftMs = done === 0 ? 0 : (elapsedMs * pending) / done;
  // Waiting calls lead to further ones: less than that is never promised.
  return leftMs < 1000 ? parts.join(', ') : `${parts.join(', ')}, at least ${Math.round(leftMs / 1000)} s to go`;
}
