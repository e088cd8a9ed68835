import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cloudOf } from '../../src/sandbox/cloud.ts';
import { createEndpoint } from '../../src/sandbox/endpoint.ts';
import { hardened } from '../../src/sandbox/seeds/hardened.ts';
import { serve } from '../../src/sandbox/server.ts';
import type { Deny } from '../../src/sandbox/deny.ts';
import type { Handlers, Members } from '../../src/sandbox/types.ts';
import { now } from '../support/inventory.ts';
import type { Apart } from './support/scan-apart.ts';

const jobs = 100_000;
const perPage = 100;

/** The account of `hardened` with so many training jobs, made when their page is asked for: one a minute, newest first. */
function endlessJobs(): Handlers {
  const account = hardened.account(now);
  const region = 'eu-west-1';
  const [job] = account.in[region]?.sagemaker?.trainingJobs ?? [];
  const { handlers } = cloudOf(account);
  const jobAt = (index: number): Members => ({
    ...job,
    TrainingJobName: `churn-${index}`,
    TrainingJobArn: `arn:aws:sagemaker:${region}:${account.id}:training-job/churn-${index}`,
    CreationTime: new Date(now - index * 60_000),
    HyperParameters: { epochs: '12' },
  });
  const page = ({ NextToken }: Members) => {
    const start = Number(NextToken ?? 0);
    const some = Array.from({ length: Math.min(perPage, jobs - start) }, (_, at) => jobAt(start + at));
    return { some, next: start + perPage < jobs ? { NextToken: `${start + perPage}` } : {} };
  };
  const elsewhere = (operation: string, input: Members, call: Parameters<NonNullable<Handlers[string]>>[1]) =>
    handlers[operation]?.(input, call) ?? {};
  return {
    ...handlers,
    'sagemaker:Search'(input, call) {
      if (call.region !== region) return elsewhere('sagemaker:Search', input, call);
      const { some, next } = page(input);
      return { Results: some.map((TrainingJob) => ({ TrainingJob })), ...next };
    },
    'sagemaker:ListTrainingJobs'(input, call) {
      if (call.region !== region) return elsewhere('sagemaker:ListTrainingJobs', input, call);
      const { some, next } = page(input);
      const summaries = some.map(({ TrainingJobName, TrainingJobArn, CreationTime, TrainingJobStatus }) => ({
        TrainingJobName,
        TrainingJobArn,
        CreationTime,
        TrainingJobStatus,
      }));
      return { TrainingJobSummaries: summaries, ...next };
    },
    'sagemaker:DescribeTrainingJob': ({ TrainingJobName: name }) => jobAt(Number(String(name).slice('churn-'.length))),
  };
}

async function scanApart(deny: Deny = () => undefined): Promise<Apart> {
  const account = hardened.account(now);
  const server = await serve(createEndpoint({ ...cloudOf(account), handlers: endlessJobs(), clock: () => now, deny }));
  try {
    const child = fork(path.join(import.meta.dirname, 'support/scan-apart.ts'), [server.url, String(now)]);
    const [told] = await once(child, 'message');
    return told;
  } finally {
    await server.close();
  }
}

test('R19: a hundred thousand jobs, read by Search', async () => {
  const { peakMiB, jobs: seen, truncated } = await scanApart();
  console.info(`R19, Search: ${seen} of ${jobs} jobs, peak ${peakMiB.toFixed(0)} MiB`);
  expect(truncated.length).toBeGreaterThan(0);
  for (const detail of truncated) expect(detail).toMatch(/^looked at the newest 20000 of more than 20000 /);
  expect(seen).toBe(20_000);
  // Every record is kept until the end: about 30 KiB each.
  expect(peakMiB).toBeLessThan(1024);
});

test('R19: a hundred thousand jobs, listed and described', async () => {
  const { peakMiB, jobs: seen, truncated } = await scanApart(({ operation }) => (operation === 'Search' ? {} : undefined));
  console.info(`R19, list: ${seen} of ${jobs} jobs, peak ${peakMiB.toFixed(0)} MiB`);
  expect(truncated.length).toBeGreaterThan(0);
  for (const detail of truncated) expect(detail).toMatch(/^looked at the newest 500 of more than 500 /);
  expect(seen).toBe(500);
  // 256 is the budget; what a busy machine has not collected yet is on top.
  expect(peakMiB).toBeLessThan(320);
});
