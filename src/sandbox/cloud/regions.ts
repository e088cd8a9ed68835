import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';
import { given, pageOf } from './pages.ts';

/** Account Management's list of Regions. */
export function account(accountOf: AccountOf): Handlers {
  return defineHandlers('account', {
    ListRegions({ NextToken, MaxResults, RegionOptStatusContains: wanted = [] }, call) {
      const all = accountOf(call).regions.filter(({ status }) => wanted.length === 0 || wanted.includes(status));
      const { page, next } = pageOf(all, { token: NextToken, size: MaxResults, usual: 20, most: 50 });
      return given({ Regions: page.map(({ name, status }) => ({ RegionName: name, RegionOptStatus: status })), NextToken: next });
    },
  });
}
