import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** Secrets Manager, without any secret value. */
export function secretsmanager(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('secretsmanager', {});
}
