import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** S3 Control. */
export function s3control(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('s3control', {});
}
