import type { BucketUse, Edge } from '../../src/core/edge.ts';
import type { Fact } from '../../src/core/fact.ts';
import {
  accountPublicAccessBlock,
  type AccountPublicAccessBlock,
  type Bucket,
  type BucketSettings,
  type PublicAccessBlock,
} from '../../src/inventory/s3.ts';
import type { MlBucket } from '../../src/lineage/ml-buckets.ts';
import type { Reached } from '../../src/lineage/reached.ts';
import { denied, home, region, told } from './inventory.ts';

/** Settings of a bucket as they are after `aws s3 mb`, but for those given. */
function settingsOf(overrides: Partial<BucketSettings> = {}): BucketSettings {
  return {
    encryption: told({ algorithm: 'AES256', keyId: null, blockedTypes: [] }, 's3:GetBucketEncryption'),
    versioning: told({ status: null, mfaDelete: null }, 's3:GetBucketVersioning'),
    publicAccessBlock: told(allBlocked, 's3:GetPublicAccessBlock'),
    objectLock: told(null, 's3:GetObjectLockConfiguration'),
    lifecycle: told(null, 's3:GetBucketLifecycleConfiguration'),
    policy: told(null, 's3:GetBucketPolicy'),
    ...overrides,
  };
}

export const allBlocked: PublicAccessBlock = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};

/** A bucket of the account, as collected; `settings` overrides single settings, or takes a gap or "not ours". */
export function aBucket(settings: Partial<BucketSettings> | Fact<BucketSettings | null> = {}, name = 'fraud-models'): Bucket {
  const all = 'known' in settings ? settings : told<BucketSettings | null>(settingsOf(settings), 's3:ListBuckets');
  const ours = all.known && all.value !== null;
  return {
    arn: `arn:aws:s3:::${name}`,
    type: 'AWS::S3::Bucket',
    name,
    account: home.account,
    region: ours ? region : 'global',
    settings: all,
  };
}

/** A bucket that ML uses for models, but for what is given. */
export function anMlBucket(
  settings: Partial<BucketSettings> | Fact<BucketSettings | null> = {},
  overrides: Partial<MlBucket> = {},
): MlBucket {
  const uses = overrides.uses ?? ['model'];
  return {
    ...aBucket(settings, overrides.name),
    uses,
    edges: uses.map((use) => bucketEdge(overrides.name ?? 'fraud-models', use)),
    hiddenUses: null,
    directory: false,
    ...overrides,
  };
}

/** A directory bucket, as the lineage gives it. */
export const aDirectoryBucket = anMlBucket(denied('s3:GetBucketEncryption', { reason: 'not-collected' }), {
  name: 'fraud--euw1-az1--x-s3',
  directory: true,
});

/** A bucket that ListBuckets does not name. */
export const anExternalBucket = anMlBucket(told<BucketSettings | null>(null, 's3:ListBuckets'));

/** A model's reference to a bucket. */
export function bucketEdge(name: string, use: BucketUse | null, from = 'model/fraud'): Edge {
  return {
    from: `arn:aws:sagemaker:${region}:${home.account}:${from}`,
    field: 'ContainerDefinition.ModelDataUrl',
    to: { kind: 'bucket', id: name, region: 'global', account: home.account },
    certainty: 'declared',
    use,
    prefix: 'fraud/',
  };
}

/** A bucket that the graph reaches, as `reached('bucket')` gives it. */
export function aReachedBucket(name: string, ...edges: readonly Edge[]): Reached {
  return { arn: name, type: 'bucket', name, account: home.account, region: 'global', edges, more: 0 };
}

/** The account's own Block Public Access. */
export function anAccountBlock(block: AccountPublicAccessBlock['block']): AccountPublicAccessBlock {
  return {
    arn: `arn:aws:iam::${home.account}:root`,
    type: accountPublicAccessBlock.type,
    name: home.account,
    account: home.account,
    region: 'global',
    block,
  };
}
