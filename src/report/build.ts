import { controlOf, controls, type ControlNumber } from '../controls.ts';
import type { AnyCheck } from '../core/check.ts';
import { uniqueGaps } from '../core/collection.ts';
import type { Gap } from '../core/fact.ts';
import { reasonTexts, type Status } from '../core/verdict.ts';
import type { Assessment } from '../engine/assess.ts';
import type { Denial } from '../engine/denials.ts';
import type { Result } from '../engine/evaluate.ts';
import type { Score } from '../engine/score.ts';
import {
  compareFindings,
  findingId,
  reportFormat,
  reportVersion,
  type Report,
  type ReportCheck,
  type ReportCounts,
  type ReportCoverage,
  type ReportFinding,
  type ReportGap,
  type ReportScore,
} from './report.ts';

/** Id of the engine's own result: enabled Regions that were not scanned (catalogue 5.4). */
const regionCheck = 'inventory-region-complete';

/** The report of an assessment. Pure; every time in it comes from the snapshot. */
export function buildReport(assessment: Assessment): Report {
  const { snapshot, checks, results, scores, postScores, unscanned, empty } = assessment;
  const { header } = snapshot;
  const regionFindings = unscanned.length === 0 ? [] : unscannedFindings(assessment);
  const findings = [...results.map(toFinding), ...regionFindings].toSorted(compareFindings);
  const byCheck = Map.groupBy(findings, (finding) => finding.checkId);
  const countsOf = (id: string) => countStatuses(byCheck.get(id) ?? []);
  const gaps = gapsOf(findings).filter((gap) => isUnread(gap, snapshot.calls));
  return {
    format: reportFormat,
    version: reportVersion,
    run: {
      runId: header.runId,
      tool: header.tool,
      startedAt: header.now,
      account: header.account,
      partition: header.partition,
      principal: header.principal,
      regions: { enabled: header.regions.enabled, scanned: header.regions.scanned, unscanned, failed: failedRegions(assessment) },
      parameters: header.parameters,
      plan: checks.map((check) => check.id).toSorted(),
      complete: snapshot.complete && gaps.length === 0,
    },
    scores: {
      overall: toScore(scores.overall),
      post: toScore(postScores.overall),
      ...(empty ? { note: emptyNote(header.regions.scanned.length, unscanned.length) } : {}),
    },
    controls: controls.map((control) => {
      const scored = scores.controls.find((one) => one.control === control.slug);
      const own = findings.filter((finding) => finding.control === control.number);
      const { number, slug, title, advice } = control;
      return {
        number,
        slug,
        title,
        advice,
        applicable: (scored?.score ?? null) !== null,
        ...toScore(scored?.score ?? null),
        counts: countStatuses(own),
      };
    }),
    checks: [
      ...checks.map((check) => toCheck(check, countsOf(check.id))),
      ...(regionFindings.length === 0 ? [] : [{ ...regionCheckEntry, counts: countsOf(regionCheck) }]),
    ].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    coverage: coverageOf(assessment, gaps, (check) => countsOf(check).UNKNOWN > 0),
    findings,
  };
}

function toFinding({ check, resource, verdict }: Result): ReportFinding {
  const { arn, type, name, account, region } = resource;
  const base = {
    id: findingId({ checkId: check.id, account, region, arn }),
    checkId: check.id,
    control: controlOf(check.control).number,
    severity: check.severity,
  };
  const body = { resource: { arn, type, name, account, region }, message: verdict.message, evidence: verdict.evidence };
  switch (verdict.status) {
    case 'UNKNOWN':
      return { ...base, status: verdict.status, ...body, remediation: permissionFix(verdict.gap), gap: verdict.gap };
    case 'NOT_APPLICABLE':
      return { ...base, status: verdict.status, ...body, remediation: { text: 'Nothing to do.' }, reason: verdict.reason };
    case 'PASS':
      return { ...base, status: verdict.status, ...body, remediation: { text: 'Nothing to do.' } };
    case 'FAIL':
      return { ...base, status: verdict.status, ...body, remediation: check.fix(resource) };
  }
}

