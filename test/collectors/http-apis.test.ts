import { ApiGatewayV2Client, GetApisCommand, GetIntegrationsCommand, GetStagesCommand } from '@aws-sdk/client-apigatewayv2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/http-apis.ts';
import { functionArn } from '../support/apis.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { region } from '../support/inventory.ts';

const v2 = mockClient(ApiGatewayV2Client);
const listed = (id: string, protocol: 'HTTP' | 'WEBSOCKET' = 'HTTP') => ({
  ApiId: id,
  Name: `api ${id}`,
  ProtocolType: protocol,
  RouteSelectionExpression: '$request.method $request.path',
});
const toFunction = { IntegrationUri: functionArn };

beforeEach(() => {
  v2.reset();
  v2.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('every API, integration and stage of two pages', async () => {
  v2.on(GetApisCommand)
    .resolves({ Items: [listed('a')], NextToken: 'more' })
    .on(GetApisCommand, { NextToken: 'more' })
    .resolves({ Items: [listed('b', 'WEBSOCKET')] })
    .on(GetIntegrationsCommand, { ApiId: 'a' })
    .resolves({ Items: [{ IntegrationUri: 'https://example.com' }], NextToken: 'more' })
    .on(GetIntegrationsCommand, { ApiId: 'a', NextToken: 'more' })
    .resolves({ Items: [toFunction] })
    .on(GetIntegrationsCommand, { ApiId: 'b' })
    .resolves({ Items: [{ IntegrationType: 'MOCK' }] })
    .on(GetStagesCommand, { ApiId: 'a' })
    .resolves({ Items: [{ StageName: '$default', AccessLogSettings: { Format: '$context.requestId' } }], NextToken: 'more' })
    .on(GetStagesCommand, { ApiId: 'a', NextToken: 'more' })
    .resolves({ Items: [{ StageName: 'beta', StageVariables: { password: 'hunter2' } }] });
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    {
      arn: `arn:aws:apigateway:${region}::/apis/a`,
      title: 'api a',
      protocol: 'HTTP',
      integrations: { value: [{ uri: functionArn, path: null }] },
      stages: {
        value: [
          { name: '$default', accessLog: { destinationArn: null, format: '$context.requestId' }, webAclArn: null },
          { name: 'beta', variables: {} },
        ],
      },
    },
    { protocol: 'WEBSOCKET', integrations: { value: [] }, stages: null },
  ]);
  expect(JSON.stringify(items)).not.toContain('hunter2');
});

test('denied integrations are a gap of that API alone, and its stages are asked for', async () => {
  v2.on(GetApisCommand)
    .resolves({ Items: [listed('a')] })
    .on(GetIntegrationsCommand)
    .rejects(awsError('AccessDeniedException', 'no', 403))
    .on(GetStagesCommand)
    .resolves({ Items: [{ StageName: '$default' }] });
  expect((await collectWith(collector)).items).toMatchObject([
    { integrations: { gap: { reason: 'denied', action: 'apigateway:GET' } }, stages: { value: [{ name: '$default' }] } },
  ]);
});

test('a list that breaks keeps what came before, and is a gap', async () => {
  v2.on(GetApisCommand)
    .resolves({ Items: [listed('a')], NextToken: 'more' })
    .on(GetApisCommand, { NextToken: 'more' })
    .rejects(awsError('AccessDeniedException', 'no', 403))
    .on(GetIntegrationsCommand)
    .resolves({ Items: [] });
  const { items, gaps } = await collectWith(collector);
  expect(items.map(({ name }) => name)).toEqual(['a']);
  expect(gaps).toMatchObject([{ reason: 'denied', operation: 'apigatewayv2:GetApis', action: 'apigateway:GET' }]);
});

test.for(['integrations', 'stages'])('an API that was deleted before its %s were read is not there', async (what) => {
  const gone = awsError('NotFoundException', 'Invalid API identifier specified', 404);
  v2.on(GetApisCommand)
    .resolves({ Items: [listed('a')] })
    .on(GetStagesCommand)
    .rejects(gone);
  if (what === 'stages') v2.on(GetIntegrationsCommand).resolves({ Items: [toFunction] });
  else v2.on(GetIntegrationsCommand).rejects(gone);
  expect(await collectWith(collector)).toEqual({ items: [], gaps: [] });
});
