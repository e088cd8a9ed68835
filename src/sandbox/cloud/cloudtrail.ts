import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** CloudTrail. */
export function cloudtrail(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('cloudtrail', {});
}
