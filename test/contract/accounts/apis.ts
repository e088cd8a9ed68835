import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateAccountCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { CreateApiCommand, CreateIntegrationCommand, CreateRouteCommand, CreateStageCommand } from '@aws-sdk/client-apigatewayv2';
import { CreateDistributionCommand } from '@aws-sdk/client-cloudfront';
import { AssociateWebACLCommand, CreateRuleGroupCommand, CreateWebACLCommand, type Rule } from '@aws-sdk/client-wafv2';
import type { Account } from '../support/account.ts';

/** Where stages write their access logs. */
const destination = ({ id, region }: Account) => `arn:aws:logs:${region}:${id}:log-group:access`;

/** A REST API with one method, which hands requests to an endpoint; without an endpoint it answers by itself. Its id. */
export async function createRestApi(account: Account, name: string, endpoint?: string): Promise<string> {
  const { apigateway, region, id } = account;
  const { id: restApiId } = await apigateway.send(
    new CreateRestApiCommand({ name, endpointConfiguration: { types: ['REGIONAL'] } }),
  );
  const { items = [] } = await apigateway.send(new GetResourcesCommand({ restApiId }));
  const { id: resourceId } = await apigateway.send(
    new CreateResourceCommand({ restApiId, parentId: items[0]?.id, pathPart: 'score' }),
  );
  const method = { restApiId, resourceId, httpMethod: 'POST' };
  await apigateway.send(new PutMethodCommand({ ...method, authorizationType: 'AWS_IAM' }));
  await apigateway.send(
    new PutIntegrationCommand({
      ...method,
      ...(endpoint === undefined
        ? { type: 'MOCK' }
        : {
            type: 'AWS',
            integrationHttpMethod: 'POST',
            uri: `arn:aws:apigateway:${region}:runtime.sagemaker:path//endpoints/${endpoint}/invocations`,
            credentials: `arn:aws:iam::${id}:role/invoke`,
          }),
    }),
  );
  return restApiId ?? '';
}

/** A stage of a REST API; with a format it writes access logs. */
export async function deploy(
  account: Account,
  restApiId: string,
  { stage, format }: { stage: string; format?: string },
): Promise<void> {
  const { apigateway } = account;
  await apigateway.send(new CreateDeploymentCommand({ restApiId, stageName: stage }));
  if (format === undefined) return;
  await apigateway.send(
    new UpdateStageCommand({
      restApiId,
      stageName: stage,
      patchOperations: [
        { op: 'replace', path: '/accessLogSettings/destinationArn', value: destination(account) },
        { op: 'replace', path: '/accessLogSettings/format', value: format },
      ],
    }),
  );
}

/** An HTTP API in front of a function, with a stage `live`. Its id. */
export async function createHttpApi(
  account: Account,
  name: string,
  { target, format }: { target: string; format?: string },
): Promise<string> {
  const { apigatewayv2 } = account;
  const { ApiId } = await apigatewayv2.send(new CreateApiCommand({ Name: name, ProtocolType: 'HTTP' }));
  const { IntegrationId } = await apigatewayv2.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: target,
      PayloadFormatVersion: '2.0',
    }),
  );
  await apigatewayv2.send(new CreateRouteCommand({ ApiId, RouteKey: 'POST /score', Target: `integrations/${IntegrationId}` }));
  const AccessLogSettings = format === undefined ? undefined : { DestinationArn: destination(account), Format: format };
  await apigatewayv2.send(new CreateStageCommand({ ApiId, StageName: 'live', AccessLogSettings }));
  return ApiId ?? '';
}

/** A regional web ACL in front of a stage. Its id. */
export async function protect(
  { wafv2, region }: Account,
  stage: { api: string; name: string },
  { name, rules }: { name: string; rules: readonly Rule[] },
): Promise<string> {
  const { Summary } = await wafv2.send(
    new CreateWebACLCommand({
      Name: name,
      Scope: 'REGIONAL',
      DefaultAction: { Allow: {} },
      VisibilityConfig: visibility(name),
      Rules: [...rules],
    }),
  );
  const ResourceArn = `arn:aws:apigateway:${region}::/restapis/${stage.api}/stages/${stage.name}`;
  await wafv2.send(new AssociateWebACLCommand({ WebACLArn: Summary?.ARN, ResourceArn }));
  return Summary?.Id ?? '';
}

/** A rule that blocks a client after so many requests in five minutes. */
export function rateRule(limit: number): Rule {
  return {
    Name: 'rate',
    Priority: 0,
    Statement: { RateBasedStatement: { Limit: limit, AggregateKeyType: 'IP' } },
    Action: { Block: {} },
    VisibilityConfig: visibility('rate'),
  };
}

/** A group of one rate rule. Its ARN. */
export async function createRuleGroup({ wafv2 }: Account, name: string): Promise<string> {
  const { Summary } = await wafv2.send(
    new CreateRuleGroupCommand({
      Name: name,
      Scope: 'REGIONAL',
      Capacity: 10,
      Rules: [rateRule(500)],
      VisibilityConfig: visibility(name),
    }),
  );
  return Summary?.ARN ?? '';
}

/** A rule that takes in a group. */
export function groupRule(arn: string): Rule {
  return {
    Name: 'group',
    Priority: 0,
    Statement: { RuleGroupReferenceStatement: { ARN: arn } },
    OverrideAction: { None: {} },
    VisibilityConfig: visibility('group'),
  };
}

function visibility(name: string) {
  return { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: name };
}

export async function setLogRole({ apigateway }: Account, role: string): Promise<void> {
  const patchOperations = [{ op: 'replace', path: '/cloudwatchRoleArn', value: role } as const];
  await apigateway.send(new UpdateAccountCommand({ patchOperations }));
}

/** A distribution whose origin is a REST API. */
export async function createDistribution({ cloudfront, region }: Account, api: string): Promise<void> {
  await cloudfront.send(
    new CreateDistributionCommand({
      DistributionConfig: {
        CallerReference: api,
        Comment: '',
        Enabled: true,
        Origins: {
          Quantity: 1,
          Items: [
            {
              Id: 'api',
              DomainName: `${api}.execute-api.${region}.amazonaws.com`,
              CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'https-only' },
            },
          ],
        },
        DefaultCacheBehavior: { TargetOriginId: 'api', ViewerProtocolPolicy: 'https-only' },
      },
    }),
  );
}
