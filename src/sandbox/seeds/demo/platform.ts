import type { AccountRegion, BucketData, DenialRule, IamData, RegionData, RoleData } from '../../account.ts';
import { detector, trail } from '../support/account.ts';
import { blocked, withKey } from '../support/buckets.ts';
import { arnOf, daysAgo } from '../support/place.ts';
import { managedPolicy } from '../support/managed-policies.ts';
import { allow, awsPolicy, jobRights, policy, role } from '../support/roles.ts';
import { account, lakeKey } from './company.ts';

export const auditor = `arn:aws:sts::${account}:assumed-role/mlwarden-auditor/mlwarden`;

/** Six enabled Regions: four hold ML, one nothing, and one is closed by the organization. */
export const regions: readonly AccountRegion[] = [
  ...['eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2', 'eu-north-1', 'sa-east-1'].map((name): AccountRegion => ({
    name,
    status: 'ENABLED_BY_DEFAULT',
  })),
  { name: 'me-south-1', status: 'DISABLED' },
];

/** Where reports may be published to: no ML workload reaches it. */
export const reportBucket: BucketData = {
  name: 'mlwarden-reports',
  region: 'eu-west-1',
  versioning: { status: 'Enabled' },
  encryption: withKey(),
  publicAccessBlock: blocked,
};

/** What the platform team runs in each Region for all teams. */
export function platform(now: number): Readonly<Record<string, RegionData>> {
  const ireland = { account, region: 'eu-west-1', now };
  const frankfurt = { account, region: 'eu-central-1', now };
  const virginia = { account, region: 'us-east-1', now };
  return {
    'eu-west-1': {
      guardduty: { detectors: [detector(ireland, '8ab1c2d3e4f5061728394a5b6c7d8e9f')] },
      // Three trails, and none of them records all management events of all Regions.
      cloudtrail: {
        trails: [
          trail(ireland, 'nordhaven-changes', 'nordhaven-audit-logs', {
            selectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }],
          }),
          trail(ireland, 'nordhaven-2021', 'nordhaven-audit-logs', { logging: false }),
        ],
        eventDataStores: [
          {
            EventDataStoreArn: arnOf(ireland, 'cloudtrail', 'eventdatastore/0f1e2d3c-4b5a-4968-8776-655443322110'),
            Name: 's3-object-events',
            Status: 'ENABLED',
            MultiRegionEnabled: true,
            OrganizationEnabled: false,
            RetentionPeriod: 365,
            TerminationProtectionEnabled: true,
            CreatedTimestamp: daysAgo(ireland, 400),
            UpdatedTimestamp: daysAgo(ireland, 400),
            AdvancedEventSelectors: [
              {
                Name: 'S3 objects',
                FieldSelectors: [
                  { Field: 'eventCategory', Equals: ['Data'] },
                  { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
                ],
              },
            ],
          },
        ],
      },
    },
    'eu-central-1': {
      cloudtrail: { trails: [trail(frankfurt, 'churn-audit', 'nordhaven-audit-logs', { trail: { IsMultiRegionTrail: false } })] },
    },
    'us-east-1': { guardduty: { detectors: [detector(virginia, '1f2e3d4c5b6a79880716253443526170', 'DISABLED')] } },
  };
}

/** Roles that belong to no team; those without a link to ML must not show up. */
export const roles: readonly RoleData[] = [
  role('apigateway-logs', 'apigateway.amazonaws.com', {
    attached: [awsPolicy('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
  }),
  role('statements-lambda', 'lambda.amazonaws.com', { attached: [awsPolicy('AdministratorAccess')] }),
];

export const policies: NonNullable<IamData['policies']> = [
  managedPolicy('AdministratorAccess'),
  managedPolicy('PowerUserAccess'),
  managedPolicy('IAMFullAccess'),
  managedPolicy('AmazonSageMakerFullAccess'),
  managedPolicy('service-role/AmazonAPIGatewayPushToCloudWatchLogs'),
  {
    arn: `arn:aws:iam::${account}:policy/fraud-developer`,
    document: policy(
      allow(
        ['sagemaker:CreateTrainingJob', 'sagemaker:Describe*', 'sagemaker:List*'],
        `arn:aws:sagemaker:eu-west-1:${account}:*`,
      ),
    ),
  },
  { arn: `arn:aws:iam::${account}:policy/ml-boundary`, document: jobRights('nordhaven-churn-data', 'nordhaven-churn-models') },
];

/** What the auditor may not do. */
export const denials: readonly DenialRule[] = [
  {
    regions: ['sa-east-1'],
    as: {
      message: `User: ${auditor} is not authorized to perform this action with an explicit deny in a service control policy`,
    },
  },
  {
    operations: ['kms:DescribeKey', 'kms:GetKeyRotationStatus'],
    where: { KeyId: [lakeKey] },
    as: {
      message: `User: ${auditor} is not authorized to perform: kms:DescribeKey on this resource because no resource-based policy allows the kms:DescribeKey action`,
    },
  },
  { operations: ['sagemaker:DescribeNotebookInstance'], where: { NotebookInstanceName: ['hackathon-gpu'] } },
  { operations: ['ec2:DescribeFlowLogs', 'guardduty:ListDetectors', 'apigateway:GetAccount'], regions: ['us-west-2'] },
  {
    operations: ['secretsmanager:DescribeSecret'],
    regions: ['us-east-1'],
    where: { SecretId: [`arn:aws:secretsmanager:us-east-1:${account}:secret:vision/git-Q7w2Rt`] },
  },
  { operations: ['s3:GetPublicAccessBlock'], where: { Bucket: ['nordhaven-vision-scans'] } },
  { operations: ['s3:GetBucketEncryption'], where: { Bucket: ['nordhaven-vision-layouts'] } },
  { operations: ['s3:GetBucketVersioning'], where: { Bucket: ['nordhaven-hackathon-weights'] } },
  { operations: ['apigateway:GetResources'], where: { restApiId: ['v3nd0rp0r1'] } },
];
