import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** EventBridge Scheduler. */
export function scheduler(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('scheduler', {});
}
