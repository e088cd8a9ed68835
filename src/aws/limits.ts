import type { OperationName, Service } from '../core/operation.ts';

/**
 * How we know a limit. DOC: AWS's documentation; CODE: read in the source of a tool that was calibrated on live accounts; ISSUE:
 * told in a public thread; ASSUMED: nobody says, and throttles correct it.
 */
export type SourceMark = 'DOC' | 'CODE' | 'ISSUE' | 'ASSUMED';

type OperationId = `${Service}:${string}`;

/** How often AWS lets operations be called. */
export interface CallLimit {
  /** `service:Operation`. Each has a bucket of its own, unless `family` is there. */
  readonly operations: readonly OperationId[];
  /** All of the operations take from this one bucket, beside one of their own where they have another row. */
  readonly family?: string;
  /** Calls a second. */
  readonly rate: number;
  /** Calls at once, from a full bucket. The rate where nobody knows better. */
  readonly burst: number;
  /** `account`: one control plane for all Regions; `region`: a bucket for each. */
  readonly scope: 'account' | 'region';
  readonly mark: SourceMark;
  /** Where the numbers come from, in words. */
  readonly source: string;
}

function of<S extends Service>(service: S, ...names: readonly OperationName<S>[]): readonly OperationId[] {
  return names.map((name): OperationId => `${service}:${name}`);
}

