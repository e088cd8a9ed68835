import type { Gap } from '../../core/fact.ts';
import { decodeColumns, type Column, type Columns } from './columns.ts';
import type { ReportCheck, ReportControl } from '../report.ts';

/**
 * The findings as the page carries them: columns, not rows, and every text once. Texts that differ only in the resource's own
 * ARN, name, Region or account are one template. 100,000 findings are a few megabytes that a browser reads at once.
 */
export interface Packed extends PackedTexts {
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
  /** Names of the resources, one after the other: a browser reads one long text faster than many short ones. */
  readonly names: string;
  /** Ids of the findings in one string, `idLength` digits each. */
  readonly ids: string;
}

/** `arn`: a template without the ARN itself. `nameLength`: of its name in `Packed.names`. */
export const resourceColumns = ['nameLength', 'arn', 'type', 'account', 'region'] as const;
type ResourceColumn = (typeof resourceColumns)[number];

/**
 * `command`, `reason` and `gap` are -1 where there is none. `evidence`: how many pieces of evidence there are; those of one
 * finding after the other stand in `Packed.evidence`.
 */
export const findingColumns = [
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

export const idLength = 16;

/** What a template is filled with. */
export interface Filling {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly account: string;
}

const arnMark = '\uE000';
const nameMark = '\uE001';
const regionMark = '\uE002';
const accountMark = '\uE003';
/** First character of a text that already held a mark: taken as it is. */
const rawMark = '\uE004';
const anyMark = /[\uE000-\uE004]/;
const marks = /[\uE000-\uE003]/g;

/** Puts marks where the text repeats what is known of the resource. `fromTemplate` gives the same text back. */
export function toTemplate(text: string, { arn, name, region, account }: Filling): string {
  if (anyMark.test(text)) return rawMark + text;
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

/** Reads what `encodePacked` wrote, without copying the columns. */
export function decodePacked(buffer: ArrayBuffer): Packed {
  const { data, tables } = decodeColumns(buffer);
  const [resources = {}, findings = {}, evidence = {}] = tables;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by `encodePacked`
  const texts = data as PackedTexts;
  return {
    ...texts,
    resources: pick(resourceColumns, resources),
    findings: pick(findingColumns, findings),
    evidence: pick(evidenceColumns, evidence),
  };
}

function pick<Name extends string>(names: readonly Name[], columns: Columns): Record<Name, Column> {
  return record(names, (name) => columns[name] ?? new Int8Array());
}

export function record<Name extends string, T>(names: readonly Name[], value: (name: Name) => T): Record<Name, T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `fromEntries` forgets the names
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, T>;
}
