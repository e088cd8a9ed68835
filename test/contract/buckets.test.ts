import { PutPublicAccessBlockCommand } from '@aws-sdk/client-s3-control';
import { test } from 'vitest';
import { keysIn } from '../seeds/expected/arns.ts';
import { createBucket } from './accounts/buckets.ts';
import { createTrainingJob } from './accounts/jobs.ts';
import { createKey } from './accounts/keys.ts';
import { openAccount, sharedAccount } from './support/account.ts';
import { expectVerdicts, scanAccount } from './support/scan.ts';

const region = 'eu-south-1';
const checks = [
  'lp-s3-bucket-public-access-block',
  'enc-s3-default-encryption-cmk',
  'ver-s3-versioning-enabled',
  'ver-s3-mfa-delete',
];

test('buckets of jobs and models', async () => {
  const id = sharedAccount;
  const at = keysIn(id);
  const account = await openAccount(id, region);
  const key = await createKey(account);
  const denied = {
    Sid: 'MfaToDelete',
    Effect: 'Deny',
    Principal: '*',
    Action: ['s3:DeleteObjectVersion', 's3:PutBucketVersioning'],
    Resource: ['arn:aws:s3:::policed-5', 'arn:aws:s3:::policed-5/*'],
    Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
  };
  await createBucket(account, 'locked-5', { key, versioned: true, blocked: true, locked: true });
  await createBucket(account, 'policed-5', {
    key: `arn:aws:kms:${region}:${id}:key/${key}`,
    versioned: true,
    blocked: true,
    policy: { Version: '2012-10-17', Statement: [denied] },
  });
  await createBucket(account, 'expiring-5', { versioned: true, expires: true });
  await createBucket(account, 'plain-5');
  for (const bucket of ['locked-5', 'policed-5', 'expiring-5', 'plain-5']) await createTrainingJob(account, bucket, { bucket });
  await createTrainingJob(account, 'foreign', { bucket: 'not-ours-5' });

  const { report } = await scanAccount(account, checks);
  const locked = at.bucket(region, 'locked-5');
  const policed = at.bucket(region, 'policed-5');
  const expiring = at.bucket(region, 'expiring-5');
  const plain = at.bucket(region, 'plain-5');
  const rest = { UNKNOWN: [at.bucket(region, '*')], NOT_APPLICABLE: [at.bucket('global', 'not-ours-5')] };
  expectVerdicts(report, {
    'lp-s3-bucket-public-access-block': { PASS: [locked, policed], FAIL: [expiring, plain], ...rest },
    'enc-s3-default-encryption-cmk': { PASS: [locked, policed], FAIL: [expiring, plain], ...rest },
    // moto's versioning is not to be believed (lacks.ts).
    'ver-s3-versioning-enabled': { ...rest, UNKNOWN: [locked, policed, expiring, plain, ...rest.UNKNOWN] },
    'ver-s3-mfa-delete': { ...rest, UNKNOWN: [locked, policed, expiring, plain, ...rest.UNKNOWN] },
  });
});

test('an account that blocks all public access', async () => {
  const id = '100000000002';
  const at = keysIn(id);
  const account = await openAccount(id, region);
  await createTrainingJob(account, 'trainer', { bucket: await createBucket(account, 'covered-6') });
  await account.s3control.send(
    new PutPublicAccessBlockCommand({
      AccountId: id,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  const { report } = await scanAccount(account, ['lp-s3-bucket-public-access-block']);
  expectVerdicts(report, {
    'lp-s3-bucket-public-access-block': { PASS: [at.bucket(region, 'covered-6')], UNKNOWN: [at.bucket(region, '*')] },
  });
});
