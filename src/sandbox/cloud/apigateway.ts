import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** API Gateway: REST APIs. */
export function apigateway(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('apigateway', {});
}
