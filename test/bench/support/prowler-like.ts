/**
 * A model of Prowler's scheduler, read in its source (3e000faa, August 2026): services one after the other, ten threads each, and in
 * a service phase after phase, where each waits for the slowest call of the one before. It does no checks.
 */
import pLimit from 'p-limit';
import type { Service } from '../../../src/core/operation.ts';
import { isService } from '../../../src/sandbox/services.ts';
import type { Members } from '../../../src/sandbox/types.ts';
import type { Found } from '../truth.ts';
import type { Send } from './send.ts';
import type { Recorded } from './tally.ts';

/** `MAX_WORKERS` of its service class. */
const threads = 10;

/** `max_attempts` of its clients. */
export const prowlerAttempts = 3;

interface Named {
  readonly region: string;
  readonly arn: string;
  readonly name: string;
}

/** How a listing operation names things. */
interface List {
  readonly member: string;
  /** Member that takes the page's token, and the one that gives the next where it is another. */
  readonly token: string;
  readonly next?: string;
  readonly size: Members;
  /** What the names of the items' members begin with. */
  readonly kind: string;
}

/** Sections of the inventory that the call list below finds. */
export const prowlerSections: ReadonlySet<string> = new Set([
  'sagemaker.notebooks',
  'sagemaker.models',
  'sagemaker.training-jobs',
  'sagemaker.processing-jobs',
  'sagemaker.endpoint-configs',
  'sagemaker.domains',
  's3.buckets',
  'iam.authorization',
  'kms.keys',
  'ec2.vpcs',
  'ec2.subnets',
  'apigateway.rest-apis',
  'apigatewayv2.apis',
  'wafv2.web-acls',
  'secretsmanager.secrets',
  'cloudwatch.alarms',
]);

export interface Scanned {
  readonly account: string;
  readonly regions: readonly string[];
}

/** Its calls for the services that mlwarden looks at as well. What was listed counts as found, also where its details were lost. */
export async function prowlerLike(send: Send, { account, regions }: Scanned, onFound: (found: Found) => void): Promise<void> {
  const run = new Run(send, account, regions, onFound);
  await run.sageMaker();
  await run.s3();
  await run.iam();
  await run.kms();
  await run.vpc();
  await run.cloudTrail();
  await run.apis();
  await run.waf();
  await run.others();
}

/** The same scheduler with another's calls: those of each operation are a phase, and pages of a list follow one another. */
export async function replayLikeProwler(send: Send, recorded: readonly Recorded[]): Promise<void> {
  for (const [service, calls] of Map.groupBy(recorded, (call) => call.service)) {
    if (!isService(service)) continue;
    const pool = pLimit(threads);
    for (const [operation, phase] of Map.groupBy(calls, (call) => call.operation)) {
      const chains = [...Map.groupBy(phase, ({ region, input }) => JSON.stringify([region, withoutToken(input)])).values()];
      await Promise.all(
        chains.map((chain) =>
          pool(async () => {
            for (const { region, input } of chain) await send({ service, operation, region }, input).catch(() => undefined);
          }),
        ),
      );
    }
  }
}

function withoutToken(input: Members): Members {
  return Object.fromEntries(Object.entries(input).filter(([member]) => !/token$|^marker$|^position$/i.test(member)));
}

class Run {
  readonly #send: Send;
  readonly #account: string;
  readonly #regions: readonly string[];
  readonly #onFound: (found: Found) => void;
  #pool = pLimit(threads);

  constructor(send: Send, account: string, regions: readonly string[], onFound: (found: Found) => void) {
    this.#send = send;
    this.#account = account;
    this.#regions = regions;
    this.#onFound = onFound;
  }

