import type { ManagedPolicyDetail, RoleDetail } from '@aws-sdk/client-iam';
import type { AccountData, AccountOf, IamData, PolicyText, RoleData } from '../account.ts';
import { defineHandlers, type Handlers } from '../types.ts';
import { given, pageOf } from './pages.ts';

type Policy = NonNullable<IamData['policies']>[number];

/** IAM. It has no users and groups. */
export function iam(accountOf: AccountOf): Handlers {
  return defineHandlers('iam', {
    GetAccountAuthorizationDetails({ Filter: kinds = [], MaxItems, Marker }, call) {
      const account = accountOf(call);
      const { roles = [], policies = [] } = account.iam ?? {};
      const wanted = (kind: (typeof kinds)[number]) => kinds.length === 0 || kinds.includes(kind);
      const all = [
        ...(wanted('Role') ? roles : []).map((role) => ({ role: toRole(role, account), policy: undefined })),
        ...policies
          .filter(({ arn }) => wanted(isAws(arn) ? 'AWSManagedPolicy' : 'LocalManagedPolicy'))
          .map((policy) => ({ role: undefined, policy: toPolicy(policy, roles) })),
      ];
      const { page, next } = pageOf(all, { token: Marker, size: MaxItems, usual: 100, most: 1000 });
      return given({
        UserDetailList: [],
        GroupDetailList: [],
        RoleDetailList: page.flatMap(({ role }) => role ?? []),
        Policies: page.flatMap(({ policy }) => policy ?? []),
        IsTruncated: next !== undefined,
        Marker: next,
      });
    },
  });
}

const created = new Date('2023-03-01T09:00:00Z');

function toRole(role: RoleData, { id, partition }: AccountData): RoleDetail {
  const { name, path = '/', trust, inline = {}, attached = [], boundary } = role;
  return given({
    Path: path,
    RoleName: name,
    RoleId: idOf('AROA', name),
    Arn: `arn:${partition}:iam::${id}:role${path}${name}`,
    CreateDate: created,
    AssumeRolePolicyDocument: encoded(trust),
    InstanceProfileList: [],
    RolePolicyList: Object.entries(inline).map(([PolicyName, text]) => ({ PolicyName, PolicyDocument: encoded(text) })),
    AttachedManagedPolicies: attached.map((PolicyArn) => ({ PolicyName: nameOf(PolicyArn), PolicyArn })),
    PermissionsBoundary:
      boundary === undefined
        ? undefined
        : { PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const, PermissionsBoundaryArn: boundary },
    Tags: [],
    RoleLastUsed: {},
  });
}

function toPolicy({ arn, document }: Policy, roles: readonly RoleData[]): ManagedPolicyDetail {
  const path = /:policy(\/(?:.*\/)?)[^/]+$/.exec(arn)?.[1] ?? '/';
  return {
    PolicyName: nameOf(arn),
    PolicyId: idOf('ANPA', arn),
    Arn: arn,
    Path: path,
    DefaultVersionId: 'v2',
    AttachmentCount: roles.filter(({ attached = [] }) => attached.includes(arn)).length,
    PermissionsBoundaryUsageCount: roles.filter(({ boundary }) => boundary === arn).length,
    IsAttachable: true,
    CreateDate: created,
    UpdateDate: created,
    // The version before the one in force denied everything: who takes the wrong one will see.
    PolicyVersionList: [
      { VersionId: 'v2', IsDefaultVersion: true, CreateDate: created, Document: encoded(document) },
      { VersionId: 'v1', IsDefaultVersion: false, CreateDate: created, Document: encoded(denyAll) },
    ],
  };
}

const denyAll = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: '*', Resource: '*' } };

/** URL-encoded as in RFC 3986, which encodes more than `encodeURIComponent` does. */
function encoded(policy: PolicyText): string {
  const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A unique id of 21 characters, the same for the same name. */
function idOf(prefix: string, name: string): string {
  return (
    prefix +
    name
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]/g, '')
      .slice(-17)
      .padStart(17, '0')
  );
}

function nameOf(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}

function isAws(arn: string): boolean {
  return arn.split(':')[4] === 'aws';
}
