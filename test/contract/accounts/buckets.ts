import {
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
  CreateBucketCommand,
  BucketLocationConstraint,
  type ServerSideEncryptionByDefault,
} from '@aws-sdk/client-s3';
import type { Account } from '../support/account.ts';

export interface BucketSettings {
  readonly key?: string;
  readonly versioned?: boolean;
  readonly blocked?: boolean;
  readonly locked?: boolean;
  readonly policy?: object;
  readonly expires?: boolean;
}

const everything = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

function locationOf(region: string): BucketLocationConstraint | undefined {
  return Object.values(BucketLocationConstraint).find((location) => location === region);
}

/** A bucket with its settings; what is not named stays as S3 makes it. */
export async function createBucket({ s3, region }: Account, name: string, settings: BucketSettings = {}): Promise<string> {
  const { key, versioned = false, blocked = false, locked = false, policy, expires = false } = settings;
  const bucket = { Bucket: name };
  await s3.send(
    new CreateBucketCommand({
      ...bucket,
      CreateBucketConfiguration: { LocationConstraint: locationOf(region) },
      ObjectLockEnabledForBucket: locked,
    }),
  );
  if (key !== undefined) {
    const rule: ServerSideEncryptionByDefault = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key };
    const ServerSideEncryptionConfiguration = { Rules: [{ ApplyServerSideEncryptionByDefault: rule }] };
    await s3.send(new PutBucketEncryptionCommand({ ...bucket, ServerSideEncryptionConfiguration }));
  }
  if (versioned) await s3.send(new PutBucketVersioningCommand({ ...bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  if (blocked) await s3.send(new PutPublicAccessBlockCommand({ ...bucket, PublicAccessBlockConfiguration: everything }));
  if (locked) {
    const Rule = { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } } as const;
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule } as const;
    await s3.send(new PutObjectLockConfigurationCommand({ ...bucket, ObjectLockConfiguration }));
  }
  if (policy !== undefined) await s3.send(new PutBucketPolicyCommand({ ...bucket, Policy: JSON.stringify(policy) }));
  if (expires) {
    const Rules = [{ ID: 'old', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 365 } } as const];
    await s3.send(new PutBucketLifecycleConfigurationCommand({ ...bucket, LifecycleConfiguration: { Rules } }));
  }
  return name;
}
