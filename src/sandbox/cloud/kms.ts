import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** KMS. */
export function kms(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('kms', {});
}
