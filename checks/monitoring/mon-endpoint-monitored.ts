import {
  ask,
  cli,
  defineCheck,
  fail,
  notApplicable,
  own,
  pass,
  seen,
  unknown,
  type Evidence,
  type Fix,
  type Verdict,
} from '../../src/kit.ts';
import type { MonitoringSchedule } from '../../src/inventory/monitoring.ts';
import type { Equivalent, Worker } from '../../src/lineage/equivalent-monitors.ts';
import { isNew } from '../../src/lineage/active-schedules.ts';
import { isLive } from '../../src/lineage/endpoint-status.ts';
import { monitoredEndpoints, type MonitoredEndpoint } from '../../src/lineage/monitored-endpoints.ts';

export default defineCheck({
  id: 'mon-endpoint-monitored',
  control: 'monitoring',
  severity: 'HIGH',
  tier: 1,
  origin: 'post',
  stage: 'serve',
  title: 'Every live endpoint is monitored by Model Monitor or a proven equivalent',
  why: 'A model that nobody watches can drift, or be poisoned, for months before its wrong answers are noticed.',
  advice: 'After deployment, keep watching both what goes into the model and what comes out of it.',
  threat: { text: 'Data poisoning, adversarial drift', atlas: ['AML.T0020', 'AML.T0031', 'AML.T0043'] },
  mapping: ['Prowler sagemaker_models_monitor_enabled', 'NIST SI-4', 'NIST CA-7'],
  resourceTypes: ['AWS::SageMaker::Endpoint'],
  subject: monitoredEndpoints,
  fix,
  evaluate({ endpoint, schedules, equivalents }, _views, { now }) {
    const { status, createdAt, from } = endpoint;
    if (!isLive(status))
      return notApplicable('not-live', `the endpoint is ${status}`, seen(from, 'EndpointSummary.EndpointStatus', status));
    if (isNew(createdAt, now))
      return notApplicable(
        'too-new',
        'the endpoint is younger than 24 hours',
        seen(from, 'EndpointSummary.CreationTime', createdAt),
      );
    const [schedule] = schedules.found;
    if (schedule !== undefined) return bySchedule(schedule);
    const [equivalent] = equivalents.found;
    if (equivalent !== undefined) return byEquivalent(equivalent);
    const hidden = schedules.hidden ?? equivalents.hidden;
    if (hidden !== null) return unknown(hidden);
    return fail(
      'nothing monitors the endpoint: there is no active monitoring schedule, and no recent job or scheduled function that looks at it together with an alarm',
      seen(from, 'EndpointSummary.EndpointStatus', status),
    );
  },
});

function bySchedule({ name, from, status, details }: MonitoringSchedule): Verdict {
  const runs = details.known
    ? [seen(details.from, 'ScheduleConfig.ScheduleExpression', details.value.expression, 'null: once a day')]
    : [];
  return pass(
    `the monitoring schedule ${name} watches the endpoint`,
    seen(from, 'MonitoringScheduleSummary.MonitoringScheduleStatus', status, name),
    ...runs,
  );
}

function byEquivalent({ worker, alarm: { alarm, match } }: Equivalent): Verdict {
  const [who, evidence] = describe(worker);
  return pass(
    `${who} looks at the endpoint, and the alarm ${alarm.name} watches what it finds`,
    seen(alarm.from, match.field, match.value, alarm.name),
    ...evidence,
  );
}

function describe(worker: Worker): readonly [string, readonly Evidence[]] {
  switch (worker.kind) {
    case 'job': {
      const { job, input } = worker;
      const read = job.details.known
        ? [seen(job.details.from, `DescribeProcessingJobResponse.${input.field}`, input.value, job.name)]
        : [];
      return [
        `the processing job ${job.name}`,
        [...read, seen(job.from, 'ProcessingJobSummary.ProcessingEndTime', job.endedAt, job.name)],
      ];
    }
    case 'function': {
      const { function: called, reference, timer } = worker;
      return [
        `the function ${called.name}, which ${timer.name} calls on a schedule,`,
        [
          seen(called.from, `FunctionConfiguration.Environment.${reference.field}`, reference.value, called.name),
          seen(timer.from, `${timer.type} ${timer.name}`, timer.expression),
        ],
      ];
    }
  }
}

function fix({ name, region, endpoint }: MonitoredEndpoint): Fix {
  const captured = own(endpoint.details, ({ capture }) => capture?.destination, 's3://BUCKET/PREFIX');
  const place = typeof captured === 'string' ? captured : captured.placeholder;
  return {
    text: `Run a processing job on a schedule, at least once a day, that compares what was captured below ${place} with a baseline (Evidently is a common choice), and let it publish the drift as a metric with the dimension Endpoint=${name}; then alarm on that metric. Accounts that used Model Monitor before 30 July 2026 can create a monitoring schedule instead (aws sagemaker create-monitoring-schedule); it does not support multi-model endpoints.`,
    command: cli`aws cloudwatch put-metric-alarm --region ${region} --alarm-name ${`drift-${name}`} --namespace ${ask('DRIFT_NAMESPACE')} --metric-name ${ask('DRIFT_METRIC')} --dimensions ${`Name=Endpoint,Value=${name}`} --statistic Maximum --period 86400 --evaluation-periods 1 --threshold ${ask('THRESHOLD')} --comparison-operator GreaterThanThreshold --treat-missing-data breaching --alarm-actions ${ask('TOPIC_ARN')}`,
  };
}
