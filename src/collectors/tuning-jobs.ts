import type { DescribeHyperParameterTuningJobResponse, HyperParameterTrainingJobDefinition } from '@aws-sdk/client-sagemaker';
import { defineCollector } from '../core/collector.ts';
import { known, mapFact, present } from '../core/fact.ts';
import { op, paged } from '../core/operation.ts';
import type { SecretScanner } from '../core/secret.ts';
import { isoOf } from '../core/time.ts';
import { tuningJobs, type JobDetails, type JobNetwork } from '../inventory/jobs.ts';
import { gone } from './support/absence.ts';
import { trainingReferences } from './support/job-parts.ts';
import { eachRecent, newestFirst, window } from './support/newest-first.ts';
import { environment, hyperparameters, scanParameters } from './support/parameters.ts';

const answer = 'DescribeHyperParameterTuningJobResponse';

const list = paged('sagemaker', 'ListHyperParameterTuningJobs', {
  token: ['NextToken', 'NextToken'],
  items: (page) => page.HyperParameterTuningJobSummaries,
  size: { MaxResults: 100 },
});

export default defineCollector({
  section: tuningJobs,
  runs: 'every-region',
  operations: {
    list,
    describe: op('sagemaker', 'DescribeHyperParameterTuningJob', {
      required: ['HyperParameterTuningJobArn', 'HyperParameterTuningJobConfig'],
      absent: gone,
    }),
  },
  async collect(aws, scope, emit) {
    const { account, region, secrets, jobsMax: most } = scope;
    await eachRecent(aws.list, window(scope, { operation: list, most }), {
      input: newestFirst,
      createdAt: (summary) => summary.CreationTime,
      visit: async (summary, { origin: from }) => {
        const { HyperParameterTuningJobArn: arn, HyperParameterTuningJobName: name } = summary;
        const { HyperParameterTuningJobStatus: status, HyperParameterTuningEndTime: end } = summary;
        const createdAt = isoOf(summary.CreationTime);
        if (arn === undefined || name === undefined || status === undefined || createdAt === null) return;
        const described = present(await aws.describe({ HyperParameterTuningJobName: name }));
        if (described === null) return;
        const details = described.known ? known(await toDetails(described.value, secrets), described.from) : described;
        const network = mapFact(described, (job) => definitionsOf(job).map(networkOf));
        const job = { arn, name, account, region, type: tuningJobs.type, status, createdAt, endedAt: isoOf(end), from };
        emit({ ...job, details, network });
      },
    });
  },
});

/** A training definition, and where the answer holds it. */
type Definition = readonly [path: string, definition: HyperParameterTrainingJobDefinition];

type Definitions = Pick<DescribeHyperParameterTuningJobResponse, 'TrainingJobDefinition' | 'TrainingJobDefinitions'>;

function definitionsOf({ TrainingJobDefinition: one, TrainingJobDefinitions: several = [] }: Definitions): readonly Definition[] {
  return [
    ...(one === undefined ? [] : [['TrainingJobDefinition', one] as const]),
    ...several.map((definition, index) => [`TrainingJobDefinitions[${index}]`, definition] as const),
  ];
}

function networkOf([path, { VpcConfig: vpc }]: Definition): JobNetwork {
  return { field: `${answer}.${path}.VpcConfig.Subnets`, subnets: vpc?.Subnets ?? [], serverless: false };
}

async function toDetails(job: Definitions, secrets: SecretScanner): Promise<JobDetails> {
  const definitions = definitionsOf(job);
  const parts = definitions.map(([path, definition]) => ({ path, ...trainingReferences(definition) }));
  return {
    roles: parts.flatMap(({ path, roles }) => inPlace(path, roles)),
    images: parts.flatMap(({ images }) => images),
    keys: parts.flatMap(({ path, keys }) => inPlace(path, keys)),
    subnets: parts.flatMap(({ path, subnets }) => inPlace(path, subnets)),
    locations: parts.flatMap(({ path, locations }) => inPlace(path, locations)),
    parent: null,
    experiment: null,
    parameters: await scanParameters(
      secrets,
      answer,
      definitions.flatMap(([path, definition]) => [
        ...environment(`${path}.Environment`, definition.Environment),
        ...hyperparameters(`${path}.StaticHyperParameters`, definition.StaticHyperParameters),
      ]),
    ),
  };
}

function inPlace<T extends { readonly field: string }>(path: string, fields: readonly T[]): readonly T[] {
  return fields.map((one) => ({ ...one, field: `${path}.${one.field}` }));
}
