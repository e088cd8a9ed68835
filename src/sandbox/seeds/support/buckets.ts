import type { PublicAccessBlockConfiguration, ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import type { BucketData } from '../../account.ts';

/** All four settings of Block Public Access. */
export const blocked: PublicAccessBlockConfiguration = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** Default encryption with a key of KMS; without one, with the AWS managed key `aws/s3`. */
export function withKey(KMSMasterKeyID?: string): readonly ServerSideEncryptionRule[] {
  return [
    {
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: 'aws:kms',
        ...(KMSMasterKeyID === undefined ? {} : { KMSMasterKeyID }),
      },
      BucketKeyEnabled: true,
    },
  ];
}

/** A bucket with versions, a key of the customer and no public access. */
export function safeBucket(name: string, region: string, keyArn: string, more: Partial<BucketData> = {}): BucketData {
  return {
    name,
    region,
    versioning: { status: 'Enabled' },
    encryption: withKey(keyArn),
    publicAccessBlock: blocked,
    ...more,
  };
}

/** Denies to delete a version, or to suspend versioning, without MFA. */
export function mfaPolicy(bucket: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'VersionsNeedMfa',
        Effect: 'Deny',
        Principal: '*',
        Action: ['s3:DeleteObjectVersion', 's3:PutBucketVersioning'],
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
      },
    ],
  };
}
