import { expect, test } from 'vitest';
import check from '../../../checks/versioning/ver-s3-mfa-delete.ts';
import type { BucketSettings } from '../../../src/inventory/s3.ts';
import { aDirectoryBucket, anExternalBucket, anMlBucket } from '../../support/buckets.ts';
import { denied, gapOf, run, told } from '../../support/inventory.ts';

const arn = 'arn:aws:s3:::fraud-models';
const versioned = told({ status: 'Enabled', mfaDelete: null }, 's3:GetBucketVersioning');
const withMfa = told({ status: 'Enabled', mfaDelete: 'Enabled' }, 's3:GetBucketVersioning');
const locked = (defaultMode: string | null) => told({ enabled: 'Enabled', defaultMode }, 's3:GetObjectLockConfiguration');
const rules = told(
  [
    { id: 'end-old-versions', status: 'Enabled' },
    { id: null, status: 'Disabled' },
  ],
  's3:GetBucketLifecycleConfiguration',
);

function policy(statement: object): BucketSettings['policy'] {
  const text = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Sid: 'Mfa',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:DeleteObjectVersion', 's3:PutBucketVersioning'],
      Resource: [arn, `${arn}/*`],
      ...statement,
    },
  });
  return told(text, 's3:GetBucketPolicy');
}

const withoutMfa = policy({ Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } });
const exceptions = policy({ Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } });

function aVersioned(settings: Partial<BucketSettings> = {}) {
  return anMlBucket({ versioning: versioned, ...settings });
}

test.for([
  ['MFA delete', aVersioned({ versioning: withMfa }), 'PASS'],
  [
    'MFA delete, whatever else we may not read',
    aVersioned({ versioning: withMfa, policy: denied('s3:GetBucketPolicy') }),
    'PASS',
  ],
  ['Object Lock with compliance retention', aVersioned({ objectLock: locked('COMPLIANCE') }), 'PASS'],
  ['Object Lock with governance retention', aVersioned({ objectLock: locked('GOVERNANCE') }), 'PASS'],
  ['a Deny without MFA', aVersioned({ policy: withoutMfa }), 'PASS'],
  ['nothing', aVersioned(), 'FAIL'],
  ['MFA delete disabled', aVersioned({ versioning: told({ status: 'Enabled', mfaDelete: 'Disabled' }) }), 'FAIL'],
  ['Object Lock without a default', aVersioned({ objectLock: locked(null) }), 'FAIL'],
  [
    'a Deny that long-term keys escape',
    aVersioned({ policy: policy({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } }) }),
    'FAIL',
  ],
  ['a Deny of deletions alone', aVersioned({ policy: policy({ Action: 's3:DeleteObjectVersion' }) }), 'FAIL'],
  [
    'nothing, with lifecycle rules that we may not read',
    aVersioned({ lifecycle: denied('s3:GetBucketLifecycleConfiguration') }),
    'FAIL',
  ],
  ['versioning that we may not read', aVersioned({ versioning: denied('s3:GetBucketVersioning') }), 'UNKNOWN'],
  ['Object Lock that we may not read', aVersioned({ objectLock: denied('s3:GetObjectLockConfiguration') }), 'UNKNOWN'],
  ['a policy that we may not read', aVersioned({ policy: denied('s3:GetBucketPolicy') }), 'UNKNOWN'],
  ['a policy that is none', aVersioned({ policy: told('{"Statement": 1}') }), 'UNKNOWN'],
  ['a Deny with exceptions', aVersioned({ policy: exceptions }), 'UNKNOWN'],
  [
    'a bucket whose uses we may not read',
    anMlBucket({}, { uses: ['data'], hiddenUses: gapOf('sagemaker:DescribeModel') }),
    'UNKNOWN',
  ],
  ['a bucket without models', anMlBucket({}, { uses: ['data', 'results'] }), 'NOT_APPLICABLE'],
  ['versioning off', anMlBucket(), 'NOT_APPLICABLE'],
  ['not ours', anExternalBucket, 'NOT_APPLICABLE'],
  ['a directory bucket', aDirectoryBucket, 'NOT_APPLICABLE'],
  ['edge 1: MFA delete never configured', aVersioned({ versioning: versioned }), 'FAIL'],
  ['edge 3: no Object Lock', aVersioned({ objectLock: told(null) }), 'FAIL'],
] as const)('%s is %s', ([, bucket, status]) => {
  expect(check.evaluate(bucket, {}, run).status).toBe(status);
});

test('edge 2: the evidence names the field as the SDK for JavaScript does', () => {
  expect(check.evaluate(aVersioned({ versioning: withMfa }), {}, run).evidence).toMatchObject([
    { operation: 's3:GetBucketVersioning', field: 'GetBucketVersioningOutput.MFADelete', value: 'Enabled' },
  ]);
});

test('edge 4: a Deny without MFA says that services lack MFA too', () => {
  expect(check.evaluate(aVersioned({ policy: withoutMfa }), {}, run).evidence).toMatchObject([
    { operation: 's3:GetBucketPolicy', value: ['Mfa'], note: expect.stringContaining('roles of services') },
  ]);
  expect(check.fix(aVersioned()).text).toContain('test it first with the roles that services use');
});

test('edge 5: lifecycle rules are named, and the fix is one that they allow', () => {
  const bucket = aVersioned({ lifecycle: rules });
  const { message, evidence } = check.evaluate(bucket, {}, run);
  expect(message).toBe(
    'versions can be deleted without MFA; MFA delete cannot be set beside its lifecycle rules (end-old-versions, without a name): use Object Lock or a Deny without MFA, or drop the rules',
  );
  expect(evidence.at(-1)).toMatchObject({ field: 'LifecycleRule.Status', value: ['Enabled', 'Disabled'] });
  expect(check.fix(bucket).command).toContain('put-object-lock-configuration --region eu-west-1 --bucket fraud-models');
});

test('edge 6: the fix says that deletions of versions are not replicated', () => {
  expect(check.fix(aVersioned()).text).toContain('Where the bucket is replicated, deletions of single versions are not.');
});

test('the fix sets MFA delete as root', () => {
  expect(check.fix(aVersioned()).command).toBe(
    "aws s3api put-bucket-versioning --region eu-west-1 --bucket fraud-models --versioning-configuration Status=Enabled,MFADelete=Enabled --mfa 'MFA_SERIAL MFA_CODE'",
  );
});
