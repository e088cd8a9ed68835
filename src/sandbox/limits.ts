/**
 * AWS's rate limits as token buckets (aws-edge.md A.1). Written down here a second time on purpose: the scanner has its own table
 * of what it believes, and the sandbox must not believe the same by import.
 */

/** One bucket for an account and Region. */
export interface SandboxLimit {
  readonly service: string;
  /** Operations that take from this bucket; `*` for every other one, each with a bucket of its own unless `family`. */
  readonly operations: readonly string[] | '*' | RegExp;
  /** Calls a second. */
  readonly rate: number;
  /** Calls at once, from a full bucket. */
  readonly burst: number;
  /** All operations of the rows with this name share one more bucket, that of the row. */
  readonly family?: string;
}

/** The first row that fits an operation counts. Rates whose source is an assumption are marked. */
export const sandboxLimits: readonly SandboxLimit[] = [
  { service: 'sagemaker', operations: ['ListTrainingJobs'], rate: 2, burst: 4 }, // deepracer-on-aws#87
  { service: 'sagemaker', operations: /^(List(?!Tags)|Search)/, rate: 2, burst: 10 }, // assumed
  { service: 'sagemaker', operations: '*', rate: 20, burst: 40 }, // assumed from prowler#12814
  { service: 'iam', operations: ['GetPolicy', 'GetPolicyVersion'], rate: 35, burst: 35 }, // steampipe
  { service: 'iam', operations: ['ListEntitiesForPolicy'], rate: 40, burst: 40 }, // steampipe
  { service: 'iam', operations: ['GetAccountAuthorizationDetails'], rate: 5, burst: 10 }, // assumed
  { service: 'iam', operations: '*', rate: 15, burst: 15 }, // steampipe
  { service: 's3', operations: '*', rate: 100, burst: 200 }, // assumed
  { service: 's3control', operations: '*', rate: 20, burst: 40 }, // assumed
  { service: 'kms', operations: ['DescribeKey', 'ListResourceTags'], rate: 2000, burst: 2000 }, // KMS requests-per-second
  { service: 'kms', operations: ['GetKeyPolicy', 'GetKeyRotationStatus'], rate: 1000, burst: 1000 },
  { service: 'kms', operations: ['ListKeys', 'ListAliases'], rate: 500, burst: 500 },
  { service: 'kms', operations: '*', rate: 100, burst: 100 },
  { service: 'secretsmanager', operations: ['DescribeSecret'], rate: 40_000, burst: 40_000 }, // reference_limits
  { service: 'secretsmanager', operations: /ResourcePolicy$/, rate: 50, burst: 50, family: 'secret-policies' },
  { service: 'secretsmanager', operations: '*', rate: 100, burst: 100 },
  { service: 'cloudtrail', operations: ['LookupEvents'], rate: 2, burst: 2 }, // CloudTrail quotas
  { service: 'cloudtrail', operations: /^(Get|Describe|List)/, rate: 10, burst: 10 },
  { service: 'cloudtrail', operations: '*', rate: 1, burst: 1 },
  { service: 'ec2', operations: '*', rate: 20, burst: 100 }, // ec2-api-throttling
  { service: 'apigateway', operations: ['GetResources'], rate: 2.5, burst: 5, family: 'apigateway' }, // API Gateway quotas: 5 per 2 s
  { service: 'apigateway', operations: '*', rate: 10, burst: 40, family: 'apigateway' },
  { service: 'apigatewayv2', operations: '*', rate: 10, burst: 40, family: 'apigateway' },
  { service: 'wafv2', operations: ['GetWebACLForResource'], rate: 1, burst: 1 }, // WAF quotas
  { service: 'wafv2', operations: ['ListResourcesForWebACL'], rate: 1, burst: 1 },
  { service: 'wafv2', operations: '*', rate: 5, burst: 5 },
  { service: 'cloudwatch', operations: ['DescribeAlarms'], rate: 9, burst: 9 }, // CloudWatch quotas
  { service: 'cloudwatch', operations: ['DescribeAlarmsForMetric'], rate: 9, burst: 9 },
  { service: 'cloudwatch', operations: ['GetMetricData'], rate: 50, burst: 50 },
  { service: 'cloudwatch', operations: '*', rate: 25, burst: 25 },
  { service: 'lambda', operations: ['GetFunction'], rate: 100, burst: 100 }, // Lambda quotas
  { service: 'lambda', operations: ['GetPolicy'], rate: 15, burst: 15 },
  { service: 'lambda', operations: '*', rate: 15, burst: 15, family: 'lambda' },
  { service: 'servicequotas', operations: /^List/, rate: 10, burst: 10 }, // Service Quotas quotas
  { service: 'servicequotas', operations: '*', rate: 5, burst: 5 },
  { service: 'sts', operations: '*', rate: 600, burst: 600 }, // from memory, of AWS's own page
  { service: 'events', operations: '*', rate: 50, burst: 50 }, // assumed
  { service: 'scheduler', operations: '*', rate: 50, burst: 50 }, // assumed
  { service: 'guardduty', operations: '*', rate: 5, burst: 10 }, // assumed
  { service: 'cloudfront', operations: '*', rate: 10, burst: 20 }, // assumed
  { service: 'account', operations: '*', rate: 5, burst: 10 }, // assumed
];

