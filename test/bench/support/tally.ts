import type { LogEntry } from '../../../src/sandbox/request-log.ts';
import type { Members } from '../../../src/sandbox/types.ts';

/** One call that was served, to be repeated. */
export interface Recorded {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly input: Members;
}

/** Calls of one operation in one Region that were served, throttled ones apart. */
export interface Served {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly account: string;
  calls: number;
}

/** What the sandbox saw of a run. */
export interface Seen {
  readonly requests: number;
  readonly throttled: number;
  readonly served: readonly Served[];
  readonly recorded: readonly Recorded[];
  /** Answers that the sandbox itself got wrong. */
  readonly bugs: number;
}

/** Counts requests without keeping them. */
export class Tally {
  readonly #served = new Map<string, Served>();
  #requests = 0;
  #throttled = 0;

  add({
    service,
    operation,
    region,
    account,
    throttled,
  }: Pick<LogEntry, 'service' | 'operation' | 'region' | 'account' | 'throttled'>): void {
    this.#requests += 1;
    if (throttled) {
      this.#throttled += 1;
      return;
    }
    const key = `${account} ${region} ${service}:${operation}`;
    const served = this.#served.get(key) ?? { service, operation, region, account, calls: 0 };
    served.calls += 1;
    this.#served.set(key, served);
  }

  seen(): Pick<Seen, 'requests' | 'throttled' | 'served'> {
    return { requests: this.#requests, throttled: this.#throttled, served: [...this.#served.values()] };
  }
}
