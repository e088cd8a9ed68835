import type { KeyMetadata } from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import type { AccountData } from '../../../src/sandbox/account.ts';
import { kms } from '../../../src/sandbox/cloud/kms.ts';

const id = '111122223333';
const keyArn = (key: string, account = id) => `arn:aws:kms:eu-west-1:${account}:key/${key}`;
const metadata = (KeyId: string, more: Partial<KeyMetadata> = {}): KeyMetadata => ({ KeyId, Arn: keyArn(KeyId), ...more });
const account: AccountData = {
  id,
  partition: 'aws',
  auditor: `arn:aws:iam::${id}:role/auditor`,
  regions: [],
  in: {
    'eu-west-1': {
      kms: {
        aliases: [{ name: 'alias/ml', keyId: 'k-1' }],
        keys: [
          { metadata: metadata('k-1'), rotation: { KeyId: keyArn('k-1'), KeyRotationEnabled: true, RotationPeriodInDays: 365 } },
          { metadata: metadata('k-2', { KeyState: 'PendingDeletion' }), rotation: { KeyRotationEnabled: true } },
          { metadata: metadata('k-3'), rotations: Array.from({ length: 101 }, () => ({ RotationType: 'ON_DEMAND' as const })) },
          { metadata: { KeyId: 'k-4', Arn: keyArn('k-4', '999999999999') } },
        ],
      },
    },
  },
};

async function answer(operation: string, KeyId: string, input: object = {}): Promise<unknown> {
  const call = { service: 'kms', operation, region: 'eu-west-1', accessKeyId: 'AKIA', now: 0 };
  return await kms(() => account)[`kms:${operation}`]?.({ KeyId, ...input }, call);
}

test.for([
  ['id', 'k-1'],
  ['ARN', keyArn('k-1')],
  ['alias', 'alias/ml'],
  ['alias ARN', `arn:aws:kms:eu-west-1:${id}:alias/ml`],
] as const)('DescribeKey takes a key by its %s', async ([, reference]) => {
  expect(await answer('DescribeKey', reference)).toMatchObject({ KeyMetadata: { Arn: keyArn('k-1') } });
});

test('what is not there, elsewhere or of others is refused', async () => {
  for (const reference of ['k-9', 'alias/gone', keyArn('k-1').replace('eu-west-1', 'us-east-1')])
    await expect(answer('DescribeKey', reference)).rejects.toMatchObject({ code: 'NotFoundException' });
  await expect(answer('DescribeKey', keyArn('k-1', '999999999999'))).rejects.toMatchObject({ code: 'AccessDeniedException' });
  expect(await answer('DescribeKey', keyArn('k-4', '999999999999'))).toMatchObject({ KeyMetadata: { KeyId: 'k-4' } });
});

test('rotation: its period, false before a deletion, and an error where it is not possible', async () => {
  expect(await answer('GetKeyRotationStatus', 'k-1')).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 365 });
  expect(await answer('GetKeyRotationStatus', 'k-2')).toMatchObject({ KeyRotationEnabled: false });
  await expect(answer('GetKeyRotationStatus', 'k-3')).rejects.toMatchObject({ code: 'UnsupportedOperationException' });
  await expect(answer('GetKeyRotationStatus', 'alias/ml')).rejects.toMatchObject({ code: 'NotFoundException' });
});

test('rotations come in pages of 100', async () => {
  expect(await answer('ListKeyRotations', 'k-3')).toMatchObject({ NextMarker: 'page-100', Truncated: true });
  expect(await answer('ListKeyRotations', 'k-3', { Marker: 'page-100' })).toEqual({
    Rotations: [{ RotationType: 'ON_DEMAND' }],
    Truncated: false,
  });
});
