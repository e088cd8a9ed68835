import type { Resource, RestApi } from '@aws-sdk/client-api-gateway';
import type { AccountOf, RestApiData } from '../account.ts';
import { defineHandlers, SandboxError, type Handlers, type SandboxCall } from '../types.ts';
import { given, pageOf } from './pages.ts';

/** Page sizes of its lists (API reference, limit). */
const pages = { usual: 25, most: 500 } as const;

/** API Gateway: REST APIs. */
export function apigateway(accountOf: AccountOf): Handlers {
  const here = (call: SandboxCall) => accountOf(call).in[call.region]?.apigateway ?? {};
  const find = (id: string | undefined, call: SandboxCall): RestApiData =>
    here(call).restApis?.find(({ api }) => api.id === id) ?? notFound(`${accountOf(call).id}:${id}`);
  return defineHandlers('apigateway', {
    GetAccount: (_input, call) =>
      given({
        cloudwatchRoleArn: here(call).cloudwatchRoleArn,
        throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
        features: ['UsagePlans'],
        apiKeyVersion: '4',
      }),
    GetRestApis({ position, limit }, call) {
      const all = (here(call).restApis ?? []).map(({ api }) => withEscapedPolicy(api));
      const { page, next } = pageOf(all, { token: position, size: limit, ...pages });
      return given({ items: page, position: next });
    },
    GetResources({ restApiId, embed = [], position, limit }, call) {
      const all = find(restApiId, call).resources.map((one) => (embed.includes('methods') ? one : withoutMethods(one)));
      const { page, next } = pageOf(all, { token: position, size: limit, ...pages });
      return given({ items: page, position: next });
    },
    GetStages: ({ restApiId }, call) => ({ item: [...find(restApiId, call).stages] }),
  });
}

/** API Gateway gives the policy with its quotes escaped. */
function withEscapedPolicy(api: RestApi): RestApi {
  return api.policy?.startsWith('{"') ? { ...api, policy: api.policy.replaceAll('"', String.raw`\"`) } : api;
}

/** Without `embed` only the names of the methods come back. */
function withoutMethods({ resourceMethods, ...resource }: Resource): Resource {
  if (resourceMethods === undefined) return resource;
  return { ...resource, resourceMethods: Object.fromEntries(Object.keys(resourceMethods).map((method) => [method, {}])) };
}

function notFound(id: string): never {
  throw new SandboxError('NotFoundException', `Invalid API identifier specified ${id}`, 404);
}
