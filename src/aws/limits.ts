import type { Service } from '../core/operation.ts';

/** How we know a limit. doc: AWS documentation; observed: measured by others; assumed: corrected at run time by throttles. */
type Source = 'doc' | 'observed' | 'assumed';

/** How often AWS lets an operation be called. */
interface CallLimit {
  readonly service: Service;
  /** Operation name, `List*` for all that start so, or `*` for every other one of the service. Each has a bucket of its own. */
  readonly operation: string;
  /** Calls a second. */
  readonly rate: number;
  /** Calls at once, from a full bucket. The rate where nobody knows better. */
  readonly burst: number;
  readonly source: Source;
}

/** One bucket for several operations, beside their own. */
interface SharedLimit {
  readonly family: string;
  /** `service:Operation`, or `service:*`. */
  readonly operations: readonly string[];
  /** Operations that are not counted, although a pattern names them. */
  readonly except?: readonly string[];
  readonly rate: number;
  readonly burst: number;
  readonly source: Source;
}

/** Known limits for an account and Region (aws-edge.md A.1). The first row that fits counts. */
const callLimits: readonly CallLimit[] = [
  { service: 'account', operation: '*', rate: 5, burst: 10, source: 'assumed' },
  { service: 'apigateway', operation: 'GetResources', rate: 2.5, burst: 5, source: 'doc' },
  { service: 'cloudfront', operation: '*', rate: 10, burst: 20, source: 'assumed' },
  { service: 'cloudtrail', operation: 'LookupEvents', rate: 2, burst: 2, source: 'doc' },
  { service: 'cloudtrail', operation: '*', rate: 10, burst: 10, source: 'doc' },
  { service: 'cloudwatch', operation: 'DescribeAlarms*', rate: 9, burst: 9, source: 'doc' },
  { service: 'cloudwatch', operation: 'GetMetricData', rate: 50, burst: 50, source: 'doc' },
  { service: 'cloudwatch', operation: '*', rate: 25, burst: 25, source: 'doc' },
  { service: 'ec2', operation: '*', rate: 20, burst: 100, source: 'doc' },
  { service: 'events', operation: '*', rate: 50, burst: 50, source: 'assumed' },
  { service: 'guardduty', operation: '*', rate: 5, burst: 10, source: 'assumed' },
  { service: 'iam', operation: 'GetPolicy*', rate: 35, burst: 35, source: 'observed' },
  { service: 'iam', operation: 'ListEntitiesForPolicy', rate: 40, burst: 40, source: 'observed' },
  { service: 'iam', operation: 'GetAccountAuthorizationDetails', rate: 5, burst: 10, source: 'assumed' },
  { service: 'iam', operation: '*', rate: 15, burst: 15, source: 'observed' },
  { service: 'kms', operation: 'DescribeKey', rate: 2000, burst: 2000, source: 'doc' },
  { service: 'kms', operation: 'ListResourceTags', rate: 2000, burst: 2000, source: 'doc' },
  { service: 'kms', operation: 'GetKey*', rate: 1000, burst: 1000, source: 'doc' },
  { service: 'kms', operation: 'ListKeys', rate: 500, burst: 500, source: 'doc' },
  { service: 'kms', operation: 'ListAliases', rate: 500, burst: 500, source: 'doc' },
  { service: 'kms', operation: '*', rate: 100, burst: 100, source: 'doc' },
  { service: 'lambda', operation: 'GetPolicy', rate: 15, burst: 15, source: 'doc' },
  { service: 's3', operation: '*', rate: 100, burst: 200, source: 'assumed' },
  { service: 's3control', operation: '*', rate: 20, burst: 40, source: 'assumed' },
  { service: 'sagemaker', operation: 'ListTrainingJobs', rate: 2, burst: 4, source: 'observed' },
  { service: 'sagemaker', operation: 'ListTags', rate: 20, burst: 40, source: 'assumed' },
  { service: 'sagemaker', operation: 'List*', rate: 2, burst: 10, source: 'assumed' },
  { service: 'sagemaker', operation: 'Search', rate: 2, burst: 10, source: 'assumed' },
  { service: 'sagemaker', operation: '*', rate: 20, burst: 40, source: 'assumed' },
  { service: 'scheduler', operation: '*', rate: 50, burst: 50, source: 'assumed' },
  { service: 'secretsmanager', operation: 'DescribeSecret', rate: 40_000, burst: 40_000, source: 'doc' },
  { service: 'secretsmanager', operation: '*', rate: 100, burst: 100, source: 'doc' },
  { service: 'servicequotas', operation: 'List*', rate: 10, burst: 10, source: 'doc' },
  { service: 'servicequotas', operation: '*', rate: 5, burst: 5, source: 'doc' },
  { service: 'sts', operation: '*', rate: 600, burst: 600, source: 'assumed' },
  { service: 'wafv2', operation: 'GetWebACLForResource', rate: 1, burst: 1, source: 'doc' },
  { service: 'wafv2', operation: 'ListResourcesForWebACL', rate: 1, burst: 1, source: 'doc' },
  { service: 'wafv2', operation: '*', rate: 5, burst: 5, source: 'doc' },
];

/** Limits that operations share. */
const sharedLimits: readonly SharedLimit[] = [
  { family: 'api-gateway', operations: ['apigateway:*', 'apigatewayv2:*'], rate: 10, burst: 40, source: 'doc' },
  { family: 'lambda-control', operations: ['lambda:*'], except: ['lambda:GetPolicy'], rate: 15, burst: 15, source: 'doc' },
  { family: 'secret-policies', operations: ['secretsmanager:GetResourcePolicy'], rate: 50, burst: 50, source: 'doc' },
];

/** Services with one control plane for all Regions: their limits hold for the account. */
export const accountWide: ReadonlySet<Service> = new Set(['account', 'cloudfront', 'iam']);

/** For a service that the tables do not name. */
const fallback = { rate: 5, burst: 10 } as const;

/** Rate and burst of one bucket, and what makes it one. */
export interface BucketLimit {
  readonly name: string;
  readonly rate: number;
  readonly burst: number;
}

/** Every bucket that a call of this operation takes a token from. */
export function limitsOf(service: Service, operation: string): readonly BucketLimit[] {
  const id = `${service}:${operation}`;
  const own = callLimits.filter((limit) => limit.service === service && fits(limit.operation, operation)).slice(0, 1);
  const shared = sharedLimits.filter(
    ({ operations, except = [] }) => operations.some((pattern) => fits(pattern, id)) && !except.includes(id),
  );
  const limits = [
    ...own.map(({ rate, burst }) => ({ name: id, rate, burst })),
    ...shared.map(({ family, rate, burst }) => ({ name: family, rate, burst })),
  ];
  return limits.length > 0 ? limits : [{ name: id, ...fallback }];
}

function fits(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
