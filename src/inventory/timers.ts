import type { Fact, Origin } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';

/** Something enabled that calls its targets at set times. */
export interface Timer extends Resource {
  /** The call that listed it. */
  readonly from: Origin;
  /** `rate(...)` or `cron(...)`; `null` where the list does not tell. */
  readonly expression: string | null;
  /** ARNs that it calls. */
  readonly targets: Fact<readonly string[]>;
}

/** ENABLED EventBridge rules with a schedule expression. */
export const eventRules = section<Timer>({
  name: 'events.rules',
  type: 'AWS::Events::Rule',
  scope: 'regional',
  arn: 'arn:P:events:R:A:rule/*',
});

/** ENABLED schedules of EventBridge Scheduler. */
export const schedules = section<Timer>({
  name: 'scheduler.schedules',
  type: 'AWS::Scheduler::Schedule',
  scope: 'regional',
  arn: 'arn:P:scheduler:R:A:schedule/*',
});
