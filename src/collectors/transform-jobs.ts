import type { DescribeTransformJobResponse } from '@aws-sdk/client-sagemaker';
import { defineCollector } from '../core/collector.ts';
import { known, mapFact, present } from '../core/fact.ts';
import { op, paged } from '../core/operation.ts';
import type { SecretScanner } from '../core/secret.ts';
import { isoOf } from '../core/time.ts';
import { transformJobs, type JobDetails } from '../inventory/jobs.ts';
import { gone } from './support/absence.ts';
import { field, location } from './support/job-parts.ts';
import { eachRecent, newestFirst, window } from './support/newest-first.ts';
import { environment, scanParameters } from './support/parameters.ts';

const list = paged('sagemaker', 'ListTransformJobs', {
  token: ['NextToken', 'NextToken'],
  items: (page) => page.TransformJobSummaries,
  size: { MaxResults: 100 },
});

export default defineCollector({
  section: transformJobs,
  runs: 'every-region',
  operations: {
    list,
    describe: op('sagemaker', 'DescribeTransformJob', {
      required: ['TransformJobArn', 'ModelName', 'TransformInput'],
      absent: gone,
    }),
  },
  async collect(aws, scope, emit) {
    const { account, region, secrets, jobsMax: most } = scope;
    await eachRecent(aws.list, window(scope, { operation: list, most }), {
      input: newestFirst,
      createdAt: (summary) => summary.CreationTime,
      visit: async (summary, { origin: from }) => {
        const { TransformJobArn: arn, TransformJobName: name, TransformJobStatus: status, TransformEndTime: end } = summary;
        const createdAt = isoOf(summary.CreationTime);
        if (arn === undefined || name === undefined || status === undefined || createdAt === null) return;
        const described = present(await aws.describe({ TransformJobName: name }));
        if (described === null) return;
        const details = described.known ? known(await toDetails(described.value, secrets), described.from) : described;
        const job = { arn, name, account, region, type: transformJobs.type, status, createdAt, endedAt: isoOf(end), from };
        emit({ ...job, details, modelName: mapFact(described, (one) => one.ModelName) });
      },
    });
  },
});

type Description = Omit<DescribeTransformJobResponse, '$metadata'>;

async function toDetails(job: Description, secrets: SecretScanner): Promise<JobDetails> {
  const { TransformOutput: output, DataCaptureConfig: capture } = job;
  return {
    // Containers run with the role of the model.
    roles: [],
    images: [],
    parent: job.AutoMLJobArn ?? job.LabelingJobArn ?? null,
    experiment: job.ExperimentConfig?.ExperimentName ?? null,
    keys: [
      ...field('TransformOutput.KmsKeyId', output?.KmsKeyId),
      ...field('TransformResources.VolumeKmsKeyId', job.TransformResources?.VolumeKmsKeyId),
      ...field('DataCaptureConfig.KmsKeyId', capture?.KmsKeyId),
    ],
    subnets: [],
    locations: [
      ...location('TransformInput.DataSource.S3DataSource.S3Uri', job.TransformInput?.DataSource?.S3DataSource?.S3Uri, 'data'),
      ...location('TransformOutput.S3OutputPath', output?.S3OutputPath, 'results'),
      ...location('DataCaptureConfig.DestinationS3Uri', capture?.DestinationS3Uri, 'capture'),
    ],
    parameters: await scanParameters(secrets, 'DescribeTransformJobResponse', environment('Environment', job.Environment)),
  };
}
