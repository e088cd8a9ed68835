import type { AccountOf } from '../account.ts';
import { defineHandlers, SandboxError, type Handlers, type SandboxCall } from '../types.ts';

interface Named {
  readonly Name: string | undefined;
  readonly Id: string | undefined;
  readonly ARN: string | undefined;
}

/** AWS WAF: web ACLs and rule groups. Those for CloudFront are in us-east-1. */
export function wafv2(accountOf: AccountOf): Handlers {
  const here = (call: SandboxCall) => accountOf(call).in[call.region]?.wafv2 ?? {};
  return defineHandlers('wafv2', {
    GetWebACL: (input, call) => ({ WebACL: find(here(call).webAcls ?? [], input), LockToken: lockToken }),
    GetRuleGroup: (input, call) => ({ RuleGroup: find(here(call).ruleGroups ?? [], input), LockToken: lockToken }),
  });
}

const lockToken = '11111111-2222-4333-8444-555555555555';

/** By ARN, or by name and id. */
function find<T extends Named>(all: readonly T[], { ARN, Name, Id }: Partial<Named>): T {
  const found = all.find((one) => (ARN === undefined ? one.Name === Name && one.Id === Id : one.ARN === ARN));
  if (found !== undefined) return found;
  throw new SandboxError(
    'WAFNonexistentItemException',
    'AWS WAF couldn’t perform the operation because your resource doesn’t exist.',
  );
}
