import type { DescribeAutoMLJobV2Response } from '@aws-sdk/client-sagemaker';
import { defineCollector } from '../core/collector.ts';
import { mapFact, present } from '../core/fact.ts';
import { op, paged } from '../core/operation.ts';
import { isoOf } from '../core/time.ts';
import { autoMlJobs, type JobDetails, type JobNetwork } from '../inventory/jobs.ts';
import { gone } from './support/absence.ts';
import { field, location, subnetsOf } from './support/job-parts.ts';
import { eachRecent, newestFirst, window } from './support/newest-first.ts';

const list = paged('sagemaker', 'ListAutoMLJobs', {
  token: ['NextToken', 'NextToken'],
  items: (page) => page.AutoMLJobSummaries,
  size: { MaxResults: 100 },
});

/** AutoML jobs of both versions: the second version's Describe reads them all. */
export default defineCollector({
  section: autoMlJobs,
  runs: 'every-region',
  operations: {
    list,
    describe: op('sagemaker', 'DescribeAutoMLJobV2', { required: ['AutoMLJobArn', 'OutputDataConfig', 'RoleArn'], absent: gone }),
  },
  async collect(aws, scope, emit) {
    const { account, region, jobsMax: most } = scope;
    await eachRecent(aws.list, window(scope, { operation: list, most }), {
      input: newestFirst,
      createdAt: (summary) => summary.CreationTime,
      visit: async (summary, { origin: from }) => {
        const { AutoMLJobArn: arn, AutoMLJobName: name, AutoMLJobStatus: status, EndTime: end } = summary;
        const createdAt = isoOf(summary.CreationTime);
        if (arn === undefined || name === undefined || status === undefined || createdAt === null) return;
        const described = present(await aws.describe({ AutoMLJobName: name }));
        if (described === null) return;
        const job = { arn, name, account, region, type: autoMlJobs.type, status, createdAt, endedAt: isoOf(end), from };
        emit({ ...job, details: mapFact(described, toDetails), network: mapFact(described, networkOf) });
      },
    });
  },
});

type Description = Omit<DescribeAutoMLJobV2Response, '$metadata'>;

function networkOf({ SecurityConfig: security }: Description): readonly JobNetwork[] {
  const subnets = security?.VpcConfig?.Subnets ?? [];
  return [{ field: 'DescribeAutoMLJobV2Response.SecurityConfig.VpcConfig.Subnets', subnets, serverless: false }];
}

function toDetails(job: Description): JobDetails {
  return {
    roles: field('RoleArn', job.RoleArn),
    images: [],
    parent: null,
    experiment: null,
    keys: [
      ...field('OutputDataConfig.KmsKeyId', job.OutputDataConfig?.KmsKeyId),
      ...field('SecurityConfig.VolumeKmsKeyId', job.SecurityConfig?.VolumeKmsKeyId),
    ],
    subnets: subnetsOf('SecurityConfig.VpcConfig', job.SecurityConfig?.VpcConfig),
    locations: [
      ...(job.AutoMLJobInputDataConfig ?? []).flatMap(({ DataSource: source }, index) =>
        location(`AutoMLJobInputDataConfig[${index}].DataSource.S3DataSource.S3Uri`, source?.S3DataSource?.S3Uri, 'data'),
      ),
      ...location('OutputDataConfig.S3OutputPath', job.OutputDataConfig?.S3OutputPath, 'model'),
    ],
    // The catalogue asks for no parameters of AutoML jobs: they take no environment.
    parameters: { scanned: 0, found: [], secretArns: [] },
  };
}
