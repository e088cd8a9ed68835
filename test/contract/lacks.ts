import type { GapReason } from '../../src/core/fact.ts';

/** Something that the scan asks for and that moto does not have, or not as AWS has it. */
export interface Lack {
  /** What moto answers instead. */
  readonly answers: string;
  /** The gap that it has to become. */
  readonly reason: GapReason;
  /** Whether the call itself works, and what its answer leaves out is the gap. */
  readonly answered?: true;
  /** The call that is made instead, so that nothing is lost. */
  readonly standIn?: string;
}

const notImplemented = { answers: 'a web page with status 500', reason: 'unavailable' } as const satisfies Lack;

/** What moto 5.2.5 lacks, by the operation that needs it. AWS documents all of it: none of these answers may be believed. */
export const lacks: Readonly<Record<string, Lack>> = {
  'account:ListRegions': { answers: 'a web page with status 404', reason: 'malformed', standIn: 'ec2:DescribeRegions' },
  'cloudtrail:ListEventDataStores': notImplemented,
  'kms:GetKeyRotationStatus': { answers: 'no RotationPeriodInDays', reason: 'malformed', answered: true },
  's3:GetBucketVersioning': { answers: 'XML that AWS calls VersioningConfiguration under another name', reason: 'malformed' },
  'sagemaker:DescribeEndpoint': {
    answers: 'the DataCaptureConfig of the configuration, without CaptureStatus and CurrentSamplingPercentage',
    reason: 'malformed',
    answered: true,
  },
  'sagemaker:DescribeProcessingJob': { answers: 'neither ProcessingResources nor Environment', reason: 'malformed' },
  'sagemaker:ListCodeRepositories': notImplemented,
  'sagemaker:ListMonitoringSchedules': notImplemented,
  'sagemaker:ListNotebookInstanceLifecycleConfigs': notImplemented,
  'sagemaker:ListSpaces': notImplemented,
  'sagemaker:ListStudioLifecycleConfigs': notImplemented,
  'sagemaker:ListUserProfiles': notImplemented,
};

/** Operations that the scan cannot come to, because what would lead there is lacking: by the operation before it. */
export const unreached: Readonly<Record<string, string>> = {
  'cloudtrail:GetEventDataStore': 'cloudtrail:ListEventDataStores',
  'sagemaker:DescribeCodeRepository': 'sagemaker:ListCodeRepositories',
  'sagemaker:DescribeDataQualityJobDefinition': 'sagemaker:ListMonitoringSchedules',
  'sagemaker:DescribeModelBiasJobDefinition': 'sagemaker:ListMonitoringSchedules',
  'sagemaker:DescribeModelExplainabilityJobDefinition': 'sagemaker:ListMonitoringSchedules',
  'sagemaker:DescribeModelQualityJobDefinition': 'sagemaker:ListMonitoringSchedules',
  'sagemaker:DescribeMonitoringSchedule': 'sagemaker:ListMonitoringSchedules',
  'sagemaker:DescribeNotebookInstanceLifecycleConfig': 'sagemaker:ListNotebookInstanceLifecycleConfigs',
  'sagemaker:DescribeSpace': 'sagemaker:ListSpaces',
  'sagemaker:DescribeStudioLifecycleConfig': 'sagemaker:ListStudioLifecycleConfigs',
  'sagemaker:DescribeUserProfile': 'sagemaker:ListUserProfiles',
};
