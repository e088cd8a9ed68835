import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/buckets.ts';
import type { Bucket, BucketSettings } from '../../src/inventory/s3.ts';
import { collectWith, target } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home } from '../support/inventory.ts';

const s3 = mockClient(S3Client);
const policy = '{"Version":"2012-10-17","Statement":[]}';

beforeEach(() => {
  s3.reset();
  s3.onAnyCommand().rejects(new Error('the test answers this not'));
});

async function collectBuckets(...names: readonly string[]) {
  return await collectWith(collector, {
    region: 'global',
    targets: names.map((name) => target('bucket', name, { region: 'global' })),
  });
}

function listed(...buckets: readonly { Name: string; BucketRegion?: string }[]): void {
  s3.on(ListBucketsCommand).resolves({ Buckets: [...buckets] });
}

/** Every setting is there. */
function configured(): void {
  s3.on(GetBucketEncryptionCommand)
    .resolves({
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/ml' },
            BucketKeyEnabled: true,
            BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
          },
        ],
      },
    })
    .on(GetBucketVersioningCommand)
    .resolves({ Status: 'Enabled', MFADelete: 'Disabled' })
    .on(GetPublicAccessBlockCommand)
    .resolves({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    })
    .on(GetObjectLockConfigurationCommand)
    .resolves({
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } } },
    })
    .on(GetBucketLifecycleConfigurationCommand)
    .resolves({ Rules: [{ ID: 'old', Status: 'Enabled' }] })
    .on(GetBucketPolicyCommand)
    .resolves({ Policy: policy });
}

/** As after `aws s3 mb`, but for encryption. */
function bare(): void {
  s3.on(GetBucketEncryptionCommand)
    .rejects(awsError('ServerSideEncryptionConfigurationNotFoundError', undefined, 404))
    .on(GetBucketVersioningCommand)
    .resolves({})
    .on(GetPublicAccessBlockCommand)
    .rejects(awsError('NoSuchPublicAccessBlockConfiguration', undefined, 404))
    .on(GetObjectLockConfigurationCommand)
    .rejects(awsError('ObjectLockConfigurationNotFoundError', undefined, 404))
    .on(GetBucketLifecycleConfigurationCommand)
    .rejects(awsError('NoSuchLifecycleConfiguration', undefined, 404))
    .on(GetBucketPolicyCommand)
    .rejects(awsError('NoSuchBucketPolicy', undefined, 404));
}

function settingsOf(bucket: Bucket | undefined): BucketSettings | null {
  if (bucket?.settings.known !== true) throw new Error('no settings');
  return bucket.settings.value;
}

/** Each setting's value, or the permission that is missing. */
function told(bucket: Bucket | undefined): Record<string, unknown> {
  const facts = Object.entries({ ...settingsOf(bucket) });
  return Object.fromEntries(facts.map(([name, fact]) => [name, fact.known ? fact.value : fact.gap.action]));
}

test('the settings of a bucket, in our words', async () => {
  listed({ Name: 'fraud-models', BucketRegion: 'eu-west-1' });
  configured();
  const { items, gaps } = await collectBuckets('fraud-models');
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([{ arn: 'arn:aws:s3:::fraud-models', account: home.account, region: 'eu-west-1' }]);
  expect(told(items[0])).toEqual({
    encryption: { algorithm: 'aws:kms', keyId: 'alias/ml', blockedTypes: ['SSE-C'] },
    versioning: { status: 'Enabled', mfaDelete: 'Disabled' },
    publicAccessBlock: { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true },
    objectLock: { enabled: 'Enabled', defaultMode: 'GOVERNANCE' },
    lifecycle: [{ id: 'old', status: 'Enabled' }],
    policy,
  });
});

test('what was never configured is an answer', async () => {
  listed({ Name: 'fraud-models', BucketRegion: 'eu-west-1' });
  bare();
  const { items } = await collectBuckets('fraud-models');
  expect(told(items[0])).toEqual({
    encryption: null,
    versioning: { status: null, mfaDelete: null },
    publicAccessBlock: null,
    objectLock: null,
    lifecycle: null,
    policy: null,
  });
});

test('a denied setting is a gap of its own, with its permission', async () => {
  listed({ Name: 'fraud-models', BucketRegion: 'eu-west-1' });
  s3.on(GetBucketVersioningCommand).resolves({ Status: 'Enabled' });
  for (const command of [
    GetBucketEncryptionCommand,
    GetPublicAccessBlockCommand,
    GetObjectLockConfigurationCommand,
    GetBucketLifecycleConfigurationCommand,
    GetBucketPolicyCommand,
  ])
    s3.on(command).rejects(awsError('AccessDenied', undefined, 403));
  const { items } = await collectBuckets('fraud-models');
  expect(told(items[0])).toEqual({
    encryption: 's3:GetEncryptionConfiguration',
    versioning: { status: 'Enabled', mfaDelete: null },
    publicAccessBlock: 's3:GetBucketPublicAccessBlock',
    objectLock: 's3:GetBucketObjectLockConfiguration',
    lifecycle: 's3:GetLifecycleConfiguration',
    policy: 's3:GetBucketPolicy',
  });
});

