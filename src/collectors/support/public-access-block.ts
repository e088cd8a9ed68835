import type { PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';
import type { PublicAccessBlock } from '../../inventory/s3.ts';

/** The error by which S3 and S3 Control say that nothing is configured. */
export const noPublicAccessBlock = ['NoSuchPublicAccessBlockConfiguration'] as const;

/** A bucket's configuration or an account's: both APIs have the same members. */
export function toPublicAccessBlock(configuration: PublicAccessBlockConfiguration): PublicAccessBlock {
  return {
    blockPublicAcls: configuration.BlockPublicAcls ?? null,
    ignorePublicAcls: configuration.IgnorePublicAcls ?? null,
    blockPublicPolicy: configuration.BlockPublicPolicy ?? null,
    restrictPublicBuckets: configuration.RestrictPublicBuckets ?? null,
  };
}
