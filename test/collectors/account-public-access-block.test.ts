import { GetPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/account-public-access-block.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home } from '../support/inventory.ts';

const s3control = mockClient(S3ControlClient);

beforeEach(() => {
  s3control.reset();
  s3control.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('the account has one item, with what AWS says', async () => {
  s3control
    .on(GetPublicAccessBlockCommand, { AccountId: home.account })
    .resolves({ PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: false, BlockPublicPolicy: true } });
  expect(await collectWith(collector, { region: 'global' })).toMatchObject({
    items: [
      {
        arn: 'arn:aws:iam::111122223333:root',
        region: 'global',
        block: {
          known: true,
          value: { blockPublicAcls: true, ignorePublicAcls: false, blockPublicPolicy: true, restrictPublicBuckets: null },
        },
      },
    ],
    gaps: [],
  });
});

test('nothing configured is an answer', async () => {
  s3control.on(GetPublicAccessBlockCommand).rejects(awsError('NoSuchPublicAccessBlockConfiguration', undefined, 404));
  const { items } = await collectWith(collector, { region: 'global' });
  expect(items[0]?.block).toMatchObject({ known: true, value: null });
});

test('a denied call is a gap that names the permission', async () => {
  s3control.on(GetPublicAccessBlockCommand).rejects(awsError('AccessDenied', undefined, 403));
  const { items } = await collectWith(collector, { region: 'global' });
  expect(items[0]?.block).toMatchObject({ known: false, gap: { reason: 'denied', action: 's3:GetAccountPublicAccessBlock' } });
});
