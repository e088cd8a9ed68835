import type { AccountOf } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';
import { given, pageOf } from './pages.ts';

/** CloudWatch alarms. */
export function cloudwatch(accountOf: AccountOf): Handlers {
  return defineHandlers('cloudwatch', {
    DescribeAlarms({ AlarmTypes: types = ['MetricAlarm'], NextToken, MaxRecords }, call) {
      const { metricAlarms = [], compositeAlarms = [], logAlarms = [] } = accountOf(call).in[call.region]?.cloudwatch ?? {};
      const wanted = [
        ...(types.includes('MetricAlarm') ? metricAlarms.map((alarm) => ({ MetricAlarms: alarm })) : []),
        ...(types.includes('CompositeAlarm') ? compositeAlarms.map((alarm) => ({ CompositeAlarms: alarm })) : []),
        ...(types.includes('LogAlarm') ? logAlarms.map((alarm) => ({ LogAlarms: alarm })) : []),
      ];
      const { page, next } = pageOf(wanted, { token: NextToken, size: MaxRecords, usual: 50, most: 100 });
      return given({
        MetricAlarms: page.flatMap((one) => ('MetricAlarms' in one ? [one.MetricAlarms] : [])),
        CompositeAlarms: page.flatMap((one) => ('CompositeAlarms' in one ? [one.CompositeAlarms] : [])),
        LogAlarms: page.flatMap((one) => ('LogAlarms' in one ? [one.LogAlarms] : [])),
        NextToken: next,
      });
    },
  });
}
