import { GetAccountAuthorizationDetailsCommand, IAMClient } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/authorization.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home } from '../support/inventory.ts';

const iam = mockClient(IAMClient);
const none = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] };
const role = (name: string, more = {}) => ({
  Path: '/ml/',
  RoleName: name,
  RoleId: 'AROA00000000000000001',
  Arn: `arn:aws:iam::${home.account}:role/ml/${name}`,
  AssumeRolePolicyDocument: '%7B%7D',
  RolePolicyList: [],
  AttachedManagedPolicies: [],
  ...more,
});
const collect = async () => await collectWith(collector, { region: 'global' });

beforeEach(() => {
  iam.reset();
  iam.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('roles and policies of two pages; users and groups are not kept', async () => {
  const policy = {
    PolicyName: 'ml',
    Arn: `arn:aws:iam::${home.account}:policy/ml`,
    DefaultVersionId: 'v2',
    PolicyVersionList: [
      { VersionId: 'v3', IsDefaultVersion: false, Document: 'newer' },
      { VersionId: 'v2', IsDefaultVersion: true, Document: 'in-force' },
    ],
  };
  iam
    .on(GetAccountAuthorizationDetailsCommand)
    .resolves({
      ...none,
      UserDetailList: [{ UserName: 'ada', Arn: `arn:aws:iam::${home.account}:user/ada` }],
      RoleDetailList: [
        role('trainer', {
          RolePolicyList: [{ PolicyName: 'rights', PolicyDocument: '%7B%22Statement%22' }],
          AttachedManagedPolicies: [{ PolicyName: 'ml', PolicyArn: policy.Arn }],
          PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: policy.Arn },
          Tags: [{ Key: 'owner', Value: 'ada' }],
        }),
      ],
      IsTruncated: true,
      Marker: 'more',
    })
    .on(GetAccountAuthorizationDetailsCommand, { Marker: 'more' })
    .resolves({ ...none, RoleDetailList: [role('second')], Policies: [policy], IsTruncated: false });
  const { items, gaps } = await collect();
  expect(gaps).toEqual([]);
  expect(items.map(({ name, kind }) => `${kind} ${name}`)).toEqual(['policy ml', 'role second', 'role trainer']);
  expect(items[0]).toMatchObject({ kind: 'policy', document: 'in-force' });
  expect(items[2]).toMatchObject({
    kind: 'role',
    region: 'global',
    path: '/ml/',
    trustPolicy: '%7B%7D',
    inlinePolicies: [{ name: 'rights', document: '%7B%22Statement%22' }],
    attachedPolicies: [{ name: 'ml', arn: policy.Arn }],
    boundaryArn: policy.Arn,
    from: { operation: 'iam:GetAccountAuthorizationDetails', region: 'global' },
  });
  expect(JSON.stringify(items)).not.toContain('ada');
});

test('a role without a boundary, and a policy without a version in force', async () => {
  iam.on(GetAccountAuthorizationDetailsCommand).resolves({
    ...none,
    RoleDetailList: [role('trainer')],
    Policies: [{ PolicyName: 'ml', Arn: `arn:aws:iam::${home.account}:policy/ml`, PolicyVersionList: [] }],
  });
  const { items } = await collect();
  expect(items).toMatchObject([
    { kind: 'policy', document: null },
    { kind: 'role', boundaryArn: null },
  ]);
});

test('a policy that is told by its ARN only has the name that its ARN ends with', async () => {
  const arn = `arn:aws:iam::${home.account}:policy/ml/trainer`;
  const versions = [{ VersionId: 'v1', IsDefaultVersion: true, Document: 'in-force' }];
  iam.on(GetAccountAuthorizationDetailsCommand).resolves({ ...none, Policies: [{ Arn: arn, PolicyVersionList: versions }] });
  expect((await collect()).items).toMatchObject([{ kind: 'policy', arn, name: 'trainer', document: 'in-force' }]);
});

test('a denied list is a gap of the account', async () => {
  iam.on(GetAccountAuthorizationDetailsCommand).rejects(awsError('AccessDenied', 'not authorized', 403));
  expect(await collect()).toMatchObject({
    items: [],
    gaps: [{ reason: 'denied', action: 'iam:GetAccountAuthorizationDetails', region: 'global' }],
  });
});

test('a list that breaks keeps what came before, and is a gap', async () => {
  iam
    .on(GetAccountAuthorizationDetailsCommand)
    .resolves({ ...none, RoleDetailList: [role('trainer')], IsTruncated: true, Marker: 'more' })
    .on(GetAccountAuthorizationDetailsCommand, { Marker: 'more' })
    .rejects(awsError('AccessDenied', 'not authorized', 403));
  const { items, gaps } = await collect();
  expect(items.map(({ name }) => name)).toEqual(['trainer']);
  expect(gaps).toMatchObject([{ reason: 'denied' }]);
});

test.for([
  ['a page without its list of policies', { RoleDetailList: [] }],
  ['a page that is cut short and does not say where to go on', { ...none, IsTruncated: true }],
] as const)('%s is malformed', async ([, page]) => {
  iam.on(GetAccountAuthorizationDetailsCommand).resolves({ ...page, RoleDetailList: [...page.RoleDetailList] });
  expect((await collect()).gaps).toMatchObject([{ reason: 'malformed' }]);
});

test('all kinds are asked for, in the largest pages', async () => {
  iam.on(GetAccountAuthorizationDetailsCommand).resolves(none);
  await collect();
  expect(iam.commandCalls(GetAccountAuthorizationDetailsCommand)[0]?.args[0].input).toEqual({
    Filter: ['Role', 'User', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'],
    MaxItems: 1000,
  });
});
