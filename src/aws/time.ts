import { setTimeout as pause } from 'node:timers/promises';

/** Everything at the edge that is not the same twice; tests bring their own. */
export interface Time {
  /** ms since the epoch: what the account is dated with. It may jump, or stand still in a demo. */
  readonly now: () => number;
  /** ms since any moment, and never backwards: what waiting is measured with. */
  readonly elapsed: () => number;
  /** Resolves after `ms`; rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 <= value < 1, for the spread of pauses. */
  readonly random: () => number;
}

export const systemTime: Time = {
  now: Date.now,
  elapsed: () => performance.now(),
  sleep: async (ms, signal) => await pause(ms, undefined, { signal }),
  random: Math.random,
};
