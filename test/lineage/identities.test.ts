import { expect, test } from 'vitest';
import { collection } from '../../src/core/collection.ts';
import { adminEquivalent, reliablyAllows } from '../../src/iam/evaluate.ts';
import { identityOf, undecided } from '../../src/lineage/identities.ts';
import { now, originOf, run } from '../support/inventory.ts';
import { allow, anIamRole, aPolicy, attached, authorizationGap, awsPolicy, iamTold, ownPolicy } from '../support/roles.ts';

const role = anIamRole([allow('s3:GetObject')], { ...attached(ownPolicy('ml')), boundaryArn: ownPolicy('limits') });
const policies = [aPolicy(ownPolicy('ml'), [allow('iam:*')]), aPolicy(ownPolicy('limits'), [allow('*')])];

test('inline and managed policies and the boundary are sources', () => {
  const identity = identityOf(role, iamTold(policies).authorization, run);
  expect(identity).toMatchObject({
    arn: role.arn,
    now,
    sources: [
      { name: 'rights', arn: null, kind: 'inline', policy: { ok: true } },
      { name: 'ml', arn: ownPolicy('ml'), kind: 'managed', policy: { ok: true } },
    ],
    boundary: { arn: ownPolicy('limits'), kind: 'boundary', policy: { ok: true } },
  });
});

test('what IAM did not tell stays a source that cannot be read', () => {
  const { sources, boundary } = identityOf(role, iamTold([]).authorization, run);
  expect([...sources, boundary].map((source) => source?.policy.ok)).toEqual([true, false, false]);
});

test('an AWS managed policy is hidden by the gap of our account', () => {
  const gap = authorizationGap({ reason: 'truncated' });
  const { authorization } = iamTold([], gap);
  const reader = anIamRole([], attached(awsPolicy('AmazonS3ReadOnlyAccess')));
  expect(undecided(adminEquivalent(identityOf(reader, authorization, run)), reader, authorization)).toBe(gap);
});

test('a statement that cannot be decided is named', () => {
  const writer = anIamRole([allow('logs:*', '*', { StringEquals: { 'aws:SourceVpc': 'vpc-1' } })]);
  const authorization = collection([], [], originOf('iam:GetAccountAuthorizationDetails', 'global'));
  const grant = reliablyAllows(identityOf(writer, authorization, run), ['logs:PutLogEvents'], '*');
  expect(undecided(grant, writer, authorization)).toMatchObject({
    action: 'iam:GetAccountAuthorizationDetails',
    error: 'PolicyNotDecidable',
    detail: 'inline policy rights, statement 1: a condition narrows it',
  });
});
