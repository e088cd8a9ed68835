import type { Gap, Origin } from '../core/fact.ts';
import type { Resource } from '../core/resource.ts';

/** The gap of what was read, but does not decide: AWS's answer to `from` cannot be understood, or does not tell. */
export function undecided(from: Origin, { account }: Resource, cause: Pick<Gap, 'reason' | 'error' | 'detail'>): Gap {
  return { ...cause, operation: from.operation, action: from.operation, account, region: from.region };
}
