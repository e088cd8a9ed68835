import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** EventBridge rules. */
export function events(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('events', {});
}
