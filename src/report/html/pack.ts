import type { Gap } from '../../core/fact.ts';
import { severities } from '../../core/check.ts';
import { statuses } from '../../core/verdict.ts';
import { decodeColumns, encodeColumns, toColumn, type Column, type Columns } from './columns.ts';
import type { Report, ReportCheck, ReportControl, ReportFinding } from '../report.ts';

/**
 * The findings as the page carries them: columns, not rows, and every text once. Texts that differ only in the resource's own
 * ARN, name, Region or account are one template. 100,000 findings are a few megabytes that a browser reads at once.
 */
export interface Packed extends PackedTexts {
  readonly resources: Readonly<Record<ResourceColumn, Column>>;
  readonly findings: Readonly<Record<FindingColumn, Column>>;
  readonly evidence: Readonly<Record<EvidenceColumn, Column>>;
}

interface PackedTexts {
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
const resourceColumns = ['nameLength', 'arn', 'type', 'account', 'region'] as const;
type ResourceColumn = (typeof resourceColumns)[number];

/**
 * `command`, `reason` and `gap` are -1 where there is none. `evidence`: how many pieces of evidence there are; those of one
 * finding after the other stand in `Packed.evidence`.
 */
const findingColumns = [
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
const evidenceColumns = ['operation', 'region', 'field', 'note', 'value', 'at'] as const;
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

/** Packs the findings of a report, in their order. */
export function pack({ run, checks, controls, findings }: Report): Packed {
  const start = Date.parse(run.startedAt);
  const texts = new Dictionary();
  const gapIndex = new Dictionary();
  const gaps: Gap[] = [];
  const checkIndex = new Map(checks.map((check, at) => [check.id, at]));
  const missing = [...new Map(findings.filter((one) => !checkIndex.has(one.checkId)).map((one) => [one.checkId, one])).values()];
  for (const [at, one] of missing.entries()) checkIndex.set(one.checkId, checks.length + at);
  const resourceIndex = new Map<string, number>();
  const names: string[] = [];
  const resources = lists(resourceColumns);
  const rows = lists(findingColumns);
  const seen = lists(evidenceColumns);

  const ids: string[] = [];
  for (const finding of findings) {
    const { resource, remediation } = finding;
    const { arn, name, region, account } = resource;
    const textOf = (text: string) => texts.index(toTemplate(text, resource));
    const key = JSON.stringify([arn, resource.type, name, account, region]);
    let at = resourceIndex.get(key);
    if (at === undefined) {
      at = names.length;
      resourceIndex.set(key, at);
      names.push(name);
      resources.nameLength.push(name.length);
      resources.arn.push(texts.index(toTemplate(arn, { arn: '', name, region, account })));
      resources.type.push(texts.index(resource.type));
      resources.account.push(texts.index(account));
      resources.region.push(texts.index(region));
    }
    ids.push(finding.id.padEnd(idLength).slice(0, idLength));
    rows.check.push(checkIndex.get(finding.checkId) ?? 0);
    rows.resource.push(at);
    rows.status.push(statuses.indexOf(finding.status));
    rows.severity.push(severities.indexOf(finding.severity));
    rows.control.push(finding.control);
    rows.message.push(textOf(finding.message));
    rows.fix.push(textOf(remediation.text));
    rows.command.push(remediation.command === undefined ? -1 : textOf(remediation.command));
    rows.reason.push(finding.status === 'NOT_APPLICABLE' ? texts.index(finding.reason) : -1);
    rows.gap.push(finding.status === 'UNKNOWN' ? gapIndex.index(JSON.stringify(finding.gap)) : -1);
    if (finding.status === 'UNKNOWN' && gapIndex.values.length > gaps.length) gaps.push(finding.gap);
    rows.evidence.push(finding.evidence.length);
    for (const { operation, region: place, at: time, field, value, note } of finding.evidence) {
      const after = Date.parse(time) - start;
      seen.operation.push(texts.index(operation));
      seen.region.push(textOf(place));
      seen.field.push(textOf(field));
      seen.note.push(note === undefined ? -1 : textOf(note));
      seen.value.push(textOf(JSON.stringify(value)));
      seen.at.push(after >= 0 && new Date(start + after).toISOString() === time ? after : -1 - texts.index(time));
    }
  }

  return {
    startedAt: run.startedAt,
    checks: [...checks, ...missing.map(unlisted)],
    controls: controls.map(({ number, title, advice }) => ({ number, title, advice })),
    texts: texts.values,
    gaps,
    names: names.join(''),
    ids: ids.join(''),
    resources: columnsOf(resourceColumns, resources),
    findings: columnsOf(findingColumns, rows),
    evidence: columnsOf(evidenceColumns, seen),
  };
}

/** The packed findings as bytes. */
export function encodePacked({ resources, findings, evidence, ...texts }: Packed): Uint8Array {
  return encodeColumns(texts, [resources, findings, evidence]);
}

/** Reads what `encodePacked` wrote, without copying the columns. */
export function decodePacked(buffer: ArrayBuffer): Packed {
  const { data, tables } = decodeColumns(buffer);
  const [resources = {}, findings = {}, evidence = {}] = tables;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by `encodePacked`, in the same file
  const texts = data as PackedTexts;
  return {
    ...texts,
    resources: pick(resourceColumns, resources),
    findings: pick(findingColumns, findings),
    evidence: pick(evidenceColumns, evidence),
  };
}

class Dictionary {
  readonly values: string[] = [];
  readonly #indexes = new Map<string, number>();

  index(value: string): number {
    const known = this.#indexes.get(value);
    if (known !== undefined) return known;
    this.#indexes.set(value, this.values.length);
    return this.values.push(value) - 1;
  }
}

function lists<Name extends string>(names: readonly Name[]): Record<Name, number[]> {
  return record(names, () => []);
}

function columnsOf<Name extends string>(names: readonly Name[], values: Record<Name, number[]>): Record<Name, Column> {
  return record(names, (name) => toColumn(values[name]));
}

function pick<Name extends string>(names: readonly Name[], columns: Columns): Record<Name, Column> {
  return record(names, (name) => columns[name] ?? new Int8Array());
}

function record<Name extends string, T>(names: readonly Name[], value: (name: Name) => T): Record<Name, T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `fromEntries` forgets the names
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, T>;
}

/** Stands in for a check that has findings but no entry, so that nothing is left out of the page. */
function unlisted({ checkId, control, severity, resource }: ReportFinding): ReportCheck {
  return {
    id: checkId,
    control,
    severity,
    tier: 1,
    origin: 'extension',
    stage: 'account',
    title: checkId,
    why: '',
    advice: '',
    threat: { text: '', atlas: [] },
    mapping: [],
    resourceTypes: [resource.type],
    counts: { PASS: 0, FAIL: 0, UNKNOWN: 0, NOT_APPLICABLE: 0 },
  };
}
