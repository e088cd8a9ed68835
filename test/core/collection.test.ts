import { expect, test } from 'vitest';
import { uniqueGaps } from '../../src/core/collection.ts';
import { gapOf, home, listOf } from '../support/inventory.ts';

const arn = (region: string, name: string) => `arn:aws:kms:${region}:${home.account}:key/${name}`;
const item = (region: string, name: string) => ({
  arn: arn(region, name),
  type: 'AWS::KMS::Key',
  name,
  account: home.account,
  region,
});
const ireland = item('eu-west-1', 'a');

test('what is there is found, whatever is hidden', () => {
  expect(listOf([ireland], gapOf('kms:ListKeys')).find(ireland.arn)).toMatchObject({ known: true, value: ireland });
});

test('what is not there is known only when nothing could hide it', () => {
  expect(listOf([ireland]).find(arn('eu-west-1', 'b'))).toMatchObject({ known: true, value: undefined });
});

test.for([
  ['a gap in the Region', gapOf('kms:ListKeys', { region: 'eu-west-1' }), arn('eu-west-1', 'b'), false],
  ['a gap in another Region', gapOf('kms:ListKeys', { region: 'us-east-1' }), arn('eu-west-1', 'b'), true],
  ['a gap of a global call', gapOf('kms:ListKeys', { region: 'global' }), arn('eu-west-1', 'b'), false],
  ['a gap anywhere, for an ARN without Region', gapOf('s3:ListBuckets', { region: 'us-east-1' }), 'arn:aws:s3:::b', false],
  ["another account's gap", gapOf('kms:ListKeys', { account: '999999999999' }), arn('eu-west-1', 'b'), true],
] as const)('%s', ([, gap, wanted, isKnown]) => {
  expect(listOf([ireland], gap).find(wanted).known).toBe(isKnown);
});

test('gapIn tells what may hide items of a Region', () => {
  const collection = listOf([ireland], gapOf('kms:ListKeys', { region: 'us-east-1' }));
  expect(collection.gapIn('us-east-1')).toMatchObject({ region: 'us-east-1' });
  expect(collection.gapIn('eu-west-1')).toBeUndefined();
  expect(collection.gapIn('global')).toMatchObject({ region: 'us-east-1' });
});

test('each gap counts once', () => {
  expect(uniqueGaps([gapOf('kms:ListKeys'), gapOf('kms:ListKeys', { detail: 'again' }), gapOf('kms:DescribeKey')])).toHaveLength(
    2,
  );
});
