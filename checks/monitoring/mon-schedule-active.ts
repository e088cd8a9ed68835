import {
  cli,
  defineCheck,
  every,
  fail,
  known,
  missing,
  notApplicable,
  pass,
  seen,
  unknown,
  whenKnown,
  type Collection,
  type Fact,
  type Fix,
  type Gap,
  type Verdict,
} from '../../src/kit.ts';
import { endpoints } from '../../src/inventory/endpoints.ts';
import {
  monitoringDefinitions,
  monitoringSchedules,
  type MonitoringDefinition,
  type MonitoringSchedule,
} from '../../src/inventory/monitoring.ts';
import { intervalOf, isNew, watchedEndpoint } from '../../src/lineage/active-schedules.ts';
import { sameEndpoint } from '../../src/lineage/arn.ts';
import { isLive } from '../../src/lineage/endpoint-status.ts';
import { findEndpoint } from '../../src/lineage/monitored-endpoints.ts';
import { parseDefinitionArn } from '../../src/lineage/monitoring-definitions.ts';

const statusField = 'MonitoringScheduleSummary.MonitoringScheduleStatus';
const expressionField = 'ScheduleConfig.ScheduleExpression';
const endpointField = 'DescribeMonitoringScheduleResponse.EndpointName';

export default defineCheck({
  id: 'mon-schedule-active',
  control: 'monitoring',
  severity: 'MEDIUM',
  tier: 1,
  origin: 'post',
  stage: 'serve',
  title: 'Monitoring schedules run at least once a day',
  why: 'A schedule that has stopped looks like monitoring and is not.',
  advice: 'Set baselines first, then monitor on a schedule what goes into the model and what comes out of it.',
  threat: { text: 'Data poisoning unnoticed', atlas: ['AML.T0020'] },
  mapping: ['NIST SI-4', 'NIST CA-7'],
  resourceTypes: ['AWS::SageMaker::MonitoringSchedule'],
  subject: monitoringSchedules,
  uses: { endpoints, definitions: monitoringDefinitions, schedules: monitoringSchedules },
  fix,
  evaluate(schedule, { endpoints: all, definitions, schedules }, { now }) {
    return whenKnown(watchedEndpoint(schedule, definitions), (endpointName, from) => {
      if (endpointName === null)
        return notApplicable('not-live', 'the schedule watches no endpoint but batch jobs', seen(from, endpointField, null));
      const named = seen(from, endpointField, endpointName);
      return whenKnown(findEndpoint(endpointName, schedule, all), (endpoint) => {
        if (endpoint === undefined)
          return notApplicable('deleted', `the endpoint ${endpointName} is gone, its schedule is left over`, named);
        if (!isLive(endpoint.status))
          return notApplicable('not-live', `the endpoint ${endpointName} is ${endpoint.status}`, named);
        const verdict = judge(schedule, now);
        return verdict.status === 'FAIL' ? unlessCovered(verdict, endpointName, { schedule, definitions, schedules }) : verdict;
      });
    });
  },
});

function judge(schedule: MonitoringSchedule, now: number): Verdict {
  const { status, from, lastModifiedAt } = schedule;
  const state = seen(from, statusField, status);
  const since = seen(from, 'MonitoringScheduleSummary.LastModifiedTime', lastModifiedAt);
  switch (status) {
    case 'Scheduled':
      return every([pass('the schedule is active', state), often(schedule)]);
    case 'Pending':
      return isNew(lastModifiedAt, now)
        ? notApplicable('too-new', 'the schedule has been pending for less than 24 hours', state, since)
        : fail('the schedule has been pending for more than 24 hours', state, since);
    default:
      return fail(`the schedule is ${status.toLowerCase()}${reasonOf(schedule)}`, state);
  }
}

function reasonOf({ status, details }: MonitoringSchedule): string {
  const reason = status === 'Failed' && details.known ? details.value.failureReason : null;
  return reason === null ? '' : `: ${reason}`;
}

