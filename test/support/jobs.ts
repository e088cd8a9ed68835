import type { Fact } from '../../src/core/fact.ts';
import { trainingJobs, type Job, type JobDetails, type JobNetwork, type NetworkedJob } from '../../src/inventory/jobs.ts';
import type { ParameterScan } from '../../src/inventory/values.ts';
import { daysAgo, home, originOf, region, told } from './inventory.ts';

const image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/fraud:1';

/** A completed training job of yesterday; `overrides.details` may be a gap. */
export function aJob(details: Partial<JobDetails> = {}, overrides: Partial<Job> = {}): Job {
  const { type = trainingJobs.type, name = 'fraud-2026-11-23-10-00-00-000' } = overrides;
  return {
    arn: `arn:aws:sagemaker:${region}:${home.account}:${arnKinds[type] ?? 'training-job'}/${name}`,
    type,
    name,
    account: home.account,
    region,
    from: originOf('sagemaker:ListTrainingJobs'),
    status: 'Completed',
    createdAt: daysAgo(1),
    endedAt: daysAgo(0.9),
    details: told(
      {
        roles: [{ field: 'RoleArn', value: `arn:aws:iam::${home.account}:role/fraud-training` }],
        images: [image],
        parent: null,
        experiment: null,
        keys: [],
        subnets: [],
        locations: [],
        parameters: aScan(),
        ...details,
      },
      'sagemaker:DescribeTrainingJob',
    ),
    ...overrides,
  };
}

const arnKinds: Readonly<Record<string, string>> = {
  'AWS::SageMaker::TrainingJob': 'training-job',
  'AWS::SageMaker::HyperParameterTuningJob': 'hyper-parameter-tuning-job',
  'AWS::SageMaker::AutoMLJob': 'automl-job',
  'AWS::SageMaker::ProcessingJob': 'processing-job',
  'AWS::SageMaker::TransformJob': 'transform-job',
};

/** A job with a network; one part without a VPC by default. */
export function aNetworkedJob(
  network: readonly Partial<JobNetwork>[] | Fact<readonly JobNetwork[]>,
  { details, ...overrides }: Partial<Omit<Job, 'details'>> & { readonly details?: Partial<JobDetails> } = {},
): NetworkedJob {
  return {
    ...aJob(details, overrides),
    network:
      'known' in network
        ? network
        : told(
            network.map((part) => ({
              field: 'DescribeTrainingJobResponse.VpcConfig.Subnets',
              subnets: [],
              serverless: false,
              ...part,
            })),
            'sagemaker:DescribeTrainingJob',
          ),
  };
}

export function aScan(scan: Partial<ParameterScan> = {}): ParameterScan {
  return { scanned: 3, found: [], secretArns: [], ...scan };
}

/** A scan that found one secret. */
export function aLeak(key = 'DB_PASSWORD', field = 'DescribeTrainingJobResponse.Environment'): ParameterScan {
  const found = { field, key, rule: 'password-literal', line: null, fingerprint: '0123456789abcdef', critical: false };
  return aScan({ found: [found] });
}