/** Every operation that is declared somewhere, and no other: a test compares. */
export const callLimits: readonly CallLimit[] = [
  {
    operations: of('account', 'ListRegions'),
    rate: 5,
    burst: 10,
    scope: 'account',
    mark: 'ASSUMED',
    source: 'not published; one or two calls a scan',
  },
  {
    operations: [
      ...of('apigateway', 'GetAccount', 'GetResources', 'GetRestApis', 'GetStages'),
      ...of('apigatewayv2', 'GetApis', 'GetIntegrations', 'GetStages'),
    ],
    family: 'api-gateway',
    rate: 10,
    burst: 40,
    scope: 'region',
    mark: 'DOC',
    source: 'API Gateway quotas (2023): 10 a second, burst 40, for all management operations together; not adjustable',
  },
  {
    operations: of('apigateway', 'GetResources'),
    rate: 2.5,
    burst: 5,
    scope: 'region',
    mark: 'DOC',
    source: 'API Gateway quotas (2023): 5 calls in 2 seconds',
  },
  {
    operations: of('cloudfront', 'ListDistributions'),
    rate: 10,
    burst: 20,
    scope: 'account',
    mark: 'ASSUMED',
    source: 'not published; a few calls a scan',
  },
  {
    operations: of(
      'cloudtrail',
      'DescribeTrails',
      'GetEventDataStore',
      'GetEventSelectors',
      'GetTrailStatus',
      'ListEventDataStores',
    ),
    rate: 10,
    burst: 10,
    scope: 'region',
    mark: 'DOC',
    source: 'CloudTrail quotas (2023): 10 a second for get, describe and list operations',
  },
  {
    operations: of('cloudwatch', 'DescribeAlarms'),
    rate: 9,
    burst: 9,
    scope: 'region',
    mark: 'DOC',
    source: 'CloudWatch quotas (2023): 9 a second; adjustable',
  },
  {
    operations: of('ec2', 'DescribeFlowLogs', 'DescribeRegions', 'DescribeSubnets', 'DescribeVpcs'),
    rate: 20,
    burst: 100,
    scope: 'region',
    mark: 'DOC',
    source: 'EC2 request throttling: a bucket of 100, refilled by 20 a second, for Describe operations with pages or filters',
  },
  {
    operations: of('events', 'ListRules', 'ListTargetsByRule'),
    rate: 50,
    burst: 50,
    scope: 'region',
    mark: 'ASSUMED',
    source: 'not published for reading operations',
  },
  {
    operations: of('guardduty', 'GetDetector', 'ListDetectors'),
    rate: 5,
    burst: 10,
    scope: 'region',
    mark: 'ASSUMED',
    source: 'not published; two calls a Region',
  },
  {
    operations: of('iam', 'GetAccountAuthorizationDetails'),
    rate: 5,
    burst: 10,
    scope: 'account',
    mark: 'ASSUMED',
    source: 'not published; throttles are told of in PMapper#26 and bulk-policy-migrator#19',
  },
  {
    operations: of('kms', 'DescribeKey'),
    rate: 2000,
    burst: 2000,
    scope: 'region',
    mark: 'DOC',
    source: 'KMS request quotas (2023): 2,000 a second',
  },
  {
    operations: of('kms', 'GetKeyRotationStatus'),
    rate: 1000,
    burst: 1000,
    scope: 'region',
    mark: 'DOC',
    source: 'KMS request quotas (2023): 1,000 a second',
  },
  {
    operations: of('kms', 'ListKeyRotations'),
    rate: 100,
    burst: 100,
    scope: 'region',
    mark: 'DOC',
    source: 'KMS request quotas: 100 a second',
  },
  {
    operations: of('lambda', 'ListFunctions'),
    family: 'lambda-control',
    rate: 15,
    burst: 15,
    scope: 'region',
    mark: 'DOC',
    source: 'Lambda quotas: 15 a second for all control plane operations together, but GetFunction and GetPolicy',
  },
  {
    operations: of(
      's3',
      'GetBucketEncryption',
      'GetBucketLifecycleConfiguration',
      'GetBucketLocation',
      'GetBucketPolicy',
      'GetBucketVersioning',
      'GetObjectLockConfiguration',
      'GetPublicAccessBlock',
      'ListBuckets',
    ),
    rate: 100,
    burst: 200,
    scope: 'region',
    mark: 'ASSUMED',
    source: 'not published for bucket settings; Steampipe calls them without a limit of its own',
  },
  {
    operations: of('s3control', 'GetPublicAccessBlock'),
    rate: 20,
    burst: 40,
    scope: 'region',
    mark: 'ASSUMED',
    source: 'not published; one call a scan',
  },
  {
    operations: of('sagemaker', 'ListTrainingJobs'),
    rate: 2,
    burst: 4,
    scope: 'region',
    mark: 'ISSUE',
    source: 'aws-solutions/deepracer-on-aws#87 (2026): 2 a second, not adjustable; the burst is assumed',
  },
  {
    operations: of(
      'sagemaker',
      'ListAutoMLJobs',
      'ListCodeRepositories',
      'ListDomains',
      'ListEndpoints',
      'ListHyperParameterTuningJobs',
      'ListMonitoringSchedules',
      'ListNotebookInstanceLifecycleConfigs',
      'ListNotebookInstances',
      'ListPipelines',
      'ListProcessingJobs',
      'ListSpaces',
      'ListStudioLifecycleConfigs',
      'ListTransformJobs',
      'ListUserProfiles',
      'Search',
    ),
    rate: 2,
    burst: 10,
    scope: 'region',
    mark: 'ASSUMED',
    source: 'not published; taken from ListTrainingJobs',
  },
  {
    operations: of(
      'sagemaker',
      'DescribeAutoMLJobV2',
      'DescribeCodeRepository',
      'DescribeDataQualityJobDefinition',
      'DescribeDomain',
      'DescribeEndpoint',
      'DescribeEndpointConfig',
      'DescribeHyperParameterTuningJob',
      'DescribeModel',
      'DescribeModelBiasJobDefinition',
      'DescribeModelExplainabilityJobDefinition',
      'DescribeModelQualityJobDefinition',
      'DescribeMonitoringSchedule',
      'DescribeNotebookInstance',
      'DescribeNotebookInstanceLifecycleConfig',
      'DescribePipeline',
      'DescribeProcessingJob',
      'DescribeSpace',
      'DescribeStudioLifecycleConfig',
      'DescribeTrainingJob',
      'DescribeTransformJob',
      'DescribeUserProfile',
    ),
    rate: 20,
    burst: 40,
    scope: 'region',
    mark: 'ASSUMED',
    source: 'not published; prowler#12814 made about 21 Describe and ListTags calls a second for 12 hours',
  },
  {
    operations: of('scheduler', 'ListSchedules'),
    rate: 50,
    burst: 50,
    scope: 'region',
    mark: 'ASSUMED',
    source: 'not published for reading operations',
  },
  {
    operations: of('secretsmanager', 'DescribeSecret'),
    rate: 40_000,
    burst: 40_000,
    scope: 'region',
    mark: 'DOC',
    source: "Secrets Manager quotas, What's New 2025-03: 40,000 a second",
  },
  {
    operations: of('servicequotas', 'ListServiceQuotas'),
    rate: 10,
    burst: 10,
    scope: 'region',
    mark: 'DOC',
    source: 'Service Quotas: 10 a second for list operations',
  },
  {
    operations: of('wafv2', 'GetRuleGroup', 'GetWebACL'),
    rate: 5,
    burst: 5,
    scope: 'region',
    mark: 'DOC',
    source: 'WAF quotas (2023): 5 a second for each get and list operation',
  },
];

