import type { CompositeAlarm, LogAlarm, Metric, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { defineCollector } from '../core/collector.ts';
import { paged, type OutputOf } from '../core/operation.ts';
import { alarms, type AlarmMetric, type AlarmQuery } from '../inventory/alarms.ts';
import { isServiceNamespace, namespacesOf } from '../lineage/alarms.ts';

export default defineCollector({
  section: alarms,
  runs: 'ml-regions',
  operations: {
    list: paged('cloudwatch', 'DescribeAlarms', {
      token: ['NextToken', 'NextToken'],
      items: alarmsOf,
      size: { MaxRecords: 100 },
    }),
  },
  async collect(aws, { account, region }, emit) {
    // Without AlarmTypes, only metric alarms are told.
    await aws.list.each({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] }, ({ kind, alarm }, { origin: from }) => {
      const { AlarmArn: arn, AlarmName: name } = alarm;
      if (arn === undefined || name === undefined) return;
      const metrics = kind === 'metric' ? metricsOf(alarm) : [];
      const queries = kind === 'metric' ? queriesOf(alarm) : [];
      if (watchesServicesOnly(metrics, queries)) return;
      emit({ arn, name, account, region, type: alarms.type, from, kind, metrics, queries });
    });
  },
});

type Listed =
  | { readonly kind: 'metric'; readonly alarm: MetricAlarm }
  | { readonly kind: 'composite'; readonly alarm: CompositeAlarm }
  | { readonly kind: 'log'; readonly alarm: LogAlarm };

function alarmsOf(page: OutputOf<'cloudwatch', 'DescribeAlarms'>): readonly Listed[] | undefined {
  const { MetricAlarms: metric, CompositeAlarms: composite, LogAlarms: log } = page;
  if (metric === undefined && composite === undefined && log === undefined) return undefined;
  return [
    ...(metric ?? []).map((alarm) => ({ kind: 'metric' as const, alarm })),
    ...(composite ?? []).map((alarm) => ({ kind: 'composite' as const, alarm })),
    ...(log ?? []).map((alarm) => ({ kind: 'log' as const, alarm })),
  ];
}

function metricsOf(alarm: MetricAlarm): readonly AlarmMetric[] {
  const own = alarm.MetricName === undefined ? [] : [toMetric('MetricAlarm.Dimensions', alarm)];
  const math = (alarm.Metrics ?? []).flatMap(({ MetricStat: stat, AccountId: owner }) =>
    stat?.Metric === undefined ? [] : [toMetric('MetricAlarm.Metrics[].MetricStat.Metric.Dimensions', stat.Metric, owner)],
  );
  return [...own, ...math];
}

function toMetric(field: string, metric: Metric, owner?: string): AlarmMetric {
  return {
    field,
    namespace: metric.Namespace ?? null,
    name: metric.MetricName ?? null,
    dimensions: (metric.Dimensions ?? []).flatMap(({ Name: name, Value: value }) =>
      name === undefined || value === undefined ? [] : [{ name, value }],
    ),
    account: owner ?? null,
  };
}

/** Expressions that find metrics. Arithmetic and anomaly bands refer to metrics of the same alarm by their ids: they find none. */
function queriesOf(alarm: MetricAlarm): readonly AlarmQuery[] {
  const expressions = (alarm.Metrics ?? []).flatMap(({ Expression: text, AccountId: owner }) =>
    text !== undefined && /\b(SEARCH|SELECT)\b/i.test(text)
      ? [{ field: 'MetricAlarm.Metrics[].Expression', text, account: owner ?? null }]
      : [],
  );
  const text: string | undefined = alarm.EvaluationCriteria?.PromQLCriteria?.Query;
  const field = 'MetricAlarm.EvaluationCriteria.PromQLCriteria.Query';
  return text === undefined ? expressions : [...expressions, { field, text, account: null }];
}

/** Most alarms of an account: CPU, errors, queues. None of their metrics tells whether a model drifts. */
function watchesServicesOnly(metrics: readonly AlarmMetric[], queries: readonly AlarmQuery[]): boolean {
  const unread: readonly (string | null)[] = [null];
  const named = metrics.map(({ namespace }) => namespace);
  const namespaces = [...named, ...queries.flatMap(({ text }) => namespacesOf(text) ?? unread)];
  return namespaces.length > 0 && namespaces.every((namespace) => namespace !== null && isServiceNamespace(namespace));
}
