import { expect, test } from 'vitest';
import check from '../../../checks/encryption/enc-notebook-volume-cmk.ts';
import { denied, gapOf, listOf, region, run } from '../../support/inventory.ts';
import { aKeyReference, aliasArn, keyArn, keyId } from '../../support/keys.ts';
import { aNotebook } from '../../support/notebooks.ts';

const foreignArn = `arn:aws:kms:${region}:999999999999:key/${keyId}`;
const customer = aKeyReference();
const alias = aKeyReference({}, { arn: aliasArn });
const withKey = (kmsKeyId: string | null, status = 'InService') => aNotebook({ kmsKeyId }, { status });

test.for([
  ['a customer managed key', withKey(keyArn), [customer], 'PASS'],
  ['no key', withKey(null), [], 'FAIL'],
  ['an empty key', withKey(''), [], 'FAIL'],
  ['a key that AWS manages', withKey(keyArn), [aKeyReference({ manager: 'AWS' })], 'FAIL'],
  ['the alias of a key that AWS manages', withKey('alias/aws/sagemaker'), [], 'FAIL'],
  ['an alias that leads to nothing', withKey('alias/ml'), [aKeyReference(null, { arn: aliasArn })], 'FAIL'],
  ['a key that is gone', withKey(keyArn), [aKeyReference(null)], 'FAIL'],
  ['settings that we may not read', aNotebook(denied('sagemaker:DescribeNotebookInstance')), [], 'UNKNOWN'],
  [
    'a foreign key that we may not read',
    withKey(foreignArn),
    [aKeyReference(denied('kms:DescribeKey'), { arn: foreignArn })],
    'UNKNOWN',
  ],
  [
    'a foreign key that its account manages',
    withKey(foreignArn),
    [aKeyReference({ keyArn: foreignArn }, { arn: foreignArn })],
    'PASS',
  ],
  ['a text that is no reference to a key', withKey('my key'), [], 'UNKNOWN'],
  ['a key whose manager KMS does not tell', withKey(keyArn), [aKeyReference({ manager: null })], 'UNKNOWN'],
  ['a key that was not looked at', withKey(keyArn), [], 'UNKNOWN'],
  ['a failed notebook', withKey(null, 'Failed'), [], 'NOT_APPLICABLE'],
  ['edge 1: a key id', withKey(keyId), [customer], 'PASS'],
  ['edge 1: a key ARN', withKey(keyArn), [customer], 'PASS'],
  ['edge 1: an alias', withKey('alias/ml'), [alias], 'PASS'],
  ['edge 1: an alias ARN', withKey(aliasArn), [alias], 'PASS'],
  ['edge 1: an alias of another Region is another alias', withKey(aliasArn.replace(region, 'us-east-1')), [alias], 'UNKNOWN'],
] as const)('%s: %s', ([, notebook, keys, status]) => {
  expect(check.evaluate(notebook, { keys: listOf(keys) }, run).status).toBe(status);
});

test('a key that a gap hides is unknown, and names the call', () => {
  const verdict = check.evaluate(withKey(keyArn), { keys: listOf([], gapOf('kms:DescribeKey')) }, run);
  expect(verdict).toMatchObject({ status: 'UNKNOWN', gap: { reason: 'denied', action: 'kms:DescribeKey' } });
});

test('the evidence holds the reference and what it led to', () => {
  expect(check.evaluate(withKey('alias/ml'), { keys: listOf([alias]) }, run).evidence).toMatchObject([
    { operation: 'sagemaker:DescribeNotebookInstance', field: 'DescribeNotebookInstanceOutput.KmsKeyId', value: 'alias/ml' },
    { operation: 'kms:DescribeKey', field: 'KeyMetadata.KeyManager', value: 'CUSTOMER', note: keyArn },
  ]);
});

test('edge 2: the fix recreates the notebook with its own values', () => {
  const { text, command } = check.fix(withKey(null));
  expect(text).toContain('at creation only');
  expect(command).toContain('--notebook-instance-name fraud-research --instance-type ml.t3.medium');
  expect(command).toContain('--subnet-id subnet-0a1b2c3d4e5f60001 --security-group-ids sg-0a1b2c3d4e5f60001');
  expect(command).toContain('--kms-key-id KEY_ARN');
});
