import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventDataStoreCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListEventDataStoresCommand,
} from '@aws-sdk/client-cloudtrail';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/cloudtrail.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home } from '../support/inventory.ts';

const cloudtrail = mockClient(CloudTrailClient);
const trailArn = (name: string) => `arn:aws:cloudtrail:eu-central-1:${home.account}:trail/${name}`;
const storeArn = (name: string) => `arn:aws:cloudtrail:eu-west-1:${home.account}:eventdatastore/${name}`;
const trail = (name: string) => ({
  Name: name,
  TrailARN: trailArn(name),
  HomeRegion: 'eu-central-1',
  IsMultiRegionTrail: true,
  IsOrganizationTrail: false,
  S3BucketName: 'audit-logs',
});
const selectors = {
  TrailARN: trailArn('audit'),
  EventSelectors: [{ ReadWriteType: 'All' as const, IncludeManagementEvents: true }],
};

const collect = async (regions: readonly string[] = ['eu-west-1']) => {
  const { items, gaps } = await collectWith(collector, { region: 'global', regions });
  expect(gaps).toEqual([]);
  const [item] = items;
  if (item === undefined || items.length > 1) throw new Error('one item an account');
  return item;
};

beforeEach(() => {
  cloudtrail.reset();
  cloudtrail.onAnyCommand().rejects(new Error('the test answers this not'));
  cloudtrail
    .on(DescribeTrailsCommand)
    .resolves({ trailList: [] })
    .on(GetTrailStatusCommand)
    .resolves({ IsLogging: true, LatestDeliveryError: '' })
    .on(GetEventSelectorsCommand)
    .resolves(selectors)
    .on(ListEventDataStoresCommand)
    .resolves({ EventDataStores: [] });
});

test('each trail once, shadows included, asked for at its home', async () => {
  cloudtrail.on(DescribeTrailsCommand).resolves({ trailList: [trail('audit'), trail('audit'), trail('second')] });
  const item = await collect();
  expect(item).toMatchObject({ arn: `arn:aws:iam::${home.account}:root`, type: 'AWS::Account', region: 'global' });
  expect(item.trails).toMatchObject({
    known: true,
    from: { operation: 'cloudtrail:DescribeTrails', region: 'global' },
    value: [
      {
        arn: trailArn('audit'),
        homeRegion: 'eu-central-1',
        multiRegion: true,
        organization: false,
        status: { value: { logging: true, deliveryError: null }, from: { region: 'eu-central-1' } },
        selectors: {
          value: { basic: [{ readWriteType: 'All', managementEvents: true, excluded: [] }], advanced: [] },
          from: { region: 'eu-central-1' },
        },
      },
      { arn: trailArn('second') },
    ],
  });
  expect(JSON.stringify(item)).not.toContain('audit-logs');
});

test('advanced selectors, condition by condition', async () => {
  cloudtrail
    .on(DescribeTrailsCommand)
    .resolves({ trailList: [trail('audit')] })
    .on(GetEventSelectorsCommand)
    .resolves({
      TrailARN: trailArn('audit'),
      AdvancedEventSelectors: [
        {
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Management'] },
            { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
          ],
        },
      ],
    });
  expect((await collect()).trails).toMatchObject({
    value: [
      {
        selectors: {
          value: {
            basic: [],
            advanced: [
              {
                conditions: [
                  { field: 'eventCategory', operator: 'Equals', values: ['Management'] },
                  { field: 'eventSource', operator: 'NotEquals', values: ['kms.amazonaws.com'] },
                ],
              },
            ],
          },
        },
      },
    ],
  });
});

test('a denied list and a denied detail are gaps of their own', async () => {
  cloudtrail.on(DescribeTrailsCommand).rejects(awsError('AccessDeniedException'));
  expect((await collect()).trails).toMatchObject({
    known: false,
    gap: { reason: 'denied', action: 'cloudtrail:DescribeTrails' },
  });
  cloudtrail
    .on(DescribeTrailsCommand)
    .resolves({ trailList: [trail('audit')] })
    .on(GetTrailStatusCommand)
    .rejects(awsError('AccessDeniedException'));
  expect((await collect()).trails).toMatchObject({
    value: [{ status: { known: false, gap: { action: 'cloudtrail:GetTrailStatus' } }, selectors: { known: true } }],
  });
});

test('a trail and a store that are not there any more are data', async () => {
  cloudtrail
    .on(DescribeTrailsCommand)
    .resolves({ trailList: [trail('audit')] })
    .on(GetTrailStatusCommand)
    .rejects(awsError('TrailNotFoundException'))
    .on(GetEventSelectorsCommand)
    .rejects(awsError('TrailNotFoundException'))
    .on(ListEventDataStoresCommand)
    .resolves({ EventDataStores: [{ EventDataStoreArn: storeArn('old'), Name: 'old' }] })
    .on(GetEventDataStoreCommand)
    .rejects(awsError('EventDataStoreNotFoundException'));
  const { trails, stores } = await collect();
  expect(trails).toMatchObject({ value: [{ status: { value: null }, selectors: { value: null } }] });
  expect(stores).toMatchObject([{ value: [{ arn: storeArn('old'), details: { value: null } }] }]);
});

test('event data stores of two pages, and of each Region', async () => {
  cloudtrail
    .on(ListEventDataStoresCommand)
    .resolves({ EventDataStores: [{ EventDataStoreArn: storeArn('a') }], NextToken: 'more' })
    .on(ListEventDataStoresCommand, { NextToken: 'more' })
    .resolves({ EventDataStores: [{ EventDataStoreArn: storeArn('b') }] })
    .on(GetEventDataStoreCommand)
    .callsFake(({ EventDataStore }: { EventDataStore: string }) => ({
      EventDataStoreArn: EventDataStore,
      Status: 'ENABLED',
      MultiRegionEnabled: true,
      AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }],
    }));
  const { stores } = await collect(['eu-west-1', 'us-east-1']);
  expect(stores).toHaveLength(2);
  expect(stores[0]).toMatchObject({
    from: { region: 'eu-west-1' },
    value: [{ arn: storeArn('a'), details: { value: { status: 'ENABLED', multiRegion: true } } }, { arn: storeArn('b') }],
  });
});

test('stores that cannot be listed in one Region are a gap of that Region', async () => {
  cloudtrail
    .on(ListEventDataStoresCommand)
    .resolves({ EventDataStores: [{ EventDataStoreArn: storeArn('a') }], NextToken: 'more' })
    .on(ListEventDataStoresCommand, { NextToken: 'more' })
    .rejects(awsError('AccessDeniedException'));
  expect((await collect()).stores).toMatchObject([
    { known: false, gap: { action: 'cloudtrail:ListEventDataStores', region: 'eu-west-1' } },
  ]);
});
