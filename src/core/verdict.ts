import type { Fact, Gap, Origin } from './fact.ts';

/** A value that AWS gave and that the verdict rests on. */
export interface Evidence extends Origin {
  /** Path of the value in the API's answer, such as `DescribeNotebookInstanceOutput.KmsKeyId`. */
  readonly field: string;
  readonly value: EvidenceValue;
  readonly note?: string;
}

/** Plain data; `null` where AWS said "none". */
export type EvidenceValue =
  | string
  | number
  | boolean
  | null
  | readonly EvidenceValue[]
  | { readonly [key: string]: EvidenceValue };

/** The closed list of reasons why a check has nothing to judge. */
export const notApplicableReasons = [
  /** Nothing of this kind in the account, and every list was read. */
  'no-resource',
  /** The resource failed, is being created or deleted, or serves nothing. */
  'not-live',
  /** Owned by another account or by AWS: its settings are not ours to read or change. */
  'external',
  /** Managed by AWS: a service-linked role, an AWS managed key. */
  'aws-managed',
  /** The referenced resource no longer exists. */
  'deleted',
  /** The feature does not exist for this kind (serverless, directory bucket, asymmetric key, HTTP API). */
  'unsupported',
  /** No ML reaches it, or no ML in the Region. */
  'not-used-by-ml',
  /** Another check already fails for the same cause. */
  'judged-elsewhere',
  /** Too young for the rule. */
  'too-new',
] as const;

export type NotApplicableReason = (typeof notApplicableReasons)[number];

export interface Pass {
  readonly status: 'PASS';
  readonly message: string;
  readonly evidence: readonly Evidence[];
}

export interface Fail {
  readonly status: 'FAIL';
  readonly message: string;
  readonly evidence: readonly Evidence[];
}

export interface Unknown {
  readonly status: 'UNKNOWN';
  readonly message: string;
  readonly gap: Gap;
  readonly evidence: readonly Evidence[];
}

export interface NotApplicable {
  readonly status: 'NOT_APPLICABLE';
  readonly message: string;
  readonly reason: NotApplicableReason;
  readonly evidence: readonly Evidence[];
}

export type Verdict = Pass | Fail | Unknown | NotApplicable;
export type Status = Verdict['status'];

export const statuses = ['FAIL', 'UNKNOWN', 'PASS', 'NOT_APPLICABLE'] as const satisfies readonly Status[];

/** Proven good. Takes at least one piece of evidence: there is no PASS by default. */
export function pass(message: string, ...evidence: readonly [Evidence, ...Evidence[]]): Pass {
  return { status: 'PASS', message, evidence };
}

/** Proven bad. */
export function fail(message: string, ...evidence: readonly Evidence[]): Fail {
  return { status: 'FAIL', message, evidence };
}

/** Could not be decided; the gap says which call and permission are missing. */
export function unknown(gap: Gap, message: string = describeGap(gap), ...evidence: readonly Evidence[]): Unknown {
  return { status: 'UNKNOWN', message, gap, evidence };
}

/** Nothing to judge, for a reason of the closed list. */
export function notApplicable(reason: NotApplicableReason, message: string, ...evidence: readonly Evidence[]): NotApplicable {
  return { status: 'NOT_APPLICABLE', message, reason, evidence };
}

/** Judges a known value; a gap makes UNKNOWN. */
export function whenKnown<T>(fact: Fact<T>, judge: (value: T, from: Origin) => Verdict): Verdict {
  return fact.known ? judge(fact.value, fact.from) : unknown(fact.gap);
}

/** One piece of evidence: the field that was read, the value that was seen, and the call it came from. */
export function seen(from: Origin, field: string, value: EvidenceValue, note?: string): Evidence {
  const evidence = { operation: from.operation, region: from.region, at: from.at, field, value };
  return note === undefined ? evidence : { ...evidence, note };
}

/**
 * Kleene's AND over parts of one verdict: FAIL beats UNKNOWN beats PASS, whatever the order. Parts that do not apply are left
 * out; if none applies, the first of them is the answer. Evidence of the deciding parts is joined.
 */
export function every(parts: readonly [Verdict, ...Verdict[]]): Verdict {
  for (const status of ['FAIL', 'UNKNOWN', 'PASS'] as const) {
    const [first, ...rest] = parts.filter((part) => part.status === status);
    if (first !== undefined) return joined(first, rest);
  }
  return parts[0];
}

function joined(first: Verdict, rest: readonly Verdict[]): Verdict {
  const all = [first, ...rest];
  const messages = [...new Set(all.map((part) => part.message))];
  return { ...first, message: messages.join('; '), evidence: all.flatMap((part) => part.evidence) };
}

/** Each reason in words. */
export const reasonTexts = {
  denied: 'access denied',
  'denied-scp': 'denied by an organization policy',
  'denied-resource-policy': 'denied by a resource policy',
  throttled: 'throttled until the deadline',
  timeout: 'timed out',
  unavailable: 'the service could not be reached',
  malformed: 'the answer could not be read',
  truncated: 'the list was cut short',
  'not-collected': 'not collected',
  failed: 'an internal error',
} as const satisfies Record<Gap['reason'], string>;

/** One line that names the cause and the permission. */
export function describeGap(gap: Gap): string {
  const place = gap.region === 'global' ? '' : ` in ${gap.region}`;
  return `could not look: ${reasonTexts[gap.reason]} for ${gap.action}${place}`;
}
