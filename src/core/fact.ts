/** Why a value could not be had (decisions.md 2). Each is an honest "we did not see", never a verdict on the account. */
export const gapReasons = [
  'denied',
  'denied-scp',
  'denied-resource-policy',
  'throttled',
  'timeout',
  'unavailable',
  'malformed',
  'truncated',
  'not-collected',
  'failed',
] as const;

export type GapReason = (typeof gapReasons)[number];

/** A hole in what we know: which call, with which permission, where, and why it gave no answer. */
export interface Gap {
  readonly reason: GapReason;
  /** SDK operation, `service:Operation`. */
  readonly operation: string;
  /** IAM action that the operation needs, `service:Action`. */
  readonly action: string;
  readonly account: string;
  /** Region of the call; `global` where the service has none. */
  readonly region: string;
  /** The error's name as AWS gave it, or ours. */
  readonly error: string;
  /** One line for a person; never a response body. */
  readonly detail: string;
}

/** Where and when a value was seen. */
export interface Origin {
  /** SDK operation, `service:Operation`. */
  readonly operation: string;
  readonly region: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface Known<T> {
  readonly known: true;
  readonly value: T;
  readonly from: Origin;
}

export interface Missing {
  readonly known: false;
  readonly gap: Gap;
}

/** A value that AWS told us, or the reason why it did not. There is no third state and no default. */
export type Fact<T> = Known<T> | Missing;

export function known<T>(value: T, from: Origin): Known<T> {
  return { known: true, value, from };
}

export function missing(gap: Gap): Missing {
  return { known: false, gap };
}

/** Projects a known value; a gap stays the same gap. */
export function mapFact<T, R>(fact: Fact<T>, project: (value: T) => R): Fact<R> {
  return fact.known ? known(project(fact.value), fact.from) : fact;
}

/** `null` when AWS said that there is none (any more); otherwise the fact of what is there. */
export function present<T>(fact: Fact<T | null>): Fact<T> | null {
  if (!fact.known) return fact;
  return fact.value === null ? null : known(fact.value, fact.from);
}
