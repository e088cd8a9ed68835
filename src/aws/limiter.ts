import { TokenBucket } from './bucket.ts';
import type { Place } from './errors.ts';
import { bucketsOf, type AppliedLimits } from './limits.ts';
import type { Time } from './time.ts';

/** How far above a guess a scan may go that has the account for itself. As far as throttles may push it below. */
const mostOfGuess = 5;

/** The buckets of one scan: for each account, Region and operation, and the shared ones. */
export class CallLimiter {
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #share: number;
  readonly #time: Time;
  readonly #applied: AppliedLimits;

  /**
   * @param share how much of each known limit to use, 0 < share <= 1: quotas are shared with the account's own work
   * @param applied what the account's own quotas say, instead of the table
   */
  constructor(share: number, time: Time, applied: AppliedLimits = {}) {
    this.#share = share;
    this.#time = time;
    this.#applied = applied;
  }

  /** Waits until the operation may be sent. */
  async take(id: string, place: Place & { readonly signal: AbortSignal }): Promise<void> {
    for (const bucket of this.#bucketsOf(id, place)) await bucket.take(place.signal);
  }

  /** AWS throttled the operation. */
  throttled(id: string, place: Place): void {
    for (const bucket of this.#bucketsOf(id, place)) bucket.throttled();
  }

  #bucketsOf(id: string, { account, region }: Place): readonly TokenBucket[] {
    return bucketsOf(id, region, this.#applied).map(({ name, where, rate, burst, guessed }) => {
      const key = `${account} ${where} ${name}`;
      const existing = this.#buckets.get(key);
      if (existing !== undefined) return existing;
      // Only a throttle shows that a guess was too low, and it may hit others: so with less than the whole share, never.
      const most = guessed && this.#share === 1 ? mostOfGuess : 1;
      const bucket = new TokenBucket({ rate: rate * this.#share, burst: burst * this.#share, most }, this.#time);
      this.#buckets.set(key, bucket);
      return bucket;
    });
  }
}
