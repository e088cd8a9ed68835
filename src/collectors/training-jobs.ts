import type { DescribeTrainingJobResponse, TrainingJob as TrainingRecord, TrainingJobSummary } from '@aws-sdk/client-sagemaker';
import type { Calls, Scope } from '../core/collector.ts';
import { defineCollector } from '../core/collector.ts';
import { Fingerprints } from '../core/fingerprints.ts';
import { known, mapFact, missing, present, type Fact, type Gap, type Origin } from '../core/fact.ts';
import { op, paged } from '../core/operation.ts';
import type { NoUses } from '../core/resource.ts';
import type { SecretScanner } from '../core/secret.ts';
import { isoOf } from '../core/time.ts';
import { describeGap } from '../core/verdict.ts';
import { trainingJobs, type JobDetails, type JobNetwork, type NetworkedJob } from '../inventory/jobs.ts';
import { familyOf, isChild, type Kinship } from '../lineage/job-families.ts';
import { gone } from './support/absence.ts';
import { attempt } from './support/attempt.ts';
import { trainingReferences } from './support/job-parts.ts';
import { eachRecent, newestFirst, window } from './support/newest-first.ts';
import { commandLine, environment, hyperparameters, scanParameters } from './support/parameters.ts';

/** Records of Search to read in a Region: 200 calls. */
const searchMax = 20_000;

/** Newest records of Search among which all those must be that a page of the list shows, too: it holds a tenth. */
const newestRecords = 1000;

const operations = {
  search: paged('sagemaker', 'Search', {
    token: ['NextToken', 'NextToken'],
    items: (page) => page.Results,
    size: { MaxResults: 100 },
  }),
  list: paged('sagemaker', 'ListTrainingJobs', {
    token: ['NextToken', 'NextToken'],
    items: (page) => page.TrainingJobSummaries,
    size: { MaxResults: 100 },
  }),
  describe: op('sagemaker', 'DescribeTrainingJob', { required: ['TrainingJobArn', 'AlgorithmSpecification'], absent: gone }),
};

type Aws = Calls<typeof operations>;
type Emit = (job: NetworkedJob) => void;

/** A listed job, whatever listed it. */
type Listing = Pick<NetworkedJob, 'arn' | 'name' | 'status' | 'createdAt' | 'endedAt' | 'from'>;

/**
 * Training jobs of the window. Search tells whole records, 100 a call, but its index may lag and its records lack some fields;
 * one page of the list beside it shows the newest jobs, and Describe the fields. Where Search cannot be had, the list stands in.
 */
export default defineCollector({
  section: trainingJobs,
  runs: 'every-region',
  operations,
  async collect(aws, scope, emit) {
    const indexed = new Set<string>();
    const noSearch = await attempt(searchJobs(aws, scope, { indexed, emit }));
    await (noSearch === null ? listNotIndexed(aws, scope, { indexed, emit }) : listJobs(aws, scope, { noSearch, emit }));
  },
});

async function searchJobs(
  aws: Aws,
  scope: Scope<NoUses>,
  { indexed, emit }: { readonly indexed: Set<string>; readonly emit: Emit },
): Promise<void> {
  const { account, region, secrets } = scope;
  const most = scope.jobsMax === null ? null : Math.max(searchMax, scope.jobsMax);
  const isJudged = newestOfFamily();
  const judged = new WeakSet<object>();
  await eachRecent(aws.search, window(scope, { operation: operations.search, most }), {
    input: { Resource: 'TrainingJob', ...newestFirst },
    createdAt: ({ TrainingJob: record }) => record?.CreationTime,
    inOrder: ({ TrainingJob: record = {} }, { origin }) => {
      const listing = listingOf(record, origin);
      if (listing === null) return;
      if (indexed.size < newestRecords) indexed.add(listing.arn);
      const kin = { ...listing, type: trainingJobs.type, account, region, details: known(withoutParameters(record), origin) };
      if (isJudged(kin)) judged.add(record);
    },
    visit: async ({ TrainingJob: record = {} }, { origin }) => {
      const listing = listingOf(record, origin);
      if (listing === null) return;
      const job = { ...listing, type: trainingJobs.type, account, region };
      const [details, network] = await Promise.all([
        toDetails(record, { answer: 'TrainingJob', secrets }),
        networkOf(aws, record, { job, judged: judged.has(record) }),
      ]);
      if (network !== null) emit({ ...job, details: known(details, origin), network });
    },
  });
}

/** Tells, job by job and newest first, which ones are judged (catalogue 3.4). */
function newestOfFamily(): (job: Kinship & Pick<Listing, 'createdAt' | 'status'>) => boolean {
  const newest = new Fingerprints();
  return (job) => {
    const family = familyOf(job);
    const created = Date.parse(job.createdAt);
    const first = newest.get(family) ?? created;
    if (first === created) newest.set(family, first);
    return !isChild(job) && (first === created || job.status === 'InProgress');
  };
}

type Place = Pick<NetworkedJob, 'name' | 'account' | 'region' | 'from'>;

