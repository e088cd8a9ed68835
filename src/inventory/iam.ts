import type { Origin } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';

/** A policy document, URL-encoded as IAM gives it: `parsePolicy(text, 'url')` reads it. */
export interface NamedDocument {
  readonly name: string;
  readonly document: string;
}

/** A role, as GetAccountAuthorizationDetails gives it. */
export interface IamRole extends Resource {
  /** The call that listed it. */
  readonly from: Origin;
  readonly kind: 'role';
  readonly path: string;
  /** URL-encoded; `null` where AWS left it out. */
  readonly trustPolicy: string | null;
  readonly inlinePolicies: readonly NamedDocument[];
  readonly attachedPolicies: readonly { readonly name: string; readonly arn: string }[];
  /** Permissions boundary; `null`: none. */
  readonly boundaryArn: string | null;
}

/** A managed policy in use, with its default version. */
export interface IamPolicy extends Resource {
  /** The call that listed it. */
  readonly from: Origin;
  readonly kind: 'policy';
  /** URL-encoded; `null` where the answer holds no default version. */
  readonly document: string | null;
}

export type IamEntity = IamRole | IamPolicy;

/** Roles and managed policies: one call of GetAccountAuthorizationDetails fills it for the account. */
export const authorization = section<IamEntity>({
  name: 'iam.authorization',
  type: 'AWS::IAM::Role',
  scope: 'global',
  arn: 'arn:P:iam::A:role/*',
});
