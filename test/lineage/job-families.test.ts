import { expect, test } from 'vitest';
import { familyOf, stemOf } from '../../src/lineage/job-families.ts';
import { denied } from '../support/inventory.ts';
import { aJob } from '../support/jobs.ts';

test.for([
  ['fraud-2026-11-23-10-15-30-123', 'fraud'],
  ['fraud-train-261123-1015', 'fraud-train'],
  ['fraud-20261123T101530Z', 'fraud'],
  ['fraud-1763892930', 'fraud'],
  ['fraud-3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'fraud'],
  ['fraud-3f2504e04f8911d39a0c0305e82c3301', 'fraud'],
  ['fraud-0a1b2c3d', 'fraud'],
  ['fraud-v12', 'fraud'],
  ['fraud-007', 'fraud'],
  ['fraud', 'fraud'],
  ['fraud-defaced', 'fraud-defaced'],
  ['2026-11-23', '2026'],
  ['xgb2', 'xgb2'],
] as const)('the stem of %s is %s', ([name, stem]) => {
  expect(stemOf(name)).toBe(stem);
});

const first = aJob({}, { name: 'fraud-1' });
const image = (tag: string) => `111122223333.dkr.ecr.eu-west-1.amazonaws.com/fraud${tag}`;

test.for([
  ['another run', aJob({}, { name: 'fraud-2' }), true],
  ['another tag of the image', aJob({ images: [image(':2')] }, { name: 'fraud-2' }), true],
  ['a digest of the image', aJob({ images: [image('@sha256:0123abcd')] }, { name: 'fraud-2' }), true],
  ['another image', aJob({ images: [image('-gpu:1')] }, { name: 'fraud-2' }), false],
  ['another role', aJob({ roles: [{ field: 'RoleArn', value: 'arn:aws:iam::111122223333:role/x' }] }), false],
  ['another name', aJob({}, { name: 'churn-2' }), false],
  ['another kind', aJob({}, { name: 'fraud-2', type: 'AWS::SageMaker::AutoMLJob' }), false],
  ['another Region', aJob({}, { name: 'fraud-2', region: 'us-east-1' }), false],
  ['unknown details', aJob({}, { name: 'fraud-2', details: denied('sagemaker:DescribeTrainingJob') }), false],
] as const)('%s: one family %s', ([, other, same]) => {
  expect(familyOf(other) === familyOf(first)).toBe(same);
});

test.for([
  ['one step of two executions', 'pipelines-abcdefghij12-Train-AbCdEfGhIj', 'pipelines-zyxwvutsrq98-Train-JiHgFeDcBa', true],
  ['two steps of one execution', 'pipelines-abcdefghij12-Train-AbCdEfGhIj', 'pipelines-abcdefghij12-Tune-JiHgFeDcBa', false],
] as const)('%s: one family %s', ([, a, b, same]) => {
  expect(familyOf(aJob({}, { name: a })) === familyOf(aJob({}, { name: b }))).toBe(same);
});

test('jobs of one experiment are one family, whatever their names', () => {
  const [a, b] = ['alpha', 'beta'].map((name) => familyOf(aJob({ experiment: 'fraud' }, { name })));
  expect(a).toBe(b);
});
