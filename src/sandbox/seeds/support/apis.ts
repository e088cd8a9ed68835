import type { Integration } from '@aws-sdk/client-api-gateway';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Stage } from '@aws-sdk/client-api-gateway';
import type { Stage as StageV2 } from '@aws-sdk/client-apigatewayv2';
import type { RestApi } from '@aws-sdk/client-api-gateway';
import type { HttpApiData, RestApiData } from '../../account.ts';
import { arnOf, daysAgo, roleArn, type Place } from './place.ts';

/** All fields that the post asks of an access log, as JSON. */
export const fullFormat = formatOf([
  'requestId',
  'extendedRequestId',
  'identity.sourceIp',
  'identity.caller',
  'identity.user',
  'requestTime',
  'httpMethod',
  'resourcePath',
  'status',
  'protocol',
  'responseLength',
]);

/** The same of an HTTP API, whose callers an authorizer names. */
export const fullHttpFormat = formatOf([
  'requestId',
  'identity.sourceIp',
  'authorizer.claims.client_id',
  'authorizer.claims.sub',
  'requestTime',
  'httpMethod',
  'routeKey',
  'status',
  'protocol',
  'responseLength',
]);

/** What many start with: no caller, no size. */
export const shortFormat = formatOf(['requestId', 'requestTime', 'httpMethod', 'resourcePath', 'status']);

function formatOf(fields: readonly string[]): string {
  return `{${fields.map((field) => `"${field.split('.').at(-1) ?? field}":"$context.${field}"`).join(',')}}`;
}

/** Integration of a REST API with an endpoint, invoked with a role. `name` may be a stage variable. */
export function endpointIntegration(at: Place, name: string, role: string): Integration {
  return {
    type: 'AWS',
    httpMethod: 'POST',
    uri: `arn:aws:apigateway:${at.region}:runtime.sagemaker:path//endpoints/${name}/invocations`,
    credentials: roleArn(at, role),
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: 29_000,
    cacheNamespace: 'r3s0rc',
    cacheKeyParameters: [],
  };
}

export function functionArn(at: Place, name: string): string {
  return arnOf(at, 'lambda', `function:${name}`);
}

export function functionIntegration(at: Place, name: string): Integration {
  return {
    type: 'AWS_PROXY',
    httpMethod: 'POST',
    uri: `arn:aws:apigateway:${at.region}:lambda:path/2015-03-31/functions/${functionArn(at, name)}/invocations`,
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: 29_000,
    cacheNamespace: 'r3s0rc',
    cacheKeyParameters: [],
  };
}

export interface RestApiOptions {
  readonly id: string;
  readonly name: string;
  readonly integration: Integration;
  /** `NONE`, `AWS_IAM`, `CUSTOM`, `COGNITO_USER_POOLS`. */
  readonly authorization?: string;
  readonly stages: readonly Stage[];
  readonly more?: RestApi;
}

/** A REST API with one method, `POST /score`. */
export function restApi(at: Place, options: RestApiOptions): RestApiData {
  const { id, name, integration, authorization = 'AWS_IAM' } = options;
  return {
    api: {
      id,
      name,
      createdDate: daysAgo(at, 140),
      apiKeySource: 'HEADER',
      endpointConfiguration: { types: ['REGIONAL'], ipAddressType: 'ipv4' },
      disableExecuteApiEndpoint: false,
      rootResourceId: 'r00t',
      ...options.more,
    },
    resources: [
      { id: 'r00t', path: '/' },
      {
        id: 'r3s0rc',
        parentId: 'r00t',
        pathPart: 'score',
        path: '/score',
        resourceMethods: {
          POST: { httpMethod: 'POST', authorizationType: authorization, apiKeyRequired: false, methodIntegration: integration },
        },
      },
    ],
    stages: options.stages,
  };
}

/** A stage of a REST API. */
export function restStage(at: Place, stageName: string, more: Stage = {}): Stage {
  return {
    deploymentId: 'd3pl0y',
    stageName,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    tracingEnabled: false,
    createdDate: daysAgo(at, 140),
    lastUpdatedDate: daysAgo(at, 12),
    ...more,
  };
}

/** Access logs to a log group, as both kinds of APIs take them. */
export function logGroup(at: Place, api: string): string {
  return arnOf(at, 'logs', `log-group:/apis/${api}`);
}

/** An HTTP API with one route to a function. */
export function httpApi(
  at: Place,
  options: { readonly id: string; readonly name: string; readonly function: string; readonly stages: readonly StageV2[] },
): HttpApiData {
  const { id, name, function: target, stages } = options;
  return {
    api: {
      ApiId: id,
      Name: name,
      ProtocolType: 'HTTP',
      RouteSelectionExpression: '$request.method $request.path',
      ApiEndpoint: `https://${id}.execute-api.${at.region}.amazonaws.com`,
      ApiKeySelectionExpression: '$request.header.x-api-key',
      CreatedDate: daysAgo(at, 70),
      DisableExecuteApiEndpoint: false,
    },
    integrations: [
      {
        IntegrationId: 'i1nt3gr',
        IntegrationType: 'AWS_PROXY',
        IntegrationMethod: 'POST',
        IntegrationUri: functionArn(at, target),
        ConnectionType: 'INTERNET',
        PayloadFormatVersion: '2.0',
        TimeoutInMillis: 30_000,
      },
    ],
    stages,
  };
}

export function httpStage(at: Place, StageName: string, more: Partial<StageV2> = {}): StageV2 {
  return {
    StageName,
    AutoDeploy: true,
    CreatedDate: daysAgo(at, 70),
    LastUpdatedDate: daysAgo(at, 70),
    DefaultRouteSettings: { DetailedMetricsEnabled: false },
    RouteSettings: {},
    StageVariables: {},
    Tags: {},
    ...more,
  };
}

/** A function as ListFunctions gives it. */
export function lambda(at: Place, FunctionName: string, role: string, Variables: Record<string, string>): FunctionConfiguration {
  return {
    FunctionName,
    FunctionArn: functionArn(at, FunctionName),
    Runtime: 'python3.13',
    Role: roleArn(at, role),
    Handler: 'app.handler',
    CodeSize: 18_244,
    Description: '',
    Timeout: 30,
    MemorySize: 512,
    LastModified: daysAgo(at, 45).toISOString().replace('Z', '+0000'),
    CodeSha256: 'Yz5h7d0fVtJ3mKq2mS0yqk0m8s1cTj5nq3m0l6b2x9A=',
    Version: '$LATEST',
    Environment: { Variables },
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: '6f1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
    PackageType: 'Zip',
    Architectures: ['arm64'],
    EphemeralStorage: { Size: 512 },
  };
}
