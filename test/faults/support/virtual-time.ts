import { setImmediate as turn } from 'node:timers/promises';
import type { RequestHandler } from '../../../src/aws/http.ts';
import type { Time } from '../../../src/aws/time.ts';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Turns of the event loop without any news after which everybody waits. */
const quietTurns = 8;

/**
 * Time that passes only while everybody sleeps: a scan that takes minutes is measured to the millisecond, whatever else the machine
 * does. A turn that comes too early makes the scan look slower, never faster.
 */
export class VirtualTime implements Pick<Time, 'elapsed' | 'sleep'> {
  #now = 0;
  #news = 0;
  readonly #sleepers = new Set<Sleeper>();

  readonly elapsed = (): number => this.#now;

  readonly sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sleeper = { at: this.#now + Math.max(0, ms), wake: resolve };
    const leave = () => {
      this.#sleepers.delete(sleeper);
      reject(signal?.reason);
    };
    this.#news += 1;
    this.#sleepers.add(sleeper);
    signal?.addEventListener('abort', leave, { once: true });
    await promise.finally(() => signal?.removeEventListener('abort', leave));
  };

  /** A connection whose answers take their time. */
  delaying(inner: RequestHandler, msOf: () => number): RequestHandler {
    return {
      handle: async (request, options) => {
        await this.sleep(msOf());
        const answer = await inner.handle(request, options);
        this.#news += 1;
        return answer;
      },
    };
  }

  /** Lets time pass until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const end = () => {
      done = true;
    };
    work.then(end, end);
    while (!done) {
      await this.#quiet(() => done);
      const next = Math.min(...[...this.#sleepers].map(({ at }) => at));
      if (!Number.isFinite(next)) continue;
      this.#now = next;
      for (const sleeper of this.#sleepers) {
        if (sleeper.at > next) continue;
        this.#sleepers.delete(sleeper);
        sleeper.wake();
      }
    }
    return await work;
  }

  async #quiet(done: () => boolean): Promise<void> {
    for (let turns = 0; turns < quietTurns && !done(); turns += 1) {
      const before = this.#news;
      await turn();
      if (this.#news !== before) turns = 0;
    }
  }
}