/** What makes an UNKNOWN decidable: derived from the gap. */
export function permissionFix(gap: Gap): { text: string } {
  const where = gap.region === 'global' ? '' : ` in ${gap.region}`;
  switch (gap.reason) {
    case 'denied':
      return { text: `Allow ${gap.action} to the auditor${where}: {"Effect":"Allow","Action":"${gap.action}","Resource":"*"}` };
    case 'denied-scp':
      return {
        text: `An organization policy denies ${gap.action}${where}: exempt the auditor's role, or accept that this stays unknown.`,
      };
    case 'denied-resource-policy':
      return { text: `A resource policy denies ${gap.action}${where}: allow the auditor's role in it.` };
    case 'throttled':
    case 'timeout':
      return {
        text: `AWS did not answer ${gap.operation}${where} in time: scan again, with a lower --rate-share if it repeats.`,
      };
    case 'unavailable':
      return { text: `The service could not be reached${where}: check the network and the Region, then scan again.` };
    case 'malformed':
      return {
        text:
          gap.error === 'MalformedAnswer'
            ? `The answer to ${gap.operation}${where} was not AWS's: look for a proxy or endpoint on the way, then scan again.`
            : `Decide it by hand: ${gap.detail}.`,
      };
    case 'truncated':
      return { text: `Not everything was looked at${where}: ${gap.detail}. Raise --jobs-max to look further.` };
    case 'not-collected':
      return { text: sentence(gap.detail) };
    case 'failed':
      return { text: 'This is a defect of mlwarden, not of the account: please report it with the log.' };
  }
}

/** A gap's detail as a sentence of its own. */
function sentence(detail: string): string {
  return `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`;
}

function unscannedFindings({ snapshot, checks, unscanned }: Assessment): readonly ReportFinding[] {
  const { account, partition, now } = snapshot.header;
  const numbers = [...new Set(checks.map((check) => controlOf(check.control).number))].toSorted((a, b) => a - b);
  const arn = `arn:${partition}:iam::${account}:root`;
  const gap: Gap = {
    reason: 'not-collected',
    operation: 'mlwarden:scan',
    action: 'mlwarden:scan',
    account,
    region: 'global',
    error: 'NotScanned',
    detail: `${regionCount(unscanned.length, 'enabled ')} left out of the scan`,
  };
  return numbers.map((control) => ({
    id: findingId({ checkId: `${regionCheck}/${control}`, account, region: 'global', arn }),
    checkId: regionCheck,
    control,
    severity: 'HIGH',
    status: 'UNKNOWN',
    resource: { arn, type: 'AWS::Account', name: account, account, region: 'global' },
    message: `enabled Regions were not scanned: ${unscanned.join(', ')}`,
    evidence: [
      {
        operation: 'account:ListRegions',
        region: 'global',
        at: now,
        field: 'ListRegionsResponse.Regions',
        value: unscanned,
        note: 'enabled, not scanned',
      },
    ],
    remediation: { text: 'Scan all enabled Regions: leave out --regions.' },
    gap,
  }));
}

const regionCheckEntry = {
  id: regionCheck,
  control: 1 as ControlNumber,
  severity: 'HIGH',
  tier: 1,
  origin: 'extension',
  stage: 'account',
  title: 'Every enabled Region is scanned',
  why: 'A Region that nobody looks at is where the weak workload will be.',
  advice: 'Look everywhere: a control that holds in scanned Regions only is not proven.',
  threat: { text: 'Anything, unseen', atlas: [] },
  mapping: [],
  resourceTypes: ['AWS::Account'],
} as const satisfies Omit<ReportCheck, 'counts'>;

function toCheck(check: AnyCheck, counts: ReportCounts): ReportCheck {
  const { id, severity, tier, origin, stage, title, why, advice, threat, mapping, resourceTypes } = check;
  return {
    id,
    control: controlOf(check.control).number,
    severity,
    tier,
    origin,
    stage,
    title,
    why,
    advice,
    threat,
    mapping,
    resourceTypes,
    counts,
  };
}

function toScore(score: Score | null): ReportScore {
  if (score === null) return { score: null, range: null, verifiedShare: null, grade: null, caps: [] };
  const { range, verifiedShare, grade, caps } = score;
  return { score: score.score, range, verifiedShare, grade, caps };
}

function countStatuses(findings: readonly ReportFinding[]): ReportCounts {
  const counts: Record<Status, number> = { PASS: 0, FAIL: 0, UNKNOWN: 0, NOT_APPLICABLE: 0 };
  for (const finding of findings) counts[finding.status] += 1;
  return counts;
}

