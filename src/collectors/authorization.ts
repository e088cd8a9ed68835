import type { ManagedPolicyDetail, RoleDetail } from '@aws-sdk/client-iam';
import { defineCollector } from '../core/collector.ts';
import type { Origin } from '../core/fact.ts';
import { paged } from '../core/operation.ts';
import { authorization, type IamPolicy, type IamRole } from '../inventory/iam.ts';
import { nameOf } from '../lineage/arn.ts';

/** One entry of a page. */
type Entity = { readonly role: RoleDetail } | { readonly policy: ManagedPolicyDetail };

export default defineCollector({
  section: authorization,
  runs: 'once',
  operations: {
    list: paged('iam', 'GetAccountAuthorizationDetails', {
      token: ['Marker', 'Marker'],
      // Each page has all lists, empty ones too: one that is not there was lost.
      items: ({ RoleDetailList: roles, Policies: policies }) =>
        roles && policies && [...roles.map((role): Entity => ({ role })), ...policies.map((policy): Entity => ({ policy }))],
      size: { MaxItems: 1000 },
      attemptMs: 120_000,
    }),
  },
  async collect(aws, { account }, emit) {
    const Filter = ['Role', 'User', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] as const;
    await aws.list.each({ Filter: [...Filter] }, (entity, { origin }) => {
      const item = 'role' in entity ? toRole(entity.role, account, origin) : toPolicy(entity.policy, account, origin);
      if (item !== null) emit(item);
    });
  },
});

// A document or ARN that is left out becomes an empty text, which no one can read: a grant that we do not see is not "none".

function toRole(detail: RoleDetail, account: string, from: Origin): IamRole | null {
  const { Arn: arn, RoleName: name, Path: path } = detail;
  if (arn === undefined || name === undefined) return null;
  return {
    arn,
    name,
    account,
    region: 'global',
    type: authorization.type,
    from,
    kind: 'role',
    path: path ?? '',
    trustPolicy: detail.AssumeRolePolicyDocument ?? null,
    inlinePolicies: (detail.RolePolicyList ?? []).map((policy) => ({
      name: policy.PolicyName ?? '',
      document: policy.PolicyDocument ?? '',
    })),
    attachedPolicies: (detail.AttachedManagedPolicies ?? []).map((policy) => ({
      name: policy.PolicyName ?? '',
      arn: policy.PolicyArn ?? '',
    })),
    boundaryArn: detail.PermissionsBoundary === undefined ? null : (detail.PermissionsBoundary.PermissionsBoundaryArn ?? ''),
  };
}

function toPolicy(detail: ManagedPolicyDetail, account: string, from: Origin): IamPolicy | null {
  const { Arn: arn } = detail;
  if (arn === undefined) return null;
  const inForce = detail.PolicyVersionList?.find((version) => version.IsDefaultVersion === true);
  return {
    arn,
    // The document counts; a policy must not be lost for its name.
    name: detail.PolicyName ?? nameOf(arn),
    account,
    region: 'global',
    type: 'AWS::IAM::ManagedPolicy',
    from,
    kind: 'policy',
    document: inForce?.Document ?? null,
  };
}
