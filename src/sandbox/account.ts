/** What an emulated account holds, in the SDK's own types: seeds describe it, `cloud/` answers from it. */
import type { Resource as ApiResource, RestApi, Stage } from '@aws-sdk/client-api-gateway';
import type { Api, Integration, Stage as StageV2 } from '@aws-sdk/client-apigatewayv2';
import type { DistributionSummary } from '@aws-sdk/client-cloudfront';
import type {
  GetEventDataStoreResponse,
  GetEventSelectorsResponse,
  GetTrailStatusResponse,
  Trail,
} from '@aws-sdk/client-cloudtrail';
import type { CompositeAlarm, LogAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { FlowLog, Subnet, Vpc } from '@aws-sdk/client-ec2';
import type { Rule, Target } from '@aws-sdk/client-eventbridge';
import type { GetDetectorResponse } from '@aws-sdk/client-guardduty';
import type { GetKeyRotationStatusResponse, KeyMetadata, RotationsListEntry } from '@aws-sdk/client-kms';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type {
  LifecycleRule,
  ObjectLockConfiguration,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionRule,
} from '@aws-sdk/client-s3';
import type * as SageMaker from '@aws-sdk/client-sagemaker';
import type { ScheduleSummary } from '@aws-sdk/client-scheduler';
import type { DescribeSecretResponse } from '@aws-sdk/client-secrets-manager';
import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import type { RuleGroup, WebACL } from '@aws-sdk/client-wafv2';
import type { Denial } from './deny.ts';
import type { SandboxCall } from './types.ts';

/** A policy as a seed writes it: the object, or a text that is not even JSON. `cloud/` encodes it as the service does. */
export type PolicyText = object | string;

type Described<T> = Omit<T, '$metadata'>;

/** A history that is too long to be held: each item is made when it is asked for. */
export interface LongList<T> {
  readonly length: number;
  /** By age, from the oldest. */
  readonly at: (position: number) => T;
  readonly named: (name: string) => T | undefined;
}

/** What grows with the years: an array in any order, or a long list. */
export type History<T> = readonly T[] | LongList<T>;

/** One item of a history. */
export type ItemOf<H> = H extends History<infer T> ? T : never;

/** One whole account. Everything is what AWS would answer; lists that are left out are empty. */
export interface AccountData {
  /** 12 digits. */
  readonly id: string;
  readonly partition: string;
  /** ARN of the identity that looks. */
  readonly auditor: string;
  readonly regions: readonly AccountRegion[];
  readonly iam?: IamData;
  readonly s3?: S3Data;
  readonly cloudfront?: { readonly distributions?: readonly DistributionSummary[] };
  /** Applied quotas of the account, by Region. */
  readonly quotas?: Readonly<Record<string, readonly ServiceQuota[]>>;
  readonly in: Readonly<Record<string, RegionData>>;
  /** What the auditor may not do here: looked at before the data. */
  readonly denials?: readonly DenialRule[];
}

export interface AccountRegion {
  readonly name: string;
  readonly status: 'ENABLED' | 'ENABLED_BY_DEFAULT' | 'DISABLED';
}

/** Refuses calls. What is left out fits all. */
export interface DenialRule {
  /** `service:Operation`. */
  readonly operations?: readonly string[];
  readonly regions?: readonly string[];
  /** Member of the input that must have one of these values, such as `Bucket` or `KeyId`. */
  readonly where?: Readonly<Record<string, readonly string[]>>;
  readonly as?: Denial;
}

/** Services with one Region-bound inventory. */
export interface RegionData {
  readonly sagemaker?: SageMakerData;
  readonly ec2?: { readonly vpcs?: readonly Vpc[]; readonly subnets?: readonly Subnet[]; readonly flowLogs?: readonly FlowLog[] };
  readonly kms?: {
    readonly keys?: readonly KeyData[];
    readonly aliases?: readonly { readonly name: string; readonly keyId: string }[];
  };
  readonly secretsmanager?: { readonly secrets?: readonly DescribeSecretResponse[] };
  readonly cloudtrail?: {
    readonly trails?: readonly TrailData[];
    readonly eventDataStores?: readonly Described<GetEventDataStoreResponse>[];
  };
  readonly guardduty?: { readonly detectors?: readonly DetectorData[] };
  readonly cloudwatch?: {
    readonly metricAlarms?: readonly MetricAlarm[];
    readonly compositeAlarms?: readonly CompositeAlarm[];
    readonly logAlarms?: readonly LogAlarm[];
  };
  readonly events?: { readonly rules?: readonly { readonly rule: Rule; readonly targets: readonly Target[] }[] };
  readonly scheduler?: { readonly schedules?: readonly ScheduleSummary[] };
  readonly lambda?: { readonly functions?: readonly FunctionConfiguration[] };
  readonly apigateway?: { readonly cloudwatchRoleArn?: string; readonly restApis?: readonly RestApiData[] };
  readonly apigatewayv2?: { readonly apis?: readonly HttpApiData[] };
  readonly wafv2?: { readonly webAcls?: readonly WebACL[]; readonly ruleGroups?: readonly RuleGroup[] };
}

export interface SageMakerData {
  readonly notebookInstances?: readonly Described<SageMaker.DescribeNotebookInstanceOutput>[];
  readonly notebookLifecycleConfigs?: readonly Described<SageMaker.DescribeNotebookInstanceLifecycleConfigOutput>[];
  readonly studioLifecycleConfigs?: readonly Described<SageMaker.DescribeStudioLifecycleConfigResponse>[];
  readonly domains?: readonly Described<SageMaker.DescribeDomainResponse>[];
  readonly userProfiles?: readonly Described<SageMaker.DescribeUserProfileResponse>[];
  readonly spaces?: readonly Described<SageMaker.DescribeSpaceResponse>[];
  readonly codeRepositories?: readonly SageMaker.CodeRepositorySummary[];
  /** `Search` answers the members that its record has; `notYetSearchable` names jobs of an array that its index does not know yet. */
  readonly trainingJobs?: History<Described<SageMaker.DescribeTrainingJobResponse>>;
  readonly notYetSearchable?: readonly string[];
  readonly tuningJobs?: History<Described<SageMaker.DescribeHyperParameterTuningJobResponse>>;
  readonly autoMlJobs?: History<Described<SageMaker.DescribeAutoMLJobV2Response>>;
  readonly processingJobs?: History<Described<SageMaker.DescribeProcessingJobResponse>>;
  readonly transformJobs?: History<Described<SageMaker.DescribeTransformJobResponse>>;
  readonly pipelines?: readonly Described<SageMaker.DescribePipelineResponse>[];
  readonly models?: readonly Described<SageMaker.DescribeModelOutput>[];
  readonly endpointConfigs?: readonly Described<SageMaker.DescribeEndpointConfigOutput>[];
  readonly endpoints?: readonly Described<SageMaker.DescribeEndpointOutput>[];
  readonly monitoringSchedules?: readonly Described<SageMaker.DescribeMonitoringScheduleResponse>[];
  readonly dataQualityJobDefinitions?: readonly Described<SageMaker.DescribeDataQualityJobDefinitionResponse>[];
  readonly modelQualityJobDefinitions?: readonly Described<SageMaker.DescribeModelQualityJobDefinitionResponse>[];
  readonly modelBiasJobDefinitions?: readonly Described<SageMaker.DescribeModelBiasJobDefinitionResponse>[];
  readonly modelExplainabilityJobDefinitions?: readonly Described<SageMaker.DescribeModelExplainabilityJobDefinitionResponse>[];
}

export interface KeyData {
  readonly metadata: KeyMetadata;
  /** Left out: rotation is not possible for this key (UnsupportedOperationException). */
  readonly rotation?: Described<GetKeyRotationStatusResponse>;
  readonly rotations?: readonly RotationsListEntry[];
}

export interface TrailData {
  /** In the Region that is its home; shadows elsewhere follow from it. */
  readonly trail: Trail;
  readonly status: Described<GetTrailStatusResponse>;
  readonly selectors: Described<GetEventSelectorsResponse>;
}

export type DetectorData = Described<GetDetectorResponse> & { readonly id: string };

export interface RestApiData {
  readonly api: RestApi;
  readonly resources: readonly ApiResource[];
  readonly stages: readonly Stage[];
}

export interface HttpApiData {
  readonly api: Api;
  readonly integrations: readonly Integration[];
  readonly stages: readonly StageV2[];
}

export interface IamData {
  readonly roles?: readonly RoleData[];
  /** Customer managed policies, and the AWS managed ones that are attached to a role. */
  readonly policies?: readonly { readonly arn: string; readonly document: PolicyText }[];
}

export interface RoleData {
  readonly name: string;
  /** `/` by default. */
  readonly path?: string;
  readonly trust: PolicyText;
  readonly inline?: Readonly<Record<string, PolicyText>>;
  /** ARNs of managed policies. */
  readonly attached?: readonly string[];
  /** ARN of the permissions boundary. */
  readonly boundary?: string;
}

export interface S3Data {
  readonly buckets?: readonly BucketData[];
  /** Left out: the account has none (NoSuchPublicAccessBlockConfiguration). */
  readonly accountPublicAccessBlock?: PublicAccessBlockConfiguration;
}

/** One bucket of the account; what is left out was never configured. */
export interface BucketData {
  readonly name: string;
  readonly region: string;
  readonly versioning?: { readonly status?: 'Enabled' | 'Suspended'; readonly mfaDelete?: 'Enabled' | 'Disabled' };
  /** SSE-S3 by default, as AWS has it since January 2023. */
  readonly encryption?: readonly ServerSideEncryptionRule[];
  readonly publicAccessBlock?: PublicAccessBlockConfiguration;
  readonly policy?: PolicyText;
  readonly objectLock?: ObjectLockConfiguration;
  readonly lifecycle?: readonly LifecycleRule[];
}

/** The account that a call is for. */
export type AccountOf = (call: SandboxCall) => AccountData;

/** A seed: an account whose times are relative to `now`, ms since the epoch. */
export interface Seed {
  readonly name: string;
  /** One line for `mlwarden sandbox --help`. */
  readonly description: string;
  readonly account: (now: number) => AccountData;
}
