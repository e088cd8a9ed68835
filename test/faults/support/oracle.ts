import type { ReportFinding } from '../../../src/report/report.ts';
import { demo } from '../../seeds/expected/demo.ts';
import { hardened } from '../../seeds/expected/hardened.ts';
import { neglected } from '../../seeds/expected/neglected.ts';
import type { Expected } from '../../seeds/expected/types.ts';
import { findingKey } from '../../support/seeds.ts';

type Status = ReportFinding['status'];
type ReportedGap = Extract<ReportFinding, { status: 'UNKNOWN' }>['gap'];

const statuses = ['PASS', 'FAIL', 'UNKNOWN', 'NOT_APPLICABLE'] as const satisfies readonly Status[];

/** What is true of an account: the status of each finding, by its key. Written by hand, never taken from a scan. */
export type Truth = ReadonlyMap<string, Status>;

function truthOf(expected: Expected): Truth {
  return new Map(
    Object.entries(expected).flatMap(([check, verdicts]) =>
      statuses.flatMap((status) => (verdicts[status] ?? []).map((place): [string, Status] => [`${check} ${place}`, status])),
    ),
  );
}

export const truths = { hardened: truthOf(hardened), demo: truthOf(demo), neglected: truthOf(neglected) } as const;

/** Every finding with its status, sorted: what must not change where nothing is lost. */
export function verdictsOf(findings: readonly ReportFinding[]): readonly string[] {
  return findings.map((finding) => `${findingKey(finding)} ${finding.status}`).toSorted();
}

/** The same of what is true. */
export function verdictsIn(truth: Truth): readonly string[] {
  return [...truth].map(([key, status]) => `${key} ${status}`).toSorted();
}

/** Keys of findings with this status. */
export function keysWith(findings: readonly ReportFinding[], status: Status): ReadonlySet<string> {
  return new Set(findings.filter((finding) => finding.status === status).map(findingKey));
}

/** Whether a fault can be the reason of a gap; by default any can. */
export type Struck = (gap: ReportedGap) => boolean;

/** Where nothing may be lost. */
export const nothing: Struck = () => false;

/**
 * What a scan under faults says that is not so, in words: empty for an honest one. A verdict other than the true one may only be
 * UNKNOWN, for a gap that a fault explains and that names operation and action; what is not told at all must be hidden by such a
 * gap of the same check.
 */
export function untruths(truth: Truth, findings: readonly ReportFinding[], struck: Struck = () => true): readonly string[] {
  const wrong: string[] = [];
  const hidden = new Set<string>();
  const told = new Set<string>();
  for (const finding of findings) {
    const key = findingKey(finding);
    const was = truth.get(key);
    told.add(key);
    if (finding.status !== 'UNKNOWN') {
      if (was !== finding.status) wrong.push(`${key} is ${was ?? 'not there'}, told as ${finding.status}`);
      continue;
    }
    const { gap } = finding;
    const explained = namesCall(gap) && struck(gap);
    if (explained) hidden.add(finding.checkId);
    if (was !== 'UNKNOWN' && !explained)
      wrong.push(`${key} is ${was ?? 'not there'}, told as UNKNOWN for ${gap.operation} in ${gap.region}: ${gap.detail}`);
  }
  for (const [key, status] of truth) {
    const [check = ''] = key.split(' ');
    if (!told.has(key) && !hidden.has(check)) wrong.push(`${key} is ${status}, and nobody tells`);
  }
  return wrong;
}

/** Operation and action are AWS's: a gap of our own would be a defect. */
function namesCall({ operation, action }: ReportedGap): boolean {
  return [operation, action].every((name) => /^(?!mlwarden:)[\w-]+:\w+$/.test(name));
}
