import type { Gap } from '../../core/fact.ts';
import { severities } from '../../core/check.ts';
import { statuses } from '../../core/verdict.ts';
import type { Report, ReportCheck, ReportControl, ReportFinding } from '../report.ts';

/**
 * The findings as the page carries them: columns, not rows, and every text once. Texts that differ only in the resource's own
 * ARN, name, Region or account are one template. 100,000 findings are a few megabytes of JSON that a browser reads at once.
 */
export interface Packed {
  readonly startedAt: string;
  readonly checks: readonly ReportCheck[];
  readonly controls: readonly Pick<ReportControl, 'number' | 'title' | 'advice'>[];
  /** Templates; see `toTemplate`. */
  readonly texts: readonly string[];
  readonly gaps: readonly Gap[];
  readonly resources: {
    /** Template without the ARN itself. */
    readonly arn: readonly number[];
    readonly name: readonly string[];
    readonly type: readonly number[];
    readonly account: readonly number[];
    readonly region: readonly number[];
  };
  readonly findings: {
    /** All ids in one string, `idLength` digits each. */
    readonly ids: string;
    readonly check: readonly number[];
    readonly resource: readonly number[];
    readonly status: readonly number[];
    readonly severity: readonly number[];
    readonly control: readonly number[];
    readonly message: readonly number[];
    readonly fix: readonly number[];
    /** -1: none. The same holds for `reason` and `gap`. */
    readonly command: readonly number[];
    readonly reason: readonly number[];
    readonly gap: readonly number[];
    /** Pieces of evidence of each finding; they follow one another in `evidence`. */
    readonly evidence: readonly number[];
  };
  readonly evidence: {
    readonly operation: readonly number[];
    readonly region: readonly number[];
    readonly field: readonly number[];
    readonly note: readonly number[];
    /** The value as JSON. */
    readonly value: readonly number[];
    /** ms after `startedAt`; below zero: -1 - index of a text. */
    readonly at: readonly number[];
  };
}

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
  const resources = { arn: column(), type: column(), account: column(), region: column() };
  const names: string[] = [];
  const rows = {
    check: column(),
    resource: column(),
    status: column(),
    severity: column(),
    control: column(),
    message: column(),
    fix: column(),
    command: column(),
    reason: column(),
    gap: column(),
    evidence: column(),
  };
  const seen = { operation: column(), region: column(), field: column(), note: column(), value: column(), at: column() };

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
    resources: { ...resources, name: names },
    findings: { ids: ids.join(''), ...rows },
    evidence: seen,
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

function column(): number[] {
  return [];
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
