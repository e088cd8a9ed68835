import type { BucketLocationConstraint } from '@aws-sdk/client-s3';
import type { AccountOf, BucketData, PolicyText } from '../account.ts';
import { elsewhere } from '../object-store.ts';
import { defineHandlers, SandboxError, type Handlers, type SandboxCall } from '../types.ts';
import { given, pageOf } from './pages.ts';

interface Asked {
  readonly Bucket: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** S3: buckets and their settings. Objects are `object-store.ts`: no operation is in both. */
export function s3(accountOf: AccountOf): Handlers {
  const bucketsOf = (call: SandboxCall): readonly BucketData[] => accountOf(call).s3?.buckets ?? [];

  /** The bucket, for whoever asks for the right owner's. */
  function open({ Bucket: name, ExpectedBucketOwner: owner }: Asked, call: SandboxCall): BucketData {
    const bucket = bucketsOf(call).find((one) => one.name === name);
    if (bucket === undefined)
      throw new SandboxError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
    if (owner !== undefined && owner !== accountOf(call).id) throw new SandboxError('AccessDenied', 'Access Denied', 403);
    return bucket;
  }

  /** The bucket, for whoever asks in its Region. */
  function here(asked: Asked, call: SandboxCall): BucketData {
    const bucket = open(asked, call);
    if (bucket.region === call.region) return bucket;
    throw elsewhere(bucket.name, bucket.region);
  }

  return defineHandlers('s3', {
    ListBuckets({ MaxBuckets, ContinuationToken, Prefix, BucketRegion }, call) {
      const bare = [MaxBuckets, ContinuationToken, Prefix, BucketRegion].every((parameter) => parameter === undefined);
      const wanted = bucketsOf(call)
        .filter(({ name, region }) => name.startsWith(Prefix ?? '') && (BucketRegion === undefined || region === BucketRegion))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const { page, next } = pageOf(wanted, { token: ContinuationToken, size: MaxBuckets, usual: 10_000, most: 10_000 });
      const buckets = page.map(({ name, region }) => (bare ? { Name: name } : { Name: name, BucketRegion: region }));
      return given({ Buckets: buckets, ContinuationToken: next, Prefix });
    },
    GetBucketLocation(input, call) {
      const { region } = open(input, call);
      return region === 'us-east-1' ? {} : { LocationConstraint: region as BucketLocationConstraint };
    },
    GetBucketEncryption(input, call) {
      const { encryption = sseS3 } = here(input, call);
      return { ServerSideEncryptionConfiguration: { Rules: [...encryption] } };
    },
    GetBucketVersioning(input, call) {
      const { versioning } = here(input, call);
      return given({ Status: versioning?.status, MFADelete: versioning?.mfaDelete });
    },
    GetPublicAccessBlock(input, call) {
      const { name, publicAccessBlock } = here(input, call);
      if (publicAccessBlock !== undefined) return { PublicAccessBlockConfiguration: publicAccessBlock };
      return none('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found', name);
    },
    GetObjectLockConfiguration(input, call) {
      const { name, objectLock } = here(input, call);
      if (objectLock !== undefined) return { ObjectLockConfiguration: objectLock };
      return none('ObjectLockConfigurationNotFoundError', 'Object Lock configuration does not exist for this bucket', name);
    },
    GetBucketLifecycleConfiguration(input, call) {
      const { name, lifecycle } = here(input, call);
      if (lifecycle !== undefined) return { Rules: [...lifecycle] };
      return none('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', name);
    },
    GetBucketPolicy(input, call) {
      const { name, policy } = here(input, call);
      if (policy !== undefined) return { Policy: textOf(policy) };
      return none('NoSuchBucketPolicy', 'The bucket policy does not exist', name);
    },
  });
}

/** What every bucket has that was told nothing else. */
const sseS3 = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const }, BucketKeyEnabled: false }];

function textOf(policy: PolicyText): string {
  return typeof policy === 'string' ? policy : JSON.stringify(policy);
}

function none(code: string, message: string, bucket: string): never {
  throw new SandboxError(code, message, 404, { BucketName: bucket });
}