  async sageMaker(): Promise<void> {
    this.#start();
    const list = (operation: string, member: string, kind: string) =>
      this.#listed('sagemaker', operation, { member, token: 'NextToken', size: { MaxResults: 100 }, kind });
    const notebooks = await list('ListNotebookInstances', 'NotebookInstances', 'NotebookInstance');
    const models = await list('ListModels', 'Models', 'Model');
    const training = await list('ListTrainingJobs', 'TrainingJobSummaries', 'TrainingJob');
    const processing = await list('ListProcessingJobs', 'ProcessingJobSummaries', 'ProcessingJob');
    const configs = await list('ListEndpointConfigs', 'EndpointConfigs', 'EndpointConfig');
    const domains = await list('ListDomains', 'Domains', 'Domain');
    await list('ListModelPackageGroups', 'ModelPackageGroupSummaryList', 'ModelPackageGroup');
    await list('ListMonitoringSchedules', 'MonitoringScheduleSummaries', 'MonitoringSchedule');
    const each = (items: readonly Named[], operation: string, input: (item: Named) => Members) =>
      this.#phase(items, (item) => this.#call('sagemaker', operation, item.region, input(item)));
    await each(models, 'DescribeModel', ({ name: ModelName }) => ({ ModelName }));
    await each(notebooks, 'DescribeNotebookInstance', ({ name: NotebookInstanceName }) => ({ NotebookInstanceName }));
    await each(training, 'DescribeTrainingJob', ({ name: TrainingJobName }) => ({ TrainingJobName }));
    await each(processing, 'DescribeProcessingJob', ({ name: ProcessingJobName }) => ({ ProcessingJobName }));
    await each(configs, 'DescribeEndpointConfig', ({ name: EndpointConfigName }) => ({ EndpointConfigName }));
    await each(domains, 'DescribeDomain', ({ arn }) => ({ DomainId: arn.split('/').at(-1) }));
    for (const tagged of [models, notebooks, training, processing, configs, domains])
      await each(tagged, 'ListTags', ({ arn: ResourceArn }) => ({ ResourceArn }));
    this.#found('sagemaker.notebooks', notebooks);
    this.#found('sagemaker.models', models);
    this.#found('sagemaker.training-jobs', training);
    this.#found('sagemaker.processing-jobs', processing);
    this.#found('sagemaker.endpoint-configs', configs);
    this.#found('sagemaker.domains', domains);
  }

