import type { BucketUse } from '../core/edge.ts';
import type { SecretMatch } from '../core/secret.ts';

/** A value with the field of the API's answer that it stands in, such as `OutputDataConfig.KmsKeyId`. */
export interface FieldValue {
  readonly field: string;
  readonly value: string;
}

/** A place in S3 that a resource reads or writes. */
export interface S3Use extends FieldValue {
  /** `null` where the role of the data cannot be told. */
  readonly use: BucketUse | null;
}

/** A secret in a named value: where, and by which rule; never the value. */
export interface FoundSecret extends SecretMatch {
  /** Field of the API's answer, such as `DescribeTrainingJobResponse.Environment`. */
  readonly field: string;
  /** Name of the variable, hyperparameter or argument; arguments are `[3]`. */
  readonly key: string;
}

/** Named values of a resource (environment, hyperparameters, arguments), classified in the collector. No value is kept. */
export interface ParameterScan {
  /** How many values were looked at. */
  readonly scanned: number;
  readonly found: readonly FoundSecret[];
  /** Secrets Manager secrets that the values name by ARN: safe in clear, and needed for lineage. */
  readonly secretArns: readonly FieldValue[];
}
