import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCredentials, parseIntegration, resolveIntegration } from '../../src/lineage/api-integration.ts';

const none = { kind: 'none' };
const runtime = 'arn:aws:apigateway:eu-west-1:runtime.sagemaker:path';
const lambda = 'arn:aws:apigateway:eu-west-1:lambda:path';
const fn = 'arn:aws:lambda:eu-west-1:111122223333:function:score';
const toEndpoint = (endpoint: object, more: object = {}) => ({
  kind: 'endpoint',
  partition: 'aws',
  region: 'eu-west-1',
  endpoint,
  credentials: none,
  ...more,
});
const named = (name: string) => toEndpoint({ kind: 'name', name });
const toFunction = (more: object = {}) => ({
  kind: 'function',
  functionArn: fn,
  qualifier: null,
  variables: [],
  credentials: none,
  ...more,
});

test.for([
  ['REST to an endpoint', `${runtime}/endpoints/Fraud-1/invocations`, named('Fraud-1')],
  ['the double slash of the documentation', `${runtime}//endpoints/fraud/invocations`, named('fraud')],
  ['asynchronous invocation', `${runtime}/endpoints/fraud/async-invocations`, named('fraud')],
  ['response streaming', `${runtime}/endpoints/fraud/invocations-response-stream`, named('fraud')],
  [
    'another Region and partition',
    'arn:aws-us-gov:apigateway:us-gov-west-1:runtime.sagemaker:path/endpoints/fraud/invocations',
    { ...named('fraud'), partition: 'aws-us-gov', region: 'us-gov-west-1' },
  ],
  [
    'a stage variable as the name',
    `${runtime}/endpoints/\${stageVariables.endpoint}/invocations`,
    toEndpoint({ kind: 'stage-variable', template: '${stageVariables.endpoint}', variables: ['endpoint'] }),
  ],
  [
    'a stage variable in the name',
    `${runtime}/endpoints/fraud-\${stageVariables.env}/invocations`,
    toEndpoint({ kind: 'stage-variable', template: 'fraud-${stageVariables.env}', variables: ['env'] }),
  ],
  [
    'a path parameter as the name',
    `${runtime}/endpoints/{endpoint}/invocations`,
    toEndpoint({ kind: 'path-parameter', template: '{endpoint}', parameters: ['endpoint'] }),
  ],
  [
    'a path parameter in the name',
    `${runtime}/endpoints/fraud-{team}/invocations`,
    toEndpoint({ kind: 'path-parameter', template: 'fraud-{team}', parameters: ['team'] }),
  ],
  ['Lambda proxy', `${lambda}/2015-03-31/functions/${fn}/invocations`, toFunction()],
  ['Lambda proxy with an alias', `${lambda}/2015-03-31/functions/${fn}:live/invocations`, toFunction({ qualifier: 'live' })],
  ['Lambda proxy with $LATEST', `${lambda}/2015-03-31/functions/${fn}:$LATEST/invocations`, toFunction({ qualifier: '$LATEST' })],
  [
    'Lambda proxy with the alias in a stage variable',
    `${lambda}/2015-03-31/functions/${fn}:\${stageVariables.alias}/invocations`,
    toFunction({ qualifier: '${stageVariables.alias}', variables: ['alias'] }),
  ],
  [
    'Lambda proxy with the name in a stage variable',
    `${lambda}/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:\${stageVariables.fn}-v1/invocations`,
    toFunction({ functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:${stageVariables.fn}-v1', variables: ['fn'] }),
  ],
  ['Lambda response streaming', `${lambda}/2021-11-15/functions/${fn}/response-streaming-invocations`, toFunction()],
  ['HTTP API, function ARN', fn, toFunction()],
  ['HTTP API, function ARN with a version', `${fn}:7`, toFunction({ qualifier: '7' })],
  ['HTTP API, invoke string', `${lambda}/2015-03-31/functions/${fn}/invocations`, toFunction()],
  ['HTTP API, load balancer', 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/a/1/2', { kind: 'other' }],
  ['HTTP proxy', 'https://example.com/{proxy}', { kind: 'other' }],
  ['HTTP proxy with a variable', 'https://${stageVariables.host}/x', { kind: 'other' }],
  ['Step Functions', 'arn:aws:apigateway:eu-west-1:states:action/StartExecution', { kind: 'other' }],
  ['a mock', null, { kind: 'other' }],
  ['no URI', undefined, { kind: 'other' }],
] as const)('%s', ([, uri, integration]) => {
  expect(parseIntegration(uri)).toEqual(integration);
});

test.for([
  [`${runtime}/endpoints/fraud/unknown`, 'a SageMaker runtime URI of an unknown form'],
  ['arn:aws:apigateway:eu-west-1:runtime.sagemaker:action/InvokeEndpoint', 'a SageMaker runtime URI of an unknown form'],
  ['https://runtime.sagemaker.eu-west-1.amazonaws.com/endpoints/fraud/invocations', 'a SageMaker runtime URI of an unknown form'],
  [`${runtime}/endpoints/not_a_name/invocations`, 'not an endpoint name'],
  [`${lambda}/2099-01-01/functions/${fn}/invocations`, 'a Lambda path of an unknown form'],
  [`${lambda}/2015-03-31/functions/score/invocations`, 'not a function ARN'],
  [`${lambda}/2015-03-31/functions/\${stageVariables.fn}/invocations`, 'the function is given by fn'],
  ['${stageVariables.uri}', 'the target is given by uri'],
] as const)('%s is unresolved: %s', ([raw, why]) => {
  expect(parseIntegration(raw)).toEqual({ kind: 'unresolved', raw, why });
});

test('a constant in the request parameters fixes a path parameter', () => {
  const uri = `${runtime}/endpoints/{endpoint}/invocations`;
  expect(parseIntegration(uri, { requestParameters: { 'integration.request.path.endpoint': "'fraud'" } })).toEqual(
    named('fraud'),
  );
  expect(
    parseIntegration(uri, { requestParameters: { 'integration.request.path.endpoint': 'method.request.path.endpoint' } }),
  ).toMatchObject({
    endpoint: { kind: 'path-parameter' },
  });
});

test.for([
  ['the name', `${runtime}/endpoints/\${stageVariables.endpoint}/invocations`, { endpoint: 'fraud' }, named('fraud')],
  ['a part of the name', `${runtime}/endpoints/fraud-\${stageVariables.env}/invocations`, { env: 'prod' }, named('fraud-prod')],
  [
    'the alias',
    `${lambda}/2015-03-31/functions/${fn}:\${stageVariables.alias}/invocations`,
    { alias: 'live' },
    toFunction({ qualifier: 'live' }),
  ],
  ['the whole function', `${lambda}/2015-03-31/functions/\${stageVariables.fn}/invocations`, { fn }, toFunction()],
  ['the whole URI', '${stageVariables.uri}', { uri: fn }, toFunction()],
  ['nothing', `${runtime}/endpoints/fraud/invocations`, undefined, named('fraud')],
] as const)('a stage gives %s', ([, uri, variables, integration]) => {
  expect(resolveIntegration(uri, variables)).toEqual(integration);
});

test.for([[{}], [undefined], [{ other: 'x' }]] as const)(
  'a variable that the stage does not set stays unresolved',
  ([variables]) => {
    const raw = `${runtime}/endpoints/\${stageVariables.constructor}/invocations`;
    expect(resolveIntegration(raw, variables)).toEqual({ kind: 'unresolved', raw, why: 'the stage does not set constructor' });
  },
);

test.for([
  ['arn:aws:iam::*:user/*', { kind: 'caller' }],
  ['arn:aws-cn:iam::*:user/*', { kind: 'caller' }],
  ['arn:aws:iam::111122223333:role/path/invoke', { kind: 'role', arn: 'arn:aws:iam::111122223333:role/path/invoke' }],
  [undefined, none],
  [null, none],
  [
    'arn:aws:iam::111122223333:${stageVariables.role}',
    { kind: 'unresolved', raw: 'arn:aws:iam::111122223333:${stageVariables.role}' },
  ],
] as const)('credentials %s', ([raw, credentials]) => {
  expect(parseCredentials(raw)).toEqual(credentials);
  expect(parseIntegration(fn, { credentials: raw })).toEqual(toFunction({ credentials }));
});

test('a stage gives the role', () => {
  const credentials = 'arn:aws:iam::111122223333:${stageVariables.role}';
  expect(resolveIntegration(fn, { role: 'role/invoke' }, { credentials })).toMatchObject({
    credentials: { kind: 'role', arn: 'arn:aws:iam::111122223333:role/invoke' },
  });
});

test('no text makes it throw', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string().map((rest) => `${runtime}/${rest}`),
    fc.string().map((rest) => `${lambda}/2015-03-31/functions/${rest}/invocations`),
  );
  const variables = fc.dictionary(fc.string(), fc.string());
  fc.assert(
    fc.property(text, variables, text, (uri, stage, credentials) => {
      expect(resolveIntegration(uri, stage, { credentials }).kind).toBeTypeOf('string');
    }),
  );
});
