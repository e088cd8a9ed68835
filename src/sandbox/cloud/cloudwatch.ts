import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** CloudWatch alarms. */
export function cloudwatch(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('cloudwatch', {});
}
