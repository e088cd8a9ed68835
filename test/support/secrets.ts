import type { Fact } from '../../src/core/fact.ts';
import { secrets, type SecretDetails, type SecretReferenceItem } from '../../src/inventory/secrets.ts';
import { home, region, told } from './inventory.ts';

/** The secret that the builders' references name. */
export const secretArn = `arn:aws:secretsmanager:${region}:${home.account}:secret:ml/git-a1B2c3`;

/** A secret that rotates every 30 days; `details` overrides single ones, or takes a gap or what is absent. */
export function aSecret(
  details: Partial<SecretDetails> | Fact<SecretDetails | null> = {},
  overrides: Partial<SecretReferenceItem> = {},
): SecretReferenceItem {
  return {
    arn: secretArn,
    type: secrets.type,
    name: secretArn,
    account: home.account,
    region,
    secret: 'known' in details ? details : told({ ...defaults, ...details }, 'secretsmanager:DescribeSecret'),
    ...overrides,
  };
}

const defaults: SecretDetails = {
  secretArn,
  name: 'ml/git',
  rotationEnabled: true,
  rotateAfterDays: 30,
  schedule: null,
  rotationLambdaArn: `arn:aws:lambda:${region}:${home.account}:function:rotate-git`,
  owningService: null,
  external: false,
  deletedAt: null,
  primaryRegion: region,
};
