import { expect, test } from 'vitest';
import check from '../../../checks/versioning/ver-s3-versioning-enabled.ts';
import { aDirectoryBucket, anExternalBucket, anMlBucket, bucketEdge } from '../../support/buckets.ts';
import { denied, gapOf, run, told } from '../../support/inventory.ts';

const versioned = (status: string | null) => ({ versioning: told({ status, mfaDelete: null }, 's3:GetBucketVersioning') });
const hiddenUses = gapOf('sagemaker:DescribeModel');

test.for([
  ['enabled', anMlBucket(versioned('Enabled')), 'PASS'],
  ['never enabled', anMlBucket(versioned(null)), 'FAIL'],
  ['suspended', anMlBucket(versioned('Suspended')), 'FAIL'],
  ['a bucket with data and results', anMlBucket(versioned(null), { uses: ['data', 'results'] }), 'FAIL'],
  [
    'a bucket with a use that cannot be told',
    anMlBucket(versioned(null), {
      uses: ['logs'],
      edges: [bucketEdge('fraud-models', 'logs'), bucketEdge('fraud-models', null)],
    }),
    'FAIL',
  ],
  ['a model bucket, whatever else may use it', anMlBucket(versioned(null), { hiddenUses }), 'FAIL'],
  ['versioning that we may not read', anMlBucket({ versioning: denied('s3:GetBucketVersioning') }), 'UNKNOWN'],
  ['a list of buckets that we may not read', anMlBucket(denied('s3:ListBuckets')), 'UNKNOWN'],
  ['a sink, as far as we see', anMlBucket(versioned(null), { uses: ['results'], hiddenUses }), 'UNKNOWN'],
  ['a sink', anMlBucket(versioned(null), { uses: ['results', 'capture', 'logs'] }), 'NOT_APPLICABLE'],
  ['not ours', anExternalBucket, 'NOT_APPLICABLE'],
  ['a directory bucket', aDirectoryBucket, 'NOT_APPLICABLE'],
  ['edge 1: an empty answer', anMlBucket(versioned(null)), 'FAIL'],
] as const)('%s is %s', ([, bucket, status]) => {
  expect(check.evaluate(bucket, {}, run).status).toBe(status);
});

test('edge 2: suspended says what happens to new writes', () => {
  expect(check.evaluate(anMlBucket(versioned('Suspended')), {}, run)).toMatchObject({
    message: 'versioning is suspended: new writes overwrite each other, only older versions are kept',
    evidence: [{ operation: 's3:GetBucketVersioning', field: 'GetBucketVersioningOutput.Status', value: 'Suspended' }],
  });
});

test('a sink keeps its status as evidence', () => {
  expect(check.evaluate(anMlBucket(versioned(null), { uses: ['capture', 'logs'] }), {}, run)).toMatchObject({
    message: 'ML only writes capture, logs to the bucket',
    evidence: [{ field: 'GetBucketVersioningOutput.Status', value: null }],
  });
});

test('the fix enables versioning', () => {
  expect(check.fix(anMlBucket()).command).toBe(
    'aws s3api put-bucket-versioning --region eu-west-1 --bucket fraud-models --versioning-configuration Status=Enabled',
  );
});
