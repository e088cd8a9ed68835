import { defineCollector } from '../core/collector.ts';
import { mapFact } from '../core/fact.ts';
import { paged } from '../core/operation.ts';
import { eventRules } from '../inventory/timers.ts';

export default defineCollector({
  section: eventRules,
  runs: 'ml-regions',
  operations: {
    list: paged('events', 'ListRules', {
      token: ['NextToken', 'NextToken'],
      items: (page) => page.Rules,
      size: { Limit: 100 },
    }),
    targets: paged('events', 'ListTargetsByRule', {
      token: ['NextToken', 'NextToken'],
      items: (page) => page.Targets,
      size: { Limit: 100 },
    }),
  },
  async collect(aws, { account, region }, emit) {
    // Only the default event bus, which is listed here, can hold rules with a schedule.
    await aws.list.each({}, async (rule, { origin: from }) => {
      const { Arn: arn, Name: name, State: state, ScheduleExpression: expression } = rule;
      if (arn === undefined || name === undefined || state !== 'ENABLED' || expression === undefined) return;
      const targets = mapFact(await aws.targets.all({ Rule: name }), (all) => all.flatMap((target) => target.Arn ?? []));
      emit({ arn, name, account, region, type: eventRules.type, from, expression, targets });
    });
  },
});
