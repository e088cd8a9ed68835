import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';
import { given, pageOf } from './pages.ts';

/** Lambda: never more than 50 functions a page, whatever is asked for. */
export function lambda(accountOf: AccountOf): Handlers {
  return defineHandlers('lambda', {
    ListFunctions({ Marker, MaxItems }, call) {
      const all = accountOf(call).in[call.region]?.lambda?.functions ?? [];
      const { page, next } = pageOf(all, { token: Marker, size: MaxItems, usual: 50, most: 50 });
      return given({ Functions: page, NextMarker: next });
    },
  });
}
