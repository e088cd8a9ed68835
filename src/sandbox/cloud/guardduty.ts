import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** GuardDuty. */
export function guardduty(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('guardduty', {});
}
