import { expect, test } from 'vitest';
import check from '../../../checks/encryption/enc-s3-default-encryption-cmk.ts';
import type { Fact } from '../../../src/core/fact.ts';
import { keys, type KeyMetadata, type KeyReferenceItem } from '../../../src/inventory/kms.ts';
import type { DefaultEncryption } from '../../../src/inventory/s3.ts';
import type { MlBucket } from '../../../src/lineage/ml-buckets.ts';
import { aDirectoryBucket, anExternalBucket, anMlBucket } from '../../support/buckets.ts';
import { denied, home, listOf, region, run, told } from '../../support/inventory.ts';

const id = '1234abcd-12ab-34cd-56ef-1234567890ab';
const keyArn = `arn:aws:kms:${region}:${home.account}:key/${id}`;
const foreign = `arn:aws:kms:${region}:999999999999:key/${id}`;
const absent = '0000abcd-12ab-34cd-56ef-1234567890ab';
const ofAws = '9999abcd-12ab-34cd-56ef-1234567890ab';

function aKey(arn: string, key: Fact<KeyMetadata | null>): KeyReferenceItem {
  return { arn, type: keys.type, name: id, account: home.account, region, key, rotation: told(null), lastRotation: told(null) };
}

function metadata(manager: 'AWS' | 'CUSTOMER'): Fact<KeyMetadata | null> {
  const rest = { spec: 'SYMMETRIC_DEFAULT', origin: 'AWS_KMS', createdAt: null, primaryArn: null };
  return told({ keyArn, manager, state: 'Enabled', ...rest }, 'kms:DescribeKey');
}

const collected = listOf([
  aKey(keyArn, metadata('CUSTOMER')),
  aKey(`arn:aws:kms:${region}:${home.account}:alias/ml`, metadata('CUSTOMER')),
  aKey(`arn:aws:kms:${region}:${home.account}:key/${ofAws}`, metadata('AWS')),
  aKey(`arn:aws:kms:${region}:${home.account}:key/${absent}`, told(null)),
  aKey(foreign, denied('kms:DescribeKey')),
]);

function encrypted(encryption: Partial<DefaultEncryption> | null): MlBucket {
  const defaults: DefaultEncryption = { algorithm: 'aws:kms', keyId: null, blockedTypes: [] };
  return anMlBucket({ encryption: told(encryption && { ...defaults, ...encryption }, 's3:GetBucketEncryption') });
}

test.for([
  ['a customer managed key', encrypted({ keyId: keyArn }), 'PASS'],
  ['a customer managed key by its id', encrypted({ keyId: id }), 'PASS'],
  ['two layers with a customer managed key', encrypted({ algorithm: 'aws:kms:dsse', keyId: keyArn }), 'PASS'],
  ['SSE-S3', encrypted({ algorithm: 'AES256' }), 'FAIL'],
  ['the alias of the AWS managed key', encrypted({ keyId: 'alias/aws/s3' }), 'FAIL'],
  ['a key that is AWS managed', encrypted({ keyId: ofAws }), 'FAIL'],
  ['a key that does not exist', encrypted({ keyId: absent }), 'FAIL'],
  ['encryption that we may not read', anMlBucket({ encryption: denied('s3:GetBucketEncryption') }), 'UNKNOWN'],
  ['a foreign key that we may not describe', encrypted({ keyId: foreign }), 'UNKNOWN'],
  ['a key that is no reference', encrypted({ keyId: 'my key' }), 'UNKNOWN'],
  ['an algorithm that we do not know', encrypted({ algorithm: 'aws:fsx' }), 'UNKNOWN'],
  ['not ours', anExternalBucket, 'NOT_APPLICABLE'],
  ['edge 1: KMS without a key', encrypted({ keyId: null }), 'FAIL'],
  ['edge 2: an alias of a customer managed key', encrypted({ keyId: 'alias/ml' }), 'PASS'],
  ['edge 3: a directory bucket', aDirectoryBucket, 'UNKNOWN'],
  ['edge 5: no configuration', encrypted(null), 'FAIL'],
  ['edge 5: a configuration without a default', encrypted({ algorithm: null }), 'FAIL'],
] as const)('%s is %s', ([, bucket, status]) => {
  expect(check.evaluate(bucket, { keys: collected }, run).status).toBe(status);
});

test('edge 1: the message and the evidence name the AWS managed key', () => {
  const verdict = check.evaluate(encrypted({ keyId: null }), { keys: collected }, run);
  expect(verdict.message).toBe('new objects are encrypted with the AWS managed key aws/s3');
  expect(verdict.evidence).toMatchObject([
    { operation: 's3:GetBucketEncryption', value: 'aws:kms' },
    { field: 'ServerSideEncryptionByDefault.KMSMasterKeyID', value: null, note: 'defaulted: the AWS managed key aws/s3' },
  ]);
});

test('edge 2: the evidence warns of an alias', () => {
  expect(check.evaluate(encrypted({ keyId: 'alias/ml' }), { keys: collected }, run).evidence[1]).toMatchObject({
    value: 'alias/ml',
    note: expect.stringContaining('account of whoever uploads'),
  });
});

test('edge 3: what a directory bucket can have is told', () => {
  expect(check.evaluate(aDirectoryBucket, { keys: collected }, run).message).toContain(
    'one customer managed key for its whole life',
  );
});

test('edge 4: old objects keep their encryption', () => {
  const { message, evidence } = check.evaluate(encrypted({ keyId: keyArn }), { keys: collected }, run);
  expect(message).toContain('objects that are there already keep the encryption they were written with');
  expect(check.fix(encrypted(null)).text).toContain('objects that are there already keep the encryption they were written with');
  expect(evidence.map(({ operation, field, value }) => [operation, field, value])).toEqual([
    ['s3:GetBucketEncryption', 'ServerSideEncryptionByDefault.SSEAlgorithm', 'aws:kms'],
    ['s3:GetBucketEncryption', 'ServerSideEncryptionByDefault.KMSMasterKeyID', keyArn],
    ['kms:DescribeKey', 'KeyMetadata.KeyManager', 'CUSTOMER'],
    ['kms:DescribeKey', 'KeyMetadata.KeyState', 'Enabled'],
  ]);
});

test('an algorithm that we do not know is named', () => {
  expect(check.evaluate(encrypted({ algorithm: 'aws:fsx' }), { keys: collected }, run)).toMatchObject({
    message: expect.stringContaining('aws:fsx'),
    gap: { action: 's3:GetEncryptionConfiguration', reason: 'malformed' },
  });
});

test('the fix keeps what else is configured', () => {
  expect(check.fix(encrypted({ algorithm: 'AES256', blockedTypes: ['SSE-C'] })).command).toBe(
    `aws s3api put-bucket-encryption --region eu-west-1 --bucket fraud-models --server-side-encryption-configuration '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms","KMSMasterKeyID":"KEY_ARN"},"BucketKeyEnabled":true,"BlockedEncryptionTypes":{"EncryptionType":["SSE-C"]}}]}'`,
  );
  expect(check.fix(encrypted({ algorithm: 'aws:kms:dsse' })).command).toContain('"SSEAlgorithm":"aws:kms:dsse"');
});
