import type { KeyMetadata } from '../inventory/kms.ts';

/**
 * Who can rotate a key's material. `automatic`: KMS, where it is switched on; `on-demand`: its owner, as the material is imported;
 * `aws`: AWS, every year; `manual`: only a new key is a new material; `none`: the key is about to be deleted.
 */
export type RotationWay = 'automatic' | 'on-demand' | 'aws' | 'manual' | 'none';

/** How a key can be rotated, by what DescribeKey says (catalogue, enc-kms-key-rotation). */
export function rotationWayOf({ manager, state, spec, origin }: KeyMetadata): RotationWay {
  if (manager === 'AWS') return 'aws';
  if (state === 'PendingDeletion' || state === 'PendingReplicaDeletion') return 'none';
  if (spec !== null && spec !== 'SYMMETRIC_DEFAULT') return 'manual';
  if (origin === 'AWS_CLOUDHSM' || origin === 'EXTERNAL_KEY_STORE') return 'manual';
  return origin === 'EXTERNAL' ? 'on-demand' : 'automatic';
}
