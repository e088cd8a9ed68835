import { inherit } from '../core/collection.ts';
import { mapFact, missing, type Fact, type Gap } from '../core/fact.ts';
import { derived, type Collection, type Resource } from '../core/resource.ts';
import type { Sequence } from '../core/sequence.ts';
import type { Api } from '../inventory/apis.ts';
import { distributions, type Distribution } from '../inventory/distributions.ts';
import { webAcls, type WebAcl, type WebAclDetails } from '../inventory/waf.ts';
import { wafArn } from './api-edges.ts';
import { parseArn } from './arn.ts';
import { executeApiHost } from './execute-api.ts';
import { modelStages, type ModelRoute, type ModelStage } from './model-apis.ts';

/** What a web ACL stands in front of. */
export interface ProtectedPath {
  /** ARN of the stage. */
  readonly stage: string;
  /** URI path as AWS WAF sees it, with `*` for what is not fixed. */
  readonly path: string;
  /** A CloudFront distribution in front of the web ACL: it sees CloudFront's addresses as the clients'. */
  readonly proxy: string | null;
}

/** A web ACL in front of a model. */
export interface ModelWebAcl extends Resource {
  readonly protects: readonly ProtectedPath[];
  /** Known to be `null` when it has been deleted. */
  readonly details: Fact<WebAclDetails | null>;
}

/** Web ACLs of model stages, and of the distributions in front of them. Undecided APIs may hide further ones. */
export const modelWebAcls = derived({
  name: 'lineage.model-web-acls',
  type: 'AWS::WAFv2::WebACL',
  arn: 'arn:P:wafv2:R:A:*/webacl/*',
  from: { modelStages, distributions, webAcls },
  derive(views) {
    const protects = new Map<string, ProtectedPath[]>();
    const add = (id: string | null, paths: readonly ProtectedPath[]): void => {
      const arn = wafArn(id);
      if (arn !== null) protects.set(arn, [...(protects.get(arn) ?? []), ...paths]);
    };
    const hidden: Gap[] = [];
    for (const item of views.modelStages.all) {
      if (!item.stage.known) {
        hidden.push(item.stage.gap);
        continue;
      }
      const { webAclArn, routes } = item.stage.value;
      const fronts = frontsOf(item, views.distributions.all);
      add(
        webAclArn,
        routes.map((route) => ({ stage: item.arn, path: pathOf(route, item), proxy: fronts[0]?.arn ?? null })),
      );
      // What viewers ask for, and what of it reaches the stage, is for the distribution's behaviours to say.
      for (const front of fronts) add(front.webAclId, [{ stage: item.arn, path: '*', proxy: null }]);
    }
    return {
      items: [...protects].map(([arn, paths]) => toModelWebAcl(arn, paths, views.webAcls)),
      gaps: inherit(views.modelStages, views.distributions, { gaps: hidden }),
    };
  },
});

/** Enabled distributions whose origin is the API's own host, with no other stage in the origin's path. */
export function frontsOf({ api, name }: ModelStage, all: Sequence<Distribution>): readonly Distribution[] {
  return all
    .values()
    .filter(({ enabled, origins }) => enabled && origins.some((origin) => leadsTo(origin, api, name)))
    .toArray();
}

function leadsTo({ domainName, path }: Distribution['origins'][number], api: Api, stage: string): boolean {
  const host = executeApiHost(domainName);
  if (host === null || host.apiId !== api.name || host.region !== api.region) return false;
  const [, first = ''] = path.split('/');
  return first === '' || first === stage;
}

/** Without its own host name an API is reached by a custom domain, under whatever base path that maps to the stage. */
function pathOf({ integration }: ModelRoute, { api, name }: ModelStage): string {
  const resource = (integration.path ?? '/*').replaceAll(/\{[^}]*\}/g, '*');
  return api.executeApiDisabled ? `*${resource}` : `/${name}${resource}`;
}

function toModelWebAcl(arn: string, protects: readonly ProtectedPath[], acls: Collection<WebAcl>): ModelWebAcl {
  const { region = '', account = '', resource = '' } = parseArn(arn) ?? {};
  const [, , name = arn] = resource.split('/');
  const found = acls.find(arn);
  const details = !found.known ? found : (found.value?.details ?? missing(notReadable(arn, { region, account })));
  return { arn, type: 'AWS::WAFv2::WebACL', name, account, region, protects, details: mapFact(details, (read) => read) };
}

function notReadable(arn: string, { region, account }: { readonly region: string; readonly account: string }): Gap {
  return {
    reason: 'not-collected',
    operation: 'wafv2:GetWebACL',
    action: 'wafv2:GetWebACL',
    account,
    region,
    error: 'NotCollected',
    detail: `${arn} belongs to account ${account}, or was not looked at`,
  };
}
