import { known, type Fact } from '../../src/core/fact.ts';
import { keys, type KeyMetadata, type KeyReferenceItem } from '../../src/inventory/kms.ts';
import type { MlKey } from '../../src/lineage/ml-keys.ts';
import { daysAgo, home, originOf, region, told } from './inventory.ts';

export const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';
export const keyArn = `arn:aws:kms:${region}:${home.account}:key/${keyId}`;
export const aliasArn = `arn:aws:kms:${region}:${home.account}:alias/ml`;

/** A symmetric customer managed key, a hundred days old. */
function metadata(overrides: Partial<KeyMetadata> = {}): KeyMetadata {
  return {
    keyArn,
    manager: 'CUSTOMER',
    state: 'Enabled',
    spec: 'SYMMETRIC_DEFAULT',
    origin: 'AWS_KMS',
    createdAt: daysAgo(100),
    primaryArn: null,
    ...overrides,
  };
}

/** What a reference to a key led to: metadata with these differences, nothing (`null`), or a gap. */
export function aKeyReference(
  key: Partial<KeyMetadata> | null | Fact<KeyMetadata | null> = {},
  overrides: Partial<KeyReferenceItem> = {},
): KeyReferenceItem {
  const arn = overrides.arn ?? keyArn;
  return {
    arn,
    type: keys.type,
    name: arn.replace(/^.*:(key\/)?/, ''),
    account: home.account,
    region,
    key: factOf(key),
    rotation: told({ enabled: true, periodDays: 365 }, 'kms:GetKeyRotationStatus'),
    lastRotation: known(null, originOf('kms:DescribeKey')),
    ...overrides,
  };
}

/** A key that ML uses. */
export function anMlKey(...args: Parameters<typeof aKeyReference>): MlKey {
  return aKeyReference(...args);
}

function factOf(key: Partial<KeyMetadata> | null | Fact<KeyMetadata | null>): Fact<KeyMetadata | null> {
  if (key !== null && 'known' in key) return key;
  return told(key === null ? null : metadata(key), 'kms:DescribeKey');
}
