import type { Fact } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';

/** The four switches of Block Public Access; `null` where AWS left one out: it is off then. */
export interface PublicAccessBlock {
  readonly blockPublicAcls: boolean | null;
  readonly ignorePublicAcls: boolean | null;
  readonly blockPublicPolicy: boolean | null;
  readonly restrictPublicBuckets: boolean | null;
}

/** How objects are encrypted whose upload does not say it. */
export interface DefaultEncryption {
  /** `AES256`, `aws:kms`, `aws:kms:dsse`, ...; `null` where the configuration names none. */
  readonly algorithm: string | null;
  /** Key id, key ARN, alias name or alias ARN; `null`: the AWS managed key, if the algorithm is one of KMS. */
  readonly keyId: string | null;
  /** Kinds of encryption that uploads may not ask for, such as `SSE-C`. */
  readonly blockedTypes: readonly string[];
}

export interface BucketVersioning {
  /** `Enabled` or `Suspended`; `null`: never enabled. */
  readonly status: string | null;
  /** `Enabled` or `Disabled`; `null`: never configured. */
  readonly mfaDelete: string | null;
}

export interface ObjectLock {
  /** `Enabled`; `null` where AWS left it out. */
  readonly enabled: string | null;
  /** Mode of the default retention, `GOVERNANCE` or `COMPLIANCE`; `null`: none by default. */
  readonly defaultMode: string | null;
}

export interface BucketLifecycleRule {
  readonly id: string | null;
  /** `Enabled` or `Disabled`. */
  readonly status: string | null;
}

/** Settings of a bucket of this account, each with its own permission. */
export interface BucketSettings {
  /** Known to be `null` when there is no configuration, which S3 no longer answers since January 2023. */
  readonly encryption: Fact<DefaultEncryption | null>;
  readonly versioning: Fact<BucketVersioning>;
  /** Of the bucket alone. Known to be `null` when none is configured. */
  readonly publicAccessBlock: Fact<PublicAccessBlock | null>;
  /** Known to be `null` when the bucket has no Object Lock. */
  readonly objectLock: Fact<ObjectLock | null>;
  /** Known to be `null` when there are no rules. */
  readonly lifecycle: Fact<readonly BucketLifecycleRule[] | null>;
  /** JSON text. Known to be `null` when there is none. */
  readonly policy: Fact<string | null>;
}

/** A general purpose bucket that ML refers to. `region` is `global` where it is not ours or could not be learned. */
export interface Bucket extends Resource {
  /** Known to be `null` for a bucket that ListBuckets does not name: another account's, AWS's, or deleted. It is not asked. */
  readonly settings: Fact<BucketSettings | null>;
}

export const buckets = section<Bucket>({
  name: 's3.buckets',
  type: 'AWS::S3::Bucket',
  scope: 'global',
  arn: 'arn:P:s3:::*',
});

/** Block Public Access of the whole account, which may come from a policy of its organization. One item. */
export interface AccountPublicAccessBlock extends Resource {
  /** Known to be `null` when none is configured. */
  readonly block: Fact<PublicAccessBlock | null>;
}

export const accountPublicAccessBlock = section<AccountPublicAccessBlock>({
  name: 's3.account-public-access-block',
  type: 'AWS::Account',
  scope: 'global',
  arn: 'arn:P:iam::A:root',
});
