import { describe, expect, test } from 'vitest';

import {
  adminEquivalent,
  allows,
  allowsAllOfService,
  describeStatement,
  namedResources,
  policySource,
  reliablyAllows,
  type Identity,
} from '../../src/iam/evaluate.ts';
import type { Answer } from '../../src/iam/conditions.ts';
import { aBoundary, allow, aRole, aSource, bounded, deny, unreadable, withUnread, type Json } from './support/policies.ts';

const admin = allow('*');
const inVpc: Json = { StringEquals: { 'aws:SourceVpc': 'vpc-1' } };
const odd: Json = { StringEquals: { 'aws:Nonsense': 'x' } };
const notAction = (actions: unknown, effect = 'Allow'): Json => ({ Effect: effect, NotAction: actions, Resource: '*' });
const notResource = (action: unknown, resources: unknown, effect = 'Allow'): Json => ({
  Effect: effect,
  Action: action,
  NotResource: resources,
});
const endpoint = (name: string): string => `arn:aws:sagemaker:eu-west-1:111122223333:endpoint/${name}`;
const four = ['iam:*', 'sts:*', 'kms:*', 's3:*'];

describe('admin-equivalent (decisions 4)', () => {
  test.for<[string, Identity, Answer]>([
    ['AdministratorAccess', aRole(admin), 'yes'],
    ['*:*', aRole(allow('*:*')), 'yes'],
    ['rule 1: as arrays', aRole(allow(['*'], ['*'])), 'yes'],
    ['IAMFullAccess', aRole(allow(['iam:*', 'organizations:DescribeAccount'])), 'yes'],
    ['rule 2: IAM:*', aRole(allow('IAM:*')), 'yes'],
    ['all of iam by ARN', aRole(allow('iam:*', 'arn:aws:iam::*:*')), 'yes'],
    ['all of iam in our account', aRole(allow('iam:*', 'arn:aws:iam::111122223333:*')), 'yes'],
    ['all of iam in China', aRole(allow('iam:*', 'arn:aws-cn:iam::*')), 'yes'],
    ['roles only', aRole(allow('iam:*', 'arn:aws:iam::*:role/*')), 'no'],
    ['rule 3: PowerUserAccess', aRole(notAction(['iam:*', 'organizations:*', 'account:*'])), 'yes'],
    ['rule 3: NotAction that leaves s3', aRole(notAction(['iam:*', 'sts:*', 'kms:*'])), 'yes'],
    ['rule 3: NotAction that leaves most of iam', aRole(notAction(['iam:CreateUser', 'sts:*', 'kms:*', 's3:*'])), 'yes'],
    ['rule 3: NotAction that leaves none of the four', aRole(notAction(four)), 'no'],
    ['rule 3: NotResource', aRole(notResource('*', 'arn:aws:s3:::locked/*')), 'yes'],
    ['rule 3: NotResource of everything', aRole(notResource('*', '*')), 'no'],
    ['rule 3: NotResource that leaves out iam', aRole(notResource('iam:*', 'arn:aws:iam::*')), 'no'],
    ['one bucket', aRole(allow('*', 'arn:aws:s3:::models/*')), 'no'],
    ['all of s3 and kms', aRole(allow(['s3:*', 'kms:*'])), 'no'],
    ['rule 2: a resource that is the caller', aRole(allow('iam:*', '${aws:PrincipalArn}')), 'no'],
    ['rule 2: a resource that the caller chooses', aRole(allow('iam:*', '${aws:RequestTag/x}')), 'yes'],
    ['rule 2: an account that is the caller’s', aRole(allow('iam:*', 'arn:aws:iam::${aws:PrincipalAccount}:*')), 'unknown'],
    // Rule 4
    ['rule 4: Deny *', aRole(admin, deny('*')), 'no'],
    ['rule 4: Deny before Allow', aRole(deny('*'), admin), 'no'],
    ['rule 4: Deny iam leaves the others', aRole(admin, deny('iam:*')), 'yes'],
    ['rule 4: Deny of all four', aRole(admin, deny(four)), 'no'],
    ['rule 4: Deny of all four, one at a time', aRole(admin, ...four.map((each) => deny(each))), 'no'],
    ['rule 4: Deny of single actions', aRole(admin, deny(['iam:CreateUser', 's3:DeleteBucket'])), 'yes'],
    ['rule 4: Deny of some resources', aRole(admin, deny('*', 'arn:aws:s3:::locked/*')), 'yes'],
    ['rule 4: Deny of all but a few actions', aRole(admin, notAction(['sagemaker:*', 's3:GetObject'], 'Deny')), 'no'],
    ['rule 4: Deny of all but a bucket', aRole(admin, notResource('*', 'arn:aws:s3:::models/*', 'Deny')), 'no'],
    ['rule 4: Deny without TLS', aRole(admin, deny('*', '*', { Bool: { 'aws:SecureTransport': 'false' } })), 'yes'],
    ['rule 4: Deny outside a network', aRole(admin, deny('*', '*', { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } })), 'yes'],
    ['rule 4: Deny that always holds', aRole(admin, deny('*', '*', { StringLike: { 'aws:userid': '*' } })), 'no'],
    [
      'rule 4: Deny for somebody else',
      aRole(admin, deny('*', '*', { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::1:role/x' } })),
      'yes',
    ],
    ['rule 4: Deny on a variable', aRole(admin, deny('*', 'arn:aws:iam::${aws:PrincipalAccount}:*')), 'yes'],
    // Rule 5
    ['rule 5: only in a network', aRole(allow('*', '*', inVpc)), 'no'],
    ['rule 5: only with TLS', aRole(allow('*', '*', { Bool: { 'aws:SecureTransport': 'true' } })), 'yes'],
    ['rule 5: unknown condition', aRole(allow('*', '*', odd)), 'unknown'],
    ['rule 5: own account', aRole(allow('*', '*', { StringEquals: { 'aws:PrincipalAccount': '111122223333' } })), 'yes'],
    ['rule 5: a tag', aRole(allow('iam:*', '*', { StringEquals: { 'aws:ResourceTag/team': 'ml' } })), 'no'],
    [
      'rule 5: a tag that it can set',
      aRole(allow('iam:*', '*', { StringEquals: { 'aws:ResourceTag/team': 'ml' } }), allow('iam:TagRole')),
      'yes',
    ],
    // Rule 6
    ['rule 6: boundary without admin', bounded(aRole(admin), aBoundary(allow(['s3:*', 'sagemaker:*']))), 'no'],
    ['rule 6: boundary of iam', bounded(aRole(admin), aBoundary(allow('iam:*'))), 'yes'],
    ['rule 6: boundary of everything', bounded(aRole(allow('iam:*')), aBoundary(admin)), 'yes'],
    ['rule 6: boundary without iam', bounded(aRole(allow('iam:*')), aBoundary(notAction('iam:*'))), 'no'],
    ['rule 6: boundary without iam, on admin', bounded(aRole(admin), aBoundary(notAction('iam:*'))), 'yes'],
    ['rule 6: disjoint NotActions', bounded(aRole(notAction(['iam:*', 'sts:*'])), aBoundary(notAction(['kms:*', 's3:*']))), 'no'],
    ['rule 6: Deny in the boundary', bounded(aRole(admin), aBoundary(admin, deny('*'))), 'no'],
    ['rule 6: boundary grants nothing', bounded(aRole(allow('s3:GetObject')), aBoundary(admin)), 'no'],
    ['rule 6: condition in the boundary', bounded(aRole(admin), aBoundary(allow('*', '*', inVpc))), 'no'],
    // Rule 10
    ['rule 10: an unread policy', withUnread(aRole(allow('s3:GetObject'))), 'unknown'],
    ['rule 10: proven without it', withUnread(aRole(admin)), 'yes'],
    ['rule 10: no policy can undo a Deny', withUnread(aRole(deny('*'))), 'no'],
    ['rule 10: nor a boundary', bounded(withUnread(aRole()), aBoundary(allow('s3:*'))), 'no'],
    ['rule 10: an unread boundary', bounded(aRole(admin), unreadable('limits')), 'unknown'],
    ['rule 10: an unread boundary of a harmless role', bounded(aRole(allow('s3:*')), unreadable('limits')), 'no'],
    ['no policies', aRole(), 'no'],
  ])('%s', ([, identity, expected]) => {
    expect(adminEquivalent(identity).answer).toBe(expected);
  });

  test('an Allow and a Deny of different policies', () => {
    const role = { ...aRole(admin), sources: [aSource('a', admin), aSource('b', deny('*'))] };
    expect(adminEquivalent(role)).toMatchObject({ answer: 'no', limitedBy: [{ policy: 'b', index: 0 }] });
  });

  test('evidence', () => {
    expect(adminEquivalent(aRole(allow('s3:GetObject'), { ...admin, Sid: 'All' }))).toEqual({
      answer: 'yes',
      because: [{ policy: 'rights', arn: null, kind: 'inline', index: 1, sid: 'All', note: null }],
      limitedBy: [],
      ignored: [],
      unread: [],
    });
    expect(adminEquivalent(bounded(aRole(admin), aBoundary(allow('s3:*')))).limitedBy.map(describeStatement)).toEqual([
      'permissions boundary limits: the permissions boundary does not allow it',
    ]);
    expect(adminEquivalent(bounded(aRole(allow('s3:*')), aBoundary(allow('s3:*')))).limitedBy).toEqual([]);
    expect(adminEquivalent(aRole(allow('*', '*', inVpc))).limitedBy.map(describeStatement)).toEqual([
      'inline policy rights, statement 1: a condition narrows it',
    ]);
    expect(adminEquivalent(aRole(admin, deny('*', '*', inVpc))).ignored.map(describeStatement)).toEqual([
      'inline policy rights, statement 2: does not hold for all callers',
    ]);
    expect(adminEquivalent(withUnread(aRole()))).toMatchObject({ answer: 'unknown', unread: ['lost'] });
  });
});

describe('all of a service', () => {
  test.for<[string, Identity, Answer]>([
    ['sagemaker:*', aRole(allow('sagemaker:*')), 'yes'],
    ['rule 2: SageMaker:*', aRole(allow('SageMaker:*')), 'yes'],
    [
      'rule 3: NotResource, as AmazonSageMakerFullAccess has it',
      aRole(notResource('sagemaker:*', ['arn:aws:sagemaker:*:*:domain/*', 'arn:aws:sagemaker:*:*:app/*'])),
      'yes',
    ],
    ['all of it in our account', aRole(allow('sagemaker:*', 'arn:aws:sagemaker:*:111122223333:*')), 'yes'],
    ['one Region', aRole(allow('sagemaker:*', 'arn:aws:sagemaker:eu-west-1:111122223333:*')), 'no'],
    ['endpoints', aRole(allow('sagemaker:*', 'arn:aws:sagemaker:*:*:endpoint/*')), 'no'],
    ['creating', aRole(allow('sagemaker:Create*')), 'no'],
    ['rule 4: Deny of some', aRole(allow('sagemaker:*'), deny('sagemaker:Delete*')), 'yes'],
    ['rule 4: Deny of all', aRole(allow('sagemaker:*'), deny('sagemaker:*')), 'no'],
    [
      'rule 5: tagged, and it may not tag',
      aRole(allow('sagemaker:*', '*', { StringEquals: { 'aws:ResourceTag/t': 'x' } })),
      'no',
    ],
    [
      'rule 5: tagged, and it may tag',
      aRole(
        allow('sagemaker:*', '*', { StringEquals: { 'aws:ResourceTag/t': 'x' } }),
        allow('sagemaker:AddTags', 'arn:aws:sagemaker:*:*:model/*'),
      ),
      'yes',
    ],
    ['rule 6: boundary of sagemaker', bounded(aRole(admin), aBoundary(allow('sagemaker:*'))), 'yes'],
    ['rule 6: boundary of reading', bounded(aRole(allow('sagemaker:*')), aBoundary(allow('sagemaker:Describe*'))), 'no'],
  ])('%s', ([, identity, expected]) => {
    expect(allowsAllOfService(identity, 'sagemaker').answer).toBe(expected);
  });
});

describe('one action', () => {
  const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf';
  const action = 'secretsmanager:GetSecretValue';
  test.for<[string, Identity, string | null, Answer]>([
    ['by name', aRole(allow(action, secret)), secret, 'yes'],
    ['rule 2: another case', aRole(allow(action, secret)), secret.toLowerCase(), 'no'],
    ['by prefix', aRole(allow(action, 'arn:aws:secretsmanager:*:*:secret:db-*')), secret, 'yes'],
    ['somewhere', aRole(allow(action, secret)), null, 'yes'],
    ['nowhere', aRole(allow('secretsmanager:ListSecrets')), null, 'no'],
    ['everywhere', aRole(allow(action, secret)), '*', 'no'],
    ['rule 4: taken back there', aRole(allow(action, secret), deny('*', 'arn:aws:secretsmanager:*')), null, 'no'],
    ['rule 4: taken back elsewhere', aRole(allow(action), deny(action, secret)), null, 'yes'],
    [
      'rule 4: a Deny that depends on a variable',
      aRole(allow(action), deny(action, 'arn:aws:*:*:*:secret:${aws:PrincipalTag/team}-*')),
      secret,
      'yes',
    ],
    [
      'rule 3: left out for some value of a variable',
      aRole(notResource(action, 'arn:aws:*:*:*:secret:${aws:RequestTag/team}-*')),
      secret,
      'unknown',
    ],
    ['rule 3: left out', aRole(notResource(action, 'arn:aws:*:*:*:secret:db-*')), secret, 'no'],
    ['rule 2: his own', aRole(allow(action, 'arn:aws:secretsmanager:*:*:secret:${aws:PrincipalTag/team}-*')), secret, 'unknown'],
    ['rule 6: what both allow', bounded(aRole(allow(action)), aBoundary(allow(action, secret))), null, 'yes'],
    ['rule 6: not what the boundary leaves out', bounded(aRole(allow(action)), aBoundary(allow(action, secret))), '*', 'no'],
  ])('%s', ([, identity, resource, expected]) => {
    expect(allows(identity, { action, resource }).answer).toBe(expected);
  });
});

describe('rights that must work', () => {
  const writing = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  test.for<[string, Identity, Answer, readonly string[]]>([
    ['both', aRole(allow(writing)), 'yes', []],
    ['one of two', aRole(allow('logs:PutLogEvents')), 'no', ['logs:CreateLogStream']],
    ['logs:* by ARN', aRole(allow('logs:*', 'arn:aws:logs:*:*:*')), 'yes', []],
    ['rule 4: a Deny', aRole(allow('logs:*'), deny('logs:Put*')), 'no', ['logs:PutLogEvents']],
    ['rule 4: a conditional Deny', aRole(allow('logs:*'), deny('logs:Put*', '*', inVpc)), 'unknown', ['logs:PutLogEvents']],
    ['rule 5: a condition that narrows', aRole(allow('logs:*', '*', inVpc)), 'unknown', writing],
    ['rule 6: a boundary', bounded(aRole(allow('logs:*')), aBoundary(allow('s3:*'))), 'no', writing],
    ['rule 10: an unread policy may deny', withUnread(aRole(allow('logs:*'))), 'unknown', writing],
    ['rule 10: or allow', withUnread(aRole()), 'unknown', writing],
    ['rule 10: but not undo a Deny', withUnread(aRole(deny('logs:*'))), 'no', writing],
  ])('%s', ([, identity, expected, lacking]) => {
    expect(reliablyAllows(identity, writing, '*')).toMatchObject({ answer: expected, lacking });
  });
});

describe('named resources', () => {
  const invoke = 'sagemaker:InvokeEndpoint';
  test.for<[string, Identity, readonly (readonly [string, boolean])[], Answer]>([
    ['one endpoint', aRole(allow(invoke, endpoint('churn'))), [[endpoint('churn'), false]], 'no'],
    ['all endpoints', aRole(allow(invoke)), [], 'yes'],
    ['all endpoints of a Region', aRole(allow(invoke, endpoint('*'))), [], 'yes'],
    ['rule 3: NotResource', aRole(notResource(invoke, endpoint('secret'))), [], 'yes'],
    [
      'rule 3: NotAction',
      aRole({ Effect: 'Allow', NotAction: 'iam:*', Resource: endpoint('churn') }),
      [[endpoint('churn'), false]],
      'no',
    ],
    ['a prefix', aRole(allow('sagemaker:Invoke*', endpoint('churn-*'))), [[endpoint('churn-*'), false]], 'no'],
    ['both', aRole(allow(invoke, ['*', endpoint('churn')])), [[endpoint('churn'), false]], 'yes'],
    ['another action', aRole(allow('sagemaker:DescribeEndpoint', endpoint('churn'))), [], 'no'],
    ['rule 4: denied', aRole(allow(invoke, endpoint('churn')), deny(invoke, endpoint('*'))), [], 'no'],
    ['rule 5: under a condition', aRole(allow(invoke, endpoint('churn'), inVpc)), [[endpoint('churn'), true]], 'no'],
    [
      'rule 6: left by the boundary',
      bounded(aRole(allow(invoke)), aBoundary(allow('*', endpoint('churn')))),
      [[endpoint('churn'), false]],
      'no',
    ],
    ['rule 6: not left', bounded(aRole(allow(invoke, endpoint('churn'))), aBoundary(allow('s3:*'))), [], 'no'],
    ['rule 10: unread', withUnread(aRole(allow(invoke, endpoint('churn')))), [[endpoint('churn'), false]], 'unknown'],
    ['rule 10: unread, and wide anyway', withUnread(aRole(allow(invoke))), [], 'yes'],
  ])('%s', ([, identity, resources, wide]) => {
    const found = namedResources(identity, invoke);
    expect([found.resources.map(({ pattern, conditional }) => [pattern, conditional]), found.wide]).toEqual([resources, wide]);
  });
});

test('a document that is missing or unreadable stays a source', () => {
  const given = { name: 'p', arn: null, kind: 'inline', encoding: 'json' } as const;
  expect(policySource({ ...given, text: null }).policy).toEqual({ ok: false, error: 'the document is missing' });
  expect(policySource({ ...given, text: '{' }).policy).toEqual({ ok: false, error: 'not valid JSON' });
  expect(policySource({ ...given, text: '{"Statement":[]}' }).policy.ok).toBe(true);
});
