import type { DistributionSummary } from '@aws-sdk/client-cloudfront';
import type { BucketData, RegionData, RoleData } from '../../account.ts';

/** Nordhaven, a bank: one account for its ML teams. */
export const account = '111122223333';
/** Another account of the company: its data lake. */
export const dataLake = '444455556666';
/** The account that owns the shared network. */
export const networkHub = '222233334444';
/** The security team's account, whose rules Firewall Manager puts in front of all web ACLs. */
export const securityHub = '777788889999';

/** What one team owns. Each works in a Region of its own. */
export interface Team {
  readonly region: string;
  readonly data: RegionData;
  readonly roles: readonly RoleData[];
  readonly buckets: readonly BucketData[];
  readonly distributions?: readonly DistributionSummary[];
}

/** Keys that someone outside the team has to name. */
export const lakeKey = `arn:aws:kms:eu-west-1:${dataLake}:key/6c1e5b0a-3d47-4f8e-9a21-5b7c0d3e8f64`;
