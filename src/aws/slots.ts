import pLimit, { type LimitFunction } from 'p-limit';

interface Waiting {
  readonly urgency: number;
  readonly start: () => Promise<void>;
}

/** Work under way at once. A free slot goes to the most urgent that waits, and among equals to the first. */
export class Slots {
  readonly #limit: LimitFunction;
  readonly #waiting = new Set<Waiting>();

  constructor(most: number) {
    this.#limit = pLimit(most);
  }

  /** How much may be under way at once; may change at any time. */
  get most(): number {
    return this.#limit.concurrency;
  }

  set most(most: number) {
    if (most !== this.#limit.concurrency) this.#limit.concurrency = most;
  }

  /** Does the work when it has a slot. */
  async run<T>(urgency: number, work: () => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#waiting.add({ urgency, start: async () => await work().then(resolve, reject) });
    // The library says when the next one starts, and the set says which.
    void this.#limit(async () => await this.#next()?.start());
    return await promise;
  }

  #next(): Waiting | undefined {
    let next: Waiting | undefined;
    for (const one of this.#waiting) if (next === undefined || one.urgency > next.urgency) next = one;
    if (next !== undefined) this.#waiting.delete(next);
    return next;
  }
}
