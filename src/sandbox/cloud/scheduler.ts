import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';
import { given, pageOf } from './pages.ts';

/** EventBridge Scheduler. */
export function scheduler(accountOf: AccountOf): Handlers {
  return defineHandlers('scheduler', {
    ListSchedules({ State: state, NextToken, MaxResults }, call) {
      const all = accountOf(call).in[call.region]?.scheduler?.schedules ?? [];
      const wanted = all.filter((one) => state === undefined || one.State === state);
      const { page, next } = pageOf(wanted, { token: NextToken, size: MaxResults, usual: 100, most: 100 });
      return given({ Schedules: page, NextToken: next });
    },
  });
}
