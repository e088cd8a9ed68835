import { expect, test } from 'vitest';
import check from '../../../checks/logging/log-api-access-logging.ts';
import httpApis from '../../../src/collectors/http-apis.ts';
import restApis from '../../../src/collectors/rest-apis.ts';
import { modelStages } from '../../../src/lineage/model-apis.ts';
import { aModelStage, anApi, anIntegration, functionUri, logGroup, postFormat } from '../../support/apis.ts';
import { denied, listOf, run, told } from '../../support/inventory.ts';
import { verdictOnNothing } from '../../support/nothing.ts';

const off = { accessLog: { destinationArn: null, format: null } };

test.for([
  ['a destination and a format', aModelStage(), 'PASS'],
  ['neither', aModelStage(off), 'FAIL'],
  ['a destination without a format', aModelStage({ accessLog: { destinationArn: logGroup, format: null } }), 'FAIL'],
  ['a format without a destination', aModelStage({ accessLog: { destinationArn: null, format: postFormat } }), 'FAIL'],
  ['stages that we may not read', aModelStage(denied('apigateway:GetStages', { action: 'apigateway:GET' })), 'UNKNOWN'],
  [
    'an API whose link to a model is hidden',
    aModelStage(denied('apigateway:GetResources', { action: 'apigateway:GET' })),
    'UNKNOWN',
  ],
  [
    'edge 2: a REST stage that sends to a Firehose stream',
    aModelStage({
      accessLog: {
        destinationArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/amazon-apigateway-fraud',
        format: postFormat,
      },
    }),
    'PASS',
  ],
  [
    'edge 4: the $default stage of an HTTP API without logs',
    aModelStage({ ...off, name: '$default' }, anApi({}, 'HTTP')),
    'FAIL',
  ],
  ['edge 4: the $default stage of an HTTP API with logs', aModelStage({ name: '$default' }, anApi({}, 'HTTP')), 'PASS'],
] as const)('%s is %s', ([, stage, status]) => {
  expect(check.evaluate(stage, {}, run).status).toBe(status);
});

test('edge 1: REST stages come as `item`, everything else as `items`', () => {
  expect(restApis.operations.stages.required).toEqual(['item']);
  expect(restApis.operations.list.items({ items: [] })).toEqual([]);
  expect(restApis.operations.resources.items({ items: [] })).toEqual([]);
});

test('edge 5: HTTP APIs, their integrations and stages are paged by NextToken', () => {
  for (const list of Object.values(httpApis.operations)) {
    expect(list).toMatchObject({ kind: 'paged', token: 'NextToken' });
    expect(list.next({ NextToken: 'more' })).toBe('more');
  }
});

test('edge 6: an integration whose stage variable is not set gives no result', () => {
  const uri = functionUri.replace('function:score', 'function:${stageVariables.model}');
  const api = anApi({ integrations: told([anIntegration({ uri })]) });
  const views = { restApis: listOf([api]), httpApis: listOf<typeof api>([]), functions: listOf<never>([]) };
  expect(modelStages.derive(views, run)).toEqual({ items: [], gaps: [] });
});

test('edge 3: another stage with logs changes nothing', () => {
  const verdicts = [aModelStage(), aModelStage({ ...off, name: 'beta' })].map((stage) => check.evaluate(stage, {}, run).status);
  expect(verdicts).toEqual(['PASS', 'FAIL']);
});

test('the evidence names the settings and the link to the model', () => {
  expect(check.evaluate(aModelStage(off), {}, run).evidence).toMatchObject([
    { operation: 'apigateway:GetStages', field: 'Stage.accessLogSettings.destinationArn', value: null },
    { field: 'Stage.accessLogSettings.format', value: null },
    { operation: 'apigateway:GetResources', field: 'Integration.uri', note: 'leads to a model endpoint' },
  ]);
});

test('an UNKNOWN names the permission', () => {
  const verdict = check.evaluate(aModelStage(denied('apigateway:GetStages', { action: 'apigateway:GET' })), {}, run);
  expect(verdict).toMatchObject({ status: 'UNKNOWN', gap: { action: 'apigateway:GET' } });
});

test('the fix sets both, keeps a destination that is there, and survives the shell', () => {
  const { command } = check.fix(aModelStage({ accessLog: { destinationArn: logGroup, format: null } }));
  expect(command).toMatch(/^aws apigateway update-stage --region eu-west-1 --rest-api-id a1b2c3d4e5 --stage-name prod /);
  const [, operations = ''] = /--patch-operations '(.*)'$/.exec(command ?? '') ?? [];
  expect(JSON.parse(operations)).toMatchObject([
    { op: 'replace', path: '/accessLogSettings/destinationArn', value: logGroup },
    { op: 'replace', path: '/accessLogSettings/format' },
  ]);
});

test('the fix of an HTTP API quotes the name of its default stage', () => {
  const { command } = check.fix(aModelStage({ ...off, name: '$default' }, anApi({}, 'HTTP')));
  expect(command).toContain("--api-id a1b2c3d4e5 --stage-name '$default' --access-log-settings '{");
});

test('no API leads to a model: NOT_APPLICABLE', () => {
  expect(verdictOnNothing(check)).toMatchObject({ status: 'NOT_APPLICABLE', reason: 'no-resource' });
});
