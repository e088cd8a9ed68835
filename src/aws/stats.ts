/** What became of the calls of one operation in one Region. */
export interface OperationStats {
  /** `service:Operation`. */
  readonly operation: string;
  readonly action: string;
  readonly region: string;
  readonly calls: number;
  /** Requests that were sent or tried. */
  readonly attempts: number;
  /** Answers "too many requests". */
  readonly throttled: number;
  /** Calls that ended in a gap. */
  readonly failed: number;
  /** Sum over all calls, waiting for the limits included. */
  readonly ms: number;
}

/** One finished call, for logs: never its input or output. */
export interface CallEvent {
  readonly type: 'call';
  readonly operation: string;
  readonly region: string;
  readonly ms: number;
  readonly attempts: number;
  readonly throttles: number;
  /** `denied`: AWS answered, and no. */
  readonly status: 'ok' | 'absent' | 'denied' | 'failed';
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Counts calls by operation and Region. */
export class CallStats {
  readonly #counts = new Map<string, Mutable<OperationStats>>();
  #pending = 0;

  /** Calls that have started and not ended. */
  get pending(): number {
    return this.#pending;
  }

  /** A call that is about to start. */
  started(operation: string, action: string, region: string): void {
    this.#pending += 1;
    const key = `${operation} ${region}`;
    const count = this.#counts.get(key);
    if (count === undefined)
      this.#counts.set(key, { operation, action, region, calls: 1, attempts: 0, throttled: 0, failed: 0, ms: 0 });
    else count.calls += 1;
  }

  throttled(operation: string, region: string): void {
    const count = this.#counts.get(`${operation} ${region}`);
    if (count !== undefined) count.throttled += 1;
  }

  ended({ operation, region, attempts, status, ms }: CallEvent): void {
    this.#pending -= 1;
    const count = this.#counts.get(`${operation} ${region}`);
    if (count === undefined) return;
    count.attempts += attempts;
    count.ms += ms;
    if (status === 'denied' || status === 'failed') count.failed += 1;
  }

  /** Sorted by operation and Region. */
  all(): readonly OperationStats[] {
    return [...this.#counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => ({ ...count }));
  }
}
