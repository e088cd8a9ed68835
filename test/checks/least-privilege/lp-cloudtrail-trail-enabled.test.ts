import { expect, test } from 'vitest';
import check from '../../../checks/least-privilege/lp-cloudtrail-trail-enabled.ts';
import type { AuditLog } from '../../../src/inventory/cloudtrail.ts';
import { advanced, anAuditLog, aStatus, aStore, aTrail, basic, management, noStores } from '../../support/audit.ts';
import { denied, run, told } from '../../support/inventory.ts';

const arn = 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit';
const foreign = 'arn:aws:cloudtrail:us-east-1:999988887777:trail/organization';
const stopped = aTrail({ status: aStatus({ logging: false }) });
const reads = ['readOnly', 'Equals', 'true'] as const;
const writes = ['readOnly', 'Equals', 'false'] as const;

test.for<[string, AuditLog, string]>([
  ['a trail of all Regions', anAuditLog([aTrail()]), 'PASS'],
  ['no trail', anAuditLog([]), 'FAIL'],
  ['a trail of one Region', anAuditLog([aTrail({ multiRegion: false })]), 'FAIL'],
  ['a trail that is stopped', anAuditLog([stopped]), 'FAIL'],
  ['a trail that cannot deliver', anAuditLog([aTrail({ status: aStatus({ deliveryError: 'AccessDenied' }) })]), 'FAIL'],
  ['writes only', anAuditLog([aTrail({ selectors: basic({ readWriteType: 'WriteOnly' }) })]), 'FAIL'],
  [
    'reads and writes by two selectors',
    anAuditLog([aTrail({ selectors: basic({ readWriteType: 'WriteOnly' }, { readWriteType: 'ReadOnly' }) })]),
    'PASS',
  ],
  ['data events only', anAuditLog([aTrail({ selectors: basic({ managementEvents: false }) })]), 'FAIL'],
  [
    'selectors with defaults',
    anAuditLog([aTrail({ selectors: basic({ readWriteType: null, managementEvents: null }) })]),
    'PASS',
  ],
  ['an answer without selectors', anAuditLog([aTrail({ selectors: basic() })]), 'UNKNOWN'],
  ['a stopped one and a good one', anAuditLog([stopped, aTrail()]), 'PASS'],
  ['a list that we may not read', anAuditLog(denied('cloudtrail:DescribeTrails')), 'UNKNOWN'],
  ['a status that we may not read', anAuditLog([aTrail({ status: denied('cloudtrail:GetTrailStatus') })]), 'UNKNOWN'],
  ['selectors that we may not read', anAuditLog([aTrail({ selectors: denied('cloudtrail:GetEventSelectors') })]), 'UNKNOWN'],
  [
    'a stopped trail whose selectors we may not read',
    anAuditLog([aTrail({ status: aStatus({ logging: false }), selectors: denied('cloudtrail:GetEventSelectors') })]),
    'FAIL',
  ],
  [
    'no trail, and stores that we may not list in one Region',
    anAuditLog([], [noStores, denied('cloudtrail:ListEventDataStores')]),
    'UNKNOWN',
  ],
  ['a good trail, and stores that we may not list', anAuditLog([aTrail()], [denied('cloudtrail:ListEventDataStores')]), 'PASS'],
  ['a trail that was deleted since it was listed', anAuditLog([aTrail({ status: told(null), selectors: told(null) })]), 'FAIL'],
  [
    'edge 2: an organization trail that members may not look at',
    anAuditLog([aTrail({ arn: foreign, organization: true, status: denied('cloudtrail:GetTrailStatus') })]),
    'UNKNOWN',
  ],
  [
    'edge 2: an organization trail that CloudTrail denies to know',
    anAuditLog([aTrail({ arn: foreign, organization: true, status: told(null), selectors: told(null) })]),
    'UNKNOWN',
  ],
  ['edge 2: an organization trail that can be read', anAuditLog([aTrail({ arn: foreign, organization: true })]), 'PASS'],
  [
    'edge 2: one that cannot be read, and an own one',
    anAuditLog([aTrail({ arn: foreign, selectors: denied('cloudtrail:GetEventSelectors') }), aTrail()]),
    'PASS',
  ],
  ['edge 3: advanced selectors for management events', anAuditLog([aTrail({ selectors: advanced([management]) })]), 'PASS'],
  ['edge 3: advanced selectors for reads only', anAuditLog([aTrail({ selectors: advanced([management, reads]) })]), 'FAIL'],
  [
    'edge 3: one for reads, one for writes',
    anAuditLog([aTrail({ selectors: advanced([management, reads], [management, writes]) })]),
    'PASS',
  ],
  [
    'edge 3: advanced selectors for data events',
    anAuditLog([aTrail({ selectors: advanced([['eventCategory', 'Equals', 'Data']]) })]),
    'FAIL',
  ],
  [
    'edge 3: one event source only',
    anAuditLog([aTrail({ selectors: advanced([management, ['eventSource', 'Equals', 'iam.amazonaws.com']]) })]),
    'FAIL',
  ],
  [
    'edge 3: all sources but SageMaker',
    anAuditLog([aTrail({ selectors: advanced([management, ['eventSource', 'NotEquals', 'sagemaker.amazonaws.com']]) })]),
    'FAIL',
  ],
  ['edge 4: an event data store', anAuditLog([], [noStores, aStore()]), 'PASS'],
  [
    'edge 4: an event data store, and trails that we may not list',
    anAuditLog(denied('cloudtrail:DescribeTrails'), [aStore()]),
    'PASS',
  ],
  ['edge 4: an event data store that stopped', anAuditLog([], [aStore({ status: 'STOPPED_INGESTION' })]), 'FAIL'],
  ['edge 4: an event data store of one Region', anAuditLog([], [aStore({ multiRegion: false })]), 'FAIL'],
  ['edge 4: an event data store that was deleted', anAuditLog([], [aStore(null)]), 'FAIL'],
  ['edge 6: without kms', anAuditLog([aTrail({ selectors: basic({ excluded: ['kms.amazonaws.com'] }) })]), 'PASS'],
  [
    'edge 6: without kms, by an advanced selector',
    anAuditLog([
      aTrail({ selectors: advanced([management, ['eventSource', 'NotEquals', 'kms.amazonaws.com', 'rdsdata.amazonaws.com']]) }),
    ]),
    'PASS',
  ],
])('%s is %s', ([, log, status]) => {
  expect(check.evaluate(log, {}, run).status).toBe(status);
});

