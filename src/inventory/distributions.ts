import type { Origin } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';

/** Where a distribution fetches from. */
export interface DistributionOrigin {
  /** Lower case. */
  readonly domainName: string;
  /** With its leading slash; empty where AWS left it out. */
  readonly path: string;
}

/** A CloudFront distribution in front of an API's own host name (`execute-api`); all others are left out. */
export interface Distribution extends Resource {
  /** The call that listed it. */
  readonly from: Origin;
  readonly enabled: boolean;
  readonly aliases: readonly string[];
  readonly origins: readonly DistributionOrigin[];
  /** ARN of a web ACL, or the id of a WAF Classic one; `null`: none. */
  readonly webAclId: string | null;
}

export const distributions = section<Distribution>({
  name: 'cloudfront.distributions',
  type: 'AWS::CloudFront::Distribution',
  scope: 'global',
  arn: 'arn:P:cloudfront::A:distribution/*',
});