function often(schedule: MonitoringSchedule): Verdict {
  return whenKnown(intervalOf(schedule), (hours, from) => {
    const expression = schedule.details.known ? schedule.details.value.expression : null;
    const evidence = seen(from, expressionField, expression, ...(expression === null ? ['defaulted: once a day'] : []));
    if (hours === null)
      return unknown(unreadable(schedule, expression), `the schedule ${expression} could not be read`, evidence);
    if (hours === 'once') return fail('the schedule runs a single time', evidence);
    if (hours > 24) return fail(`the schedule runs every ${Math.round(hours)} hours, not at least once a day`, evidence);
    return pass(hours === 24 ? 'it runs once a day' : `it runs every ${hours} hours`, evidence);
  });
}

interface Siblings {
  readonly schedule: MonitoringSchedule;
  readonly definitions: Collection<MonitoringDefinition>;
  readonly schedules: Collection<MonitoringSchedule>;
}

/** A schedule that does not run is no loss where another of its type does. */
function unlessCovered(failed: Verdict, endpointName: string, siblings: Siblings): Verdict {
  return whenKnown(coveringSchedule(endpointName, siblings), (other, from) =>
    other === null
      ? failed
      : notApplicable(
          'not-live',
          `${failed.message}, but the schedule ${other.name} of the same type watches the endpoint`,
          seen(from, statusField, other.status, other.name),
          ...failed.evidence,
        ),
  );
}

function coveringSchedule(endpointName: string, { schedule, definitions, schedules }: Siblings): Fact<MonitoringSchedule | null> {
  let gap: Gap | undefined;
  for (const other of schedules.all) {
    if (other.arn === schedule.arn || other.region !== schedule.region || other.status !== 'Scheduled') continue;
    if (typeOf(other) !== typeOf(schedule)) continue;
    const name = watchedEndpoint(other, definitions);
    if (name.known && (name.value === null || !sameEndpoint(name.value, endpointName))) continue;
    const hours = intervalOf(other);
    if (!name.known) gap ??= name.gap;
    else if (!hours.known) gap ??= hours.gap;
    else if (typeof hours.value === 'number' && hours.value <= 24) return known(other, other.from);
  }
  gap ??= schedules.gapIn(schedule.region);
  return gap === undefined ? known(null, schedule.from) : missing(gap);
}

/** Schedules with an inline definition have no type of their own: they watch data quality. */
function typeOf({ monitoringType, details }: MonitoringSchedule): string {
  return monitoringType ?? (details.known ? details.value.definition?.kind : undefined) ?? 'DataQuality';
}

function unreadable({ account, region }: MonitoringSchedule, expression: string | null): Gap {
  return {
    reason: 'malformed',
    operation: 'sagemaker:DescribeMonitoringSchedule',
    action: 'sagemaker:DescribeMonitoringSchedule',
    account,
    region,
    error: 'UnknownExpression',
    detail: `the schedule expression ${expression} is not one that Model Monitor documents`,
  };
}

function fix({ name, region, status, details }: MonitoringSchedule): Fix {
  if (status !== 'Scheduled')
    return {
      text: `Start the schedule again${status === 'Failed' ? ', once the reason of its failure is gone' : ''}; delete it if something else monitors the endpoint.`,
      command: cli`aws sagemaker start-monitoring-schedule --region ${region} --monitoring-schedule-name ${name}`,
    };
  const definition = details.known ? details.value.definition : null;
  const config = JSON.stringify({
    ScheduleConfig: { ScheduleExpression: 'cron(0 0 ? * * *)' },
    MonitoringJobDefinitionName: definition === null ? 'DEFINITION_NAME' : parseDefinitionArn(definition.arn)?.name,
    MonitoringType: definition === null ? 'DataQuality' : definition.kind,
  });
  return {
    text: 'Let the schedule run at least once a day.',
    command: cli`aws sagemaker update-monitoring-schedule --region ${region} --monitoring-schedule-name ${name} --monitoring-schedule-config ${config}`,
  };
}