  async s3(): Promise<void> {
    this.#start();
    const { Buckets: listed } = (await this.#call('s3', 'ListBuckets', 'us-east-1', {})) ?? {};
    const buckets: Named[] = [];
    for (const { Name: name = '' } of (listed ?? []) as readonly { readonly Name?: string }[]) {
      const where = await this.#call('s3', 'GetBucketLocation', 'us-east-1', { Bucket: name });
      const region = where?.['LocationConstraint'];
      buckets.push({
        name,
        region: typeof region === 'string' && region !== '' ? region : 'us-east-1',
        arn: `arn:aws:s3:::${name}`,
      });
    }
    for (const operation of [
      'GetBucketVersioning',
      'GetBucketLogging',
      'GetBucketPolicy',
      'GetBucketAcl',
      'GetPublicAccessBlock',
      'GetBucketEncryption',
      'GetBucketOwnershipControls',
      'GetObjectLockConfiguration',
      'GetBucketTagging',
      'GetBucketReplication',
      'GetBucketLifecycleConfiguration',
      'GetBucketNotificationConfiguration',
    ])
      await this.#phase(buckets, ({ name: Bucket, region }) => this.#call('s3', operation, region, { Bucket }));
    this.#found('s3.buckets', buckets);
  }

  /** All but tags by the main thread, one role after the other. */
  async iam(): Promise<void> {
    this.#start();
    const roles = await this.#pages('iam', 'ListRoles', 'us-east-1', {
      member: 'Roles',
      token: 'Marker',
      size: {},
      kind: 'Role',
    });
    for (const { name: RoleName } of roles) await this.#call('iam', 'ListAttachedRolePolicies', 'us-east-1', { RoleName });
    for (const { name: RoleName } of roles) {
      const { PolicyNames: names = [] } = (await this.#call('iam', 'ListRolePolicies', 'us-east-1', { RoleName })) ?? {};
      for (const PolicyName of names as readonly string[])
        await this.#call('iam', 'GetRolePolicy', 'us-east-1', { RoleName, PolicyName });
    }
    await this.#phase(roles, ({ name: RoleName }) => this.#call('iam', 'ListRoleTags', 'us-east-1', { RoleName }));
    this.#found(
      'iam.authorization',
      roles.map((role) => ({ ...role, region: 'global' })),
    );
  }

  /** Lists by the threads, details by the main thread. */
  async kms(): Promise<void> {
    this.#start();
    const keys = await this.#listed('kms', 'ListKeys', {
      member: 'Keys',
      token: 'Marker',
      next: 'NextMarker',
      size: {},
      kind: 'Key',
    });
    for (const operation of ['DescribeKey', 'GetKeyRotationStatus', 'GetKeyPolicy', 'ListResourceTags'])
      for (const { arn: KeyId, region } of keys)
        await this.#call('kms', operation, region, { KeyId, ...(operation === 'GetKeyPolicy' ? { PolicyName: 'default' } : {}) });
    this.#found('kms.keys', keys);
  }

  async vpc(): Promise<void> {
    this.#start();
    const list = (operation: string, member: string, kind: string) =>
      this.#listed('ec2', operation, { member, token: 'NextToken', size: { MaxResults: 1000 }, kind });
    const vpcs = await list('DescribeVpcs', 'Vpcs', 'Vpc');
    for (const { name, region } of vpcs)
      await this.#call('ec2', 'DescribeFlowLogs', region, { Filter: [{ Name: 'resource-id', Values: [name] }] });
    this.#found('ec2.subnets', await list('DescribeSubnets', 'Subnets', 'Subnet'));
    this.#found('ec2.vpcs', vpcs);
  }

  async cloudTrail(): Promise<void> {
    this.#start();
    const trails = await this.#listed('cloudtrail', 'DescribeTrails', {
      member: 'trailList',
      token: 'none',
      size: {},
      kind: 'Trail',
    });
    for (const trail of new Map(trails.map((one) => [one.arn, one])).values()) {
      await this.#call('cloudtrail', 'GetTrailStatus', trail.region, { Name: trail.arn });
      await this.#call('cloudtrail', 'GetEventSelectors', trail.region, { TrailName: trail.arn });
    }
  }

  async apis(): Promise<void> {
    this.#start();
    const rest = await this.#listed('apigateway', 'GetRestApis', {
      member: 'items',
      token: 'position',
      size: { limit: 500 },
      kind: 'rest',
    });
    for (const operation of ['GetAuthorizers', 'GetRestApi', 'GetStages', 'GetResources'])
      for (const { name: restApiId, region } of rest) await this.#call('apigateway', operation, region, { restApiId });
    this.#start();
    const http = await this.#listed('apigatewayv2', 'GetApis', { member: 'Items', token: 'NextToken', size: {}, kind: 'http' });
    for (const { name: ApiId, region } of http)
      for (const operation of ['GetAuthorizers', 'GetStages']) await this.#call('apigatewayv2', operation, region, { ApiId });
    this.#found('apigateway.rest-apis', rest);
    this.#found('apigatewayv2.apis', http);
  }

  async waf(): Promise<void> {
    this.#start();
    const acls = await this.#listed('wafv2', 'ListWebACLs', {
      member: 'WebACLs',
      token: 'none',
      size: { Scope: 'REGIONAL' },
      kind: 'acl',
    });
    const inputs = {
      GetWebACL: ({ name: Name, arn }: Named) => ({ Name, Scope: 'REGIONAL', Id: arn.split('/').at(-1) }),
      ListResourcesForWebACL: ({ arn: WebACLArn }: Named) => ({ WebACLArn }),
      GetLoggingConfiguration: ({ arn: ResourceArn }: Named) => ({ ResourceArn }),
      ListTagsForResource: ({ arn: ResourceARN }: Named) => ({ ResourceARN }),
    };
    for (const [operation, input] of Object.entries(inputs))
      await this.#phase(acls, (acl) => this.#call('wafv2', operation, acl.region, input(acl)));
    this.#found('wafv2.web-acls', acls);
  }

  async others(): Promise<void> {
    this.#start();
    const secrets = await this.#listed('secretsmanager', 'ListSecrets', {
      member: 'SecretList',
      token: 'NextToken',
      size: {},
      kind: 'secret',
    });
    await this.#phase(secrets, ({ arn: SecretId, region }) =>
      this.#call('secretsmanager', 'GetResourcePolicy', region, { SecretId }),
    );
    this.#found('secretsmanager.secrets', secrets);
    this.#start();
    const alarms = { member: 'MetricAlarms', token: 'NextToken', size: { MaxRecords: 100 }, kind: 'Alarm' };
    this.#found('cloudwatch.alarms', await this.#listed('cloudwatch', 'DescribeAlarms', alarms));
    this.#start();
    await this.#phase(this.#regions, async (region) => {
      const { DetectorIds: ids = [] } = (await this.#call('guardduty', 'ListDetectors', region, {})) ?? {};
      for (const DetectorId of ids as readonly string[]) await this.#call('guardduty', 'GetDetector', region, { DetectorId });
    });
    this.#start();
    const functions = await this.#listed('lambda', 'ListFunctions', {
      member: 'Functions',
      token: 'Marker',
      next: 'NextMarker',
      size: {},
      kind: 'Function',
    });
    for (const operation of ['GetPolicy', 'GetFunctionUrlConfig'])
      await this.#phase(this.#regions, async (region) => {
        for (const { name: FunctionName } of functions.filter((one) => one.region === region))
          await this.#call('lambda', operation, region, { FunctionName });
      });
  }

  /** A service begins: ten threads of its own. */
  #start(): void {
    this.#pool = pLimit(threads);
  }

  async #phase<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
    await Promise.all(items.map((item) => this.#pool(() => work(item))));
  }

  /** A list in all Regions; it gives up a Region at the first error, as Prowler does. */
  async #listed(service: Service, operation: string, list: List): Promise<readonly Named[]> {
    const all: Named[] = [];
    await this.#phase(this.#regions, async (region) => {
      all.push(...(await this.#pages(service, operation, region, list)));
    });
    return all;
  }

  async #pages(service: Service, operation: string, region: string, list: List): Promise<readonly Named[]> {
    const all: Named[] = [];
    let token: unknown;
    do {
      const input: Members = token === undefined ? list.size : { ...list.size, [list.token]: token };
      const page = await this.#call(service, operation, region, input);
      if (page === undefined) break;
      for (const item of (page[list.member] ?? []) as readonly Members[]) all.push(this.#named(item, region, list.kind));
      token = page[list.next ?? list.token];
    } while (token !== undefined && token !== '');
    return all;
  }

  /** Name and ARN of a listed item, under whatever members its service has them. */
  #named(item: Members, region: string, kind: string): Named {
    const text = (...members: readonly string[]) =>
      members.map((member) => item[member]).find((value) => typeof value === 'string') ?? '';
    const name = text(`${kind}Name`, `${kind}Id`, 'ApiId', 'Name', 'id', 'KeyId', 'FunctionName');
    const arn = text(`${kind}Arn`, 'Arn', 'ARN', 'KeyArn', 'TrailARN', 'FunctionArn');
    return { name, region, arn: arn === '' ? this.#arnOf(kind, name, region) : arn };
  }

  #arnOf(kind: string, name: string, region: string): string {
    if (kind === 'rest') return `arn:aws:apigateway:${region}::/restapis/${name}`;
    if (kind === 'http') return `arn:aws:apigateway:${region}::/apis/${name}`;
    return `arn:aws:ec2:${region}:${this.#account}:${kind.toLowerCase()}/${name}`;
  }

  /** One call; `undefined` where it failed: Prowler logs that and goes on. */
  async #call(service: Service, operation: string, region: string, input: Members): Promise<Members | undefined> {
    return await this.#send({ service, operation, region }, input).catch(() => undefined);
  }

  #found(section: string, items: readonly Named[]): void {
    for (const { region, arn } of items) this.#onFound({ section, region, arn });
  }
}
