import { severities } from '../../core/check.ts';
import type { Gap } from '../../core/fact.ts';
import { Fingerprints } from '../../core/fingerprints.ts';
import { statuses, type Status } from '../../core/verdict.ts';
import { emptyQuery, runQuery } from './client/query.ts';
import { startsOf, Table } from './client/table.ts';
import { encodeColumns, toColumn, type Column } from './columns.ts';
import {
  evidenceColumns,
  findingColumns,
  record,
  resourceColumns,
  toSteps,
  toTemplate,
  type Packed,
  type PackedPage,
} from './packed.ts';
import { findingId, type Report, type ReportCheck, type ReportFinding } from '../report.ts';

/** Findings that a page can hold and stay quick. */
export const mostRows = 100_000;

/**
 * Packs the findings of a report. Of more than `most`, those that matter: failures before what is unknown, before the others, the
 * first of each.
 */
export function pack(report: Report, most = mostRows): PackedPage {
  return arrange(packInOrder(report, most));
}

function packInOrder({ run, checks, controls, findings }: Report, most: number): Packed {
  const start = Date.parse(run.startedAt);
  const texts = new Dictionary();
  const gapIndex = new Dictionary();
  const gaps: Gap[] = [];
  const checkIndex = new Map(checks.map((check, at) => [check.id, at]));
  const missing: ReportFinding[] = [];
  const resourceIndex = new Fingerprints();
  const regions = new Dictionary();
  const names = new Numbers();
  const resources = lists(resourceColumns);
  const rows = lists(findingColumns);
  const seen = lists(evidenceColumns);

  const room = roomFor(checks, most);
  for (const finding of findings) {
    if (room[finding.status] === 0) continue;
    room[finding.status] -= 1;
    if (!checkIndex.has(finding.checkId)) checkIndex.set(finding.checkId, checks.length + missing.push(finding) - 1);
    const { resource, remediation } = finding;
    const { arn, name, region, account } = resource;
    const textOf = (text: string) => texts.index(toTemplate(text, resource));
    const key = JSON.stringify([arn, resource.type, name, account, region]);
    let at = resourceIndex.get(key);
    if (at === undefined) {
      at = resourceIndex.size;
      resourceIndex.set(key, at);
      for (let unit = 0; unit < name.length; unit++) names.push((name.charCodeAt(unit) << 16) >> 16);
      resources.nameLength.push(name.length);
      resources.arn.push(texts.index(toTemplate(arn, { arn: '', name, region, account })));
      resources.type.push(texts.index(resource.type));
      resources.account.push(texts.index(account));
      resources.region.push(regions.index(region));
    }
    const id = idOf(finding);
    rows.idHigh.push(Number.parseInt(id.slice(0, 8), 16) | 0);
    rows.idLow.push(Number.parseInt(id.slice(8), 16) | 0);
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
    regions: regions.values,
    names: names.column(),
    resources: columnsOf(resourceColumns, resources),
    findings: columnsOf(findingColumns, rows),
    evidence: columnsOf(evidenceColumns, seen),
  };
}

/** Puts the findings in the order of the list as the page opens. */
function arrange(packed: Packed): PackedPage {
  const { matches, groups, counts, facets } = runQuery(new Table(packed), emptyQuery);
  const starts = startsOf(packed.findings.evidence);
  const places = new Numbers();
  for (const at of matches) for (let n = starts[at] ?? 0; n < (starts[at + 1] ?? 0); n++) places.push(n);
  const evidence = places.column();
  return {
    ...packed,
    opening: { groups, counts: [...counts], facets },
    findings: record(findingColumns, (name) => pick(packed.findings[name], matches)),
    evidence: record(evidenceColumns, (name) => pick(packed.evidence[name], evidence)),
  };
}

/** The packed findings as bytes. */
export function encodePacked({ names, resources, findings, evidence, ...texts }: PackedPage): Uint8Array {
  const resource = toColumn(toSteps(findings.resource));
  return encodeColumns(texts, [{ names }, resources, { ...findings, resource }, evidence]);
}

/** Ids that are no 16 hexadecimal digits did not come from us: such a finding gets the one that it would have had. */
function idOf({ id, checkId, resource }: ReportFinding): string {
  return /^[\da-f]{16}$/.test(id) ? id : findingId({ checkId, ...resource });
}

function pick(column: Column, places: ArrayLike<number>): Column {
  return toColumn(Int32Array.from(places, (at) => column[at] ?? 0));
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

/** A list of whole numbers that takes 4 bytes for each. */
class Numbers {
  #values = new Int32Array(64);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const longer = new Int32Array(this.#length * 2);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  column(): Column {
    return toColumn(this.#values.subarray(0, this.#length));
  }
}

function lists<Name extends string>(names: readonly Name[]): Record<Name, Numbers> {
  return record(names, () => new Numbers());
}

function columnsOf<Name extends string>(names: readonly Name[], values: Record<Name, Numbers>): Record<Name, Column> {
  return record(names, (name) => values[name].column());
}

/** How many findings of each status are packed. */
function roomFor(checks: readonly ReportCheck[], most: number): Record<Status, number> {
  const room: Record<Status, number> = { PASS: most, FAIL: most, UNKNOWN: most, NOT_APPLICABLE: most };
  let left = most;
  // Failures are the first of `statuses`.
  for (const status of statuses) {
    room[status] = left;
    for (const { counts } of checks) left -= counts[status];
    left = Math.max(0, left);
  }
  return room;
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
