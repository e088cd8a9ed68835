import {
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  type EventSelector,
} from '@aws-sdk/client-cloudtrail';
import { CreateDetectorCommand } from '@aws-sdk/client-guardduty';
import { test } from 'vitest';
import { keysIn } from '../seeds/expected/arns.ts';
import { createBucket } from './accounts/buckets.ts';
import { createNotebook } from './accounts/notebooks.ts';
import { openAccount, type Account } from './support/account.ts';
import { expectVerdicts, scanAccount } from './support/scan.ts';

const region = 'eu-west-1';
const checks = ['lp-cloudtrail-trail-enabled', 'enc-guardduty-enabled'];

test('an account that records and analyses', async () => {
  const id = '100000000002';
  const at = keysIn(id);
  const account = await openAccount(id, region);
  await createNotebook(account, 'lab');
  await createTrail(account, { ReadWriteType: 'All', IncludeManagementEvents: true });
  await account.guardduty.send(new CreateDetectorCommand({ Enable: true }));
  const { report } = await scanAccount(account, checks);
  expectVerdicts(report, {
    'lp-cloudtrail-trail-enabled': { PASS: [at.root] },
    'enc-guardduty-enabled': { PASS: [at.detector(region)] },
  });
});

test('an account that has neither', async () => {
  const id = '100000000003';
  const at = keysIn(id);
  const account = await openAccount(id, region);
  await createNotebook(account, 'lab');
  const { report } = await scanAccount(account, checks);
  expectVerdicts(report, {
    // An event data store might record: moto has none to list.
    'lp-cloudtrail-trail-enabled': { UNKNOWN: [at.root] },
    'enc-guardduty-enabled': { FAIL: [at.detector(region)] },
  });
});

test('a Region whose detector is suspended', async () => {
  const id = '100000000003';
  const at = keysIn(id);
  const account = await openAccount(id, 'eu-west-2');
  await createNotebook(account, 'lab');
  await account.guardduty.send(new CreateDetectorCommand({ Enable: false }));
  const { report } = await scanAccount(account, ['enc-guardduty-enabled']);
  expectVerdicts(report, { 'enc-guardduty-enabled': { FAIL: [at.detector('eu-west-2')] } });
});

/** A trail for all Regions, which is on. */
async function createTrail(account: Account, selector: EventSelector): Promise<void> {
  const { cloudtrail } = account;
  const bucket = await createBucket(account, `trail-${account.id}`);
  await cloudtrail.send(new CreateTrailCommand({ Name: 'audit', S3BucketName: bucket, IsMultiRegionTrail: true }));
  await cloudtrail.send(new PutEventSelectorsCommand({ TrailName: 'audit', EventSelectors: [selector] }));
  await cloudtrail.send(new StartLoggingCommand({ Name: 'audit' }));
}
