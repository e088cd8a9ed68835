/** The emulated AWS: every service's handlers over one account, or over many that share a port. */
import type { AccountData, AccountOf, DenialRule } from './account.ts';
import { apigateway } from './cloud/apigateway.ts';
import { apigatewayv2 } from './cloud/apigatewayv2.ts';
import { cloudfront } from './cloud/cloudfront.ts';
import { cloudtrail } from './cloud/cloudtrail.ts';
import { cloudwatch } from './cloud/cloudwatch.ts';
import { ec2 } from './cloud/ec2.ts';
import { events } from './cloud/events.ts';
import { guardduty } from './cloud/guardduty.ts';
import { iam } from './cloud/iam.ts';
import { kms } from './cloud/kms.ts';
import { lambda } from './cloud/lambda.ts';
import { account } from './cloud/regions.ts';
import { s3 } from './cloud/s3.ts';
import { s3control } from './cloud/s3control.ts';
import { sagemakerJobs } from './cloud/sagemaker-jobs.ts';
import { sagemakerNotebooks } from './cloud/sagemaker-notebooks.ts';
import { sagemakerServing } from './cloud/sagemaker-serving.ts';
import { sagemakerStudio } from './cloud/sagemaker-studio.ts';
import { scheduler } from './cloud/scheduler.ts';
import { secretsmanager } from './cloud/secretsmanager.ts';
import { servicequotas } from './cloud/servicequotas.ts';
import { sts } from './cloud/sts.ts';
import { wafv2 } from './cloud/wafv2.ts';
import type { Deny } from './deny.ts';
import type { EndpointOptions } from './endpoint.ts';
import { objectStore, type StoredBucket } from './object-store.ts';
import type { Handlers, Members, SandboxCall } from './types.ts';

const services: readonly ((accountOf: AccountOf) => Handlers)[] = [
  account,
  apigateway,
  apigatewayv2,
  cloudfront,
  cloudtrail,
  cloudwatch,
  ec2,
  events,
  guardduty,
  iam,
  kms,
  lambda,
  s3,
  s3control,
  sagemakerJobs,
  sagemakerNotebooks,
  sagemakerServing,
  sagemakerStudio,
  scheduler,
  secretsmanager,
  servicequotas,
  sts,
  wafv2,
];

/** Handlers that answer from the account of each call's access key. */
function cloudHandlers(accountOf: AccountOf): Handlers {
  return Object.assign({}, ...services.map((service) => service(accountOf)));
}

/** What `createEndpoint` needs to serve one account: its data, its auditor's rights and its one access key. */
export function cloudOf(data: AccountData): Pick<EndpointOptions, 'handlers' | 'deny' | 'identify'> {
  return {
    handlers: { ...cloudHandlers(() => data), ...objectStore(emptyBuckets(data)) },
    identify: () => ({ account: data.id, arn: data.auditor }),
    deny: denyBy(data.denials ?? []),
  };
}

/** What `createEndpoint` needs to serve many accounts on one port, each by its access key. They have no denials and no objects. */
export function cloudOfMany(accounts: ReadonlyMap<string, AccountData>): Pick<EndpointOptions, 'handlers' | 'identify'> {
  return {
    handlers: cloudHandlers(({ accessKeyId }) => {
      const data = accounts.get(accessKeyId);
      if (data === undefined) throw new Error(`no account has the key ${accessKeyId}`);
      return data;
    }),
    identify: (key) => {
      const data = accounts.get(key);
      return data === undefined ? undefined : { account: data.id, arn: data.auditor };
    },
  };
}

/** Whatever the account's auditor uploads stays as long as the sandbox runs. */
function emptyBuckets({ id, s3: { buckets = [] } = {} }: AccountData): ReadonlyMap<string, StoredBucket> {
  return new Map(buckets.map(({ name, region }) => [name, { owner: id, region, objects: new Map() }]));
}

/** The first rule that fits a call refuses it. */
function denyBy(rules: readonly DenialRule[]): Deny {
  return (call, input) => {
    const rule = rules.find((one) => fits(one, call, input));
    return rule === undefined ? undefined : (rule.as ?? {});
  };
}

function fits(
  { operations, regions, where = {} }: DenialRule,
  { service, operation, region }: SandboxCall,
  input: Members,
): boolean {
  return (
    (operations === undefined || operations.includes(`${service}:${operation}`)) &&
    (regions === undefined || regions.includes(region)) &&
    Object.entries(where).every(([member, values]) => values.includes(String(input[member])))
  );
}
