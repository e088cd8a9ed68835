import type { Origin } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';
import type { FieldValue } from './values.ts';

/** A Lambda function that may belong to an ML workflow. Values of its environment are not kept, but for those that refer to something. */
export interface LambdaFunction extends Resource {
  /** The call that listed it. */
  readonly from: Origin;
  /** Execution role; `null` where AWS left it out. */
  readonly roleArn: string | null;
  /** Variables whose value is an endpoint's name or ARN, a secret's ARN, or an S3 location: `field` is the variable's name. */
  readonly references: readonly FieldValue[];
}

export const functions = section<LambdaFunction>({
  name: 'lambda.functions',
  type: 'AWS::Lambda::Function',
  scope: 'regional',
  arn: 'arn:P:lambda:R:A:function:*',
});
