import type { Severity } from '../../core/check.ts';
import type { Sequence } from '../../core/sequence.ts';
import type { Store } from '../../core/store.ts';
import type { Status } from '../../core/verdict.ts';
import type { ReportCounts, ReportFinding } from '../report.ts';

/** FAIL findings that the page shows without JavaScript and on paper. */
export const staticFailures = 200;

/** What the static page tells of the findings, however many there are: counts and examples. */
export interface Digest {
  readonly total: number;
  readonly counts: ReportCounts;
  /** Failures of a severity. */
  readonly failures: (severity: Severity) => number;
  /** Different ARNs. */
  readonly resources: number;
  /** The first findings of a check with this status: failures as many as the page can show, of others a few. */
  readonly examples: (checkId: string, status: Status) => readonly ReportFinding[];
}

const fewExamples = 2;

/** Reads the findings once. ARNs are told apart in the store: there may be as many. */
export function digest(findings: Sequence<ReportFinding>, store: Store): Digest {
  const counts: Record<Status, number> = { PASS: 0, FAIL: 0, UNKNOWN: 0, NOT_APPLICABLE: 0 };
  const failures = new Map<Severity, number>();
  const arns = store.sorter<0>('dropped');
  const examples = new Map<string, ReportFinding[]>();
  for (const finding of findings) {
    const { status, severity, checkId, resource } = finding;
    counts[status] += 1;
    if (status === 'FAIL') failures.set(severity, (failures.get(severity) ?? 0) + 1);
    arns.add(resource.arn, 0);
    const key = `${checkId} ${status}`;
    const known = examples.get(key) ?? [];
    if (known.length < (status === 'FAIL' ? staticFailures : fewExamples)) known.push(finding);
    examples.set(key, known);
  }
  return {
    total: findings.length,
    counts,
    failures: (severity) => failures.get(severity) ?? 0,
    resources: arns.finish().length,
    examples: (checkId, status) => examples.get(`${checkId} ${status}`) ?? [],
  };
}
