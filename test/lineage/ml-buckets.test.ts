import { expect, test } from 'vitest';
import rule from '../../src/lineage/edges/buckets.ts';
import { isSink, mlBuckets } from '../../src/lineage/ml-buckets.ts';
import type { Reached } from '../../src/lineage/reached.ts';
import type { BucketSettings } from '../../src/inventory/s3.ts';
import { aBucket, aReachedBucket, bucketEdge } from '../support/buckets.ts';
import { denied, gapOf, home, listOf, region, run, told } from '../support/inventory.ts';

const models = aReachedBucket('fraud-models', bucketEdge('fraud-models', 'results'), bucketEdge('fraud-models', 'model'));

function derive(reached: readonly Reached[], ...buckets: readonly ReturnType<typeof aBucket>[]) {
  return mlBuckets.derive({ reached: listOf(reached), buckets: listOf(buckets) }, run).items;
}

test('a bucket has its settings, its Region, and every use once', () => {
  const bucket = aBucket();
  expect(derive([models], bucket)).toMatchObject([
    { arn: bucket.arn, region, uses: ['model', 'results'], settings: bucket.settings, hiddenUses: null, directory: false },
  ]);
});

test('a bucket that was deleted since is not there', () => {
  expect(derive([models])).toEqual([]);
});

test('a bucket that was not collected is a gap', () => {
  const gap = gapOf('mlwarden:s3.buckets', { region: 'global', reason: 'not-collected' });
  const { items } = mlBuckets.derive({ reached: listOf([models]), buckets: listOf<ReturnType<typeof aBucket>>([], gap) }, run);
  expect(items).toMatchObject([{ name: 'fraud-models', region: 'global', settings: { known: false, gap } }]);
});

test('a directory bucket is known by its name', () => {
  const name = 'fraud--euw1-az1--x-s3';
  expect(derive([aReachedBucket(name, bucketEdge(name, 'data'))])).toMatchObject([
    {
      name,
      directory: true,
      settings: { known: false, gap: { reason: 'not-collected', action: 's3express:GetEncryptionConfiguration' } },
    },
  ]);
});

test('what could not be read in the Region of a bucket may hide uses of it', () => {
  const here = gapOf('sagemaker:ListModels');
  const elsewhere = gapOf('sagemaker:ListTrainingJobs', { region: 'us-east-1' });
  const hiddenBy = (...gaps: readonly (typeof here)[]) =>
    mlBuckets.derive({ reached: listOf([models], ...gaps), buckets: listOf([aBucket()]) }, run);
  expect([...hiddenBy(here).items][0]?.hiddenUses).toBe(here);
  expect([...hiddenBy(elsewhere).items][0]?.hiddenUses).toBeNull();
  expect(hiddenBy(here, elsewhere).gaps).toEqual([here, elsewhere]);
});

test.for([
  ['results and logs', ['results', 'logs'], true],
  ['captured requests', ['capture'], true],
  ['results and data', ['results', 'data'], false],
  ['baselines', ['baseline'], false],
] as const)('%s: a sink is %s', ([, uses, expected]) => {
  expect(isSink({ uses, edges: uses.map((use) => bucketEdge('b', use)) })).toBe(expected);
});

test('a use that cannot be told is no sink', () => {
  expect(isSink({ uses: [], edges: [bucketEdge('b', null)] })).toBe(false);
});

test.for([
  ['a key of the same account and Region', 'alias/ml', [`arn:aws:kms:${region}:${home.account}:alias/ml`]],
  ['the AWS managed key', 'alias/aws/s3', []],
  ['no key', null, []],
] as const)('%s', ([, keyId, ids]) => {
  const encryption = told({ algorithm: 'aws:kms', keyId, blockedTypes: [] });
  const edges = rule.edges(aBucket({ encryption }), home);
  expect(edges.known && edges.value.edges.map(({ to, field }) => [to.id, field])).toEqual(
    ids.map((id) => [id, 'ServerSideEncryptionByDefault.KMSMasterKeyID']),
  );
});

test('encryption that we may not read hides a key; that of others does not', () => {
  expect(rule.edges(aBucket({ encryption: denied('s3:GetBucketEncryption') }), home).known).toBe(false);
  expect(rule.edges(aBucket(denied('s3:ListBuckets')), home).known).toBe(false);
  expect(rule.edges(aBucket(told<BucketSettings | null>(null)), home)).toMatchObject({ known: true, value: { edges: [] } });
});
