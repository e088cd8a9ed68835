/** One request that the endpoint answered. */
export interface LogEntry {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly account: string;
  readonly accessKeyId: string;
  /** The sandbox's time, ms since the epoch. */
  readonly at: number;
  readonly status: number;
  readonly throttled: boolean;
  /** Error code; `null` for an answer that is none. */
  readonly error: string | null;
}

/** What was called, by whom, and how it ended; kept in memory. */
export class RequestLog {
  readonly #entries: LogEntry[] = [];

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  add(entry: LogEntry): void {
    this.#entries.push(entry);
  }

  /** Distinct `service:Operation`, sorted. */
  operations(): readonly string[] {
    return [...new Set(this.#entries.map(({ service, operation }) => `${service}:${operation}`))].toSorted();
  }

  /** Number of calls of one `service:Operation`. */
  count(operation: string): number {
    return this.#entries.filter((entry) => `${entry.service}:${entry.operation}` === operation).length;
  }

  clear(): void {
    this.#entries.length = 0;
  }
}
