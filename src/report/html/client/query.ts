import { severities } from '../../../core/check.ts';
import { statuses } from '../../../core/verdict.ts';
import type { Column } from '../columns.ts';
import type { Table } from './table.ts';

export const groupings = ['check', 'resource', 'none'] as const;
export type Grouping = (typeof groupings)[number];

export const facetNames = ['status', 'severity', 'control', 'region'] as const;
export type FacetName = (typeof facetNames)[number];

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

export interface FacetValue {
  readonly value: string;
  /** Findings that would be shown with only this value of the facet chosen. */
  readonly count: number;
}

export type Facets = Readonly<Record<FacetName, readonly FacetValue[]>>;

/** Findings that belong together: one check, or one resource. */
export interface Group {
  /** Index of the check or the resource. */
  readonly key: number;
  /** Place of its first finding in `Result.matches`. */
  readonly start: number;
  readonly size: number;
}

export interface Result {
  /** Findings, group by group, the worst first in each. */
  readonly matches: Uint32Array;
  /** Worst first; empty if not grouped. */
  readonly groups: readonly Group[];
  /** For each group the findings of each status, in the order of `statuses`: one list, as there may be very many groups. */
  readonly counts: Uint32Array;
  readonly facets: Facets;
}

/** Filters, counts the facets and groups: one pass over the columns, some milliseconds for 100,000 findings. */
export function runQuery(table: Table, query: Query): Result {
  const { packed, size, worstFirst, regions, regionOf } = table;
  const { findings, checks } = packed;
  const dimensions = [
    facet('status', statuses, query.status),
    facet('severity', severities, query.severity),
    facet('control', ['1', '2', '3', '4', '5', '6', '7'], query.control),
    facet('region', regions, query.region),
  ] as const;
  const [byStatus, bySeverity, byControl, byRegion] = dimensions;
  const wantedChecks = query.check.length === 0 ? null : checks.map((check) => query.check.includes(check.id));
  const matchesText = textFilter(table, query.text);

  const found = new Uint32Array(size);
  let length = 0;
  for (let n = 0; n < size; n++) {
    const at = worstFirst[n] ?? 0;
    const check = findings.check[at] ?? 0;
    if (wantedChecks !== null && wantedChecks[check] !== true) continue;
    const status = findings.status[at] ?? 0;
    const severity = findings.severity[at] ?? 0;
    const control = (findings.control[at] ?? 1) - 1;
    const region = regionOf[findings.resource[at] ?? 0] ?? 0;
    const misses =
      (byStatus.chosen[status] === 0 ? 1 : 0) +
      (bySeverity.chosen[severity] === 0 ? 1 : 0) +
      (byControl.chosen[control] === 0 ? 1 : 0) +
      (byRegion.chosen[region] === 0 ? 1 : 0);
    // A finding counts for a facet if all the others let it through.
    if (misses > 1 || !matchesText(at, check)) continue;
    if (misses === 0 || byStatus.chosen[status] === 0) add(byStatus.counts, status);
    if (misses === 0 || bySeverity.chosen[severity] === 0) add(bySeverity.counts, severity);
    if (misses === 0 || byControl.chosen[control] === 0) add(byControl.counts, control);
    if (misses === 0 || byRegion.chosen[region] === 0) add(byRegion.counts, region);
    if (misses === 0) found[length++] = at;
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

function facet(name: FacetName, all: readonly string[], wanted: readonly string[]) {
  const counts = new Uint32Array(all.length);
  const chosen = Uint8Array.from(all, (value) => (wanted.length === 0 || wanted.includes(value) ? 1 : 0));
  return { name, chosen, counts, values: () => all.map((value, at): FacetValue => ({ value, count: counts[at] ?? 0 })) };
}

function add(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

/** Every word must stand in the finding or in its check's id, title or control. */
function textFilter(table: Table, text: string): (at: number, check: number) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  const { checks, controls } = table.packed;
  const checkTexts = checks.map((check) => {
    const control = controls.find((one) => one.number === check.control);
    return `${check.id} ${check.title} ${control?.title ?? ''}`.toLowerCase();
  });
  const inCheck = words.map((word) => checkTexts.map((haystack) => haystack.includes(word)));
  const { haystack } = table;
  return (at, check) => words.every((word, n) => inCheck[n]?.[check] === true || haystack[at]?.includes(word) === true);
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
