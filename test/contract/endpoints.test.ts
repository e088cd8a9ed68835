import { test } from 'vitest';
import { keysIn } from '../seeds/expected/arns.ts';
import { createBucket } from './accounts/buckets.ts';
import { createDriftAlarm, createEndpoint, createFunction, createModel, runHourly } from './accounts/serving.ts';
import { openAccount, sharedAccount } from './support/account.ts';
import { expectVerdicts, scanAccount } from './support/scan.ts';

const id = sharedAccount;
const region = 'eu-north-1';
const at = keysIn(id);

test('endpoints, what they capture, and who watches them', async () => {
  const account = await openAccount(id, region);
  const bucket = await createBucket(account, 'serving-3');
  await createModel(account, 'scorer', bucket);
  await createEndpoint(account, 'watched', {
    model: 'scorer',
    capture: {
      EnableCapture: true,
      InitialSamplingPercentage: 100,
      DestinationS3Uri: `s3://${bucket}/capture`,
      CaptureOptions: [{ CaptureMode: 'InputAndOutput' }],
    },
  });
  await createDriftAlarm(account, 'watched');
  await runHourly(account, 'hourly', await createFunction(account, 'monitor', { ENDPOINT_NAME: 'watched' }));
  await createEndpoint(account, 'unwatched', { model: 'scorer' });
  await createEndpoint(account, 'switched-off', {
    model: 'scorer',
    capture: {
      EnableCapture: false,
      InitialSamplingPercentage: 100,
      DestinationS3Uri: `s3://${bucket}/capture`,
      CaptureOptions: [{ CaptureMode: 'Input' }],
    },
  });

  const { report } = await scanAccount(account, [
    'mon-endpoint-data-capture',
    'mon-endpoint-monitored',
    'mon-drift-alarm-exists',
    'mon-schedule-active',
  ]);
  const watched = at.endpoint(region, 'watched');
  const unwatched = at.endpoint(region, 'unwatched');
  const switchedOff = at.endpoint(region, 'switched-off');
  expectVerdicts(report, {
    'mon-endpoint-data-capture': { FAIL: [unwatched, switchedOff], UNKNOWN: [watched] },
    'mon-endpoint-monitored': { PASS: [watched], UNKNOWN: [unwatched, switchedOff] },
    'mon-drift-alarm-exists': { PASS: [watched], UNKNOWN: [unwatched, switchedOff] },
    'mon-schedule-active': { UNKNOWN: [at.schedule(region, '*')] },
  });
});
