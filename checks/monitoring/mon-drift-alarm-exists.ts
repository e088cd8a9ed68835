import { ask, cli, defineCheck, fail, notApplicable, pass, seen, unknown, type Fix, type Verdict } from '../../src/kit.ts';
import { alarms } from '../../src/inventory/alarms.ts';
import { isDriftNamespace } from '../../src/lineage/alarms.ts';
import { isNew } from '../../src/lineage/active-schedules.ts';
import { isLive } from '../../src/lineage/endpoint-status.ts';
import { alarmsOn, type AlarmSighting } from '../../src/lineage/equivalent-monitors.ts';
import { monitoredEndpoints, type MonitoredEndpoint } from '../../src/lineage/monitored-endpoints.ts';

export default defineCheck({
  id: 'mon-drift-alarm-exists',
  control: 'monitoring',
  severity: 'MEDIUM',
  tier: 1,
  origin: 'post',
  stage: 'serve',
  title: 'A CloudWatch alarm watches the drift metrics of each monitored endpoint',
  why: 'Drift that is measured but alarms nobody stays unseen until someone happens to open the report.',
  advice: 'Keep the results of monitoring in CloudWatch, and let alarms say when quality leaves the thresholds of the baseline.',
  threat: { text: 'Data poisoning', atlas: ['AML.T0020'] },
  mapping: ['NIST SI-4(5)', 'NIST AU-6'],
  resourceTypes: ['AWS::SageMaker::Endpoint', 'AWS::CloudWatch::Alarm'],
  subject: monitoredEndpoints,
  uses: { alarms },
  fix,
  evaluate({ endpoint, schedules, equivalents }, views, { now }) {
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
    const [equivalent] = equivalents.found;
    if (equivalent !== undefined) return watched(equivalent.alarm);
    const names = [endpoint.name, ...schedules.found.map(({ name }) => name)];
    const drift = alarmsOn({ account: endpoint.account, namespace: isDriftNamespace, names }, endpoint, views.alarms);
    const [alarm] = drift.found;
    if (schedule !== undefined && alarm !== undefined) return watched(alarm);
    const hidden = schedules.hidden ?? equivalents.hidden ?? (schedule === undefined ? null : drift.hidden);
    if (hidden !== null) return unknown(hidden, hidden.error === 'UnclearQuery' ? hidden.detail : undefined);
    if (schedule === undefined)
      return notApplicable('judged-elsewhere', 'nothing monitors the endpoint: mon-endpoint-monitored says so');
    return fail(
      `the schedule ${schedule.name} measures drift, but no alarm watches its metrics`,
      seen(schedule.from, 'MonitoringScheduleSummary.MonitoringScheduleStatus', schedule.status, schedule.name),
    );
  },
});

function watched({ alarm, match }: AlarmSighting): Verdict {
  return pass(
    `the alarm ${alarm.name} watches the drift of the endpoint`,
    seen(alarm.from, match.field, match.value, alarm.name),
  );
}

/** Where each kind of monitoring publishes what it measures. */
const namespaces = new Map([
  ['ModelQuality', 'aws/sagemaker/Endpoints/model-metrics'],
  ['ModelBias', 'aws/sagemaker/Endpoints/bias-metrics'],
  ['ModelExplainability', 'aws/sagemaker/Endpoints/explainability-metrics'],
]);

function fix({ name, region, schedules }: MonitoredEndpoint): Fix {
  const [schedule] = schedules.found;
  const namespace = namespaces.get(schedule?.monitoringType ?? '') ?? 'aws/sagemaker/Endpoints/data-metrics';
  const dimension = `Name=MonitoringSchedule,Value=${schedule?.name ?? 'SCHEDULE_NAME'}`;
  return {
    text: 'Alarm on each drift metric that the schedule publishes, and let missing data alarm too: a monitor that stops is a finding of its own.',
    command: cli`aws cloudwatch put-metric-alarm --region ${region} --alarm-name ${`drift-${name}`} --namespace ${namespace} --metric-name ${ask('DRIFT_METRIC')} --dimensions ${`Name=Endpoint,Value=${name}`} ${dimension} --statistic Maximum --period 3600 --evaluation-periods 1 --threshold ${ask('THRESHOLD')} --comparison-operator GreaterThanThreshold --treat-missing-data breaching --alarm-actions ${ask('TOPIC_ARN')}`,
  };
}
