import type { DescribeProcessingJobResponse } from '@aws-sdk/client-sagemaker';
import { defineCollector } from '../core/collector.ts';
import { known, present } from '../core/fact.ts';
import { op, paged } from '../core/operation.ts';
import type { SecretScanner } from '../core/secret.ts';
import { isoOf } from '../core/time.ts';
import { processingJobs, type JobDetails } from '../inventory/jobs.ts';
import { gone } from './support/absence.ts';
import { field, location, subnetsOf, useOfInput } from './support/job-parts.ts';
import { eachRecent, newestFirst, window } from './support/newest-first.ts';
import { commandLine, environment, scanParameters, text } from './support/parameters.ts';

const list = paged('sagemaker', 'ListProcessingJobs', {
  token: ['NextToken', 'NextToken'],
  items: (page) => page.ProcessingJobSummaries,
  size: { MaxResults: 100 },
});

export default defineCollector({
  section: processingJobs,
  runs: 'every-region',
  operations: {
    list,
    describe: op('sagemaker', 'DescribeProcessingJob', {
      required: ['ProcessingJobArn', 'AppSpecification', 'ProcessingResources'],
      absent: gone,
    }),
  },
  async collect(aws, scope, emit) {
    const { account, region, secrets, jobsMax: most } = scope;
    await eachRecent(aws.list, window(scope, { operation: list, most }), {
      input: newestFirst,
      createdAt: (summary) => summary.CreationTime,
      visit: async (summary, { origin: from }) => {
        const { ProcessingJobArn: arn, ProcessingJobName: name, ProcessingJobStatus: status, ProcessingEndTime: end } = summary;
        const createdAt = isoOf(summary.CreationTime);
        if (arn === undefined || name === undefined || status === undefined || createdAt === null) return;
        const described = present(await aws.describe({ ProcessingJobName: name }));
        if (described === null) return;
        const details = described.known ? known(await toDetails(described.value, secrets), described.from) : described;
        const job = { arn, name, account, region, type: processingJobs.type, status, createdAt, endedAt: isoOf(end), from };
        emit({ ...job, details });
      },
    });
  },
});

type Description = Omit<DescribeProcessingJobResponse, '$metadata'>;

async function toDetails(job: Description, secrets: SecretScanner): Promise<JobDetails> {
  const { AppSpecification: app, ProcessingOutputConfig: output, NetworkConfig: network } = job;
  const inputs = (job.ProcessingInputs ?? []).map(({ InputName: name, S3Input: s3, DatasetDefinition: set }, index) => {
    const path = `ProcessingInputs[${index}]`;
    return { path, name, s3, athena: set?.AthenaDatasetDefinition, redshift: set?.RedshiftDatasetDefinition };
  });
  const datasets = inputs.flatMap(({ path, athena, redshift }) => [
    { path: `${path}.DatasetDefinition.AthenaDatasetDefinition`, set: athena },
    { path: `${path}.DatasetDefinition.RedshiftDatasetDefinition`, set: redshift },
  ]);
  return {
    roles: [
      ...field('RoleArn', job.RoleArn),
      ...inputs.flatMap(({ path, redshift }) =>
        field(`${path}.DatasetDefinition.RedshiftDatasetDefinition.ClusterRoleArn`, redshift?.ClusterRoleArn),
      ),
    ],
    images: app?.ImageUri === undefined ? [] : [app.ImageUri],
    parent: job.MonitoringScheduleArn ?? job.AutoMLJobArn ?? null,
    experiment: job.ExperimentConfig?.ExperimentName ?? null,
    keys: [
      ...field('ProcessingOutputConfig.KmsKeyId', output?.KmsKeyId),
      ...field('ProcessingResources.ClusterConfig.VolumeKmsKeyId', job.ProcessingResources?.ClusterConfig?.VolumeKmsKeyId),
      ...datasets.flatMap(({ path, set }) => field(`${path}.KmsKeyId`, set?.KmsKeyId)),
    ],
    subnets: subnetsOf('NetworkConfig.VpcConfig', network?.VpcConfig),
    locations: [
      ...inputs.flatMap(({ path, name, s3 }) => location(`${path}.S3Input.S3Uri`, s3?.S3Uri, useOfInput(name))),
      ...datasets.flatMap(({ path, set }) => location(`${path}.OutputS3Uri`, set?.OutputS3Uri, 'data')),
      ...(output?.Outputs ?? []).flatMap(({ S3Output: s3 }, index) =>
        location(`ProcessingOutputConfig.Outputs[${index}].S3Output.S3Uri`, s3?.S3Uri, 'data'),
      ),
    ],
    parameters: await scanParameters(secrets, 'DescribeProcessingJobResponse', [
      ...environment('Environment', job.Environment),
      ...commandLine('AppSpecification.ContainerEntrypoint', app?.ContainerEntrypoint),
      ...commandLine('AppSpecification.ContainerArguments', app?.ContainerArguments),
      ...datasets.flatMap(({ path, set }) => text(`${path}.QueryString`, set?.QueryString)),
    ]),
  };
}
