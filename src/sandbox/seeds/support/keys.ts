import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { KeyData } from '../../account.ts';
import { arnOf, daysAgo, type Place } from './place.ts';

/** A symmetric key; customer managed unless told. `rotationDays`: period of its automatic rotation, or `null` where it is off. */
export function key(at: Place, KeyId: string, rotationDays: number | null, more: Partial<KeyMetadata> = {}): KeyData {
  const Arn = keyArn(at, KeyId);
  return {
    metadata: {
      AWSAccountId: at.account,
      KeyId,
      Arn,
      CreationDate: daysAgo(at, 420),
      Enabled: true,
      Description: '',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: 'Enabled',
      Origin: 'AWS_KMS',
      KeyManager: 'CUSTOMER',
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      KeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      MultiRegion: false,
      ...more,
    },
    rotation: {
      KeyId: Arn,
      KeyRotationEnabled: rotationDays !== null,
      ...(rotationDays === null ? {} : { RotationPeriodInDays: rotationDays, NextRotationDate: daysAgo(at, -30) }),
    },
  };
}

/** A key whose material the account imported: it rotates on demand only. */
export function importedKey(at: Place, KeyId: string, lastRotationDays: number): KeyData {
  const { metadata } = key(at, KeyId, null, { Origin: 'EXTERNAL', ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' });
  return {
    metadata: { ...metadata, CreationDate: daysAgo(at, 900) },
    rotation: { KeyId: keyArn(at, KeyId), KeyRotationEnabled: false },
    rotations: [{ KeyId: keyArn(at, KeyId), RotationDate: daysAgo(at, lastRotationDays), RotationType: 'ON_DEMAND' }],
  };
}

export function keyArn(at: Place, id: string): string {
  return arnOf(at, 'kms', `key/${id}`);
}
