import { severities } from '../../../core/check.ts';
import { statuses } from '../../../core/verdict.ts';
import type { Column } from '../columns.ts';
import type { FacetValue, Group, Opening } from '../packed.ts';
import type { Table } from './table.ts';

export const groupings = ['check', 'resource', 'none'] as const;
export type Grouping = (typeof groupings)[number];

/** What the reader asked for; the URL's hash holds exactly this. Empty lists do not narrow. */
export interface Query {
  readonly status: readonly string[];
  readonly severity: readonly string[];
  readonly control: readonly string[];
  readonly region: readonly string[];
  /** Check ids; set by links, not by a facet. */
  readonly check: readonly string[];
  readonly text: string;
  readonly group: Grouping;
  /** Id of the finding that is open; empty for none. */
  readonly finding: string;
}

export const emptyQuery: Query = {
  status: [],
  severity: [],
  control: [],
  region: [],
  check: [],
  text: '',
  group: 'check',
  finding: '',
};

export interface Result extends Opening {
  /** Findings, group by group, the worst first in each. */
  readonly matches: Uint32Array;
}

/** What `runQuery` gives for `emptyQuery`: the findings are packed in that order. */
export function openingResult(opening: Opening, size: number): Result {
  return { ...opening, matches: new Uint32Array(size).map((_, at) => at) };
}

/** Filters, counts the facets and groups: one pass over the columns, some milliseconds for 100,000 findings. */
export function runQuery(table: Table, query: Query): Result {
  const { packed, size, worstFirst } = table;
  const { findings, resources, checks, regions } = packed;
  const byStatus = facet(statuses, query.status, 1);
  const bySeverity = facet(severities, query.severity, 2);
  const byControl = facet(['1', '2', '3', '4', '5', '6', '7'], query.control, 4);
  const byRegion = facet(regions, query.region, 8);
  const isWanted = checks.map(({ id }) => query.check.length === 0 || query.check.includes(id));
  const has = findWords(table, query.text);

  const found = new Uint32Array(size);
  let length = 0;
  for (const at of worstFirst) {
    if (has[at] === 0 || isWanted[findings.check[at] ?? -1] === false) continue;
    const status = findings.status[at] ?? 0;
    const severity = findings.severity[at] ?? 0;
    const control = (findings.control[at] ?? 1) - 1;
    const region = resources.region[findings.resource[at] ?? 0] ?? 0;
    const misses =
      (byStatus.misses[status] ?? 0) |
      (bySeverity.misses[severity] ?? 0) |
      (byControl.misses[control] ?? 0) |
      (byRegion.misses[region] ?? 0);
    if (misses === 0) found[length++] = at;
    // A finding counts for a facet if all the others let it through.
    if ((misses & ~1) === 0) add(byStatus.counts, status);
    if ((misses & ~2) === 0) add(bySeverity.counts, severity);
    if ((misses & ~4) === 0) add(byControl.counts, control);
    if ((misses & ~8) === 0) add(byRegion.counts, region);
  }

  const facets = {
    status: byStatus.values(),
    severity: bySeverity.values(),
    control: byControl.values(),
    region: byRegion.values().toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)),
  };
  const matches = found.subarray(0, length);
  if (query.group === 'none') return { matches, groups: [], counts: new Uint32Array(), facets };
  const keys = query.group === 'check' ? findings.check : findings.resource;
  const grouped = groupBy(matches, keys, findings.status, query.group === 'check' ? checks.length : packed.resources.arn.length);
  return { ...grouped, facets };
}

/** `misses`: 0 for the values that are wanted, `bit` for the others. */
function facet(all: readonly string[], wanted: readonly string[], bit: number) {
  const counts = new Uint32Array(all.length);
  const misses = Uint8Array.from(all, (value) => (wanted.length === 0 || wanted.includes(value) ? 0 : bit));
  return { misses, counts, values: () => all.map((value, at): FacetValue => ({ value, count: counts[at] ?? 0 })) };
}

function add(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

/** 1 for the findings in which, or in whose check's id, title or control, every word stands. */
function findWords(table: Table, text: string): Uint8Array {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const { checks, controls } = table.packed;
  const checkTexts = checks.map((check) => {
    const control = controls.find((one) => one.number === check.control);
    return `${check.id} ${check.title} ${control?.title ?? ''}`.toLowerCase();
  });
  const has = new Uint8Array(table.size).fill(1);
  for (const word of words) keepWord(has, table, checkTexts, word);
  return has;
}

/** Takes out the findings without the word. What many findings share is looked through once. */
function keepWord(has: Uint8Array, { packed, haystack }: Table, checkTexts: readonly string[], word: string): void {
  const { findings, resources } = packed;
  const { text, starts } = haystack;
  const inCheck = checkTexts.map((one) => one.includes(word));
  const inFixed = haystack.fixed.map((one) => one.includes(word));
  let place = -1;
  for (let at = 0; at < has.length; at++) {
    if (has[at] === 0 || inCheck[findings.check[at] ?? -1] || inFixed[findings.message[at] ?? -1]) continue;
    if (inFixed[resources.arn[findings.resource[at] ?? -1] ?? -1]) continue;
    const start = starts[at] ?? 0;
    if (place < start) place = text.indexOf(word, start);
    if (place === -1) place = text.length;
    if (place >= (starts[at + 1] ?? 0)) has[at] = 0;
  }
}

function groupBy(matches: Uint32Array, keys: Column, status: Column, keyCount: number) {
  const sizes = new Uint32Array(keyCount);
  const order: number[] = [];
  for (const at of matches) {
    const key = keys[at] ?? 0;
    if (sizes[key] === 0) order.push(key);
    add(sizes, key);
  }
  const groups: Group[] = [];
  const places = new Uint32Array(keyCount);
  const groupOf = new Uint32Array(keyCount);
  let start = 0;
  for (const key of order) {
    const size = sizes[key] ?? 0;
    groupOf[key] = groups.length;
    groups.push({ key, start, size });
    places[key] = start;
    start += size;
  }
  const sorted = new Uint32Array(matches.length);
  const counts = new Uint32Array(groups.length * statuses.length);
  for (const at of matches) {
    const key = keys[at] ?? 0;
    const place = places[key] ?? 0;
    sorted[place] = at;
    places[key] = place + 1;
    add(counts, (groupOf[key] ?? 0) * statuses.length + (status[at] ?? 0));
  }
  return { matches: sorted, groups, counts };
}
