import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** AWS WAF. */
export function wafv2(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('wafv2', {});
}
