import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';
import { given, pageOf } from './pages.ts';

/** CloudFront: distributions. A list without any has no Items. */
export function cloudfront(accountOf: AccountOf): Handlers {
  return defineHandlers('cloudfront', {
    ListDistributions({ Marker = '', MaxItems }, call) {
      const all = accountOf(call).cloudfront?.distributions ?? [];
      const { page, next } = pageOf(all, { token: Marker, size: MaxItems, usual: 100, most: 100 });
      const list = {
        Marker,
        NextMarker: next,
        MaxItems: MaxItems ?? 100,
        IsTruncated: next !== undefined,
        Quantity: page.length,
        Items: page.length === 0 ? undefined : page,
      };
      return { DistributionList: given(list) };
    },
  });
}