function emptyNote(scanned: number, unscanned: number): string {
  const rest = unscanned === 0 ? '' : `; ${regionCount(unscanned, 'enabled ')} ${unscanned === 1 ? 'was' : 'were'} not scanned`;
  return `no ML workload found in ${regionCount(scanned)}${rest}: account-level results are shown, unscored`;
}

function regionCount(count: number, kind = ''): string {
  return `${count} ${kind}${count === 1 ? 'Region' : 'Regions'}`;
}

/**
 * Whether a gap is of coverage: something was not read. Otherwise all was read, and it does not decide: a policy whose effect
 * depends on the request, a repository that may be public. That is for a person, not for another scan.
 */
function isUnread({ reason, operation, region, error }: Gap, calls: Assessment['snapshot']['calls']): boolean {
  if (reason === 'failed' || reason === 'truncated' || error === 'NotCollected' || error === 'NotScanned') return true;
  return calls.some((call) => call.operation === operation && call.region === region && call.failed > 0);
}

/** Every gap that a finding rests on, with how much it hides. */
function gapsOf(findings: readonly ReportFinding[]): readonly ReportGap[] {
  const byKey = new Map<string, { gap: Gap; findings: number; checks: Set<string> }>();
  for (const finding of findings) {
    if (finding.status !== 'UNKNOWN') continue;
    const key = [finding.gap.region, finding.gap.operation, finding.gap.reason].join(' ');
    const entry = byKey.get(key) ?? { gap: finding.gap, findings: 0, checks: new Set<string>() };
    entry.findings += 1;
    entry.checks.add(finding.checkId);
    byKey.set(key, entry);
  }
  return [...byKey]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { gap, findings: count, checks }]) => ({ ...gap, findings: count, checks: [...checks].toSorted() }));
}

function coverageOf(
  { snapshot, denials }: Assessment,
  gaps: readonly ReportGap[],
  isOpen: (check: string) => boolean,
): ReportCoverage {
  const total = sum(snapshot.calls.map((call) => call.calls));
  const failed = sum(snapshot.calls.map((call) => call.failed));
  const byOperation = Map.groupBy(snapshot.calls, (call) => call.operation);
  const operations = [...byOperation]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([operation, calls]) => ({
      operation,
      action: calls[0]?.action ?? operation,
      calls: sum(calls.map((call) => call.calls)),
      failed: sum(calls.map((call) => call.failed)),
    }));
  const missingPermissions = permissionsOf(gaps, denials, isOpen);
  return {
    calls: { total, ok: total - failed, failed },
    operations,
    gaps,
    missingPermissions,
    statement:
      missingPermissions.length === 0
        ? null
        : { Sid: 'MlwardenMissing', Effect: 'Allow', Action: missingPermissions.map(({ action }) => action), Resource: '*' },
  };
}

/**
 * What the auditor must be allowed to do: what findings are unknown for, and what else was denied of what checks with unknown
 * findings read.
 */
function permissionsOf(
  gaps: readonly ReportGap[],
  denials: readonly Denial[],
  isOpen: (check: string) => boolean,
): ReportCoverage['missingPermissions'] {
  const named = gaps.filter((gap) => gap.reason === 'denied').map((gap) => ({ gap, checks: gap.checks }));
  const isNamed = ({ action, region }: Gap) => named.some(({ gap }) => gap.action === action && gap.region === region);
  const others = denials
    .filter(({ gap }) => !isNamed(gap))
    .map(({ gap, checks }) => ({ gap, checks: checks.filter(isOpen) }))
    .filter(({ checks }) => checks.length > 0);
  const byAction = Map.groupBy([...named, ...others], ({ gap }) => gap.action);
  return [...byAction]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([action, list]) => ({
      action,
      regions: [...new Set(list.map(({ gap }) => gap.region))].toSorted(),
      checks: [...new Set(list.flatMap(({ checks }) => checks))].toSorted(),
    }));
}

/** Scanned Regions in which no call was answered. */
function failedRegions({ snapshot }: Assessment): readonly { region: string; why: string }[] {
  return snapshot.header.regions.scanned.flatMap((region) => {
    const calls = snapshot.calls.filter((call) => call.region === region);
    if (calls.length === 0 || calls.some((call) => call.failed < call.calls)) return [];
    const [gap] = uniqueGaps(snapshot.slices.filter((slice) => slice.region === region).flatMap((slice) => slice.gaps));
    return [{ region, why: gap === undefined ? 'no call was answered' : reasonTexts[gap.reason] }];
  });
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
