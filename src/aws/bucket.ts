import type { Time } from './time.ts';

interface Waiter {
  readonly grant: () => void;
  readonly refuse: (reason: unknown) => void;
  readonly party: Party;
}

/** Those who wait under one signal: it hears one listener for all of them, as the signal of a scan may have thousands. */
interface Party {
  readonly signal: AbortSignal;
  readonly waiters: Set<Waiter>;
  readonly leave: () => void;
}

/** What is left of the rate after a throttle, its floor, and how fast it comes back. */
const cutFactor = 0.7;
const leastFactor = 0.2;
const recoveryPerSecond = 1.15;
const cutEveryMs = 1000;

/** How fast the rate grows beyond the limit where it may, in limits a second, and what is left of the height at which AWS threw it down. */
const growthPerSecond = 0.05;
const trustAfterThrottle = 0.85;

/**
 * A token bucket whose callers wait in order. After a throttle the rate falls by 30 %, at most once a second and not below a
 * fifth, and comes back by 15 % a second: a guess that is too high finds its level, and whoever waits already waits longer.
 *
 * With `most` above 1 a guess that is too low finds its level, too: while callers wait, the rate grows by 5 % of the limit a
 * second. The first throttle tells where AWS's limit is, so that the rate stays below that height from then on. It is for limits
 * that are guesses, where the throttle harms nobody else.
 */
export class TokenBucket {
  readonly #rate: number;
  readonly #burst: number;
  readonly #time: Time;
  readonly #queue = new Set<Waiter>();
  readonly #parties = new Map<AbortSignal, Party>();
  #tokens: number;
  #factor = 1;
  #most: number;
  #at: number;
  #cutAt = Number.NEGATIVE_INFINITY;
  #serving: AbortController | undefined;

  /**
   * @param limit calls a second, calls at once from a full bucket, and how many times the rate may become what it is
   */
  constructor(limit: { readonly rate: number; readonly burst: number; readonly most?: number }, time: Time) {
    this.#rate = limit.rate;
    this.#burst = Math.max(1, limit.burst);
    this.#most = limit.most ?? 1;
    this.#time = time;
    this.#tokens = this.#burst;
    this.#at = time.elapsed();
  }

  /** Waits for a token. Rejects with the signal's reason when it aborts, and takes none then. */
  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#refill();
    if (this.#queue.size === 0 && this.#tokens >= 1) {
      this.#tokens -= 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const party = this.#partyOf(signal);
    const waiter = { grant: resolve, refuse: reject, party };
    this.#queue.add(waiter);
    party.waiters.add(waiter);
    if (this.#serving === undefined) void this.#serve();
    await promise;
  }

  /** Until all who wait now have a token. */
  get backlogSeconds(): number {
    return this.#queue.size / (this.#rate * this.#factor);
  }

  /** AWS throttled a call of this bucket. */
  throttled(): void {
    this.#refill();
    this.#tokens = Math.min(this.#tokens, 0);
    const now = this.#time.elapsed();
    if (now - this.#cutAt < cutEveryMs) return;
    this.#cutAt = now;
    this.#most = Math.max(1, Math.min(this.#most, this.#factor * trustAfterThrottle));
    this.#factor = Math.max(leastFactor, this.#factor * cutFactor);
  }

  /** Hands out tokens as they come, until nobody waits. */
  async #serve(): Promise<void> {
    const serving = new AbortController();
    this.#serving = serving;
    while (this.#queue.size > 0 && !serving.signal.aborted) {
      this.#refill();
      for (const waiter of this.#queue) {
        if (this.#tokens < 1) break;
        this.#tokens -= 1;
        this.#forget(waiter);
        waiter.grant();
      }
      if (this.#queue.size === 0) break;
      const missing = Math.max(0, 1 - this.#tokens);
      const ms = Math.ceil((missing / (this.#rate * this.#factor)) * 1000);
      // Aborted when the last waiter left: nobody is there to be told.
      await this.#time.sleep(ms, serving.signal).catch(() => undefined);
    }
    if (this.#serving === serving) this.#serving = undefined;
  }

  #partyOf(signal: AbortSignal): Party {
    const existing = this.#parties.get(signal);
    if (existing !== undefined) return existing;
    const waiters = new Set<Waiter>();
    const leave = () => {
      for (const waiter of waiters) {
        this.#forget(waiter);
        waiter.refuse(signal.reason);
      }
      if (this.#queue.size === 0) this.#stopServing();
    };
    const party = { signal, waiters, leave };
    this.#parties.set(signal, party);
    signal.addEventListener('abort', leave, { once: true });
    return party;
  }

  #forget(waiter: Waiter): void {
    const { signal, waiters, leave } = waiter.party;
    this.#queue.delete(waiter);
    waiters.delete(waiter);
    if (waiters.size > 0) return;
    this.#parties.delete(signal);
    signal.removeEventListener('abort', leave);
  }

  #stopServing(): void {
    this.#serving?.abort();
    this.#serving = undefined;
  }

  #refill(): void {
    const now = this.#time.elapsed();
    const seconds = Math.max(0, now - this.#at) / 1000;
    this.#at = now;
    this.#tokens = Math.min(this.#burst, this.#tokens + seconds * this.#rate * this.#factor);
    if (this.#factor < 1) this.#factor = Math.min(1, this.#factor * recoveryPerSecond ** seconds);
    // Idle time proves nothing about a higher rate.
    else if (this.#queue.size > 0) this.#factor = Math.min(this.#most, this.#factor + growthPerSecond * seconds);
  }
}