test('our buckets are on two pages; a bucket on none of them is not ours, and is not asked', async () => {
  s3.on(ListBucketsCommand)
    .resolves({ Buckets: [{ Name: 'a-data', BucketRegion: 'eu-west-1' }], ContinuationToken: 'more' })
    .on(ListBucketsCommand, { ContinuationToken: 'more' })
    .resolves({ Buckets: [{ Name: 'b-data', BucketRegion: 'us-east-1' }] });
  bare();
  const { items } = await collectBuckets('a-data', 'b-data', 'sagemaker-sample-files');
  expect(items.map(({ name, region }) => [name, region])).toEqual([
    ['a-data', 'eu-west-1'],
    ['b-data', 'us-east-1'],
    ['sagemaker-sample-files', 'global'],
  ]);
  expect(settingsOf(items[2])).toBeNull();
  expect(s3.commandCalls(GetBucketVersioningCommand).map(({ args }) => args[0].input)).toEqual(
    ['a-data', 'b-data'].map((Bucket) => ({ Bucket, ExpectedBucketOwner: home.account })),
  );
});

test("the settings are asked in the bucket's own Region", async () => {
  listed({ Name: 'a-data', BucketRegion: 'eu-west-1' }, { Name: 'b-data', BucketRegion: 'us-east-1' });
  bare();
  const { items } = await collectBuckets('a-data', 'b-data');
  const regions = items.map((bucket) => Object.values({ ...settingsOf(bucket) }).map((fact) => fact.known && fact.from.region));
  expect(regions).toEqual([Array(6).fill('eu-west-1'), Array(6).fill('us-east-1')]);
});

test.for([
  ['none', undefined, 'us-east-1'],
  ['EU', 'EU', 'eu-west-1'],
  ['a Region', 'eu-central-1', 'eu-central-1'],
] as const)('where the list tells no Region, GetBucketLocation does: %s', async ([, LocationConstraint, region]) => {
  listed({ Name: 'old-data' });
  s3.on(GetBucketLocationCommand).resolves(LocationConstraint === undefined ? {} : { LocationConstraint });
  bare();
  expect((await collectBuckets('old-data')).items).toMatchObject([{ region }]);
});

test('a Region that cannot be learned hides all settings', async () => {
  listed({ Name: 'old-data' });
  s3.on(GetBucketLocationCommand).rejects(awsError('AccessDenied', undefined, 403));
  expect((await collectBuckets('old-data')).items).toMatchObject([
    { region: 'global', settings: { known: false, gap: { reason: 'denied', action: 's3:GetBucketLocation' } } },
  ]);
});

test('a list that breaks hides whose the buckets are', async () => {
  s3.on(ListBucketsCommand)
    .resolves({ Buckets: [{ Name: 'a-data', BucketRegion: 'eu-west-1' }], ContinuationToken: 'more' })
    .on(ListBucketsCommand, { ContinuationToken: 'more' })
    .rejects(awsError('AccessDenied', undefined, 403));
  const { items } = await collectBuckets('a-data', 'b-data');
  const gap = { reason: 'denied', operation: 's3:ListBuckets', action: 's3:ListAllMyBuckets' };
  expect(items).toMatchObject([
    { name: 'a-data', settings: { known: false, gap } },
    { name: 'b-data', settings: { known: false, gap } },
  ]);
});

test('a bucket that was deleted since it was listed is not there', async () => {
  listed({ Name: 'gone', BucketRegion: 'eu-west-1' }, { Name: 'gone-too' });
  bare();
  s3.on(GetBucketPolicyCommand).rejects(awsError('NoSuchBucket', undefined, 404));
  s3.on(GetBucketLocationCommand).rejects(awsError('NoSuchBucket', undefined, 404));
  expect(await collectBuckets('gone', 'gone-too')).toEqual({ items: [], gaps: [] });
});

test('a body that is no policy is a gap', async () => {
  listed({ Name: 'fraud-models', BucketRegion: 'eu-west-1' });
  bare();
  s3.on(GetBucketPolicyCommand).resolves({ Policy: '<html>blocked by the proxy</html>' });
  const [bucket] = (await collectBuckets('fraud-models')).items;
  expect(settingsOf(bucket)?.policy).toMatchObject({ known: false, gap: { reason: 'malformed' } });
});

test('directory buckets are not asked, and no list is read for them', async () => {
  expect(await collectBuckets('fraud--euw1-az1--x-s3')).toEqual({ items: [], gaps: [] });
});
