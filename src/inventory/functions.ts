import type { Fact, Origin } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';
import type { FieldValue } from './values.ts';

/**
 * How sure it is that a function calls a model endpoint (catalogue 3.3). `direct`: a variable names one, or its role may invoke
 * one by name. `possible`: its role may invoke any.
 */
export type ModelLink = 'direct' | 'possible' | 'none';

/** A Lambda function that may belong to an ML workflow. Values of its environment are not kept, but for those that refer to something. */
export interface LambdaFunction extends Resource {
  /** The call that listed it. */
  readonly from: Origin;
  /** Execution role; `null` where AWS left it out. */
  readonly roleArn: string | null;
  /** Variables whose value is an endpoint's name or ARN, a secret's ARN, or an S3 location: `field` is the variable's name. */
  readonly references: readonly FieldValue[];
  /** Missing where its variables, its role's policies or the endpoints of the Region could not be read. */
  readonly link: Fact<ModelLink>;
}

export const functions = section<LambdaFunction>({
  name: 'lambda.functions',
  type: 'AWS::Lambda::Function',
  scope: 'regional',
  arn: 'arn:P:lambda:R:A:function:*',
});
