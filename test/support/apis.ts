import type { Fact } from '../../src/core/fact.ts';
import { httpApis, restApis, type Api, type ApiIntegration, type ApiProtocol, type ApiStage } from '../../src/inventory/apis.ts';
import { distributions, type Distribution } from '../../src/inventory/distributions.ts';
import { functions, type LambdaFunction } from '../../src/inventory/functions.ts';
import type { ModelStage, ModelStageDetails } from '../../src/lineage/model-apis.ts';
import { home, originOf, region, told } from './inventory.ts';

export const endpointUri = `arn:aws:apigateway:${region}:runtime.sagemaker:path//endpoints/fraud/invocations`;
export const functionArn = `arn:aws:lambda:${region}:${home.account}:function:score`;
export const functionUri = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
export const logGroup = `arn:aws:logs:${region}:${home.account}:log-group:fraud-api`;

/** The format that the post shows. */
export const postFormat =
  '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","caller":"$context.identity.caller","user":"$context.identity.user","requestTime":"$context.requestTime","httpMethod":"$context.httpMethod","resourcePath":"$context.resourcePath","status":"$context.status","protocol":"$context.protocol","responseLength":"$context.responseLength"}';

export function anIntegration(overrides: Partial<ApiIntegration> = {}): ApiIntegration {
  return {
    path: '/predict',
    method: 'POST',
    authorization: 'NONE',
    uri: endpointUri,
    credentials: `arn:aws:iam::${home.account}:role/fraud-api`,
    requestParameters: {},
    ...overrides,
  };
}

export function aStage(overrides: Partial<ApiStage> = {}): ApiStage {
  return {
    name: 'prod',
    variables: {},
    accessLog: { destinationArn: logGroup, format: postFormat },
    webAclArn: null,
    ...overrides,
  };
}

/** A REST API with one stage in front of the endpoint `fraud`; of another protocol it goes through the function `score`. */
export function anApi(overrides: Partial<Api> = {}, protocol: ApiProtocol = 'REST'): Api {
  const rest = protocol === 'REST';
  return {
    arn: `arn:aws:apigateway:${region}::/${rest ? 'restapis' : 'apis'}/a1b2c3d4e5`,
    type: rest ? restApis.type : httpApis.type,
    name: 'a1b2c3d4e5',
    account: home.account,
    region,
    from: originOf(rest ? 'apigateway:GetRestApis' : 'apigatewayv2:GetApis'),
    title: 'fraud',
    protocol,
    endpointTypes: ['REGIONAL'],
    executeApiDisabled: false,
    policy: null,
    integrations: told(
      [
        rest
          ? anIntegration()
          : anIntegration({ path: null, method: null, authorization: null, uri: functionArn, credentials: null }),
      ],
      rest ? 'apigateway:GetResources' : 'apigatewayv2:GetIntegrations',
    ),
    stages: told([aStage()], rest ? 'apigateway:GetStages' : 'apigatewayv2:GetStages'),
    ...overrides,
  };
}

/** A stage that serves the model through this integration. */
export function aModelStage(
  stage: Partial<ModelStageDetails> | Fact<never> = {},
  api: Api = anApi(),
  integration: ApiIntegration = anIntegration(),
): ModelStage {
  const rest = api.protocol === 'REST';
  if ('known' in stage) return { arn: api.arn, type: api.type, name: api.name, account: home.account, region, api, stage };
  const details: ModelStageDetails = {
    ...aStage(),
    linkedBy: originOf(rest ? 'apigateway:GetResources' : 'apigatewayv2:GetIntegrations'),
    routes: [{ integration, via: rest ? 'endpoint' : 'function' }],
    ...stage,
  };
  return {
    arn: `${api.arn}/stages/${details.name}`,
    type: rest ? 'AWS::ApiGateway::Stage' : 'AWS::ApiGatewayV2::Stage',
    name: details.name,
    account: home.account,
    region,
    api,
    stage: told(details, rest ? 'apigateway:GetStages' : 'apigatewayv2:GetStages'),
  };
}

export function aFunction(overrides: Partial<LambdaFunction> = {}): LambdaFunction {
  return {
    arn: functionArn,
    type: functions.type,
    name: 'score',
    account: home.account,
    region,
    from: originOf('lambda:ListFunctions'),
    roleArn: `arn:aws:iam::${home.account}:role/score`,
    references: [{ field: 'ENDPOINT', value: 'fraud' }],
    link: told('direct', 'lambda:ListFunctions'),
    ...overrides,
  };
}

/** A distribution in front of the API of `anApi`. */
export function aDistribution(overrides: Partial<Distribution> = {}): Distribution {
  return {
    arn: `arn:aws:cloudfront::${home.account}:distribution/E1FRAUD`,
    type: distributions.type,
    name: 'E1FRAUD',
    account: home.account,
    region: 'global',
    from: originOf('cloudfront:ListDistributions', 'global'),
    enabled: true,
    aliases: [],
    origins: [{ domainName: `a1b2c3d4e5.execute-api.${region}.amazonaws.com`, path: '/prod' }],
    webAclId: null,
    ...overrides,
  };
}
