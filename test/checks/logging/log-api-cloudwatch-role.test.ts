import { expect, test } from 'vitest';
import check from '../../../checks/logging/log-api-cloudwatch-role.ts';
import type { Fact, Gap } from '../../../src/core/fact.ts';
import { apiAccounts, type ApiAccount, type ApiAccountSettings } from '../../../src/inventory/apis.ts';
import type { IamEntity, IamRole } from '../../../src/inventory/iam.ts';
import type { ModelStage } from '../../../src/lineage/model-apis.ts';
import { aModelStage, anApi } from '../../support/apis.ts';
import { denied, gapOf, home, listOf, originOf, region, run, told } from '../../support/inventory.ts';

const roleArn = `arn:aws:iam::${home.account}:role/api-logs`;
const policyArn = 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs';
const actions = [
  'CreateLogGroup',
  'CreateLogStream',
  'DescribeLogGroups',
  'DescribeLogStreams',
  'PutLogEvents',
  'GetLogEvents',
  'FilterLogEvents',
];
const documentOf = (statement: object) => encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
const allowing = (names: readonly string[], resource = '*') =>
  documentOf({ Effect: 'Allow', Action: names.map((name) => `logs:${name}`), Resource: resource });
const trusting = (service: string) => documentOf({ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' });

function aRole(overrides: Partial<IamRole> = {}): IamRole {
  return {
    arn: roleArn,
    type: 'AWS::IAM::Role',
    name: 'api-logs',
    account: home.account,
    region: 'global',
    from: originOf('iam:GetAccountAuthorizationDetails', 'global'),
    kind: 'role',
    path: '/',
    trustPolicy: trusting('apigateway.amazonaws.com'),
    inlinePolicies: [],
    attachedPolicies: [{ name: 'AmazonAPIGatewayPushToCloudWatchLogs', arn: policyArn }],
    boundaryArn: null,
    ...overrides,
  };
}

const pushPolicy: IamEntity = {
  arn: policyArn,
  type: 'AWS::IAM::ManagedPolicy',
  name: 'AmazonAPIGatewayPushToCloudWatchLogs',
  account: home.account,
  region: 'global',
  from: originOf('iam:GetAccountAuthorizationDetails', 'global'),
  kind: 'policy',
  document: allowing(actions),
};

function anAccount(settings: Partial<ApiAccountSettings> | Fact<never> = {}): ApiAccount {
  return {
    arn: `arn:aws:apigateway:${region}::/account`,
    type: apiAccounts.type,
    name: home.account,
    account: home.account,
    region,
    settings: 'known' in settings ? settings : told({ cloudwatchRoleArn: roleArn, ...settings }, 'apigateway:GetAccount'),
  };
}

const iam = (...entities: readonly IamEntity[]) => listOf<IamEntity>([pushPolicy, ...entities]);
const stages = (items: readonly ModelStage[] = [aModelStage()], ...gaps: readonly Gap[]) => listOf(items, ...gaps);
const inline = (document: string) => aRole({ attachedPolicies: [], inlinePolicies: [{ name: 'logs', document }] });
const inFrankfurt = { ...aModelStage(), region: 'eu-central-1' };

test.for([
  ['the managed policy and the right trust', anAccount(), stages(), iam(aRole()), 'PASS'],
  ['the same actions in a policy of its own', anAccount(), stages(), iam(inline(allowing(actions))), 'PASS'],
  ['the same actions on its log groups', anAccount(), stages(), iam(inline(allowing(actions, 'arn:aws:logs:*:*:*'))), 'PASS'],
  ['no role', anAccount({ cloudwatchRoleArn: null }), stages(), iam(aRole()), 'FAIL'],
  ['a role that has been deleted', anAccount(), stages(), iam(), 'FAIL'],
  [
    'a role that trusts another service',
    anAccount(),
    stages(),
    iam(aRole({ trustPolicy: trusting('lambda.amazonaws.com') })),
    'FAIL',
  ],
  ['a role without the actions', anAccount(), stages(), iam(aRole({ attachedPolicies: [] })), 'FAIL'],
  [
    'a role without PutLogEvents',
    anAccount(),
    stages(),
    iam(inline(allowing(actions.filter((name) => name !== 'PutLogEvents')))),
    'FAIL',
  ],
  ['an account that we may not read', anAccount(denied('apigateway:GetAccount')), stages(), iam(aRole()), 'UNKNOWN'],
  [
    'roles that we may not read',
    anAccount(),
    stages(),
    listOf<IamEntity>([], gapOf('iam:GetAccountAuthorizationDetails', { region: 'global' })),
    'UNKNOWN',
  ],
  ['a policy whose document is missing', anAccount(), stages(), listOf<IamEntity>([aRole()]), 'UNKNOWN'],
  ['a trust policy that cannot be read', anAccount(), stages(), iam(aRole({ trustPolicy: '%7B' })), 'UNKNOWN'],
  ['no API in front of a model', anAccount({ cloudwatchRoleArn: null }), stages([]), iam(), 'NOT_APPLICABLE'],
  ['only an HTTP API in front of a model', anAccount(), stages([aModelStage({}, anApi({}, 'HTTP'))]), iam(), 'NOT_APPLICABLE'],
  ['a WebSocket API in front of a model', anAccount(), stages([aModelStage({}, anApi({}, 'WEBSOCKET'))]), iam(aRole()), 'PASS'],
  [
    'APIs that we may not list',
    anAccount(),
    stages([], gapOf('apigateway:GetRestApis', { action: 'apigateway:GET' })),
    iam(aRole()),
    'UNKNOWN',
  ],
  [
    'an API of which nobody can tell',
    anAccount(),
    stages([aModelStage(denied('apigateway:GetResources'))]),
    iam(aRole()),
    'UNKNOWN',
  ],
  [
    'edge 1: an API in another Region only',
    anAccount({ cloudwatchRoleArn: null }),
    stages([inFrankfurt]),
    iam(),
    'NOT_APPLICABLE',
  ],
] as const)('%s is %s', ([, account, modelStages, authorization, status]) => {
  expect(check.evaluate(account, { modelStages, authorization }, run).status).toBe(status);
});

test('edge 2: only the present role counts, so a role that lost its rights fails whatever was logged before', () => {
  const verdict = check.evaluate(
    anAccount(),
    { modelStages: stages(), authorization: iam(aRole({ attachedPolicies: [] })) },
    run,
  );
  expect(verdict).toMatchObject({ status: 'FAIL', message: expect.stringContaining('logs:PutLogEvents') });
});

test('the evidence names the role, whom it trusts and the statement that lets it write', () => {
  const { evidence } = check.evaluate(anAccount(), { modelStages: stages(), authorization: iam(aRole()) }, run);
  expect(evidence).toMatchObject([
    { operation: 'apigateway:GetAccount', field: 'Account.cloudwatchRoleArn', value: roleArn },
    { field: 'RoleDetail.AssumeRolePolicyDocument' },
    { field: 'RoleDetail.AttachedManagedPolicies', note: expect.stringContaining('statement 1') },
  ]);
});

test('edge 1: the fix is for the Region', () => {
  expect(check.fix(anAccount()).command).toBe(
    'aws apigateway update-account --region eu-west-1 --patch-operations op=replace,path=/cloudwatchRoleArn,value=ROLE_ARN',
  );
});