export interface LimitOptions {
  /** Factor on rates and bursts: 1 is AWS, 10 is ten times as generous. */
  readonly scale?: number;
  readonly table?: readonly SandboxLimit[];
  /** Time of the refill, ms; a real one even where the sandbox's own clock stands still. */
  readonly clock?: () => number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** The buckets of all accounts and Regions. */
export class Limits {
  readonly #scale: number;
  readonly #table: readonly SandboxLimit[];
  readonly #clock: () => number;
  readonly #limits = new Map<string, readonly NamedLimit[]>();
  readonly #buckets = new Map<string, Bucket>();

  constructor({ scale = 1, table = sandboxLimits, clock = () => performance.now() }: LimitOptions) {
    this.#scale = scale;
    this.#table = table;
    this.#clock = clock;
  }

  /** Takes a token from every bucket of the call, or from none: `false` means a throttle. */
  take(place: { readonly account: string; readonly region: string }, service: string, operation: string): boolean {
    const where = `${place.account} ${place.region} `;
    const filled = this.#limitsOf(service, operation).map(({ name, limit }) => this.#refilled(where + name, limit));
    if (filled.some((bucket) => bucket.tokens < 1)) return false;
    for (const bucket of filled) bucket.tokens -= 1;
    return true;
  }

  #limitsOf(service: string, operation: string): readonly NamedLimit[] {
    const key = `${service}:${operation}`;
    const limits = this.#limits.get(key) ?? limitsOf(this.#table, service, operation);
    this.#limits.set(key, limits);
    return limits;
  }

  #refilled(key: string, limit: SandboxLimit): Bucket {
    const now = this.#clock();
    const burst = Math.max(1, limit.burst * this.#scale);
    const bucket = this.#buckets.get(key) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * limit.rate * this.#scale);
    bucket.at = now;
    this.#buckets.set(key, bucket);
    return bucket;
  }
}

interface NamedLimit {
  readonly name: string;
  readonly limit: SandboxLimit;
}

/** The buckets that a call takes from: its own, that of its family, or both. */
export function limitsOf(table: readonly SandboxLimit[], service: string, operation: string): readonly NamedLimit[] {
  const row = table.find((one) => one.service === service && covers(one, operation));
  if (row === undefined) return [];
  const { family } = row;
  const own = { name: `${service}:${operation}`, limit: row };
  if (family === undefined) return [own];
  const shared = { name: `family ${family}`, limit: widestOf(table, family) };
  return row.operations === '*' ? [shared] : [shared, own];
}

/** A family's own bucket is that of its widest row. */
function widestOf(table: readonly SandboxLimit[], family: string): SandboxLimit {
  const rows = table.filter((row) => row.family === family);
  const row = rows.find(({ operations }) => operations === '*') ?? rows[0];
  if (row === undefined) throw new Error(`no limit belongs to the family ${family}`);
  return row;
}

function covers({ operations }: SandboxLimit, operation: string): boolean {
  if (operations === '*') return true;
  return operations instanceof RegExp ? operations.test(operation) : operations.includes(operation);
}
