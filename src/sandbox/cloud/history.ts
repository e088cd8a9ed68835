import type { History, LongList } from '../account.ts';
import type { Sliceable } from './pages.ts';

export interface Order {
  readonly by: string;
  readonly order: string;
}

/**
 * By the member of that name, or by the one that ends with it: `Name` and `Status` stand behind the kind. Ties keep the seed's
 * order. A long list is ordered by its age, whatever is asked for.
 */
export function sorted<T extends object>(items: History<T>, { by, order }: Order): Sliceable<T> {
  if (isLong(items)) return byAge(items, order);
  const sign = order === 'Descending' ? -1 : 1;
  return items.toSorted((a, b) => sign * compare(sortKey(a, by), sortKey(b, by)));
}

/** The item whose member has that name. */
export function named<T extends object>(items: History<T> | undefined, member: keyof T, name: string | undefined): T | undefined {
  if (items === undefined || name === undefined) return undefined;
  return isLong(items) ? items.named(name) : items.find((one) => one[member] === name);
}

export function isLong<T>(items: History<T>): items is LongList<T> {
  return 'named' in items;
}

function byAge<T>({ length, at }: LongList<T>, order: string): Sliceable<T> {
  const position = order === 'Descending' ? (index: number) => length - 1 - index : (index: number) => index;
  return {
    length,
    slice: (start, end) =>
      Array.from({ length: Math.max(0, Math.min(end, length) - start) }, (_, index) => at(position(start + index))),
  };
}

function sortKey(item: object, by: string): number | string {
  const value: unknown = Object.entries(item).find(([name]) => (by.endsWith('Time') ? name === by : name.endsWith(by)))?.[1];
  return value instanceof Date ? value.getTime() : typeof value === 'string' ? value : '';
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
