import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** S3: buckets and their settings. */
export function s3(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('s3', {});
}
