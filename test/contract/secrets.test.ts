import { test } from 'vitest';
import { createBucket } from './accounts/buckets.ts';
import { createTrainingJob } from './accounts/jobs.ts';
import { createSecret } from './accounts/secrets.ts';
import { createFunction } from './accounts/serving.ts';
import { keysIn } from '../seeds/expected/arns.ts';
import { openAccount, sharedAccount } from './support/account.ts';
import { expectVerdicts, scanAccount } from './support/scan.ts';

const id = sharedAccount;
const region = 'eu-west-3';
const at = keysIn(id);

test('secrets that jobs refer to', async () => {
  const account = await openAccount(id, region);
  const bucket = await createBucket(account, 'jobs-7');
  const rotatedBy = await createFunction(account, 'rotate', {});
  const secrets = {
    monthly: await createSecret(account, 'monthly', { rotatedBy, everyDays: 30 }),
    yearly: await createSecret(account, 'yearly', { rotatedBy, everyDays: 365 }),
    still: await createSecret(account, 'still'),
    deleted: await createSecret(account, 'deleted', { deleted: true }),
  };
  await createTrainingJob(account, 'trainer', { bucket, parameters: secrets });

  const { report } = await scanAccount(account, ['sec-secret-rotation-enabled']);
  const of = (arn: string) => `${region} ${arn}`;
  expectVerdicts(report, {
    'sec-secret-rotation-enabled': {
      PASS: [of(secrets.monthly)],
      FAIL: [of(secrets.yearly), of(secrets.still)],
      UNKNOWN: [at.secret(region, '*')],
      NOT_APPLICABLE: [of(secrets.deleted)],
    },
  });
});
