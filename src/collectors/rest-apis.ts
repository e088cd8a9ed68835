import type { Resource as ApiResource, Stage } from '@aws-sdk/client-api-gateway';
import { defineCollector } from '../core/collector.ts';
import { mapFact, present, type Fact } from '../core/fact.ts';
import { op, paged } from '../core/operation.ts';
import { restApis, type ApiIntegration, type ApiStage } from '../inventory/apis.ts';
import { mayLeadToModel, namedVariables, pathParameters, wantsStages } from './support/api-stages.ts';

const action = 'apigateway:GET';

export default defineCollector({
  section: restApis,
  runs: 'ml-regions',
  operations: {
    list: paged('apigateway', 'GetRestApis', {
      action,
      token: ['position', 'position'],
      items: (page) => page.items,
      size: { limit: 500 },
    }),
    resources: paged('apigateway', 'GetResources', {
      action,
      token: ['position', 'position'],
      items: (page) => page.items,
      size: { limit: 500 },
    }),
    // The one list of API Gateway that is called `item`, and that has no pages.
    stages: op('apigateway', 'GetStages', { action, required: ['item'], absent: ['NotFoundException'] }),
  },
  async collect(aws, { partition, account, region }, emit) {
    await aws.list.each({}, async (api, { origin }) => {
      const { id, name = '' } = api;
      if (id === undefined) return;
      const resources = await aws.resources.all({ restApiId: id, embed: ['methods'] });
      const integrations = mapFact(resources, (all) => all.flatMap(toIntegrations));
      const listed = wantsStages(integrations) ? present(await aws.stages({ restApiId: id })) : undefined;
      // Deleted since it was listed.
      if (listed === null) return;
      emit({
        arn: `arn:${partition}:apigateway:${region}::/restapis/${id}`,
        type: restApis.type,
        name: id,
        account,
        region,
        from: origin,
        title: name,
        protocol: 'REST',
        endpointTypes: api.endpointConfiguration?.types ?? [],
        executeApiDisabled: api.disableExecuteApiEndpoint ?? false,
        policy: withoutSharedSecret(api.policy ?? null),
        integrations,
        stages: listed === undefined ? null : toStages(listed, integrations),
      });
    });
  },
});

/** A value of aws:Referer is a secret that CloudFront shares with the API: what counts is that one is asked for. */
function withoutSharedSecret(policy: string | null): string | null {
  if (policy === null) return null;
  return policy.replaceAll(
    /(\\?"aws:Referer\\?"\s*:\s*)(\[[^\]]*\]|\\?"[^"]*")/gi,
    (_whole, key: string, value: string) => key + (value.includes('\\"') ? String.raw`\"withheld\"` : '"withheld"'),
  );
}

function toIntegrations({ path, resourceMethods }: ApiResource): readonly ApiIntegration[] {
  return Object.entries(resourceMethods ?? {}).flatMap(([method, { authorizationType, methodIntegration }]) => {
    if (methodIntegration?.uri === undefined) return [];
    const integration: ApiIntegration = {
      path: path ?? null,
      method,
      authorization: authorizationType ?? null,
      uri: methodIntegration.uri,
      credentials: methodIntegration.credentials ?? null,
      requestParameters: pathParameters(methodIntegration.requestParameters),
    };
    return mayLeadToModel(integration) ? [integration] : [];
  });
}

function toStages(
  listed: Fact<{ readonly item: readonly Stage[] }>,
  integrations: Fact<readonly ApiIntegration[]>,
): Fact<readonly ApiStage[]> {
  return mapFact(listed, ({ item }) =>
    item.map((stage) => ({
      name: stage.stageName ?? '',
      variables: namedVariables(stage.variables, integrations),
      accessLog: {
        destinationArn: stage.accessLogSettings?.destinationArn ?? null,
        format: stage.accessLogSettings?.format ?? null,
      },
      webAclArn: stage.webAclArn ?? null,
    })),
  );
}
