import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** API Gateway: HTTP and WebSocket APIs. */
export function apigatewayv2(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('apigatewayv2', {});
}
