import { expect, test } from 'vitest';
import { mlKeys } from '../../src/lineage/ml-keys.ts';
import { denied, gapOf, listOf, run } from '../support/inventory.ts';
import { aKeyReference, aliasArn, keyArn, keyId } from '../support/keys.ts';

const itemsOf = (...references: readonly ReturnType<typeof aKeyReference>[]) =>
  mlKeys.derive({ keys: listOf(references) }, run).items;

test('one key, however many references lead to it', () => {
  expect(itemsOf(aKeyReference(), aKeyReference({}, { arn: aliasArn }))).toMatchObject([{ arn: keyArn, name: keyId }]);
});

test('the reference by which everything could be read wins', () => {
  const partly = aKeyReference({}, { rotation: denied('kms:GetKeyRotationStatus') });
  const whole = aKeyReference({}, { arn: aliasArn });
  expect(itemsOf(partly, whole)).toMatchObject([{ arn: keyArn, rotation: { known: true } }]);
  expect(itemsOf(whole, partly)).toMatchObject([{ arn: keyArn, rotation: { known: true } }]);
});

test('a reference that leads nowhere, or where we may not look, stands for itself', () => {
  const nothing = aKeyReference(null, { arn: aliasArn });
  const hidden = aKeyReference(denied('kms:DescribeKey'));
  expect(itemsOf(nothing, hidden)).toMatchObject([
    { arn: aliasArn, name: 'alias/ml', key: { known: true, value: null } },
    { arn: keyArn, key: { known: false } },
  ]);
});

test('the gaps are those of the references', () => {
  const gap = gapOf('sagemaker:ListNotebookInstances');
  expect(mlKeys.derive({ keys: listOf([], gap) }, run).gaps).toEqual([gap]);
});
