import { defineCollector } from '../core/collector.ts';
import { known, present } from '../core/fact.ts';
import { op, paged, type OutputOf } from '../core/operation.ts';
import type { Home } from '../core/resource.ts';
import type { SecretScanner } from '../core/secret.ts';
import { isoOf } from '../core/time.ts';
import { monitoringSchedules, type MonitoringJob, type MonitoringScheduleDetails } from '../inventory/monitoring.ts';
import { definitionArn, monitoringKinds } from '../lineage/monitoring-definitions.ts';
import { gone } from './support/absence.ts';
import { toMonitoringJob } from './support/monitoring-jobs.ts';

export default defineCollector({
  section: monitoringSchedules,
  runs: 'every-region',
  operations: {
    list: paged('sagemaker', 'ListMonitoringSchedules', {
      token: ['NextToken', 'NextToken'],
      items: (page) => page.MonitoringScheduleSummaries,
      size: { MaxResults: 100 },
    }),
    describe: op('sagemaker', 'DescribeMonitoringSchedule', {
      required: ['MonitoringScheduleArn', 'MonitoringScheduleStatus', 'MonitoringScheduleConfig'],
      absent: gone,
    }),
  },
  async collect(aws, scope, emit) {
    const { account, region } = scope;
    await aws.list.each({}, async (summary, { origin: from }) => {
      const { MonitoringScheduleArn: arn, MonitoringScheduleName: name, MonitoringScheduleStatus: status } = summary;
      const [createdAt, lastModifiedAt] = [isoOf(summary.CreationTime), isoOf(summary.LastModifiedTime)];
      if (arn === undefined || name === undefined || status === undefined) return;
      if (createdAt === null || lastModifiedAt === null) return;
      const answer = present(await aws.describe({ MonitoringScheduleName: name }));
      if (answer === null) return;
      const details = answer.known ? known(await toDetails(answer.value, scope), answer.from) : answer;
      emit({
        arn,
        name,
        account,
        region,
        type: monitoringSchedules.type,
        from,
        status,
        createdAt,
        lastModifiedAt,
        monitoringType: summary.MonitoringType ?? null,
        endpointName: summary.EndpointName ?? null,
        details,
      });
    });
  },
});

type Description = OutputOf<'sagemaker', 'DescribeMonitoringSchedule'>;
type Configuration = NonNullable<Description['MonitoringScheduleConfig']>;
type Place = Home & { readonly region: string; readonly secrets: SecretScanner };

async function toDetails(answer: Description, place: Place): Promise<MonitoringScheduleDetails> {
  const { MonitoringScheduleConfig: config } = answer;
  const inline = config?.MonitoringJobDefinition;
  return {
    endpointName: answer.EndpointName ?? null,
    expression: config?.ScheduleConfig?.ScheduleExpression ?? null,
    failureReason: answer.FailureReason ?? null,
    definition: config === undefined ? null : toDefinition(config, answer.MonitoringType, place),
    inline: inline === undefined ? null : await toInline(inline, place.secrets),
  };
}

function toDefinition(
  config: Configuration,
  type: Description['MonitoringType'],
  place: Place,
): MonitoringScheduleDetails['definition'] {
  const kind = monitoringKinds.find((one) => one === (config.MonitoringType ?? type));
  const name = config.MonitoringJobDefinitionName;
  return kind === undefined || name === undefined ? null : { kind, arn: definitionArn(place, place.region, kind, name) };
}

async function toInline(
  job: NonNullable<Configuration['MonitoringJobDefinition']>,
  secrets: SecretScanner,
): Promise<MonitoringJob> {
  const path = 'MonitoringScheduleConfig.MonitoringJobDefinition';
  return await toMonitoringJob(
    {
      answer: 'DescribeMonitoringScheduleResponse',
      role: { field: `${path}.RoleArn`, value: job.RoleArn },
      baseline: { field: `${path}.BaselineConfig`, value: job.BaselineConfig },
      application: { field: `${path}.MonitoringAppSpecification`, value: job.MonitoringAppSpecification },
      environment: { field: `${path}.Environment`, value: job.Environment },
      inputs: { field: `${path}.MonitoringInputs[]`, value: job.MonitoringInputs },
      outputs: { field: `${path}.MonitoringOutputConfig`, value: job.MonitoringOutputConfig },
      resources: { field: `${path}.MonitoringResources`, value: job.MonitoringResources },
      network: { field: `${path}.NetworkConfig`, value: job.NetworkConfig },
    },
    secrets,
  );
}
