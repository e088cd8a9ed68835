import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';

/** CloudFront. */
export function cloudfront(accountOf: AccountOf): Handlers {
  void accountOf;
  return defineHandlers('cloudfront', {});
}
