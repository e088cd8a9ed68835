import { LambdaClient, ListFunctionsCommand, type FunctionConfiguration } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/functions.ts';
import { known } from '../../src/core/fact.ts';
import { endpoints, type Endpoint } from '../../src/inventory/endpoints.ts';
import type { IamEntity } from '../../src/inventory/iam.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { daysAgo, denied, gapOf, home, listOf, originOf, region } from '../support/inventory.ts';

const lambda = mockClient(LambdaClient);
const endpoint: Endpoint = {
  arn: `arn:aws:sagemaker:${region}:${home.account}:endpoint/fraud`,
  type: endpoints.type,
  name: 'Fraud',
  account: home.account,
  region,
  from: originOf('sagemaker:ListEndpoints'),
  status: 'InService',
  createdAt: daysAgo(1),
  details: denied('sagemaker:DescribeEndpoint'),
};
const aRole = (name: string, ...statements: readonly object[]): IamEntity => ({
  arn: `arn:aws:iam::${home.account}:role/${name}`,
  type: 'AWS::IAM::Role',
  name,
  account: home.account,
  region: 'global',
  from: originOf('iam:GetAccountAuthorizationDetails', 'global'),
  kind: 'role',
  path: '/',
  trustPolicy: null,
  inlinePolicies: [{ name: 'p', document: encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: statements })) }],
  attachedPolicies: [],
  boundaryArn: null,
});
const invoke = (resource: string) => ({ Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: resource });
const needs = {
  endpoints: listOf([endpoint]),
  authorization: listOf([aRole('plain'), aRole('named', invoke(endpoint.arn)), aRole('any', invoke('*'))]),
};
const listed = (name: string, variables: Record<string, string> = {}, role = 'plain'): FunctionConfiguration => ({
  FunctionName: name,
  FunctionArn: `arn:aws:lambda:${region}:${home.account}:function:${name}`,
  Role: `arn:aws:iam::${home.account}:role/${role}`,
  Environment: { Variables: { API_KEY: 'hunter2', ...variables } },
});
const list = (...functions: FunctionConfiguration[]) => lambda.on(ListFunctionsCommand).resolves({ Functions: functions });
const secret = `arn:aws:secretsmanager:${region}:${home.account}:secret:db-AbCdEf`;

beforeEach(() => {
  lambda.reset();
  lambda.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('of two pages those that are linked, and of their variables only references', async () => {
  lambda
    .on(ListFunctionsCommand)
    .resolves({ Functions: [listed('a', { ENDPOINT: 'fraud', SECRET: secret }), listed('shop')], NextMarker: 'more' })
    .on(ListFunctionsCommand, { Marker: 'more' })
    .resolves({
      Functions: [listed('b', { OUT: 's3://results/x', SIGNED: 'https://results.s3.amazonaws.com/y?X-Amz-Signature=hunter2' })],
    });
  const { items, gaps } = await collectWith(collector, { needs });
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    {
      name: 'a',
      references: [
        { field: 'ENDPOINT', value: 'fraud' },
        { field: 'SECRET', value: secret },
      ],
      link: { value: 'direct' },
    },
    {
      name: 'b',
      references: [
        { field: 'OUT', value: 's3://results/x' },
        { field: 'SIGNED', value: 'https://results.s3.amazonaws.com/y' },
      ],
      link: { value: 'none' },
    },
  ]);
  expect(JSON.stringify(items)).not.toContain('hunter2');
});

test.for([
  ['an endpoint by its name in another case', listed('f', { E: 'FRAUD' }), 'direct'],
  ['an endpoint by its ARN', listed('f', { E: endpoint.arn }), 'direct'],
  ['a path that ends like an endpoint', listed('f', { E: '/models/fraud' }), undefined],
  ['a role that names an endpoint', listed('f', {}, 'named'), 'direct'],
  ['a role that may invoke any', listed('f', {}, 'any'), 'possible'],
  ['a role that does not exist', listed('f', {}, 'gone'), undefined],
  ['nothing', listed('f'), undefined],
] as const)('%s', async ([, fn, link]) => {
  list(fn);
  const { items } = await collectWith(collector, { needs });
  expect(items.map((item) => (item.link.known ? item.link.value : item.link.gap))).toEqual(link === undefined ? [] : [link]);
});

test('what could not be read keeps the function, with the permission that is missing', async () => {
  const encrypted = { ...listed('f'), Environment: { Error: { ErrorCode: 'AccessDeniedException', Message: 'no' } } };
  list(encrypted);
  expect((await collectWith(collector, { needs })).items).toMatchObject([
    { references: [], link: { gap: { action: 'kms:Decrypt' } } },
  ]);
  list(listed('f'));
  const noIam = {
    ...needs,
    authorization: listOf<IamEntity>([], gapOf('iam:GetAccountAuthorizationDetails', { region: 'global' })),
  };
  expect((await collectWith(collector, { needs: noIam })).items).toMatchObject([
    { link: { gap: { operation: 'iam:GetAccountAuthorizationDetails' } } },
  ]);
  const noEndpoints = { ...needs, endpoints: listOf<Endpoint>([], gapOf('sagemaker:ListEndpoints')) };
  expect((await collectWith(collector, { needs: noEndpoints })).items).toMatchObject([
    { link: { gap: { operation: 'sagemaker:ListEndpoints' } } },
  ]);
});

test('a list that breaks keeps what came before, and is a gap', async () => {
  lambda
    .on(ListFunctionsCommand)
    .resolves({ Functions: [listed('a', { E: 'fraud' })], NextMarker: 'more' })
    .on(ListFunctionsCommand, { Marker: 'more' })
    .rejects(awsError('AccessDeniedException', 'no', 403));
  const { items, gaps } = await collectWith(collector, { needs });
  expect(items.map(({ name, link }) => [name, link])).toEqual([
    ['a', known('direct', expect.objectContaining({ operation: 'lambda:ListFunctions' }))],
  ]);
  expect(gaps).toMatchObject([{ reason: 'denied', operation: 'lambda:ListFunctions' }]);
});
