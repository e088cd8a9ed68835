import type { Fact } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';

/** KeyMetadata, as far as checks read it. */
export interface KeyMetadata {
  /** ARN of the key itself, also where an alias was asked for. */
  readonly keyArn: string;
  readonly manager: 'AWS' | 'CUSTOMER' | null;
  /** `Enabled`, `Disabled`, `PendingDeletion`, `PendingImport`, `PendingReplicaDeletion`, `Unavailable`, ... */
  readonly state: string | null;
  readonly spec: string | null;
  /** `AWS_KMS`, `EXTERNAL`, `AWS_CLOUDHSM`, `EXTERNAL_KEY_STORE`. */
  readonly origin: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
  /** ARN of the primary where the key is a replica; else `null`. */
  readonly primaryArn: string | null;
}

export interface KeyRotation {
  readonly enabled: boolean;
  /** Days; `null` where AWS left it out. */
  readonly periodDays: number | null;
}

/** One reference to a key: its `arn` is what the referrer named (a key ARN or an alias ARN). Several may lead to one key. */
export interface KeyReferenceItem extends Resource {
  /** Known to be `null` when AWS knows no such key or alias. */
  readonly key: Fact<KeyMetadata | null>;
  /** Of the primary, for replicas. Known to be `null` when it cannot be switched on or off for the key, so was not asked. */
  readonly rotation: Fact<KeyRotation | null>;
  /** ISO 8601 of the newest rotation, asked for keys with imported material only. Known to be `null`: never rotated, or not asked. */
  readonly lastRotation: Fact<string | null>;
}

export const keys = section<KeyReferenceItem>({
  name: 'kms.keys',
  type: 'AWS::KMS::Key',
  scope: 'regional',
  arn: 'arn:P:kms:R:A:key/*',
});
