import type { Integration, Stage } from '@aws-sdk/client-apigatewayv2';
import { defineCollector } from '../core/collector.ts';
import { mapFact } from '../core/fact.ts';
import { paged } from '../core/operation.ts';
import { httpApis, type ApiIntegration, type ApiStage } from '../inventory/apis.ts';
import { isGone } from './support/absence.ts';
import { mayLeadToModel, namedVariables, pathParameters, wantsStages } from './support/api-stages.ts';

const action = 'apigateway:GET';

export default defineCollector({
  section: httpApis,
  runs: 'ml-regions',
  operations: {
    list: paged('apigatewayv2', 'GetApis', { action, token: ['NextToken', 'NextToken'], items: (page) => page.Items }),
    integrations: paged('apigatewayv2', 'GetIntegrations', {
      action,
      token: ['NextToken', 'NextToken'],
      items: (page) => page.Items,
    }),
    stages: paged('apigatewayv2', 'GetStages', { action, token: ['NextToken', 'NextToken'], items: (page) => page.Items }),
  },
  async collect(aws, { partition, account, region }, emit) {
    await aws.list.each({}, async (api, { origin }) => {
      const { ApiId: id, Name: title = '', ProtocolType: protocol } = api;
      if (id === undefined || protocol === undefined) return;
      const listed = await aws.integrations.all({ ApiId: id });
      const integrations = mapFact(listed, (all) => all.flatMap(toIntegration));
      const stages = wantsStages(integrations) ? await aws.stages.all({ ApiId: id }) : null;
      if (isGone(listed) || (stages !== null && isGone(stages))) return;
      emit({
        arn: `arn:${partition}:apigateway:${region}::/apis/${id}`,
        type: httpApis.type,
        name: id,
        account,
        region,
        from: origin,
        title,
        protocol,
        endpointTypes: ['REGIONAL'],
        executeApiDisabled: api.DisableExecuteApiEndpoint ?? false,
        policy: null,
        integrations,
        stages: stages === null ? null : mapFact(stages, (all) => all.map((stage) => toStage(stage, integrations))),
      });
    });
  },
});

function toIntegration(answer: Integration): readonly ApiIntegration[] {
  if (answer.IntegrationUri === undefined) return [];
  const integration: ApiIntegration = {
    path: null,
    method: null,
    authorization: null,
    uri: answer.IntegrationUri,
    credentials: answer.CredentialsArn ?? null,
    requestParameters: pathParameters(answer.RequestParameters),
  };
  return mayLeadToModel(integration) ? [integration] : [];
}

function toStage(stage: Stage, integrations: Parameters<typeof namedVariables>[1]): ApiStage {
  return {
    name: stage.StageName ?? '',
    variables: namedVariables(stage.StageVariables, integrations),
    accessLog: {
      destinationArn: stage.AccessLogSettings?.DestinationArn ?? null,
      format: stage.AccessLogSettings?.Format ?? null,
    },
    webAclArn: null,
  };
}
