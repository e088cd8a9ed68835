import type { LifecycleRule, ObjectLockConfiguration, ServerSideEncryptionConfiguration } from '@aws-sdk/client-s3';
import { defineCollector, type Calls } from '../core/collector.ts';
import { known, mapFact, type Fact } from '../core/fact.ts';
import { op, paged } from '../core/operation.ts';
import {
  buckets,
  type BucketLifecycleRule,
  type BucketSettings,
  type DefaultEncryption,
  type ObjectLock,
} from '../inventory/s3.ts';
import { isDirectoryBucket } from '../lineage/s3-location.ts';
import { noPublicAccessBlock, toPublicAccessBlock } from './support/public-access-block.ts';

const operations = {
  // With a parameter S3 also tells each bucket's Region.
  list: paged('s3', 'ListBuckets', {
    action: 's3:ListAllMyBuckets',
    token: ['ContinuationToken', 'ContinuationToken'],
    items: (page) => page.Buckets,
    size: { MaxBuckets: 10_000 },
  }),
  location: op('s3', 'GetBucketLocation', { required: [], root: 'LocationConstraint' }),
  encryption: op('s3', 'GetBucketEncryption', {
    action: 's3:GetEncryptionConfiguration',
    required: ['ServerSideEncryptionConfiguration'],
    root: 'ServerSideEncryptionConfiguration',
    absent: ['ServerSideEncryptionConfigurationNotFoundError'],
    believable: ({ ServerSideEncryptionConfiguration: configuration }) => (configuration?.Rules ?? []).length > 0,
  }),
  versioning: op('s3', 'GetBucketVersioning', { required: [], root: 'VersioningConfiguration' }),
  publicAccessBlock: op('s3', 'GetPublicAccessBlock', {
    action: 's3:GetBucketPublicAccessBlock',
    required: ['PublicAccessBlockConfiguration'],
    root: 'PublicAccessBlockConfiguration',
    absent: noPublicAccessBlock,
  }),
  objectLock: op('s3', 'GetObjectLockConfiguration', {
    action: 's3:GetBucketObjectLockConfiguration',
    required: ['ObjectLockConfiguration'],
    root: 'ObjectLockConfiguration',
    absent: ['ObjectLockConfigurationNotFoundError'],
  }),
  lifecycle: op('s3', 'GetBucketLifecycleConfiguration', {
    action: 's3:GetLifecycleConfiguration',
    required: ['Rules'],
    absent: ['NoSuchLifecycleConfiguration'],
  }),
  policy: op('s3', 'GetBucketPolicy', {
    required: ['Policy'],
    absent: ['NoSuchBucketPolicy'],
    // The body is the policy, whatever it is.
    believable: ({ Policy }) => /^\s*\{.*"Statement"/s.test(Policy ?? ''),
  }),
};

type Aws = Calls<typeof operations>;

interface Asked {
  readonly Bucket: string;
  readonly ExpectedBucketOwner: string;
}

export default defineCollector({
  section: buckets,
  runs: 'once',
  follows: 'bucket',
  operations,
  async collect(aws, { partition, account, eachTarget, shared }, emit) {
    await eachTarget(async ({ id: name }) => {
      if (isDirectoryBucket(name)) return;
      const own = await shared('own', () => listOwn(aws));
      const asked = { Bucket: name, ExpectedBucketOwner: account };
      const region = await regionOf(aws, asked, own);
      const settings = await settingsIn(aws, asked, region);
      if (isDeleted(settings)) return;
      emit({
        arn: `arn:${partition}:s3:::${name}`,
        type: buckets.type,
        name,
        account,
        region: (region.known ? region.value : null) ?? 'global',
        settings,
      });
    });
  },
});

/** The account's buckets with their Regions, as far as the list tells them. */
async function listOwn(aws: Aws): Promise<Fact<ReadonlyMap<string, string | null>>> {
  return mapFact(await aws.list.all({}), (listed) => new Map(listed.map((one) => [one.Name ?? '', one.BucketRegion ?? null])));
}

/** A bucket's Region; known to be `null` when the bucket is not ours. */
async function regionOf(aws: Aws, asked: Asked, own: Fact<ReadonlyMap<string, string | null>>): Promise<Fact<string | null>> {
  if (!own.known) return own;
  const listed = own.value.get(asked.Bucket);
  if (listed !== null) return known(listed ?? null, own.from);
  return mapFact(await aws.location(asked), ({ LocationConstraint: constraint }) => regionNamed(constraint));
}

/** The first Regions have names of their own there: none for us-east-1, and `EU`. */
function regionNamed(constraint: string | undefined): string {
  if (constraint === undefined || constraint === '') return 'us-east-1';
  return constraint === 'EU' ? 'eu-west-1' : constraint;
}

async function settingsIn(aws: Aws, asked: Asked, at: Fact<string | null>): Promise<Fact<BucketSettings | null>> {
  if (!at.known) return at;
  if (at.value === null) return known(null, at.from);
  const place = { region: at.value };
  const [encryption, versioning, publicAccessBlock, objectLock, lifecycle, policy] = await Promise.all([
    aws.encryption(asked, place),
    aws.versioning(asked, place),
    aws.publicAccessBlock(asked, place),
    aws.objectLock(asked, place),
    aws.lifecycle(asked, place),
    aws.policy(asked, place),
  ]);
  const settings: BucketSettings = {
    encryption: mapFact(encryption, (answer) => answer && toEncryption(answer.ServerSideEncryptionConfiguration)),
    versioning: mapFact(versioning, ({ Status: status = null, MFADelete: mfaDelete = null }) => ({ status, mfaDelete })),
    publicAccessBlock: mapFact(
      publicAccessBlock,
      (answer) => answer && toPublicAccessBlock(answer.PublicAccessBlockConfiguration),
    ),
    objectLock: mapFact(objectLock, (answer) => answer && toObjectLock(answer.ObjectLockConfiguration)),
    lifecycle: mapFact(lifecycle, (answer) => answer && answer.Rules.map(toRule)),
    policy: mapFact(policy, (answer) => answer && answer.Policy),
  };
  return known(settings, at.from);
}

/** Whether the bucket was deleted since it was listed. */
function isDeleted(settings: Fact<BucketSettings | null>): boolean {
  const facts = settings.known ? Object.values<Fact<unknown>>({ ...settings.value }) : [settings];
  return facts.some((fact) => !fact.known && fact.gap.error === 'NoSuchBucket');
}

/** A bucket has one rule. */
function toEncryption({ Rules: rules = [] }: ServerSideEncryptionConfiguration): DefaultEncryption {
  const [rule] = rules;
  return {
    algorithm: rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? null,
    keyId: rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID ?? null,
    blockedTypes: rule?.BlockedEncryptionTypes?.EncryptionType ?? [],
  };
}

function toObjectLock({ ObjectLockEnabled: enabled, Rule: rule }: ObjectLockConfiguration): ObjectLock {
  return { enabled: enabled ?? null, defaultMode: rule?.DefaultRetention?.Mode ?? null };
}

function toRule({ ID: id, Status: status }: LifecycleRule): BucketLifecycleRule {
  return { id: id ?? null, status: status ?? null };
}