test('edge 1: a trail is judged where its home is', () => {
  const { evidence, message } = check.evaluate(anAuditLog([aTrail()]), {}, run);
  expect(message).toBe(`the trail ${arn} records the management events of all Regions`);
  expect(evidence).toContainEqual(
    expect.objectContaining({ field: 'DescribeTrailsResponse.trailList[].HomeRegion', value: 'eu-central-1' }),
  );
});

test('edge 2: what only the other account can look at names the permission', () => {
  const log = anAuditLog([aTrail({ arn: foreign, status: told(null, 'cloudtrail:GetTrailStatus') })]);
  expect(check.evaluate(log, {}, run)).toMatchObject({ gap: { action: 'cloudtrail:GetTrailStatus', reason: 'not-collected' } });
});

test('edge 4: the fix never recommends CloudTrail Lake', () => {
  for (const log of [anAuditLog([]), anAuditLog([stopped])])
    expect(JSON.stringify(check.fix(log))).not.toMatch(/lake|data-store/i);
});

test('edge 5: validation and bucket are not judged here', () => {
  const { evidence } = check.evaluate(anAuditLog([aTrail()]), {}, run);
  expect(evidence.map(({ field }) => field)).not.toContain('DescribeTrailsResponse.trailList[].LogFileValidationEnabled');
});

test('edge 6: what is left out is recorded', () => {
  const log = anAuditLog([aTrail({ selectors: basic({ excluded: ['kms.amazonaws.com'] }) })]);
  expect(check.evaluate(log, {}, run).evidence).toContainEqual(
    expect.objectContaining({
      field: 'GetEventSelectorsResponse.EventSelectors',
      value: [{ ReadWriteType: 'All', IncludeManagementEvents: true, ExcludeManagementEventSources: ['kms.amazonaws.com'] }],
      note: 'left out for their volume: kms.amazonaws.com',
    }),
  );
});

test('a FAIL says what is wrong with each', () => {
  const { message, evidence } = check.evaluate(anAuditLog([stopped, aTrail({ arn: foreign, multiRegion: false })]), {}, run);
  expect(message).toBe(
    `no trail records the management events of all Regions; the trail ${arn} is stopped; the trail ${foreign} covers one Region`,
  );
  expect(evidence).toContainEqual(expect.objectContaining({ field: 'GetTrailStatusResponse.IsLogging', value: false }));
});

test('the fix mends an own trail, or creates one', () => {
  expect(check.fix(anAuditLog([stopped])).command).toBe(
    `aws cloudtrail update-trail --region eu-central-1 --name ${arn} --is-multi-region-trail && aws cloudtrail start-logging --region eu-central-1 --name ${arn}`,
  );
  for (const log of [anAuditLog([]), anAuditLog([aTrail({ arn: foreign })]), anAuditLog(denied('cloudtrail:DescribeTrails'))])
    expect(check.fix(log).command).toContain('aws cloudtrail create-trail --region HOME_REGION --name management-events');
});
