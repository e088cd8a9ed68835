import { TokenBucket } from './bucket.ts';
import type { Place } from './errors.ts';
import { bucketsOf, type AppliedLimits } from './limits.ts';
import type { Time } from './time.ts';

/** How far above a guess a scan may go that has the account for itself. As far as throttles may push it below. */
const mostOfGuess = 5;

/** The same limit twice: where calls wait for their turn, and where their requests leave. */
interface Gates {
  readonly turn: TokenBucket;
  readonly exit: TokenBucket;
}

/** The buckets of one scan: for each account, Region and operation, and the shared ones. */
export class CallLimiter {
  readonly #gates = new Map<string, Gates>();
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

  /** Waits until it is the operation's turn. */
  async take(id: string, place: Place & { readonly signal: AbortSignal }): Promise<void> {
    for (const { turn } of this.#gatesOf(id, place)) await turn.take(place.signal);
  }

  /** How long those take, at the pace of the limits, who wait for their turn behind the operation. */
  backlogSeconds(id: string, place: Place): number {
    return Math.max(...this.#gatesOf(id, place).map(({ turn }) => turn.backlogSeconds));
  }

  /**
   * Waits until the request, ready to be sent, may leave. Requests had their turn one after the other, but on a busy machine
   * they are ready in bunches: without this they would arrive as such, and be throttled.
   */
  async leave(id: string, place: Place & { readonly signal: AbortSignal }): Promise<void> {
    for (const { exit } of this.#gatesOf(id, place)) await exit.take(place.signal);
  }

  /** AWS throttled the operation. */
  throttled(id: string, place: Place): void {
    for (const { turn, exit } of this.#gatesOf(id, place)) {
      turn.throttled();
      exit.throttled();
    }
  }

  #gatesOf(id: string, { account, region }: Place): readonly Gates[] {
    return bucketsOf(id, region, this.#applied).map(({ name, where, rate, burst, guessed }) => {
      const key = `${account} ${where} ${name}`;
      const existing = this.#gates.get(key);
      if (existing !== undefined) return existing;
      // Only a throttle shows that a guess was too low, and it may hit others: so with less than the whole share, never.
      const most = guessed && this.#share === 1 ? mostOfGuess : 1;
      const limit = { rate: rate * this.#share, burst: burst * this.#share, most };
      const gates = { turn: new TokenBucket(limit, this.#time), exit: new TokenBucket(limit, this.#time) };
      this.#gates.set(key, gates);
      return gates;
    });
  }
}
