import { expect, test } from 'vitest';
import check from '../../../checks/encryption/enc-kms-key-rotation.ts';
import type { KeyReferenceItem } from '../../../src/inventory/kms.ts';
import { mlKeys } from '../../../src/lineage/ml-keys.ts';
import { daysAgo, denied, listOf, run, runWith, told } from '../../support/inventory.ts';
import { anMlKey, keyArn } from '../../support/keys.ts';

const rotation = (enabled: boolean, periodDays: number | null = null): Partial<KeyReferenceItem> => ({
  rotation: told({ enabled, periodDays }, 'kms:GetKeyRotationStatus'),
});
const rotatedAt = (at: string | null) => ({ lastRotation: told(at, 'kms:ListKeyRotations'), rotation: told(null) });
const primaryArn = 'arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab';
const imported = { origin: 'EXTERNAL', createdAt: daysAgo(800) };

test.for([
  ['rotation every year', anMlKey({}, rotation(true, 365)), 'PASS'],
  ['rotation every 90 days', anMlKey({}, rotation(true, 90)), 'PASS'],
  ['rotation every two years', anMlKey({}, rotation(true, 730)), 'FAIL'],
  ['no rotation', anMlKey({}, rotation(false)), 'FAIL'],
  ['no rotation, of a disabled key', anMlKey({ state: 'Disabled' }, rotation(false)), 'FAIL'],
  ['rotation without a period', anMlKey({}, rotation(true)), 'UNKNOWN'],
  ['imported material, rotated in time', anMlKey(imported, rotatedAt(daysAgo(365))), 'PASS'],
  ['imported material, rotated too long ago', anMlKey(imported, rotatedAt(daysAgo(366))), 'FAIL'],
  ['imported material, never rotated, old', anMlKey(imported, rotatedAt(null)), 'FAIL'],
  ['imported material, never rotated, young', anMlKey({ origin: 'EXTERNAL' }, rotatedAt(null)), 'PASS'],
  ['imported material of unknown age', anMlKey({ ...imported, createdAt: null }, rotatedAt(null)), 'UNKNOWN'],
  ['rotations that we may not list', anMlKey(imported, { lastRotation: denied('kms:ListKeyRotations') }), 'UNKNOWN'],
  ['a status that we may not read', anMlKey({}, { rotation: denied('kms:GetKeyRotationStatus') }), 'UNKNOWN'],
  ['a key that we may not read', anMlKey(denied('kms:DescribeKey')), 'UNKNOWN'],
  ['a key of AWS', anMlKey({ manager: 'AWS' }), 'NOT_APPLICABLE'],
  ['an asymmetric key', anMlKey({ spec: 'RSA_2048' }), 'NOT_APPLICABLE'],
  ['a key in CloudHSM', anMlKey({ origin: 'AWS_CLOUDHSM' }), 'NOT_APPLICABLE'],
  ['a key in an external store', anMlKey({ origin: 'EXTERNAL_KEY_STORE' }), 'NOT_APPLICABLE'],
  ['a key that KMS cannot rotate', anMlKey({}, { rotation: told(null) }), 'NOT_APPLICABLE'],
  ['a key that is gone', anMlKey(null), 'NOT_APPLICABLE'],
  ['edge 1: a replica has the setting of its primary', anMlKey({ primaryArn }, rotation(true, 365)), 'PASS'],
  ['edge 2: a key before its deletion', anMlKey({ state: 'PendingDeletion' }, rotation(false)), 'NOT_APPLICABLE'],
  ['edge 2: a primary before its deletion', anMlKey({ state: 'PendingReplicaDeletion' }, rotation(false)), 'NOT_APPLICABLE'],
  ['edge 4: no rotation, of a young key', anMlKey({ createdAt: daysAgo(1) }, rotation(false)), 'FAIL'],
] as const)('%s: %s', ([, key, status]) => {
  expect(check.evaluate(key, {}, run).status).toBe(status);
});

test('edge 3: a key that AWS owns is in no answer of KMS, so it is no subject', () => {
  expect(mlKeys.derive({ keys: listOf<KeyReferenceItem>([]) }, run)).toEqual({ items: [], gaps: [] });
});

test('the longest period is a parameter', () => {
  const yearly = anMlKey({}, rotation(true, 365));
  expect(check.evaluate(yearly, {}, runWith({ keyRotationMaxDays: 180 }))).toMatchObject({
    status: 'FAIL',
    message: 'the key rotates every 365 days',
  });
  expect(check.evaluate(yearly, {}, runWith({ keyRotationMaxDays: 400 })).status).toBe('PASS');
});

test('the evidence names the setting', () => {
  expect(check.evaluate(anMlKey({}, rotation(true, 90)), {}, run).evidence).toMatchObject([
    { operation: 'kms:GetKeyRotationStatus', field: 'GetKeyRotationStatusResponse.KeyRotationEnabled', value: true },
    { field: 'GetKeyRotationStatusResponse.RotationPeriodInDays', value: 90 },
  ]);
  expect(check.evaluate(anMlKey(imported, rotatedAt(daysAgo(10))), {}, run)).toMatchObject({
    message: 'the imported key material is 10 days old',
    evidence: [
      { field: 'RotationsListEntry.RotationDate', value: daysAgo(10) },
      { field: 'KeyMetadata.CreationDate', value: daysAgo(800) },
    ],
  });
});

test.for([
  ['a key', anMlKey(), `enable-key-rotation --region eu-west-1 --key-id ${keyArn} --rotation-period-in-days 365`],
  [
    'a replica',
    anMlKey({ primaryArn }),
    `enable-key-rotation --region us-east-1 --key-id ${primaryArn} --rotation-period-in-days 365`,
  ],
  ['imported material', anMlKey(imported), `rotate-key-on-demand --region eu-west-1 --key-id ${keyArn}`],
] as const)('the fix of %s', ([, key, command]) => {
  expect(check.fix(key).command).toBe(`aws kms ${command}`);
});
