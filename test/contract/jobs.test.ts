import { test } from 'vitest';
import { gitHubToken, huggingFaceToken, wandbKey } from '../../src/sandbox/seeds/support/planted.ts';
import { keysIn } from '../seeds/expected/arns.ts';
import {
  createAutoMlJob,
  createPipeline,
  createProcessingJob,
  createTrainingJob,
  createTransformJob,
  createTuningJob,
} from './accounts/jobs.ts';
import { createBucket } from './accounts/buckets.ts';
import { createNetwork } from './accounts/network.ts';
import { openAccount, sharedAccount } from './support/account.ts';
import { expectVerdicts, scanAccount } from './support/scan.ts';

const id = sharedAccount;
const region = 'eu-central-1';
const at = keysIn(id);

test('jobs and pipelines: their network and what is written into them', async () => {
  const account = await openAccount(id, region);
  const bucket = await createBucket(account, 'jobs-2');
  const { subnet } = await createNetwork(account);
  const vpc = { SecurityGroupIds: ['sg-0123456789abcdef0'], Subnets: [subnet] };
  const clean = { epochs: '10', secret: `arn:aws:secretsmanager:${region}:${id}:secret:token-AbCdEf` };
  await createTrainingJob(account, 'inside', { bucket, vpc, parameters: clean });
  await createTrainingJob(account, 'outside', { bucket, parameters: { wandb_api_key: JSON.stringify(wandbKey) } });
  await createTuningJob(account, 'tuned-inside', { bucket, vpc, parameters: clean });
  await createTuningJob(account, 'tuned-outside', { bucket, parameters: { token: JSON.stringify(gitHubToken) } });
  await createAutoMlJob(account, 'auto-inside', { bucket, vpc });
  await createAutoMlJob(account, 'auto-outside', { bucket });
  await createProcessingJob(account, 'prepare', { bucket, parameters: { STAGE: 'test' } });
  await createProcessingJob(account, 'prepare-leaky', { bucket, parameters: { HF_TOKEN: huggingFaceToken } });
  await createTransformJob(account, 'score', { bucket, parameters: { STAGE: 'test' } });
  await createTransformJob(account, 'score-leaky', { bucket, parameters: { HF_TOKEN: huggingFaceToken } });
  await createPipeline(account, 'nightly', { STAGE: 'test' });
  await createPipeline(account, 'nightly-leaky', { HF_TOKEN: huggingFaceToken });

  const { report } = await scanAccount(account, ['vpc-training-job-vpc', 'sec-job-parameters-no-secrets']);
  expectVerdicts(report, {
    'vpc-training-job-vpc': {
      PASS: [at.training(region, 'inside'), at.tuning(region, 'tuned-inside'), at.autoMl(region, 'auto-inside')],
      FAIL: [at.training(region, 'outside'), at.tuning(region, 'tuned-outside'), at.autoMl(region, 'auto-outside')],
    },
    'sec-job-parameters-no-secrets': {
      PASS: [
        at.training(region, 'inside'),
        at.tuning(region, 'tuned-inside'),
        at.transform(region, 'score'),
        at.pipeline(region, 'nightly'),
      ],
      FAIL: [
        at.training(region, 'outside'),
        at.tuning(region, 'tuned-outside'),
        at.transform(region, 'score-leaky'),
        at.pipeline(region, 'nightly-leaky'),
      ],
      UNKNOWN: [at.training(region, '*'), at.processing(region, 'prepare'), at.processing(region, 'prepare-leaky')],
    },
  });
});
