import { GetDetectorCommand, GuardDutyClient, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/guardduty.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const guardduty = mockClient(GuardDutyClient);
const detector = {
  ServiceRole: `arn:aws:iam::${home.account}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
  Status: 'ENABLED' as const,
};

const collect = async () => {
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([{ arn: `arn:aws:guardduty:${region}:${home.account}:detector`, region }]);
  return items[0]?.detectors;
};

beforeEach(() => {
  guardduty.reset();
  guardduty.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('detectors of two pages, with their sources', async () => {
  guardduty
    .on(ListDetectorsCommand)
    .resolves({ DetectorIds: ['d1'], NextToken: 'more' })
    .on(ListDetectorsCommand, { NextToken: 'more' })
    .resolves({ DetectorIds: ['d2'] })
    .on(GetDetectorCommand)
    .resolves({
      ...detector,
      FindingPublishingFrequency: 'SIX_HOURS',
      Features: [{ Name: 'CLOUD_TRAIL', Status: 'ENABLED', UpdatedAt: new Date(0) }],
      Tags: { owner: 'ada' },
    });
  expect(await collect()).toMatchObject({
    known: true,
    value: [
      {
        id: 'd1',
        details: {
          value: { status: 'ENABLED', publishingFrequency: 'SIX_HOURS', features: [{ name: 'CLOUD_TRAIL', status: 'ENABLED' }] },
        },
      },
      { id: 'd2' },
    ],
  });
});

test('no detector is data', async () => {
  guardduty.on(ListDetectorsCommand).resolves({ DetectorIds: [] });
  expect(await collect()).toMatchObject({ known: true, value: [] });
});

test('a detector that is not there any more is data', async () => {
  guardduty
    .on(ListDetectorsCommand)
    .resolves({ DetectorIds: ['d1'] })
    .on(GetDetectorCommand)
    .rejects(
      awsError(
        'BadRequestException',
        'The request is rejected because the input detectorId is not owned by the current account.',
      ),
    );
  expect(await collect()).toMatchObject({ value: [{ id: 'd1', details: { known: true, value: null } }] });
});

test('a denied list and a denied detail are gaps', async () => {
  guardduty.on(ListDetectorsCommand).rejects(awsError('AccessDeniedException'));
  expect(await collect()).toMatchObject({ known: false, gap: { reason: 'denied', action: 'guardduty:ListDetectors', region } });
  guardduty
    .on(ListDetectorsCommand)
    .resolves({ DetectorIds: ['d1'] })
    .on(GetDetectorCommand)
    .rejects(awsError('AccessDeniedException'));
  expect(await collect()).toMatchObject({ value: [{ details: { known: false, gap: { action: 'guardduty:GetDetector' } } }] });
});

test('a list that breaks hides the Region', async () => {
  guardduty
    .on(ListDetectorsCommand)
    .resolves({ DetectorIds: ['d1'], NextToken: 'more' })
    .on(ListDetectorsCommand, { NextToken: 'more' })
    .rejects(awsError('InternalServerErrorException', 'no', 500));
  expect(await collect()).toMatchObject({ known: false, gap: { reason: 'unavailable' } });
});
