import { compareText, type Sequence } from './sequence.ts';

/** Takes items in any order and gives them sorted by key, by code unit. */
export interface Sorter<T> {
  /** `false`: dropped, as an item with this key is kept already. One may be kept all the same until `finish`. */
  readonly add: (key: string, item: T) => boolean;
  /** All items; nothing can be added any more. Asked again, it gives the same. */
  readonly finish: () => Sequence<T>;
}

/** What becomes of items whose key was there before: dropped, or kept behind it. */
export type Repeated = 'dropped' | 'kept';

/** Where long lists are kept. Items are plain data: what JSON gives back is the same. */
export interface Store {
  readonly sorter: <T>(repeated: Repeated) => Sorter<T>;
}

/** Nothing more can be kept or read again; the message is one line and says what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** Keeps everything as it is: for lists that are known to be short. */
export const memory: Store = { sorter: (repeated) => new MemorySorter(repeated) };

class MemorySorter<T> implements Sorter<T> {
  readonly #items: { readonly key: string; readonly item: T }[] = [];
  readonly #keys: Set<string> | undefined;
  #sorted: readonly T[] | undefined;

  constructor(repeated: Repeated) {
    this.#keys = repeated === 'dropped' ? new Set() : undefined;
  }

  add = (key: string, item: T): boolean => {
    if (this.#keys?.has(key) === true) return false;
    this.#keys?.add(key);
    this.#items.push({ key, item });
    return true;
  };

  finish = (): readonly T[] => {
    this.#sorted ??= this.#items.toSorted((a, b) => compareText(a.key, b.key)).map(({ item }) => item);
    return this.#sorted;
  };
}
