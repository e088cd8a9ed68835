import { expect, test } from 'vitest';
import type { Api } from '../../src/inventory/apis.ts';
import type { LambdaFunction } from '../../src/inventory/functions.ts';
import { modelStages } from '../../src/lineage/model-apis.ts';
import { aFunction, anApi, anIntegration, aStage, endpointUri, functionArn, functionUri } from '../support/apis.ts';
import { denied, gapOf, listOf, region, run, told } from '../support/inventory.ts';

const rest = (overrides: Partial<Api>) => anApi(overrides);
const through = (uri: string, variables: Record<string, string> = {}) =>
  anApi({ integrations: told([anIntegration({ uri })]), stages: told([aStage({ variables })]) });
const noFunctions = listOf<LambdaFunction>([]);
const derive = (apis: readonly Api[], functions = listOf([aFunction()])) =>
  modelStages.derive(
    {
      restApis: listOf(apis.filter(({ protocol }) => protocol === 'REST')),
      httpApis: listOf(apis.filter(({ protocol }) => protocol !== 'REST')),
      functions,
    },
    run,
  );
const stage = `arn:aws:apigateway:${region}::/restapis/a1b2c3d4e5/stages/prod`;
const api = `arn:aws:apigateway:${region}::/restapis/a1b2c3d4e5`;

test.for([
  ['an integration with an endpoint', anApi(), [stage]],
  ['an endpoint in a path parameter', through(endpointUri.replace('fraud', '{name}')), [stage]],
  ['a function that calls one', through(functionUri), [stage]],
  ['a version of such a function', through(functionUri.replace(':score/', ':score:7/')), [stage]],
  [
    'an endpoint in a stage variable',
    through(endpointUri.replace('fraud', '${stageVariables.model}'), { model: 'fraud' }),
    [stage],
  ],
  ['a stage variable that is not set', through(endpointUri.replace('fraud', '${stageVariables.model}')), []],
  ['a function of another account', through(functionUri.replace('111122223333', '444455556666')), []],
  ['a function that nobody knows', through(functionUri.replace(':score/', ':other/')), []],
  ['an HTTP API and the function', anApi({}, 'HTTP'), [`arn:aws:apigateway:${region}::/apis/a1b2c3d4e5/stages/prod`]],
  ['an HTTP API cannot reach an endpoint', anApi({ integrations: told([anIntegration()]) }, 'HTTP'), []],
  [
    'a WebSocket API and an endpoint',
    anApi({ integrations: told([anIntegration()]) }, 'WEBSOCKET'),
    [`arn:aws:apigateway:${region}::/apis/a1b2c3d4e5/stages/prod`],
  ],
  ['an API without stages', rest({ stages: told([]) }), []],
  ['an API without integrations of interest', rest({ integrations: told([]), stages: null }), []],
  ['integrations that are hidden', rest({ integrations: denied('apigateway:GetResources') }), [api]],
  [
    'integrations that are hidden, without stages',
    rest({ integrations: denied('apigateway:GetResources'), stages: told([]) }),
    [],
  ],
  ['stages that are hidden', rest({ stages: denied('apigateway:GetStages') }), [api]],
  [
    'hidden stages whose variables name the model',
    { ...through(endpointUri.replace('fraud', '${stageVariables.model}')), stages: denied('apigateway:GetStages') },
    [api],
  ],
  [
    'hidden stages of an API that leads nowhere',
    { ...through(functionUri.replace(':score/', ':other/')), stages: denied('apigateway:GetStages') },
    [],
  ],
] as const)('%s', ([, given, arns]) => {
  expect([...derive([given]).items].map(({ arn }) => arn)).toEqual(arns);
});

test.for([
  ['may call any endpoint', listOf([aFunction({ link: told('possible') })]), []],
  ['calls none', listOf([aFunction({ link: told('none') })]), []],
  ['has a role that we may not read', listOf([aFunction({ link: denied('iam:GetAccountAuthorizationDetails') })]), [api]],
  ['is in a list that we may not read', listOf<LambdaFunction>([], gapOf('lambda:ListFunctions')), [api]],
  ['has been deleted', noFunctions, []],
] as const)('a function that %s', ([, functions, arns]) => {
  expect([...derive([through(functionUri)], functions).items].map(({ arn }) => arn)).toEqual(arns);
});

test('one UNKNOWN an API beside the stages that are sure', () => {
  const uri = functionUri.replace(functionArn, `${functionArn.replace('score', '')}\${stageVariables.fn}`);
  const two = anApi({
    integrations: told([anIntegration({ uri })]),
    stages: told([aStage({ variables: { fn: 'score' } }), aStage({ name: 'beta', variables: { fn: 'other' } })]),
  });
  const functions = listOf([aFunction()], gapOf('lambda:ListFunctions'));
  expect([...derive([two], functions).items].map(({ arn, stage: details }) => [arn, details.known])).toEqual([
    [stage, true],
    [api, false],
  ]);
});

test('broken lists of APIs are gaps, broken lists of functions are not', () => {
  const list = gapOf('apigateway:GetRestApis');
  const views = {
    restApis: listOf<Api>([], list),
    httpApis: listOf<Api>([]),
    functions: listOf<LambdaFunction>([], gapOf('lambda:ListFunctions')),
  };
  expect(modelStages.derive(views, run).gaps).toEqual([list]);
});
