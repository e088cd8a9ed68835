import { encodeLimits, limitsFormat, limitsVersion } from '../../src/aws/limits-file.ts';
import { cloudOf } from '../../src/sandbox/cloud.ts';
import { pageOf } from '../../src/sandbox/cloud/pages.ts';
import type { EndpointOptions } from '../../src/sandbox/endpoint.ts';
import { empty } from '../../src/sandbox/seeds/empty.ts';
import { trainingJob, type TrainingJob } from '../../src/sandbox/seeds/support/jobs.ts';
import type { Place } from '../../src/sandbox/seeds/support/place.ts';
import { defineHandlers, type SandboxCall } from '../../src/sandbox/types.ts';

/** Where the jobs are. */
const historyRegion = 'eu-west-1';

const minute = 60_000;
/** Every so many jobs there is one with a secret in its environment. */
const leakEvery = 1000;

/** An account with a history of training jobs, newest first, that are made when they are asked for and not kept. */
export function accountWithHistory(length: number, now: number): Pick<EndpointOptions, 'handlers' | 'deny' | 'identify'> {
  const account = empty.account(now);
  const cloud = cloudOf(account);
  const list = { length } as ArrayLike<number> & { slice(start: number, end: number): number[] };
  list.slice = (start, end) => Array.from({ length: Math.max(0, Math.min(end, length) - start) }, (_, index) => start + index);
  const pageIn = ({ region }: SandboxCall, token: string | undefined) =>
    region === historyRegion
      ? pageOf(list as unknown as readonly number[], { token, size: 100, usual: 10, most: 100 })
      : { page: [], next: undefined };
  const job = (number: number) => jobOf(number, { account: account.id, region: historyRegion, now });
  const handlers = defineHandlers('sagemaker', {
    Search({ NextToken }, call) {
      const { page, next } = pageIn(call, NextToken);
      return {
        Results: page.map((number) => ({ TrainingJob: job(number) })),
        ...(next === undefined ? {} : { NextToken: next }),
      };
    },
    ListTrainingJobs({ NextToken }, call) {
      const { page, next } = pageIn(call, NextToken);
      const summaries = page.map(job).map(({ TrainingJobName, TrainingJobArn, CreationTime, TrainingJobStatus }) => {
        return { TrainingJobName, TrainingJobArn, CreationTime, TrainingJobStatus };
      });
      return { TrainingJobSummaries: summaries, ...(next === undefined ? {} : { NextToken: next }) };
    },
    DescribeTrainingJob: ({ TrainingJobName: name = '' }) => job(Number(/-(\d+)$/.exec(name)?.[1])),
  });
  return { ...cloud, handlers: { ...cloud.handlers, ...handlers } };
}

/** Names in an order of their own: what is spooled does not come sorted. */
function jobOf(number: number, at: Place): TrainingJob {
  const team = (number * 7919) % 211;
  const password = number % leakEvery === 7 ? { DB_PASSWORD: `hunter2-${number}-Zq9xWv` } : {};
  const options = {
    role: `team-${team % 40}-training`,
    image: `team-${team}`,
    daysAgo: 0,
    input: `s3://team-${team}-data/train/${number}/`,
    output: `s3://team-${team}-models/`,
  };
  return trainingJob(at, `team-${team}-model-${number}`, options, {
    CreationTime: new Date(at.now - (number + 1) * minute),
    Environment: { STAGE: 'production', EPOCHS: String(number % 50), ...password },
    HyperParameters: { learning_rate: '0.01', depth: '6', rounds: '200', data_version: `v${number}` },
    ...(team % 2 === 0 ? { VpcConfig: { SecurityGroupIds: ['sg-0a1'], Subnets: [`subnet-${team}`] } } : {}),
  });
}

/** A limits file that lets a scan of this account call as fast as it can. */
export function withoutLimits(now: number): string {
  const { id, regions } = empty.account(now);
  const names = regions.map(({ name }) => name);
  const free = { 'sagemaker:Search': { rate: 1000, burst: 1000, quotas: [] } };
  return encodeLimits({
    format: limitsFormat,
    version: limitsVersion,
    tool: { name: 'mlwarden', version: '0.0.0' },
    account: id,
    readAt: new Date(now).toISOString(),
    regions: names,
    gaps: [],
    limits: Object.fromEntries(names.map((name) => [name, free])),
  });
}
