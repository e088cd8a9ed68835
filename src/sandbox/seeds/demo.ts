import type { AccountData, RegionData, Seed } from '../account.ts';
import { churn } from './demo/churn.ts';
import { account } from './demo/company.ts';
import { fraud } from './demo/fraud.ts';
import { hackathon } from './demo/hackathon.ts';
import { auditor, denials, platform, policies, regions, reportBucket, roles } from './demo/platform.ts';
import { vision } from './demo/vision.ts';
import { quotas } from './support/quotas.ts';

/** A believable company: three ML teams and a hackathon in four Regions, an empty Region, and one that an organization policy closes. */
export const demo: Seed = {
  name: 'demo',
  description: 'a bank with three ML teams: something of every status, for every check',
  account(now): AccountData {
    const teams = [fraud(now), churn(now), vision(now), hackathon(now)];
    const shared = platform(now);
    return {
      id: account,
      partition: 'aws',
      auditor,
      regions,
      iam: { roles: [...teams.flatMap((team) => team.roles), ...roles], policies },
      s3: {
        buckets: [...teams.flatMap((team) => team.buckets), reportBucket],
        // Public ACLs are off for all buckets, public policies are not.
        accountPublicAccessBlock: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: false,
          RestrictPublicBuckets: false,
        },
      },
      cloudfront: { distributions: teams.flatMap((team) => team.distributions ?? []) },
      quotas: Object.fromEntries(regions.map(({ name }) => [name, quotas({ account, region: name, now })])),
      in: Object.fromEntries(teams.map(({ region, data }): [string, RegionData] => [region, { ...shared[region], ...data }])),
      denials,
    };
  },
};
