import type { AccountData, AccountOf } from '../../../src/sandbox/account.ts';
import { cloudOfMany } from '../../../src/sandbox/cloud.ts';
import { given, pageOf } from '../../../src/sandbox/cloud/pages.ts';
import type { EndpointOptions } from '../../../src/sandbox/endpoint.ts';
import { defineHandlers, SandboxError, type Handlers, type SandboxCall } from '../../../src/sandbox/types.ts';

/** The emulated AWS of these accounts, by access key, with what only Prowler calls. */
export function worldOf(accounts: ReadonlyMap<string, AccountData>): Pick<EndpointOptions, 'handlers' | 'identify'> {
  const cloud = cloudOfMany(accounts);
  const only = [...accounts.values()][0];
  const accountOf: AccountOf = ({ accessKeyId }) => {
    const data = accounts.get(accessKeyId) ?? only;
    if (data === undefined) throw new Error('there is no account');
    return data;
  };
  return { ...cloud, handlers: { ...cloud.handlers, ...othersOf(accountOf) } };
}

/** Lists and details that mlwarden does without. What the account's data does not hold is answered as absent. */
function othersOf(accountOf: AccountOf): Handlers {
  const here = (call: SandboxCall) => accountOf(call).in[call.region] ?? {};
  const pages = { usual: 100, most: 1000 };
  return {
    ...defineHandlers('sagemaker', {
      ListModels({ NextToken: token, MaxResults: size }, call) {
        const { page, next } = pageOf(here(call).sagemaker?.models ?? [], { token, size, usual: 10, most: 100 });
        const Models = page.map(({ ModelName, ModelArn, CreationTime }) => ({ ModelName, ModelArn, CreationTime }));
        return given({ Models, NextToken: next });
      },
      ListEndpointConfigs({ NextToken: token, MaxResults: size }, call) {
        const { page, next } = pageOf(here(call).sagemaker?.endpointConfigs ?? [], { token, size, usual: 10, most: 100 });
        const EndpointConfigs = page.map(({ EndpointConfigName, EndpointConfigArn, CreationTime }) => ({
          EndpointConfigName,
          EndpointConfigArn,
          CreationTime,
        }));
        return given({ EndpointConfigs, NextToken: next });
      },
      ListModelPackageGroups: () => ({ ModelPackageGroupSummaryList: [] }),
      ListTags: () => ({ Tags: [] }),
    }),
    ...defineHandlers('s3', {
      GetBucketLogging: () => ({}),
      GetBucketAcl: () => ({ Grants: [] }),
      GetBucketOwnershipControls: () => absent('OwnershipControlsNotFoundError'),
      GetBucketTagging: () => absent('NoSuchTagSet'),
      GetBucketReplication: () => absent('ReplicationConfigurationNotFoundError'),
      GetBucketNotificationConfiguration: () => ({}),
    }),
    ...defineHandlers('iam', {
      ListRoles({ Marker: token, MaxItems: size }, call) {
        const { id, iam } = accountOf(call);
        const { page, next } = pageOf(iam?.roles ?? [], { token, size, ...pages });
        const Roles = page.map(({ name }) => ({
          Path: '/',
          RoleName: name,
          RoleId: 'AROA0000000000000000A',
          Arn: `arn:aws:iam::${id}:role/${name}`,
          CreateDate: new Date(0),
        }));
        return given({ Roles, IsTruncated: next !== undefined, Marker: next });
      },
      ListAttachedRolePolicies: () => ({ AttachedPolicies: [] }),
      ListRolePolicies({ RoleName: wanted }, call) {
        const role = accountOf(call).iam?.roles?.find(({ name }) => name === wanted);
        return { PolicyNames: Object.keys(role?.inline ?? {}) };
      },
      GetRolePolicy({ RoleName = '', PolicyName = '' }, call) {
        const role = accountOf(call).iam?.roles?.find(({ name }) => name === RoleName);
        return { RoleName, PolicyName, PolicyDocument: encodeURIComponent(JSON.stringify(role?.inline?.[PolicyName])) };
      },
      ListRoleTags: () => ({ Tags: [] }),
    }),
    ...defineHandlers('kms', {
      ListKeys({ Marker: token, Limit: size }, call) {
        const { page, next } = pageOf(here(call).kms?.keys ?? [], { token, size, ...pages });
        const Keys = page.map(({ metadata: { KeyId, Arn: KeyArn } }) => ({ KeyId, KeyArn }));
        return given({ Keys, Truncated: next !== undefined, NextMarker: next });
      },
      GetKeyPolicy: () => ({ Policy: '{"Version":"2012-10-17","Statement":[]}', PolicyName: 'default' }),
      ListResourceTags: () => ({ Tags: [], Truncated: false }),
    }),
    ...defineHandlers('apigateway', {
      GetRestApi: ({ restApiId }) => given({ id: restApiId }),
      GetAuthorizers: () => ({ items: [] }),
    }),
    ...defineHandlers('apigatewayv2', { GetAuthorizers: () => ({ Items: [] }) }),
    ...defineHandlers('wafv2', {
      ListWebACLs: (_input, call) => ({
        WebACLs: (here(call).wafv2?.webAcls ?? []).map(({ Name, Id, ARN }) => ({ Name, Id, ARN, LockToken: 'lock' })),
      }),
      ListResourcesForWebACL: () => ({ ResourceArns: [] }),
      GetLoggingConfiguration: () => absent('WAFNonexistentItemException'),
      ListTagsForResource: () => ({}),
    }),
    ...defineHandlers('secretsmanager', {
      ListSecrets({ NextToken: token, MaxResults: size }, call) {
        const { page, next } = pageOf(here(call).secretsmanager?.secrets ?? [], { token, size, usual: 100, most: 100 });
        return given({ SecretList: page.map(({ ARN, Name }) => ({ ARN, Name })), NextToken: next });
      },
      GetResourcePolicy: ({ SecretId }) => given({ Name: SecretId }),
    }),
    ...defineHandlers('lambda', {
      GetPolicy: () => absent('ResourceNotFoundException', 404),
      GetFunctionUrlConfig: () => absent('ResourceNotFoundException', 404),
    }),
  };
}

function absent(code: string, status = 404): never {
  throw new SandboxError(code, 'not there', status);
}
