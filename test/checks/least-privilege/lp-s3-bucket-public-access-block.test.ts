import { expect, test } from 'vitest';
import check from '../../../checks/least-privilege/lp-s3-bucket-public-access-block.ts';
import type { Fact } from '../../../src/core/fact.ts';
import type { PublicAccessBlock } from '../../../src/inventory/s3.ts';
import type { MlBucket } from '../../../src/lineage/ml-buckets.ts';
import { aDirectoryBucket, allBlocked, anAccountBlock, anExternalBucket, anMlBucket } from '../../support/buckets.ts';
import { denied, gapOf, listOf, run, told } from '../../support/inventory.ts';

type Level = Fact<PublicAccessBlock | null>;

const accountCall = 's3control:GetPublicAccessBlock';
const none: Level = told(null);
const hidden = denied('s3:GetBucketPublicAccessBlock');
const policies: PublicAccessBlock = { ...allBlocked, blockPublicAcls: false, ignorePublicAcls: null };
const acls: PublicAccessBlock = { ...allBlocked, blockPublicPolicy: false, restrictPublicBuckets: false };

function judge(bucket: MlBucket, account: Level) {
  return check.evaluate(bucket, { accounts: listOf([anAccountBlock(account)]) }, run);
}

test.for<[string, Level, Level, string]>([
  ['fully on for the bucket', told(allBlocked), none, 'PASS'],
  ['fully on for the bucket, the account not readable', told(allBlocked), denied(accountCall), 'PASS'],
  ['fully on for the account', none, told(allBlocked), 'PASS'],
  ['each setting on for one of them', told(policies), told(acls), 'PASS'],
  ['none on either level', none, none, 'FAIL'],
  ['two settings off on both levels', told(policies), told(policies), 'FAIL'],
  ['the account off and the bucket not readable', hidden, none, 'UNKNOWN'],
  ['the bucket off and the account not readable', none, denied(accountCall), 'UNKNOWN'],
  ['neither readable', hidden, denied(accountCall), 'UNKNOWN'],
  ['edge 1: the account fully on, the bucket not readable', hidden, told(allBlocked), 'PASS'],
])('%s is %s', ([, own, account, status]) => {
  expect(judge(anMlBucket({ publicAccessBlock: own }), account).status).toBe(status);
});

test.for([
  ['not ours', anExternalBucket, 'NOT_APPLICABLE', 'external'],
  ['a directory bucket', aDirectoryBucket, 'NOT_APPLICABLE', 'unsupported'],
] as const)('%s is %s', ([, bucket, status, reason]) => {
  expect(judge(bucket, none)).toMatchObject({ status, reason });
});

test.for([
  ['s3:ListBuckets', 's3:ListAllMyBuckets'],
  ['s3:GetBucketLocation', 's3:GetBucketLocation'],
] as const)('edge 2: without %s the Region is not known, and nothing is judged', ([operation, action]) => {
  const bucket = anMlBucket(denied(operation, { action }));
  expect(judge(bucket, told(allBlocked))).toMatchObject({ status: 'UNKNOWN', gap: { action } });
});

test('an account level that was not collected is UNKNOWN', () => {
  const accounts = listOf([], gapOf(accountCall, { region: 'global' }));
  expect(check.evaluate(anMlBucket({ publicAccessBlock: none }), { accounts }, run).status).toBe('UNKNOWN');
  expect(check.evaluate(anMlBucket({ publicAccessBlock: none }), { accounts: listOf([]) }, run)).toMatchObject({
    status: 'UNKNOWN',
    gap: { action: 's3:GetAccountPublicAccessBlock' },
  });
});

test('the message names what is off, and the evidence both levels', () => {
  const verdict = judge(anMlBucket({ publicAccessBlock: told(policies, 's3:GetPublicAccessBlock') }), told(null, accountCall));
  expect(verdict.message).toBe('off for the bucket and for the account: BlockPublicAcls, IgnorePublicAcls');
  expect(verdict.evidence).toMatchObject([
    {
      operation: 's3:GetPublicAccessBlock',
      value: { BlockPublicAcls: false, IgnorePublicAcls: null, BlockPublicPolicy: true, RestrictPublicBuckets: true },
    },
    { operation: accountCall, value: null, note: 'none is configured: all four settings are off' },
  ]);
});

test('the fix turns on all four', () => {
  expect(check.fix(anMlBucket()).command).toBe(
    'aws s3api put-public-access-block --region eu-west-1 --bucket fraud-models --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true',
  );
});
