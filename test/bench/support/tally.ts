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
  /** From the first answer to the last one. */
  readonly seconds: number;
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
  #firstAt = 0;
  #lastAt = 0;

  add({
    service,
    operation,
    region,
    account,
    throttled,
  }: Pick<LogEntry, 'service' | 'operation' | 'region' | 'account' | 'throttled'>): void {
    this.#lastAt = performance.now();
    if (this.#requests === 0) this.#firstAt = this.#lastAt;
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

  seen(): Omit<Seen, 'recorded' | 'bugs'> {
    return {
      requests: this.#requests,
      throttled: this.#throttled,
      seconds: (this.#lastAt - this.#firstAt) / 1000,
      served: [...this.#served.values()],
    };
  }
}
