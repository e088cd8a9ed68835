import type { Fact, Origin } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';

/** One integration of an API that may lead to a model; all others are left out. */
export interface ApiIntegration {
  /** Resource path of a REST API, such as `/predict/{endpoint}`; `null` for the other protocols. */
  readonly path: string | null;
  /** HTTP method of a REST API, or `ANY`; `null` for the other protocols. */
  readonly method: string | null;
  /** Method.authorizationType of a REST API: `NONE`, `AWS_IAM`, `CUSTOM`, `COGNITO_USER_POOLS`. */
  readonly authorization: string | null;
  /** As written: may hold stage variables. `resolveIntegration` reads it. */
  readonly uri: string;
  readonly credentials: string | null;
  /** Only those that fill the path of the integration. */
  readonly requestParameters: Readonly<Record<string, string>>;
}

export interface ApiStage {
  readonly name: string;
  /** Only the stage variables that an integration names: the others may hold secrets. */
  readonly variables: Readonly<Record<string, string>>;
  readonly accessLog: { readonly destinationArn: string | null; readonly format: string | null };
  /** `null` where there is none, and for HTTP and WebSocket APIs, which cannot have one. */
  readonly webAclArn: string | null;
}

export type ApiProtocol = 'REST' | 'HTTP' | 'WEBSOCKET';

/** An API of API Gateway, of any protocol. */
export interface Api extends Resource {
  /** The call that listed it. */
  readonly from: Origin;
  /** What people call it; `name` is its id. */
  readonly title: string;
  readonly protocol: ApiProtocol;
  /** `EDGE`, `REGIONAL`, `PRIVATE`; empty where AWS left it out. */
  readonly endpointTypes: readonly string[];
  readonly executeApiDisabled: boolean;
  /** Resource policy of a REST API, with escaped quotes as API Gateway gives it; `null`: none. */
  readonly policy: string | null;
  readonly integrations: Fact<readonly ApiIntegration[]>;
  /** `null`: not asked for, as no integration can lead to a model. */
  readonly stages: Fact<readonly ApiStage[]> | null;
}

export const restApis = section<Api>({
  name: 'apigateway.rest-apis',
  type: 'AWS::ApiGateway::RestApi',
  scope: 'regional',
  arn: 'arn:P:apigateway:R::/restapis/*',
});

/** HTTP and WebSocket APIs. */
export const httpApis = section<Api>({
  name: 'apigatewayv2.apis',
  type: 'AWS::ApiGatewayV2::Api',
  scope: 'regional',
  arn: 'arn:P:apigateway:R::/apis/*',
});

/** What API Gateway may do for the whole account in a Region. */
export interface ApiAccountSettings {
  /** `null`: API Gateway may not write logs. */
  readonly cloudwatchRoleArn: string | null;
}

/** API Gateway's settings of the account: one item a Region. */
export interface ApiAccount extends Resource {
  readonly settings: Fact<ApiAccountSettings>;
}

export const apiAccounts = section<ApiAccount>({
  name: 'apigateway.account',
  type: 'AWS::ApiGateway::Account',
  scope: 'regional',
  arn: 'arn:P:apigateway:R::/account',
});
