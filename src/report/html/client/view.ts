import type { Group } from '../packed.ts';
import type { Query, Result } from './query.ts';

/** Browsers do not draw elements much taller than this many pixels. */
const tallest = 15_000_000;

/** Groups with at most this many findings in all are open from the start. */
const openUpTo = 12;

/** The lines of the list: groups, and the findings of those that are open. */
export interface View {
  /** A finding's index, or -1 - index of a group. */
  readonly lines: Int32Array;
  /** Lines that did not fit. */
  readonly cut: number;
}

/** What the reader opened or closed by hand, by group key. */
export type Toggled = ReadonlyMap<number, boolean>;

export function isOpen(group: Group, result: Result, toggled: Toggled): boolean {
  return toggled.get(group.key) ?? (result.groups.length === 1 || result.matches.length <= openUpTo);
}

export function buildView(result: Result, toggled: Toggled, lineHeight: number): View {
  const { matches, groups } = result;
  const most = Math.floor(tallest / lineHeight);
  if (groups.length === 0) return { lines: Int32Array.from(matches.subarray(0, most)), cut: Math.max(0, matches.length - most) };
  let length = groups.length;
  for (const group of groups) if (isOpen(group, result, toggled)) length += group.size;
  const lines = new Int32Array(length);
  let next = 0;
  for (const [at, group] of groups.entries()) {
    lines[next++] = -1 - at;
    if (!isOpen(group, result, toggled)) continue;
    lines.set(matches.subarray(group.start, group.start + group.size), next);
    next += group.size;
  }
  return { lines: lines.subarray(0, most), cut: Math.max(0, length - most) };
}

/** Whether two queries show the same list: only then does what was opened by hand stay open. */
export function sameList(a: Query, b: Query): boolean {
  return JSON.stringify({ ...a, finding: '' }) === JSON.stringify({ ...b, finding: '' });
}
