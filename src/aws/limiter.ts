import type { Service } from '../core/operation.ts';
import { TokenBucket } from './bucket.ts';
import type { Place } from './errors.ts';
import { accountWide, limitsOf } from './limits.ts';
import type { Time } from './time.ts';

/** The buckets of one scan: for each account, Region and operation, and the shared ones. */
export class CallLimiter {
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #share: number;
  readonly #time: Time;

  /** @param share how much of each known limit to use, 0 < share <= 1: quotas are shared with the account's own work */
  constructor(share: number, time: Time) {
    this.#share = share;
    this.#time = time;
  }

  /** Waits until the operation may be sent. */
  async take(service: Service, operation: string, place: Place & { readonly signal: AbortSignal }): Promise<void> {
    for (const bucket of this.#bucketsOf(service, operation, place)) await bucket.take(place.signal);
  }

  /** AWS throttled the operation. */
  throttled(service: Service, operation: string, place: Place): void {
    for (const bucket of this.#bucketsOf(service, operation, place)) bucket.throttled();
  }

  #bucketsOf(service: Service, operation: string, { account, region }: Place): readonly TokenBucket[] {
    const where = `${account} ${accountWide.has(service) ? 'global' : region}`;
    return limitsOf(service, operation).map(({ name, rate, burst }) => {
      const key = `${where} ${name}`;
      const existing = this.#buckets.get(key);
      if (existing !== undefined) return existing;
      const bucket = new TokenBucket({ rate: rate * this.#share, burst: burst * this.#share }, this.#time);
      this.#buckets.set(key, bucket);
      return bucket;
    });
  }
}
