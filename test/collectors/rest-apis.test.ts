import { APIGatewayClient, GetResourcesCommand, GetRestApisCommand, GetStagesCommand } from '@aws-sdk/client-api-gateway';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/rest-apis.ts';
import { endpointUri } from '../support/apis.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { region } from '../support/inventory.ts';

const apigateway = mockClient(APIGatewayClient);
const toModel = (uri = endpointUri) => ({
  id: 'r1',
  path: '/predict',
  resourceMethods: {
    POST: {
      authorizationType: 'AWS_IAM',
      methodIntegration: {
        uri,
        credentials: 'arn:aws:iam::111122223333:role/api',
        requestParameters: { 'integration.request.path.p': "'x'", 'integration.request.header.x-api-key': "'hunter2'" },
      },
    },
    OPTIONS: { authorizationType: 'NONE', methodIntegration: { type: 'MOCK' as const } },
  },
});
const elsewhere = { id: 'r2', path: '/', resourceMethods: { GET: { methodIntegration: { uri: 'https://example.com/' } } } };

beforeEach(() => {
  apigateway.reset();
  apigateway.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('every API of two pages, its stages only where an integration may lead to a model', async () => {
  apigateway
    .on(GetRestApisCommand)
    .resolves({
      items: [{ id: 'a', name: 'fraud', endpointConfiguration: { types: ['REGIONAL'] }, policy: '{}' }],
      position: 'more',
    })
    .on(GetRestApisCommand, { position: 'more' })
    .resolves({ items: [{ id: 'b', name: 'shop', disableExecuteApiEndpoint: true }] })
    .on(GetResourcesCommand, { restApiId: 'a', embed: ['methods'], limit: 500 })
    .resolves({ items: [elsewhere], position: 'more' })
    .on(GetResourcesCommand, { restApiId: 'a', position: 'more' })
    .resolves({ items: [toModel()] })
    .on(GetResourcesCommand, { restApiId: 'b' })
    .resolves({ items: [elsewhere] })
    .on(GetStagesCommand, { restApiId: 'a' })
    .resolves({ item: [{ stageName: 'prod', webAclArn: 'arn:acl', accessLogSettings: { destinationArn: 'arn:logs' } }] });
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    {
      arn: `arn:aws:apigateway:${region}::/restapis/a`,
      name: 'a',
      title: 'fraud',
      protocol: 'REST',
      endpointTypes: ['REGIONAL'],
      executeApiDisabled: false,
      policy: '{}',
      integrations: { value: [{ path: '/predict', method: 'POST', authorization: 'AWS_IAM', uri: endpointUri }] },
      stages: { value: [{ name: 'prod', webAclArn: 'arn:acl', accessLog: { destinationArn: 'arn:logs', format: null } }] },
    },
    { name: 'b', executeApiDisabled: true, policy: null, integrations: { value: [] }, stages: null },
  ]);
});

test('of stage variables and parameters only those that make up a target are kept', async () => {
  apigateway
    .on(GetRestApisCommand)
    .resolves({ items: [{ id: 'a', name: 'fraud' }] })
    .on(GetResourcesCommand)
    .resolves({ items: [toModel(endpointUri.replace('fraud', '${stageVariables.model}'))] })
    .on(GetStagesCommand)
    .resolves({ item: [{ stageName: 'prod', variables: { model: 'fraud', db_password: 'hunter2' } }] });
  const { items } = await collectWith(collector);
  expect(items[0]?.stages).toMatchObject({ value: [{ variables: { model: 'fraud' } }] });
  expect(items[0]?.integrations).toMatchObject({ value: [{ requestParameters: { 'integration.request.path.p': "'x'" } }] });
  expect(JSON.stringify(items)).not.toContain('hunter2');
});

test.for([
  '{"Condition":{"StringEquals":{"aws:Referer":"hunter2"}}}',
  '{"Condition":{"StringEquals":{"aws:referer" : ["hunter2","hunter22"]}}}',
  String.raw`{\"Condition\":{\"StringEquals\":{\"aws:Referer\":\"hunter2\"}}}`,
  String.raw`{\"Condition\":{\"StringEquals\":{\"aws:Referer\":[\"hunter2\"]}}}`,
])('the secret that CloudFront shares with an API is not kept: %s', async (policy) => {
  apigateway
    .on(GetRestApisCommand)
    .resolves({ items: [{ id: 'a', policy }] })
    .on(GetResourcesCommand)
    .resolves({ items: [elsewhere] });
  const kept = (await collectWith(collector)).items[0]?.policy ?? '';
  expect(kept).not.toContain('hunter2');
  expect(JSON.parse(kept.replaceAll(String.raw`\"`, '"'))).toEqual({
    Condition: { StringEquals: { [/aws:referer/i.exec(kept)?.[0] ?? '']: 'withheld' } },
  });
});

test('denied resources and denied stages are gaps of that API alone', async () => {
  apigateway
    .on(GetRestApisCommand)
    .resolves({ items: [{ id: 'a' }, { id: 'b' }] })
    .on(GetResourcesCommand, { restApiId: 'a' })
    .rejects(awsError('AccessDeniedException', 'no', 403))
    .on(GetResourcesCommand, { restApiId: 'b' })
    .resolves({ items: [toModel()] })
    .on(GetStagesCommand, { restApiId: 'a' })
    .resolves({ item: [{ stageName: 'prod' }] })
    .on(GetStagesCommand, { restApiId: 'b' })
    .rejects(awsError('AccessDeniedException', 'no', 403));
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    { integrations: { gap: { reason: 'denied', action: 'apigateway:GET' } }, stages: { value: [{ name: 'prod' }] } },
    { integrations: { known: true }, stages: { gap: { operation: 'apigateway:GetStages' } } },
  ]);
});

test('a list that breaks keeps what came before, and is a gap', async () => {
  apigateway
    .on(GetRestApisCommand)
    .resolves({ items: [{ id: 'a' }], position: 'more' })
    .on(GetRestApisCommand, { position: 'more' })
    .rejects(awsError('AccessDeniedException', 'no', 403))
    .on(GetResourcesCommand)
    .resolves({ items: [elsewhere] });
  const { items, gaps } = await collectWith(collector);
  expect(items.map(({ name }) => name)).toEqual(['a']);
  expect(gaps).toMatchObject([{ reason: 'denied', operation: 'apigateway:GetRestApis', action: 'apigateway:GET', region }]);
});

test('stages without `item` are no answer', async () => {
  apigateway
    .on(GetRestApisCommand)
    .resolves({ items: [{ id: 'a' }] })
    .on(GetResourcesCommand)
    .resolves({ items: [toModel()] })
    .on(GetStagesCommand)
    .resolves({});
  expect((await collectWith(collector)).items[0]?.stages).toMatchObject({ known: false, gap: { reason: 'malformed' } });
});

test.for(['resources', 'stages'])('an API that was deleted before its %s were read is not there', async (what) => {
  apigateway
    .on(GetRestApisCommand)
    .resolves({ items: [{ id: 'a' }] })
    .on(GetStagesCommand)
    .rejects(awsError('NotFoundException', 'Invalid API identifier specified', 404));
  if (what === 'stages') apigateway.on(GetResourcesCommand).resolves({ items: [toModel()] });
  else apigateway.on(GetResourcesCommand).rejects(awsError('NotFoundException', 'Invalid API identifier specified', 404));
  expect(await collectWith(collector)).toEqual({ items: [], gaps: [] });
});