/** For an operation without a row: a defect that a test finds, and no reason to be rude. */
const fallback = { rate: 5, burst: 10, scope: 'region' } as const;

/** What an account's own quotas say of one operation. */
export interface AppliedLimit {
  readonly rate: number;
  readonly burst: number;
}

/** Applied limits by Region (`global` for operations of account scope) and `service:Operation`. */
export type AppliedLimits = Readonly<Record<string, Readonly<Record<string, AppliedLimit>>>>;

/** Rate and burst of one bucket, and what makes it one. */
export interface BucketLimit extends AppliedLimit {
  readonly name: string;
  /** The Region, or `global`. */
  readonly where: string;
  /** A guess about one operation in one Region: nobody else's calls hang on it, and it may be far too low. */
  readonly guessed: boolean;
}

/** Every bucket that a call of this operation takes a token from. What the account's quotas say comes before the table. */
export function bucketsOf(id: string, region: string, applied: AppliedLimits = {}): readonly BucketLimit[] {
  const limits = limitsOf(id);
  const own = limits.find((limit) => limit.family === undefined);
  const where = placeOf(limits[0] ?? fallback, region);
  const quota = applied[where]?.[id];
  const shared: BucketLimit[] = limits
    .filter((limit) => limit.family !== undefined)
    .map(({ family = '', rate, burst, scope }) => ({
      name: family,
      where: placeOf({ scope }, region),
      rate,
      burst,
      guessed: false,
    }));
  if (quota !== undefined) return [{ name: id, where, rate: quota.rate, burst: quota.burst, guessed: false }, ...shared];
  if (own === undefined && shared.length > 0) return shared;
  const { rate, burst, scope } = own ?? fallback;
  return [{ name: id, where, rate, burst, guessed: own?.mark === 'ASSUMED' && scope === 'region' }, ...shared];
}

/** The rows of the table for an operation; none for one that is not declared. */
export function limitsOf(id: string): readonly CallLimit[] {
  return byOperation.get(id) ?? [];
}

const byOperation = new Map<string, readonly CallLimit[]>();
for (const limit of callLimits) for (const id of limit.operations) byOperation.set(id, [...(byOperation.get(id) ?? []), limit]);

/** One bucket of one operation. */
export interface LimitRow extends Omit<CallLimit, 'operations' | 'family'> {
  readonly operation: string;
  readonly family: string | undefined;
}

/** The table by operation, sorted; an operation with a bucket of its own and a shared one has two rows. */
export function limitRows(): readonly LimitRow[] {
  return [...byOperation]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([operation, limits]) =>
      limits.map(({ family, rate, burst, scope, mark, source }) => ({ operation, rate, burst, scope, family, mark, source })),
    );
}

/** Where the buckets of a scope are: in the Region, or `global`. */
export function placeOf({ scope }: Pick<CallLimit, 'scope'>, region: string): string {
  return scope === 'account' ? 'global' : region;
}
