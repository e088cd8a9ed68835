import { chance, Counter } from './random.ts';

export interface LatencyOptions {
  readonly seed: number;
  /** Median time of an answer, ms: one for all Regions, or one for each with `*` for the others. */
  readonly baseMs: number | Readonly<Record<string, number>>;
  /** Spread of the lognormal distribution; 0.3 puts one answer in twenty above 1.6 times the median. */
  readonly sigma?: number;
  /** Lets the time pass, ms; the machine's by default. */
  readonly sleep?: (ms: number) => Promise<void>;
}

/** Draws how long an answer takes, ms: lognormal around the Region's median, the same for every run of a seed. */
export function latencyOf({ seed, baseMs, sigma = 0.3 }: LatencyOptions): (region: string, operation: string) => number {
  const calls = new Counter();
  return (region, operation) => {
    const median = typeof baseMs === 'number' ? baseMs : (baseMs[region] ?? baseMs['*'] ?? 0);
    const key = `${region} ${operation}`;
    return median * Math.exp(sigma * normal(seed, `${key} ${calls.next(key)}`));
  };
}

/** Box and Muller's standard normal. */
function normal(seed: number, key: string): number {
  const radius = Math.sqrt(-2 * Math.log(1 - chance(seed, `${key} r`)));
  return radius * Math.cos(2 * Math.PI * chance(seed, `${key} a`));
}
