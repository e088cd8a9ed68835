import { RegionUnreachable, type Reach } from './errors.ts';

/** Failed connections in a row after which no further one is tried. */
const threshold = 3;

/**
 * Stops calls that cannot arrive. A name that does not resolve or a port that refuses tells about one service in the Region; a
 * connection that times out tells about the whole Region. Any answer, be it a refusal, starts the count again.
 */
export class Breaker {
  readonly #failures = new Map<string, number>();

  /** @throws RegionUnreachable when too many connections failed in a row */
  check(service: string, region: string): void {
    for (const [key, what] of [
      [region, region],
      [`${service} ${region}`, `${service} in ${region}`],
    ] as const) {
      if ((this.#failures.get(key) ?? 0) >= threshold) throw new RegionUnreachable(`${what} cannot be reached`);
    }
  }

  answered(service: string, region: string): void {
    this.#failures.delete(region);
    this.#failures.delete(`${service} ${region}`);
  }

  failed(service: string, region: string, reach: Reach): void {
    const key = reach === 'silent' ? region : `${service} ${region}`;
    this.#failures.set(key, (this.#failures.get(key) ?? 0) + 1);
  }
}
