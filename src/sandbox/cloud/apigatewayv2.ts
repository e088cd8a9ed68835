import type { AccountOf, HttpApiData } from '../account.ts';
import { defineHandlers, SandboxError, type Handlers, type SandboxCall } from '../types.ts';
import { given, pageOf } from './pages.ts';

/** Its lists' page size is a text, and their default is not documented. */
const pages = { usual: 25, most: 500 } as const;

/** API Gateway: HTTP and WebSocket APIs. */
export function apigatewayv2(accountOf: AccountOf): Handlers {
  const here = (call: SandboxCall) => accountOf(call).in[call.region]?.apigatewayv2?.apis ?? [];
  const find = (id: string | undefined, call: SandboxCall): HttpApiData =>
    here(call).find(({ api }) => api.ApiId === id) ?? notFound(`${id}`);
  return defineHandlers('apigatewayv2', {
    GetApis: ({ NextToken, MaxResults }, call) =>
      listOf(
        here(call).map(({ api }) => api),
        { NextToken, MaxResults },
      ),
    GetIntegrations: ({ ApiId, ...paging }, call) => listOf(find(ApiId, call).integrations, paging),
    GetStages: ({ ApiId, ...paging }, call) => listOf(find(ApiId, call).stages, paging),
  });
}

interface PageInput {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: string | undefined;
}

function listOf<T>(all: readonly T[], { NextToken: token, MaxResults: size }: PageInput): { Items: T[]; NextToken?: string } {
  const { page, next } = pageOf(all, { token, size: size === undefined ? undefined : Number(size), ...pages });
  return given({ Items: page, NextToken: next });
}

function notFound(id: string): never {
  throw new SandboxError('NotFoundException', `Invalid API identifier specified ${id}`, 404);
}
