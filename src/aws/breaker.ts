import { RegionUnreachable, type Reach } from './errors.ts';

/** Failed connections in a row after which no further one is tried. */
const threshold = 3;

/** Connections that failed, and when the last of them was found out. */
interface Failures {
  readonly count: number;
  readonly at: number;
}

/**
 * Stops calls that cannot arrive. A name that does not resolve or a port that refuses tells about one service in the Region; a
 * connection that times out tells about the whole Region. Any answer, be it a refusal, starts the count again. Where there was one,
 * connections that fail side by side count once: a machine that stood still for a while must not lose what it can reach.
 */
export class Breaker {
  readonly #failures = new Map<string, Failures>();
  readonly #reached = new Set<string>();

  /** @throws RegionUnreachable when too many connections failed in a row */
  check(service: string, region: string): void {
    for (const [key, what] of [
      [region, region],
      [`${service} ${region}`, `${service} in ${region}`],
    ] as const) {
      if ((this.#failures.get(key)?.count ?? 0) >= threshold) throw new RegionUnreachable(`${what} cannot be reached`);
    }
  }

  answered(service: string, region: string): void {
    for (const key of [region, `${service} ${region}`]) {
      this.#failures.delete(key);
      this.#reached.add(key);
    }
  }

  /** @param attempt when it started and when it failed, in ms */
  failed(service: string, region: string, { reach, since, at }: { reach: Reach; since: number; at: number }): void {
    const key = reach === 'silent' ? region : `${service} ${region}`;
    const before = this.#failures.get(key);
    if (before !== undefined && since < before.at && this.#reached.has(key)) return;
    this.#failures.set(key, { count: (before?.count ?? 0) + 1, at });
  }
}
