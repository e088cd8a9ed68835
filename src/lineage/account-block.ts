import { missing, type Fact } from '../core/fact.ts';
import type { Collection, Home } from '../core/resource.ts';
import type { AccountPublicAccessBlock, PublicAccessBlock } from '../inventory/s3.ts';

/** The account's own Block Public Access; known to be `null` when none is configured. */
export function accountBlockOf(
  accounts: Collection<AccountPublicAccessBlock>,
  { partition, account }: Home,
): Fact<PublicAccessBlock | null> {
  const found = accounts.find(`arn:${partition}:iam::${account}:root`);
  if (!found.known) return found;
  return found.value?.block ?? missing(notLookedAt(account));
}

function notLookedAt(account: string) {
  return {
    reason: 'not-collected',
    operation: 's3control:GetPublicAccessBlock',
    action: 's3:GetAccountPublicAccessBlock',
    account,
    region: 'global',
    error: 'NotCollected',
    detail: 'the Block Public Access of the account was not looked at',
  } as const;
}
