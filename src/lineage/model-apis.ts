import { known, missing, type Fact, type Gap, type Origin } from '../core/fact.ts';
import { derivation } from '../core/collection.ts';
import { derived, type Collection, type Resource } from '../core/resource.ts';
import { httpApis, restApis, type Api, type ApiIntegration, type ApiStage } from '../inventory/apis.ts';
import { functions, type LambdaFunction } from '../inventory/functions.ts';
import { parseIntegration, resolveIntegration, type Integration } from './api-integration.ts';

/** A way from a stage to a model: an integration with the endpoint or function that it leads to. */
export interface ModelRoute {
  readonly integration: ApiIntegration;
  readonly via: 'endpoint' | 'function';
}

export interface ModelStageDetails extends ApiStage {
  /** How the link to a model was seen. */
  readonly linkedBy: Origin;
  readonly routes: readonly [ModelRoute, ...ModelRoute[]];
}

/** A stage that serves a model; or an API of which nobody can tell, under the API's own ARN. */
export interface ModelStage extends Resource {
  readonly api: Api;
  /** Missing: whether the API leads to a model, or what its stages are, could not be read. */
  readonly stage: Fact<ModelStageDetails>;
}

/**
 * Stages of APIs in front of a model (catalogue 3.3): REST and WebSocket APIs reach an endpoint directly or through a function,
 * HTTP APIs through a function only. A function that may call any endpoint, one of another account, and a stage variable that is
 * not set make a link possible only: such an API has no result.
 */
export const modelStages = derived({
  name: 'lineage.model-stages',
  type: 'AWS::ApiGateway::Stage',
  arn: 'arn:P:apigateway:R::/restapis/*/stages/*',
  from: { restApis, httpApis, functions },
  derive: (views) =>
    derivation(
      [...views.restApis.all, ...views.httpApis.all].flatMap((api) => stagesOf(api, views.functions)),
      views.restApis,
      views.httpApis,
    ),
});

function stagesOf(api: Api, calls: Collection<LambdaFunction>): readonly ModelStage[] {
  const { integrations, stages } = api;
  if (stages === null || (stages.known && stages.value.length === 0)) return [];
  if (!integrations.known) return [undecided(api, integrations.gap)];
  if (!stages.known) return withoutStages(api, integrations.value, { calls, gap: stages.gap });
  const items: ModelStage[] = [];
  let gap: Gap | undefined;
  for (const stage of stages.value) {
    const links = integrations.value.map((integration) => {
      const { uri, ...options } = integration;
      return { integration, link: linkOf(resolveIntegration(uri, stage.variables, options), api, calls) };
    });
    const [first, ...others] = links.flatMap(({ integration, link }) =>
      typeof link === 'string' ? [{ integration, via: link }] : [],
    );
    if (first === undefined) gap ??= links.flatMap(({ link }) => (typeof link === 'object' && link !== null ? [link] : []))[0];
    else items.push(toStage(api, { ...stage, linkedBy: integrations.from, routes: [first, ...others] }, stages.from));
  }
  return gap === undefined ? items : [...items, undecided(api, gap)];
}

/** The stages are hidden, and with them what their variables hold: an integration that names one may lead to a model. */
function withoutStages(
  api: Api,
  integrations: readonly ApiIntegration[],
  { calls, gap }: { readonly calls: Collection<LambdaFunction>; readonly gap: Gap },
): readonly ModelStage[] {
  const mayLead = integrations.some(({ uri, ...options }) => {
    const integration = parseIntegration(uri, options);
    const open = integration.kind === 'unresolved' || (integration.kind === 'function' && integration.variables.length > 0);
    return open ? uri.includes('${stageVariables.') : linkOf(integration, api, calls) !== null;
  });
  return mayLead ? [undecided(api, gap)] : [];
}

/** How an integration leads to a model; `null`: it does not, as far as anyone can tell; a gap: what it leads to could not be read. */
function linkOf(integration: Integration, api: Api, calls: Collection<LambdaFunction>): ModelRoute['via'] | Gap | null {
  if (integration.kind === 'endpoint') return api.protocol === 'HTTP' ? null : 'endpoint';
  if (integration.kind !== 'function') return null;
  const found = calls.find(integration.functionArn);
  if (!found.known) return found.gap;
  const link = found.value?.link;
  if (link === undefined) return null;
  if (!link.known) return link.gap;
  return link.value === 'direct' ? 'function' : null;
}

function toStage(api: Api, stage: ModelStageDetails, from: Origin): ModelStage {
  return {
    arn: `${api.arn}/stages/${stage.name}`,
    type: api.protocol === 'REST' ? 'AWS::ApiGateway::Stage' : 'AWS::ApiGatewayV2::Stage',
    name: stage.name,
    account: api.account,
    region: api.region,
    api,
    stage: known(stage, from),
  };
}

function undecided(api: Api, gap: Gap): ModelStage {
  const { arn, type, name, account, region } = api;
  return { arn, type, name, account, region, api, stage: missing(gap) };
}
