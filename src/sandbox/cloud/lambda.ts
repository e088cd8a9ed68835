import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** Lambda functions. */
export function lambda(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('lambda', {});
}