/** The record has no ServerlessJobConfig: without a VPC, ask, but only for jobs that are judged. `null`: the job is gone. */
async function networkOf(
  aws: Aws,
  record: TrainingRecord,
  { job, judged }: { readonly job: Place; readonly judged: boolean },
): Promise<NetworkedJob['network'] | null> {
  const subnets = record.VpcConfig?.Subnets ?? [];
  if (subnets.length > 0) return known([{ field: 'TrainingJob.VpcConfig.Subnets', subnets, serverless: false }], job.from);
  if (!judged) return missing(notAsked(job));
  const described = present(await aws.describe({ TrainingJobName: job.name }));
  return described === null ? null : mapFact(described, describedNetwork);
}

function notAsked({ account, region, name }: Place): Gap {
  return {
    reason: 'not-collected',
    operation: 'sagemaker:DescribeTrainingJob',
    action: 'sagemaker:DescribeTrainingJob',
    account,
    region,
    error: 'NotCollected',
    detail: `whether ${name} is serverless was not asked: it is judged by its parent or a newer run`,
  };
}

/** One newest page of the list: jobs that Search does not know yet. */
async function listNotIndexed(
  aws: Aws,
  scope: Scope<NoUses>,
  { indexed, emit }: { readonly indexed: ReadonlySet<string>; readonly emit: Emit },
): Promise<void> {
  const recent: { readonly summary: TrainingJobSummary; readonly origin: Origin }[] = [];
  await aws.list.each(newestFirst, (summary, { origin }) => {
    recent.push({ summary, origin });
    return 'stop';
  });
  const inWindow = window(scope, { operation: operations.list, most: null });
  const missed = recent.filter(
    ({ summary: { CreationTime: created, TrainingJobArn: arn = '' } }) =>
      created !== undefined && inWindow(created) && !indexed.has(arn),
  );
  await Promise.all(missed.map(({ summary, origin }) => describeListed(aws, scope, { summary, origin, emit })));
}

async function listJobs(
  aws: Aws,
  scope: Scope<NoUses>,
  { noSearch, emit }: { readonly noSearch: Gap; readonly emit: Emit },
): Promise<void> {
  const because = `sagemaker:Search would tell more: ${describeGap(noSearch)}`;
  await eachRecent(aws.list, window(scope, { operation: operations.list, most: scope.jobsMax, because }), {
    input: newestFirst,
    createdAt: (summary) => summary.CreationTime,
    visit: (summary, { origin }) => describeListed(aws, scope, { summary, origin, emit }),
  });
}

async function describeListed(
  aws: Aws,
  { account, region, secrets }: Scope<NoUses>,
  { summary, origin, emit }: { readonly summary: TrainingJobSummary; readonly origin: Origin; readonly emit: Emit },
): Promise<void> {
  const listing = listingOf(summary, origin);
  if (listing === null) return;
  const described = present(await aws.describe({ TrainingJobName: listing.name }));
  if (described === null) return;
  const details: Fact<JobDetails> = described.known
    ? known(await toDetails(described.value, { answer: 'DescribeTrainingJobResponse', secrets }), described.from)
    : described;
  emit({ ...listing, type: trainingJobs.type, account, region, details, network: mapFact(described, describedNetwork) });
}

function listingOf(one: TrainingRecord | TrainingJobSummary, from: Origin): Listing | null {
  const { TrainingJobArn: arn, TrainingJobName: name, TrainingJobStatus: status } = one;
  const createdAt = isoOf(one.CreationTime);
  if (arn === undefined || name === undefined || status === undefined || createdAt === null) return null;
  return { arn, name, status, createdAt, endedAt: isoOf(one.TrainingEndTime), from };
}

function describedNetwork(answer: Pick<DescribeTrainingJobResponse, 'VpcConfig' | 'ServerlessJobConfig'>): readonly JobNetwork[] {
  return [
    {
      field: 'DescribeTrainingJobResponse.VpcConfig.Subnets',
      subnets: answer.VpcConfig?.Subnets ?? [],
      serverless: answer.ServerlessJobConfig !== undefined,
    },
  ];
}

async function toDetails(
  job: TrainingRecord,
  { answer, secrets }: { readonly answer: string; readonly secrets: SecretScanner },
): Promise<JobDetails> {
  const algorithm = job.AlgorithmSpecification;
  return {
    ...withoutParameters(job),
    parameters: await scanParameters(secrets, answer, [
      ...environment('Environment', job.Environment),
      ...hyperparameters('HyperParameters', job.HyperParameters),
      ...commandLine('AlgorithmSpecification.ContainerEntrypoint', algorithm?.ContainerEntrypoint),
      ...commandLine('AlgorithmSpecification.ContainerArguments', algorithm?.ContainerArguments),
    ]),
  };
}

function withoutParameters(job: TrainingRecord): Omit<JobDetails, 'parameters'> {
  return {
    ...trainingReferences(job),
    parent: job.TuningJobArn ?? job.AutoMLJobArn ?? job.LabelingJobArn ?? null,
    experiment: job.ExperimentConfig?.ExperimentName ?? null,
  };
}
