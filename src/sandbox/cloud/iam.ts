import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** IAM. */
export function iam(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('iam', {});
}
