import type { EdgeSet } from '../core/edge.ts';
import { known, mapFact, type Fact } from '../core/fact.ts';
import type { Home } from '../core/resource.ts';
import type { Api } from '../inventory/apis.ts';
import { parseCredentials, parseIntegration } from './api-integration.ts';
import { parseArn } from './arn.ts';
import { edgesOf } from './references.ts';

/** The roles with which an API invokes endpoints itself. Those for functions are not ML's before the function is. */
export function integrationEdges(api: Api, home: Home, field: string): Fact<EdgeSet> {
  return mapFact(api.integrations, (integrations) =>
    edgesOf(api, home, api.protocol === 'REST' ? 'GetResources' : 'GetIntegrations', (to) =>
      integrations.map(({ uri, credentials, requestParameters }) => {
        if (parseIntegration(uri, { requestParameters }).kind !== 'endpoint') return null;
        const invoker = parseCredentials(credentials);
        return to.role(
          field,
          invoker.kind === 'role' ? invoker.arn : invoker.kind === 'unresolved' ? invoker.raw : null,
          'integration',
        );
      }),
    ),
  );
}

/** The web ACLs of an API's stages. WAF Classic has another API, and is judged by its ARN alone. */
export function stageEdges(api: Api, home: Home): Fact<EdgeSet> {
  const stages = api.stages ?? known([], api.from);
  return mapFact(stages, (all) =>
    edgesOf(api, home, 'Stage', (to) => all.map((stage) => to.other('web-acl', 'webAclArn', wafArn(stage.webAclArn)))),
  );
}

/** The ARN of a web ACL of AWS WAF; `null` for none, and for one of WAF Classic. */
export function wafArn(id: string | null): string | null {
  return id !== null && parseArn(id)?.service === 'wafv2' ? id : null;
}
