import ora from 'ora';

/** What a scan has done so far. */
export interface ProgressState {
  readonly regions: number;
  readonly calls: number;
  readonly throttled: number;
  readonly resources: number;
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
      spinner.text = describe(state, Date.now() - startedAt);
    },
    stop: () => {
      spinner.stop();
    },
  };
}

/** One line: Regions, calls, throttles, resources and time. */
export function describe(state: ProgressState, elapsedMs: number): string {
  const seconds = Math.round(elapsedMs / 1000);
  const throttled = state.throttled > 0 ? `, ${state.throttled} throttled` : '';
  return `${state.regions} Regions, ${state.calls} calls${throttled}, ${state.resources} resources, ${seconds} s`;
}
