/** A number in [0, 1) that depends on the seed and the key alone, so that concurrency does not change a run. */
export function chance(seed: number, key: string): number {
  let hash = (2166136261 ^ seed) >>> 0;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 16777619);
  // The finish of murmur3: short keys would else differ in the low bits only.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Counts calls by key, so that the n-th call of an operation meets the same fate in every run. */
export class Counter {
  readonly #counts = new Map<string, number>();

  /** How often the key was seen before. */
  next(key: string): number {
    const seen = this.#counts.get(key) ?? 0;
    this.#counts.set(key, seen + 1);
    return seen;
  }
}
