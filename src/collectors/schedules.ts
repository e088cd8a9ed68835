import { defineCollector } from '../core/collector.ts';
import { paged } from '../core/operation.ts';
import { schedules } from '../inventory/timers.ts';

export default defineCollector({
  section: schedules,
  runs: 'ml-regions',
  operations: {
    list: paged('scheduler', 'ListSchedules', {
      token: ['NextToken', 'NextToken'],
      items: (page) => page.Schedules,
      size: { MaxResults: 100 },
    }),
  },
  async collect(aws, { account, region }, emit) {
    await aws.list.each({ State: 'ENABLED' }, ({ Arn: arn, Name: name, State: state, Target: target }, listed) => {
      if (arn === undefined || name === undefined || state !== 'ENABLED') return;
      const targets = listed.fact(target?.Arn === undefined ? [] : [target.Arn]);
      emit({ arn, name, account, region, type: schedules.type, from: listed.origin, expression: null, targets });
    });
  },
});
