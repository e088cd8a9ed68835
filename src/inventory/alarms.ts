import type { Origin } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';

/** A metric that an alarm names, at its top level or in its metric math. */
export interface AlarmMetric {
  /** Field that names it, such as `MetricAlarm.Dimensions`. */
  readonly field: string;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  /** Account that owns the metric; `null` for the alarm's own. */
  readonly account: string | null;
}

/** A query that finds its metrics itself: SEARCH, Metrics Insights (SELECT) or PromQL. */
export interface AlarmQuery {
  readonly field: string;
  readonly text: string;
  readonly account: string | null;
}

/** An alarm on anything but the metrics that AWS services publish. */
export interface Alarm extends Resource {
  /** The call that listed it. */
  readonly from: Origin;
  /** Composite and log alarms name no metric of their own. */
  readonly kind: 'metric' | 'composite' | 'log';
  readonly metrics: readonly AlarmMetric[];
  readonly queries: readonly AlarmQuery[];
}

export const alarms = section<Alarm>({
  name: 'cloudwatch.alarms',
  type: 'AWS::CloudWatch::Alarm',
  scope: 'regional',
  arn: 'arn:P:cloudwatch:R:A:alarm:*',
});
