/**
 * A read-only list that may be longer than memory: it is read as often as wanted, from the start, item by item. Every array is
 * one. `values()` has `map`, `filter`, `find` and the like, and they keep nothing.
 */
export interface Sequence<T> extends Iterable<T> {
  readonly length: number;
  values(): IteratorObject<T, undefined>;
  /** The last item with this key, where the sequence is sorted by keys and knows how to look one up. */
  readonly lookUp?: (key: string) => T | undefined;
}

/** Order by code unit. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** All items of these sequences in the order of their keys; equal ones in the order of the sequences. Arrays may be unsorted. */
export function inOrder<T>(parts: readonly Sequence<T>[], keyOf: (item: T) => string): Sequence<T> {
  const byKey = (a: T, b: T) => compareText(keyOf(a), keyOf(b));
  if (parts.every(isArray)) return parts.flat().toSorted(byKey);
  const [only, ...others] = parts.filter(({ length }) => length > 0).map((part) => (isArray(part) ? part.toSorted(byKey) : part));
  if (only === undefined) return [];
  return others.length === 0 ? only : new Merged([only, ...others], keyOf);
}

function isArray<T>(sequence: Sequence<T>): sequence is readonly T[] {
  return Array.isArray(sequence);
}

/** Sorted sequences as one. */
class Merged<T> implements Sequence<T> {
  readonly #parts: readonly Sequence<T>[];
  readonly #keyOf: (item: T) => string;

  constructor(parts: readonly Sequence<T>[], keyOf: (item: T) => string) {
    this.#parts = parts;
    this.#keyOf = keyOf;
  }

  get length(): number {
    let length = 0;
    for (const part of this.#parts) length += part.length;
    return length;
  }

  *values(): Generator<T, undefined> {
    yield* mergeSorted(this.#parts, this.#keyOf);
    return undefined;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.values();
  }

  lookUp = (key: string): T | undefined => {
    for (const part of this.#parts.toReversed()) {
      const found = part.lookUp === undefined ? part.values().find((item) => this.#keyOf(item) === key) : part.lookUp(key);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** Merges what is sorted already. Of equal keys, those of earlier sources come first. */
export function* mergeSorted<T>(sources: readonly Iterable<T>[], keyOf: (item: T) => string): Generator<T, void, undefined> {
  const heads: Head<T>[] = [];
  for (const [rank, source] of sources.entries()) {
    const rest = source[Symbol.iterator]();
    const { value, done } = rest.next();
    if (done !== true) place(heads, { item: value, key: keyOf(value), rank, rest });
  }
  for (let head = heads.shift(); head !== undefined; head = heads.shift()) {
    yield head.item;
    const { rank, rest } = head;
    const { value, done } = rest.next();
    if (done !== true) place(heads, { item: value, key: keyOf(value), rank, rest });
  }
}

interface Head<T> {
  readonly item: T;
  readonly key: string;
  readonly rank: number;
  readonly rest: Iterator<T>;
}

/** Puts a head where it belongs among the sorted ones. */
function place<T>(heads: Head<T>[], head: Head<T>): void {
  let low = 0;
  let high = heads.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = heads[middle];
    const before = other !== undefined && (compareText(other.key, head.key) || other.rank - head.rank) < 0;
    if (before) low = middle + 1;
    else high = middle;
  }
  heads.splice(low, 0, head);
}
