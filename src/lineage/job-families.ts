import { uniqueGaps } from '../core/collection.ts';
import { Fingerprints } from '../core/fingerprints.ts';
import { known, missing, type Fact, type Gap } from '../core/fact.ts';
import { derived, type Collection, type Home, type Resource, type Section } from '../core/resource.ts';
import type { Sequence } from '../core/sequence.ts';
import {
  autoMlJobs,
  trainingJobs,
  tuningJobs,
  type Job,
  type JobDetails,
  type JobNetwork,
  type NetworkedJob,
} from '../inventory/jobs.ts';
import { parseArn } from './arn.ts';

/** A job that is judged for its family; named `*` where it stands for the jobs beyond a bound. */
export interface JudgedJob extends Resource {
  /** One network for each part of the job. */
  readonly network: Fact<readonly [JobNetwork, ...JobNetwork[]]>;
  /** Is running now; otherwise it is the newest run of its family. */
  readonly running: boolean;
}

/**
 * Training, tuning and AutoML jobs that are judged: each family's newest run of the window, and what runs (catalogue 3.4). Old
 * jobs are history that nobody can fix. Children of tuning and AutoML jobs are judged at their parent.
 */
export const judgedJobs = derived({
  name: 'lineage.judged-jobs',
  type: 'AWS::SageMaker::TrainingJob',
  arn: 'arn:P:sagemaker:R:A:training-job/*',
  from: { training: trainingJobs, tuning: tuningJobs, autoMl: autoMlJobs },
  derive({ training, tuning, autoMl }, run) {
    const kinds: readonly (readonly [Section<NetworkedJob>, Collection<NetworkedJob>])[] = [
      [trainingJobs, training],
      [tuningJobs, tuning],
      [autoMlJobs, autoMl],
    ];
    return {
      items: kinds
        .values()
        .flatMap(([section, jobs]) => [
          ...judged(jobs.all),
          ...beyondBound(section, jobs, run).map(({ gap, ...rest }) => ({ ...rest, network: missing(gap), running: false })),
        ]),
      gaps: uniqueGaps(kinds.flatMap(([, jobs]) => jobs.gaps.filter((gap) => gap.reason !== 'truncated'))),
    };
  },
});

/** Read twice, and no job is kept: there may be many, and as many families. */
function* judged(jobs: Sequence<NetworkedJob>): Generator<JudgedJob, void, undefined> {
  const newest = new Fingerprints();
  for (const job of jobs) {
    if (isChild(job)) continue;
    const family = familyOf(job);
    const created = Date.parse(job.createdAt);
    if (created > (newest.get(family) ?? Number.NEGATIVE_INFINITY)) newest.set(family, created);
  }
  for (const job of jobs) {
    if (isChild(job)) continue;
    const family = familyOf(job);
    const isNewest = newest.get(family) === Date.parse(job.createdAt);
    // Of those that are as new, the first.
    if (isNewest) newest.set(family, Number.POSITIVE_INFINITY);
    const { arn, type, name, account, region, status } = job;
    const running = status === 'InProgress';
    if (isNewest || running) yield { arn, type, name, account, region, network: networkOf(job), running };
  }
}

/** A tuning job has one training definition or several; an answer with none says nothing of the network. */
function networkOf({ network, account, region, name }: NetworkedJob): JudgedJob['network'] {
  if (!network.known) return network;
  const [first, ...rest] = network.value;
  if (first !== undefined) return known([first, ...rest], network.from);
  const { operation } = network.from;
  const detail = `${name} was described without any training definition`;
  return missing({ reason: 'malformed', operation, action: operation, account, region, error: 'Malformed', detail });
}

/** What decides to which family a job belongs. */
export interface Kinship extends Pick<Job, 'type' | 'region' | 'name'> {
  readonly details: Fact<Pick<JobDetails, 'parent' | 'experiment' | 'roles' | 'images'>>;
}

/** Whether a job was started by a tuning or AutoML job, and so is judged there. Unknown details make it a job of its own. */
export function isChild({ details }: Pick<Kinship, 'details'>): boolean {
  const parent = details.known ? details.value.parent : null;
  return parent !== null && /^(hyper-parameter-tuning-job|automl-job)\//.test(parseArn(parent)?.resource ?? '');
}

/**
 * The family of a job: what started it, else its experiment, else its name without what changes from run to run; with its role
 * and image repositories (catalogue 3.4). Families do not span Regions or kinds.
 */
export function familyOf({ type, region, name, details }: Kinship): string {
  const kind = [type, region];
  if (!details.known) return JSON.stringify([...kind, null, stemOf(name)]);
  const { parent, experiment, roles, images } = details.value;
  const step = pipelineStep(name);
  const origin = step === null ? (parent ?? experiment ?? stemOf(name)) : [parent ?? experiment, step];
  return JSON.stringify([...kind, origin, roles.map((role) => role.value), images.map(repositoryOf)]);
}

/** A pipeline names its jobs `pipelines-EXECUTION-STEP-RANDOM`; the step stays from run to run. */
function pipelineStep(name: string): string | null {
  return /^pipelines-[a-z0-9]{12}-(.+)-[A-Za-z0-9]{10}$/.exec(name)?.[1] ?? null;
}

/** What names end with that differs from run to run: uuids and other hexadecimal ids, timestamps, counters, versions. */
const tail =
  /(?<=.)[-_.](?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?=[a-f]*[0-9])[0-9a-f]{8,40}|\d{8}t\d{4,6}z?|v?\d+)$/i;

/** A job's name without trailing timestamps, uuids and counters. */
export function stemOf(name: string): string {
  const shorter = name.replace(tail, '');
  return shorter === name ? name : stemOf(shorter);
}

/** An image without tag and digest; the name of an algorithm is its own. */
function repositoryOf(image: string): string {
  return image.replace(/@sha256:[0-9a-f]+$/, '').replace(/:[\w.-]+$/, '');
}

/** What stands for the jobs of a kind beyond a bound: one a Region, with the gap that counts them. */
export function beyondBound<T extends Resource>(
  { type, wildcard }: Section<T>,
  jobs: Collection<T>,
  home: Home,
): readonly (Resource & { readonly gap: Gap })[] {
  const gaps = jobs.gaps.filter((gap) => gap.reason === 'truncated');
  return gaps.map((gap) => {
    return { arn: wildcard(home, gap.region), type, name: '*', account: gap.account, region: gap.region, gap };
  });
}
