import type { Gap } from '../../core/fact.ts';
import { decodeColumns, type Column, type Columns } from './columns.ts';
import type { ReportCheck, ReportControl } from '../report.ts';

/**
 * The findings as the page carries them: columns, not rows, and every text once. Texts that differ only in the resource's own
 * ARN, name, Region or account are one template. 100,000 findings are a few megabytes that a browser reads at once.
 */
export interface Packed extends PackedTexts {
  /** UTF-16 code units of the resources' names, one name after the other. */
  readonly names: Column;
  readonly resources: Readonly<Record<ResourceColumn, Column>>;
  readonly findings: Readonly<Record<FindingColumn, Column>>;
  readonly evidence: Readonly<Record<EvidenceColumn, Column>>;
}

export interface PackedTexts {
  readonly startedAt: string;
  readonly checks: readonly ReportCheck[];
  readonly controls: readonly Pick<ReportControl, 'number' | 'title' | 'advice'>[];
  /** Templates; see `toTemplate`. */
  readonly texts: readonly string[];
  readonly gaps: readonly Gap[];
  readonly regions: readonly string[];
}

/** The findings in the order of the list as the page opens, and what that list says: nothing is left to be counted or sorted. */
export interface PackedPage extends Packed {
  readonly opening: Opening;
}

export interface Opening {
  /** Worst first; empty if not grouped. */
  readonly groups: readonly Group[];
  /** For each group the findings of each status, in the order of `statuses`: one list, as there may be very many groups. */
  readonly counts: readonly number[] | Uint32Array;
  readonly facets: Facets;
}

/** Findings that belong together: one check, or one resource. */
export interface Group {
  /** Index of the check or the resource. */
  readonly key: number;
  /** Place of its first finding in the list. */
  readonly start: number;
  readonly size: number;
}

export const facetNames = ['status', 'severity', 'control', 'region'] as const;
export type FacetName = (typeof facetNames)[number];

export interface FacetValue {
  readonly value: string;
  /** Findings that would be shown with only this value of the facet chosen. */
  readonly count: number;
}

export type Facets = Readonly<Record<FacetName, readonly FacetValue[]>>;

/** `arn`: a template without the ARN itself. `nameLength`: of its name in `Packed.names`. `region`: in `Packed.regions`. */
export const resourceColumns = ['nameLength', 'arn', 'type', 'account', 'region'] as const;
type ResourceColumn = (typeof resourceColumns)[number];

/**
 * `idHigh` and `idLow`: 32 bits each. `command`, `reason` and `gap` are -1 where there is none. `evidence`: how many pieces of
 * evidence there are; those of one finding after the other stand in `Packed.evidence`.
 */
export const findingColumns = [
  'idHigh',
  'idLow',
  'check',
  'resource',
  'status',
  'severity',
  'control',
  'message',
  'fix',
  'command',
  'reason',
  'gap',
  'evidence',
] as const;
type FindingColumn = (typeof findingColumns)[number];

/** `value`: JSON. `at`: ms after `startedAt`; below zero: -1 - index of a text. */
export const evidenceColumns = ['operation', 'region', 'field', 'note', 'value', 'at'] as const;
type EvidenceColumn = (typeof evidenceColumns)[number];

/** What a template is filled with. */
export interface Filling {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly account: string;
}

const none = new Int8Array();
const arnMark = '\uE000';
const nameMark = '\uE001';
const regionMark = '\uE002';
const accountMark = '\uE003';
/** First character of a text that already held a mark: taken as it is. */
const rawMark = '\uE004';
const anyMark = /[\uE000-\uE004]/g;
const marks = /[\uE000-\uE003]/g;

/** Puts marks where the text repeats what is known of the resource. `fromTemplate` gives the same text back. */
export function toTemplate(text: string, { arn, name, region, account }: Filling): string {
  if (text.search(anyMark) !== -1) return rawMark + text;
  let template = text;
  if (arn !== '') template = template.replaceAll(arn, () => arnMark);
  if (name.length > 1) template = template.replaceAll(name, () => nameMark);
  if (region.length > 1) template = template.replaceAll(region, () => regionMark);
  if (account.length > 1) template = template.replaceAll(account, () => accountMark);
  return template;
}

export function fromTemplate(template: string, { arn, name, region, account }: Filling): string {
  if (template.startsWith(rawMark)) return template.slice(1);
  return template.replaceAll(marks, (mark) =>
    mark === arnMark ? arn : mark === nameMark ? name : mark === regionMark ? region : account,
  );
}

/** The template with line breaks where it is filled. */
export function fixedPart(template: string): string {
  return template.replaceAll(anyMark, '\n');
}

/** Reads what `encodePacked` wrote. Only the column of the resources is copied. */
export function decodePacked(buffer: ArrayBuffer): PackedPage {
  const { data, tables } = decodeColumns(buffer);
  const [{ names = none } = {}, resources = {}, findings = {}, evidence = {}] = tables;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by `encodePacked`
  const texts = data as PackedTexts & { readonly opening: Opening };
  return {
    ...texts,
    names,
    resources: pick(resourceColumns, resources),
    findings: pick(findingColumns, { ...findings, resource: fromSteps(findings['resource'] ?? none) }),
    evidence: pick(evidenceColumns, evidence),
  };
}

/** Differences from one value to the next: where values mostly rise by little, gzip finds more to leave out. */
export function toSteps(column: Column): Int32Array {
  return Int32Array.from(column, (value, at) => value - (column[at - 1] ?? 0));
}

function fromSteps(steps: Column): Int32Array {
  const values = new Int32Array(steps.length);
  let value = 0;
  for (let at = 0; at < steps.length; at++) {
    value += steps[at] ?? 0;
    values[at] = value;
  }
  return values;
}

function pick<Name extends string>(names: readonly Name[], columns: Columns): Record<Name, Column> {
  return record(names, (name) => columns[name] ?? none);
}

export function record<Name extends string, T>(names: readonly Name[], value: (name: Name) => T): Record<Name, T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `fromEntries` forgets the names
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, T>;
}
