import {
  DescribeKeyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListKeyRotationsCommand,
  type KeyMetadata,
} from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/keys.ts';
import { collectWith, target } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { aliasArn, keyArn, keyId } from '../support/keys.ts';

const kms = mockClient(KMSClient);
const usual: KeyMetadata = {
  KeyId: keyId,
  Arn: keyArn,
  KeyManager: 'CUSTOMER',
  KeyState: 'Enabled',
  KeySpec: 'SYMMETRIC_DEFAULT',
  Origin: 'AWS_KMS',
  CreationDate: new Date('2026-01-01T00:00:00Z'),
};

beforeEach(() => {
  kms.reset();
  kms.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('an alias leads to its key and the rotation of that', async () => {
  kms
    .on(DescribeKeyCommand, { KeyId: aliasArn })
    .resolves({ KeyMetadata: usual })
    .on(GetKeyRotationStatusCommand, { KeyId: keyArn })
    .resolves({ KeyRotationEnabled: true, RotationPeriodInDays: 365 });
  const { items, gaps } = await collectWith(collector, { targets: [target('key', aliasArn)] });
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    {
      arn: aliasArn,
      name: 'alias/ml',
      key: { value: { keyArn, manager: 'CUSTOMER', state: 'Enabled', createdAt: '2026-01-01T00:00:00.000Z', primaryArn: null } },
      rotation: { value: { enabled: true, periodDays: 365 } },
      lastRotation: { known: true, value: null },
    },
  ]);
});

test('a replica has the rotation of its primary, asked for in the Region of that', async () => {
  const primaryArn = 'arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab';
  const MultiRegionConfiguration = {
    MultiRegionKeyType: 'REPLICA',
    PrimaryKey: { Arn: primaryArn, Region: 'us-east-1' },
  } as const;
  kms
    .on(DescribeKeyCommand)
    .resolves({ KeyMetadata: { ...usual, MultiRegion: true, MultiRegionConfiguration } })
    .on(GetKeyRotationStatusCommand, { KeyId: primaryArn })
    .resolves({ KeyRotationEnabled: false });
  const { items } = await collectWith(collector, { targets: [target('key', keyArn)] });
  expect(items).toMatchObject([
    {
      key: { value: { primaryArn } },
      rotation: { value: { enabled: false, periodDays: null }, from: { region: 'us-east-1' } },
    },
  ]);
});

test('imported material: the newest rotation of two pages, and no status', async () => {
  kms
    .on(DescribeKeyCommand)
    .resolves({ KeyMetadata: { ...usual, Origin: 'EXTERNAL' } })
    .on(ListKeyRotationsCommand, { KeyId: keyArn })
    .resolves({ Rotations: [{ RotationDate: new Date('2025-03-01T00:00:00Z') }], NextMarker: 'more', Truncated: true })
    .on(ListKeyRotationsCommand, { KeyId: keyArn, Marker: 'more' })
    .resolves({ Rotations: [{ RotationDate: new Date('2026-03-01T00:00:00Z') }, {}], Truncated: false });
  const { items } = await collectWith(collector, { targets: [target('key', keyArn)] });
  expect(items).toMatchObject([{ rotation: { known: true, value: null }, lastRotation: { value: '2026-03-01T00:00:00.000Z' } }]);
});

test.for<[string, Partial<KeyMetadata>]>([
  ['AWS manages', { KeyManager: 'AWS' }],
  ['is asymmetric', { KeySpec: 'RSA_4096' }],
  ['is in a custom store', { Origin: 'AWS_CLOUDHSM' }],
  ['is about to be deleted', { KeyState: 'PendingDeletion' }],
])('a key that %s is not asked for its rotation', async ([, metadata]) => {
  kms.on(DescribeKeyCommand).resolves({ KeyMetadata: { ...usual, ...metadata } });
  const { items } = await collectWith(collector, { targets: [target('key', keyArn)] });
  expect(items).toMatchObject([{ rotation: { known: true, value: null }, lastRotation: { known: true, value: null } }]);
});

test('a key that cannot rotate, and one that is not there, are no gaps', async () => {
  kms
    .on(DescribeKeyCommand, { KeyId: aliasArn })
    .rejects(awsError('NotFoundException'))
    .on(DescribeKeyCommand, { KeyId: keyArn })
    .resolves({ KeyMetadata: usual })
    .on(GetKeyRotationStatusCommand)
    .rejects(awsError('UnsupportedOperationException'));
  const { items } = await collectWith(collector, { targets: [target('key', aliasArn), target('key', keyArn)] });
  expect(items).toMatchObject([
    { arn: aliasArn, key: { known: true, value: null }, rotation: { known: true, value: null } },
    { arn: keyArn, key: { known: true, value: { keyArn } }, rotation: { known: true, value: null } },
  ]);
});

test('what is denied is a gap: the key of another account, the status, the rotations', async () => {
  const foreignArn = keyArn.replace('111122223333', '999999999999');
  kms
    .on(DescribeKeyCommand, { KeyId: foreignArn })
    .rejects(awsError('AccessDeniedException', 'a resource-based policy explicitly denies access'))
    .on(DescribeKeyCommand, { KeyId: keyArn })
    .resolves({ KeyMetadata: usual })
    .on(DescribeKeyCommand, { KeyId: aliasArn })
    .resolves({ KeyMetadata: { ...usual, Origin: 'EXTERNAL' } })
    .on(GetKeyRotationStatusCommand)
    .rejects(awsError('AccessDeniedException'))
    .on(ListKeyRotationsCommand)
    .rejects(awsError('AccessDeniedException'));
  const { items } = await collectWith(collector, {
    targets: [target('key', foreignArn, { account: '999999999999' }), target('key', keyArn), target('key', aliasArn)],
  });
  const foreign = { known: false, gap: { reason: 'denied-resource-policy', operation: 'kms:DescribeKey' } };
  expect(items).toMatchObject([
    {
      arn: aliasArn,
      rotation: { value: null },
      lastRotation: { known: false, gap: { reason: 'denied', operation: 'kms:ListKeyRotations' } },
    },
    {
      arn: keyArn,
      rotation: { known: false, gap: { reason: 'denied', operation: 'kms:GetKeyRotationStatus' } },
      lastRotation: { value: null },
    },
    { arn: foreignArn, account: '999999999999', key: foreign, rotation: foreign, lastRotation: foreign },
  ]);
});
