import type { Time } from '../../../src/aws/time.ts';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export interface FakeTime extends Time {
  /** Lets time pass until nobody sleeps, or until this many ms are over. */
  readonly run: (ms?: number) => Promise<void>;
}

/** A clock that jumps from one sleeper to the next. */
export function fakeTime(start = 0): FakeTime {
  let now = start;
  const sleepers = new Set<Sleeper>();
  return {
    now: () => now,
    elapsed: () => now,
    random: () => 0,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const sleeper = { at: now + ms, wake: resolve };
      sleepers.add(sleeper);
      const abort = () => reject(signal.reason);
      signal.addEventListener('abort', abort);
      await promise.finally(() => {
        sleepers.delete(sleeper);
        signal.removeEventListener('abort', abort);
      });
    },
    run: async (ms = Number.POSITIVE_INFINITY) => {
      const end = now + ms;
      for (;;) {
        await settle();
        const [next] = [...sleepers].toSorted((a, b) => a.at - b.at);
        if (next === undefined || next.at > end) break;
        now = next.at;
        next.wake();
      }
      if (Number.isFinite(end)) now = end;
      await settle();
    },
  };
}

/** Everything that waits for nothing but promises. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
