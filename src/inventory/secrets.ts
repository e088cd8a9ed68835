import type { Fact } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';

/** DescribeSecret, as far as checks read it; never a secret's value. */
export interface SecretDetails {
  /** Whole ARN, also where a name or a part of it was asked for. */
  readonly secretArn: string;
  readonly name: string;
  /** `null` where AWS left it out: rotation was never configured. */
  readonly rotationEnabled: boolean | null;
  /** RotationRules: days between rotations. */
  readonly rotateAfterDays: number | null;
  /** RotationRules: `rate()` or `cron()`. */
  readonly schedule: string | null;
  /** `null` for secrets that AWS or a partner rotates without a function of the account. */
  readonly rotationLambdaArn: string | null;
  /** Service that made and rotates it, such as `rds`. */
  readonly owningService: string | null;
  /** A partner's secret (ExternalSecretRotationMetadata): rotated without a function of the account. */
  readonly external: boolean;
  /** When it was scheduled for deletion, ISO 8601, UTC; `null`: it is not. */
  readonly deletedAt: string | null;
  /** Region of the primary; `null` where AWS left it out: not replicated. */
  readonly primaryRegion: string | null;
}

/** One reference to a secret: its `arn` is what the referrer named. Several may lead to one secret. */
export interface SecretReferenceItem extends Resource {
  /** Known to be `null` when AWS knows no such secret. */
  readonly secret: Fact<SecretDetails | null>;
}

export const secrets = section<SecretReferenceItem>({
  name: 'secretsmanager.secrets',
  type: 'AWS::SecretsManager::Secret',
  scope: 'regional',
  arn: 'arn:P:secretsmanager:R:A:secret:*',
});
