import { controls } from '../../src/controls.ts';
import type { Severity } from '../../src/core/check.ts';
import { compareText } from '../../src/core/sequence.ts';
import type { Gap } from '../../src/core/fact.ts';
import type { Evidence, EvidenceValue } from '../../src/core/verdict.ts';
import {
  findingId,
  orderOf,
  writeReport,
  type Report,
  type ReportData,
  type ReportCheck,
  type ReportCounts,
  type ReportFinding,
  type ReportGap,
  type ReportScore,
} from '../../src/report/report.ts';

/** What `aReport` may be told; everything else is believable and the same for the same options. */
export interface ReportOptions {
  /** Findings in all; 320 if left out. */
  readonly findings?: number;
  /** `denied`: some calls had no permission. `none`: everything was read. */
  readonly gaps?: 'denied' | 'none';
  /** Names given to the first notebooks, as a stranger might choose them. */
  readonly names?: readonly string[];
  /** Account without any ML workload. */
  readonly empty?: boolean;
}

interface Row {
  readonly id: string;
  readonly control: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly kind: keyof typeof kinds;
  readonly operation: string;
  readonly field: string;
  readonly good: EvidenceValue;
  readonly bad: EvidenceValue;
  readonly seen: readonly [pass: string, fail: string];
  readonly fix: string;
  readonly command?: string;
  /** Share of FAIL among what was read. */
  readonly fails: number;
}

const kinds = {
  notebook: { type: 'AWS::SageMaker::NotebookInstance', arn: 'arn:aws:sagemaker:R:A:notebook-instance/N', stage: 'develop' },
  job: { type: 'AWS::SageMaker::TrainingJob', arn: 'arn:aws:sagemaker:R:A:training-job/N', stage: 'train' },
  vpc: { type: 'AWS::EC2::VPC', arn: 'arn:aws:ec2:R:A:vpc/N', stage: 'account' },
  role: { type: 'AWS::IAM::Role', arn: 'arn:aws:iam::A:role/N', stage: 'account' },
  bucket: { type: 'AWS::S3::Bucket', arn: 'arn:aws:s3:::N', stage: 'data' },
  key: { type: 'AWS::KMS::Key', arn: 'arn:aws:kms:R:A:key/N', stage: 'account' },
  endpoint: { type: 'AWS::SageMaker::Endpoint', arn: 'arn:aws:sagemaker:R:A:endpoint/N', stage: 'serve' },
  schedule: { type: 'AWS::SageMaker::MonitoringSchedule', arn: 'arn:aws:sagemaker:R:A:monitoring-schedule/N', stage: 'serve' },
  script: {
    type: 'AWS::SageMaker::NotebookInstanceLifecycleConfig',
    arn: 'arn:aws:sagemaker:R:A:notebook-instance-lifecycle-config/N',
    stage: 'develop',
  },
  secret: { type: 'AWS::SecretsManager::Secret', arn: 'arn:aws:secretsmanager:R:A:secret:N', stage: 'account' },
  stage: { type: 'AWS::ApiGateway::Stage', arn: 'arn:aws:apigateway:R::/restapis/N/stages/prod', stage: 'serve' },
  acl: { type: 'AWS::WAFv2::WebACL', arn: 'arn:aws:wafv2:R:A:regional/webacl/N', stage: 'serve' },
} as const;

const rows: readonly Row[] = [
  {
    id: 'vpc-notebook-direct-internet-access',
    control: 1,
    severity: 'HIGH',
    title: 'Notebook instances have no SageMaker-provided internet access',
    why: "Any package or notebook cell can send data or the role's credentials out without crossing a network that you control.",
    kind: 'notebook',
    operation: 'sagemaker:DescribeNotebookInstance',
    field: 'DescribeNotebookInstanceOutput.DirectInternetAccess',
    good: 'Disabled',
    bad: 'Enabled',
    seen: ['direct internet access is disabled', 'direct internet access is enabled'],
    fix: 'Create the notebook again in a private subnet without direct internet access; the setting cannot be changed.',
    command:
      'aws sagemaker create-notebook-instance --notebook-instance-name NAME --region REGION --instance-type ml.t3.medium --subnet-id subnet-0a1b2c3d4e5f60718 --security-group-ids sg-0f1e2d3c4b5a69788 --direct-internet-access Disabled',
    fails: 0.45,
  },
  {
    id: 'vpc-training-job-vpc',
    control: 1,
    severity: 'MEDIUM',
    title: 'Training, tuning and AutoML jobs run in a customer VPC',
    why: 'A job outside a VPC reaches the internet over a network that you neither see nor control.',
    kind: 'job',
    operation: 'sagemaker:Search',
    field: 'TrainingJob.VpcConfig',
    good: { SecurityGroupIds: ['sg-0f1e2d3c4b5a69788'], Subnets: ['subnet-0a1b2c3d4e5f60718', 'subnet-1a1b2c3d4e5f60718'] },
    bad: null,
    seen: ['the job ran in a customer VPC', 'the job ran outside a customer VPC'],
    fix: 'Give the job a VpcConfig with private subnets and a security group with narrow egress.',
    fails: 0.35,
  },
  {
    id: 'vpc-flow-logs-enabled',
    control: 1,
    severity: 'MEDIUM',
    title: 'VPC Flow Logs cover ML VPCs and are being delivered',
    why: 'Without flow logs nobody can tell afterwards where data went.',
    kind: 'vpc',
    operation: 'ec2:DescribeFlowLogs',
    field: 'DescribeFlowLogsResult.FlowLogs',
    good: [{ FlowLogStatus: 'ACTIVE', TrafficType: 'ALL' }],
    bad: [],
    seen: ['a flow log records all traffic', 'no flow log covers this VPC'],
    fix: 'Turn on a flow log for all traffic of NAME.',
    command:
      'aws ec2 create-flow-logs --region REGION --resource-type VPC --resource-ids NAME --traffic-type ALL --log-group-name /vpc/NAME --deliver-logs-permission-arn arn:aws:iam::111122223333:role/flow-logs',
    fails: 0.3,
  },
  {
    id: 'lp-role-no-admin-access',
    control: 2,
    severity: 'CRITICAL',
    title: 'ML execution roles are not administrators',
    why: 'Code in a notebook or job runs with the role; an administrator role hands it the whole account.',
    kind: 'role',
    operation: 'iam:GetAccountAuthorizationDetails',
    field: 'RoleDetail.AttachedManagedPolicies',
    good: [{ PolicyArn: 'arn:aws:iam::111122223333:policy/ml-least-privilege', PolicyName: 'ml-least-privilege' }],
    bad: [{ PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess', PolicyName: 'AdministratorAccess' }],
    seen: ['no attached policy is equivalent to an administrator', 'AdministratorAccess is attached'],
    fix: 'Replace the policy by one that names the actions, buckets and keys that the workload uses.',
    command: 'aws iam detach-role-policy --role-name NAME --policy-arn arn:aws:iam::aws:policy/AdministratorAccess',
    fails: 0.12,
  },
  {
    id: 'lp-role-no-sagemaker-full-access',
    control: 2,
    severity: 'MEDIUM',
    title: 'Execution roles do not use AmazonSageMakerFullAccess',
    why: "The policy reaches every bucket with sagemaker in its name and passes roles: one notebook can read another team's data.",
    kind: 'role',
    operation: 'iam:GetAccountAuthorizationDetails',
    field: 'RoleDetail.AttachedManagedPolicies',
    good: [{ PolicyArn: 'arn:aws:iam::111122223333:policy/ml-least-privilege', PolicyName: 'ml-least-privilege' }],
    bad: [{ PolicyArn: 'arn:aws:iam::aws:policy/AmazonSageMakerFullAccess', PolicyName: 'AmazonSageMakerFullAccess' }],
    seen: ['AmazonSageMakerFullAccess is not attached', 'AmazonSageMakerFullAccess is attached'],
    fix: 'Attach a policy for the actions that the workload uses, then detach AmazonSageMakerFullAccess.',
    command: 'aws iam detach-role-policy --role-name NAME --policy-arn arn:aws:iam::aws:policy/AmazonSageMakerFullAccess',
    fails: 0.5,
  },
  {
    id: 'lp-s3-bucket-public-access-block',
    control: 2,
    severity: 'HIGH',
    title: 'ML buckets are covered by Block Public Access',
    why: 'One wrong policy or ACL makes training data or a model readable by anyone.',
    kind: 'bucket',
    operation: 's3:GetPublicAccessBlock',
    field: 'GetPublicAccessBlockOutput.PublicAccessBlockConfiguration',
    good: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    bad: { BlockPublicAcls: true, BlockPublicPolicy: false, IgnorePublicAcls: true, RestrictPublicBuckets: false },
    seen: ['all four settings are on', 'BlockPublicPolicy and RestrictPublicBuckets are off'],
    fix: 'Turn on all four settings of Block Public Access.',
    command:
      'aws s3api put-public-access-block --bucket NAME --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true',
    fails: 0.18,
  },
  {
    id: 'enc-notebook-volume-cmk',
    control: 3,
    severity: 'MEDIUM',
    title: 'Notebook volumes use a customer managed key',
    why: 'Only a key of your own lets you decide, log and revoke who can read the volume.',
    kind: 'notebook',
    operation: 'sagemaker:DescribeNotebookInstance',
    field: 'DescribeNotebookInstanceOutput.KmsKeyId',
    good: 'arn:aws:kms:eu-west-1:111122223333:key/7c1f2b1e-31c5-4f7b-9a38-0d9f6c0b4a11',
    bad: null,
    seen: ['the volume uses a customer managed key', 'the volume uses a key managed by AWS'],
    fix: 'Create the notebook again with a customer managed key.',
    command:
      'aws sagemaker create-notebook-instance --notebook-instance-name NAME --region REGION --kms-key-id alias/ml-notebooks',
    fails: 0.55,
  },
  {
    id: 'enc-kms-key-rotation',
    control: 3,
    severity: 'MEDIUM',
    title: 'Customer managed keys used by ML rotate automatically',
    why: 'A key that never rotates protects ever more data with ever older material.',
    kind: 'key',
    operation: 'kms:GetKeyRotationStatus',
    field: 'GetKeyRotationStatusResponse.KeyRotationEnabled',
    good: true,
    bad: false,
    seen: ['the key rotates every year', 'the key does not rotate'],
    fix: 'Turn on automatic rotation.',
    command: 'aws kms enable-key-rotation --key-id NAME --region REGION',
    fails: 0.25,
  },
  {
    id: 'enc-s3-default-encryption-cmk',
    control: 3,
    severity: 'MEDIUM',
    title: 'ML buckets default to SSE-KMS with a customer managed key',
    why: 'With a key of AWS nobody can revoke access to the data by revoking the key.',
    kind: 'bucket',
    operation: 's3:GetBucketEncryption',
    field: 'ServerSideEncryptionConfiguration.Rules',
    good: [
      {
        ApplyServerSideEncryptionByDefault: { KMSMasterKeyID: 'alias/ml-data', SSEAlgorithm: 'aws:kms' },
        BucketKeyEnabled: true,
      },
    ],
    bad: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    seen: ['default encryption is SSE-KMS with a customer managed key', 'default encryption is SSE-S3'],
    fix: 'Make SSE-KMS with a customer managed key the default of NAME.',
    fails: 0.4,
  },
  {
    id: 'sec-lifecycle-config-no-secrets',
    control: 4,
    severity: 'HIGH',
    title: 'Lifecycle scripts contain no credentials',
    why: 'Everyone who may describe the configuration reads the password in clear text.',
    kind: 'script',
    operation: 'sagemaker:DescribeNotebookInstanceLifecycleConfig',
    field: 'DescribeNotebookInstanceLifecycleConfigOutput.OnStart',
    good: { matches: 0 },
    bad: { fingerprint: '9f2c41d07ab35e68', line: 14, rule: 'generic-password' },
    seen: ['no credential was found in the scripts', 'a password stands in line 14 of OnStart'],
    fix: 'Move the value to Secrets Manager, read it at run time, and change it: it must be taken as known.',
    command: 'aws secretsmanager create-secret --region REGION --name ml/NAME --secret-string file://secret.json',
    fails: 0.2,
  },
  {
    id: 'sec-secret-rotation-enabled',
    control: 4,
    severity: 'MEDIUM',
    title: 'Secrets used by ML rotate automatically',
    why: 'A leaked secret stays good until someone changes it.',
    kind: 'secret',
    operation: 'secretsmanager:ListSecrets',
    field: 'SecretListEntry.RotationEnabled',
    good: true,
    bad: null,
    seen: ['the secret rotates every 30 days', 'the secret does not rotate'],
    fix: 'Turn on rotation with at most 90 days.',
    command: 'aws secretsmanager rotate-secret --region REGION --secret-id NAME --rotation-rules AutomaticallyAfterDays=30',
    fails: 0.5,
  },
  {
    id: 'mon-endpoint-data-capture',
    control: 5,
    severity: 'MEDIUM',
    title: 'Live endpoints capture input and output',
    why: 'What was not captured can neither be monitored nor investigated.',
    kind: 'endpoint',
    operation: 'sagemaker:DescribeEndpoint',
    field: 'DescribeEndpointOutput.DataCaptureConfig',
    good: { CaptureStatus: 'Started', CurrentSamplingPercentage: 100, EnableCapture: true },
    bad: null,
    seen: ['input and output are captured at 100 %', 'data capture is off'],
    fix: 'Deploy an endpoint configuration with DataCaptureConfig for Input and Output.',
    fails: 0.6,
  },
  {
    id: 'mon-endpoint-monitored',
    control: 5,
    severity: 'HIGH',
    title: 'Every live endpoint is monitored by Model Monitor or a proven equivalent',
    why: 'A poisoned or drifting model answers wrongly for weeks before anyone notices.',
    kind: 'endpoint',
    operation: 'sagemaker:ListMonitoringSchedules',
    field: 'ListMonitoringSchedulesResponse.MonitoringScheduleSummaries',
    good: [{ MonitoringScheduleStatus: 'Scheduled', MonitoringType: 'DataQuality' }],
    bad: [],
    seen: ['a data quality schedule watches the endpoint', 'no monitoring schedule watches the endpoint'],
    fix: 'Create a baseline and an hourly data quality schedule for NAME.',
    fails: 0.55,
  },
  {
    id: 'mon-schedule-active',
    control: 5,
    severity: 'MEDIUM',
    title: 'Monitoring schedules are running, not stopped or failed',
    why: 'A stopped schedule looks like monitoring and is none.',
    kind: 'schedule',
    operation: 'sagemaker:DescribeMonitoringSchedule',
    field: 'DescribeMonitoringScheduleResponse.MonitoringScheduleStatus',
    good: 'Scheduled',
    bad: 'Stopped',
    seen: ['the schedule is running', 'the schedule is stopped'],
    fix: 'Start the schedule again.',
    command: 'aws sagemaker start-monitoring-schedule --region REGION --monitoring-schedule-name NAME',
    fails: 0.2,
  },
  {
    id: 'log-api-access-logging',
    control: 6,
    severity: 'HIGH',
    title: 'Access logging is on for every stage that serves a model',
    why: 'Nobody can tell who called the model, how often, and with what result.',
    kind: 'stage',
    operation: 'apigateway:GetStages',
    field: 'Stage.accessLogSettings',
    good: { destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/apigw/model', format: '$context.requestId' },
    bad: null,
    seen: ['access logs go to CloudWatch Logs', 'access logging is off'],
    fix: 'Turn on access logging with the requestId, caller, user, time, path and status fields.',
    fails: 0.35,
  },
  {
    id: 'log-api-waf-web-acl',
    control: 6,
    severity: 'HIGH',
    title: 'An AWS WAF web ACL protects every public REST stage that serves a model',
    why: 'Without limits a client can copy the model by asking it often enough.',
    kind: 'stage',
    operation: 'apigateway:GetStages',
    field: 'Stage.webAclArn',
    good: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/ml-api/0d3e4f5a-6b7c-48d9-90ea-1b2c3d4e5f60',
    bad: null,
    seen: ['a web ACL is attached', 'no web ACL is attached'],
    fix: 'Attach a web ACL with a rate-based rule to the stage.',
    fails: 0.5,
  },
  {
    id: 'log-waf-rate-based-rule',
    control: 6,
    severity: 'HIGH',
    title: 'The web ACL limits requests per client',
    why: 'Model extraction needs many calls; a rate limit makes them slow and visible.',
    kind: 'acl',
    operation: 'wafv2:GetWebACL',
    field: 'WebACL.Rules',
    good: [{ Action: 'Block', Limit: 1000 }],
    bad: [],
    seen: ['a rate-based rule blocks above 1,000 requests in 5 minutes', 'no rate-based rule blocks'],
    fix: 'Add a rate-based rule that blocks above 2,000 requests in 5 minutes.',
    fails: 0.4,
  },
  {
    id: 'ver-s3-versioning-enabled',
    control: 7,
    severity: 'HIGH',
    title: 'Buckets with models, code, baselines and training data are versioned',
    why: 'A model or data set that is overwritten, by mistake or on purpose, cannot be brought back.',
    kind: 'bucket',
    operation: 's3:GetBucketVersioning',
    field: 'GetBucketVersioningOutput.Status',
    good: 'Enabled',
    bad: null,
    seen: ['versioning is enabled', 'versioning was never enabled'],
    fix: 'Turn on versioning for NAME.',
    command: 'aws s3api put-bucket-versioning --bucket NAME --versioning-configuration Status=Enabled',
    fails: 0.3,
  },
  {
    id: 'ver-s3-mfa-delete',
    control: 7,
    severity: 'LOW',
    title: 'Versioned model buckets require MFA to delete versions',
    why: 'Stolen credentials alone can delete every version of a model.',
    kind: 'bucket',
    operation: 's3:GetBucketVersioning',
    field: 'GetBucketVersioningOutput.MFADelete',
    good: 'Enabled',
    bad: 'Disabled',
    seen: ['MFA is required to delete versions', 'MFA is not required to delete versions'],
    fix: 'Turn on MFA delete as the root user, or lock the bucket with Object Lock.',
    fails: 0.9,
  },
  {
    id: 'ver-code-repository-associated',
    control: 7,
    severity: 'MEDIUM',
    title: 'Notebooks and Studio are associated with a Git repository',
    why: 'Code that lives only on a notebook volume has no history and no review.',
    kind: 'notebook',
    operation: 'sagemaker:DescribeNotebookInstance',
    field: 'DescribeNotebookInstanceOutput.DefaultCodeRepository',
    good: 'fraud-models',
    bad: null,
    seen: ['a code repository is associated', 'no code repository is associated'],
    fix: 'Associate a repository with NAME.',
    command:
      'aws sagemaker update-notebook-instance --region REGION --notebook-instance-name NAME --default-code-repository ml-code',
    fails: 0.45,
  },
];

const account = '111122223333';
const startedAt = '2026-11-18T02:00:00.000Z';
const enabled = ['ap-southeast-2', 'eu-central-1', 'eu-west-1', 'sa-east-1', 'us-east-1', 'us-west-2'] as const;
const used = ['eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2'] as const;
const teams = ['fraud', 'churn', 'pricing', 'vision', 'search', 'claims', 'forecast', 'ranking', 'speech', 'credit'] as const;
const nouns = ['explore', 'train', 'features', 'baseline', 'score', 'ingest', 'embed', 'evaluate', 'labels', 'serve'] as const;
const weights = { CRITICAL: 10, HIGH: 6, MEDIUM: 3, LOW: 1, INFO: 0 } as const satisfies Record<Severity, number>;

const denials: readonly {
  readonly operation: string;
  readonly action: string;
  readonly region: string;
  readonly checks: readonly string[];
}[] = [
  {
    operation: 's3:GetBucketEncryption',
    action: 's3:GetEncryptionConfiguration',
    region: 'global',
    checks: ['enc-s3-default-encryption-cmk'],
  },
  {
    operation: 'kms:GetKeyRotationStatus',
    action: 'kms:GetKeyRotationStatus',
    region: 'us-east-1',
    checks: ['enc-kms-key-rotation'],
  },
  { operation: 'wafv2:GetWebACL', action: 'wafv2:GetWebACL', region: 'eu-west-1', checks: ['log-waf-rate-based-rule'] },
];

/** A report as a scan of a middling account would write it. */
export function aReport(options: ReportOptions = {}): ReportData {
  const { findings: wanted = 320, gaps = 'denied', names = [], empty = false } = options;
  const random = mulberry32(7);
  const findings = empty ? rows.map(nothing) : manyFindings(wanted, random, names, gaps === 'denied');
  const checks = rows.map((row): ReportCheck => ({
    id: row.id,
    control: row.control,
    severity: row.severity,
    tier: 1,
    origin: 'post',
    stage: kinds[row.kind].stage,
    title: row.title,
    why: row.why,
    advice: controls[row.control - 1]?.advice ?? '',
    threat: { text: 'Theft of training data or of the model', atlas: ['AML.T0025', 'AML.T0010.001'] },
    mapping: ['NIST SC-7', 'NIST AC-6'],
    resourceTypes: [kinds[row.kind].type],
    counts: countsOf(findings.filter((one) => one.checkId === row.id)),
  }));
  const perControl = controls.map((control) => {
    const score = scoreOf(checks.filter((check) => check.control === control.number));
    return {
      ...control,
      applicable: score.score !== null,
      ...score,
      counts: countsOf(findings.filter((one) => one.control === control.number)),
    };
  });
  const overall = overallOf(perControl);
  const reportGaps = gapsOf(findings);
  const denied = reportGaps.filter((gap) => gap.reason === 'denied');
  return {
    format: 'mlwarden-report',
    version: 1,
    run: {
      runId: '01KA7E0Z3V9Q5M2T8R4W6Y1BCD',
      tool: { name: 'mlwarden', version: '0.1.0' },
      startedAt,
      account,
      partition: 'aws',
      principal: `arn:aws:sts::${account}:assumed-role/mlwarden-auditor/mlwarden`,
      regions: {
        enabled: [...enabled],
        scanned: gaps === 'denied' ? enabled.filter((region) => region !== 'ap-southeast-2') : [...enabled],
        unscanned: gaps === 'denied' ? ['ap-southeast-2'] : [],
        failed:
          gaps === 'denied'
            ? [{ region: 'sa-east-1', why: 'the service could not be reached for sagemaker:ListNotebookInstances' }]
            : [],
      },
      parameters: {
        lookBackDays: 30,
        keyRotationMaxDays: 365,
        secretRotationMaxDays: 90,
        minSampling: 1,
        wafMaxRatePer5Min: 2000,
        publicGitRepositories: [],
      },
      plan: rows.map((row) => row.id),
      complete: reportGaps.length === 0,
    },
    scores: { overall, post: overall, ...(empty ? { note: `no ML workload found in ${enabled.length} Regions` } : {}) },
    controls: perControl,
    checks,
    coverage: {
      calls: { total: 1231, ok: 1231 - reportGaps.length * 9, failed: reportGaps.length * 9 },
      operations: [...new Set(rows.map((row) => row.operation))].toSorted().map((operation) => ({
        operation,
        action: operation,
        calls: 40,
        failed: denied.some((gap) => gap.operation === operation) ? 9 : 0,
      })),
      gaps: reportGaps,
      missingPermissions: denied.map((gap) => ({ action: gap.action, regions: [gap.region], checks: gap.checks })),
      statement:
        denied.length === 0
          ? null
          : { Sid: 'MlwardenMissing', Effect: 'Allow', Action: denied.map((gap) => gap.action).toSorted(), Resource: '*' },
    },
    findings,
  };
}

function manyFindings(wanted: number, random: () => number, names: readonly string[], denied: boolean): ReportFinding[] {
  const found: ReportFinding[] = [];
  const round = Math.ceil(wanted / rows.length);
  for (const row of rows) {
    for (let n = 0; n < round && found.length < wanted; n++) {
      const name = (row.kind === 'notebook' ? names[n] : undefined) ?? nameOf(row.kind, n, random);
      found.push(oneFinding(row, name, random, denied));
    }
  }
  return found.toSorted((a, b) => compareText(orderOf(a), orderOf(b)));
}

function oneFinding(row: Row, name: string, random: () => number, denied: boolean): ReportFinding {
  const global = row.kind === 'role';
  const region = global ? 'global' : (used[Math.floor(random() * used.length)] ?? 'eu-west-1');
  const arn = kinds[row.kind].arn
    .replace('R', () => region)
    .replace('A', () => account)
    .replace(/N(?=$|\/)/, () => name);
  const base = {
    id: findingId({ checkId: row.id, account, region, arn }),
    checkId: row.id,
    control: row.control,
    severity: row.severity,
    resource: { arn, type: kinds[row.kind].type, name, account, region },
    remediation: {
      text: row.fix.replaceAll('NAME', () => name),
      ...(row.command === undefined
        ? {}
        : { command: row.command.replaceAll('NAME', () => name).replaceAll('REGION', () => region) }),
    },
  };
  const dice = random();
  const hole = denials.find((one) => one.checks.includes(row.id) && (one.region === region || one.region === 'global'));
  if (denied && hole !== undefined && dice < 0.4) {
    const gap: Gap = {
      reason: 'denied',
      operation: hole.operation,
      action: hole.action,
      account,
      region: hole.region,
      error: 'AccessDeniedException',
      detail: `User: arn:aws:sts::${account}:assumed-role/mlwarden-auditor/mlwarden is not authorized to perform: ${hole.action} because no identity-based policy allows the action`,
    };
    return { ...base, status: 'UNKNOWN', message: `could not look: access denied for ${hole.action}`, evidence: [], gap };
  }
  if (dice > 0.96)
    return { ...base, status: 'NOT_APPLICABLE', reason: 'not-live', message: 'the resource is being created', evidence: [] };
  const bad = random() < row.fails;
  const evidence: Evidence = {
    operation: row.operation,
    region,
    at: new Date(Date.parse(startedAt) + Math.floor(random() * 180_000)).toISOString(),
    field: row.field,
    value: bad ? row.bad : row.good,
  };
  return bad
    ? { ...base, status: 'FAIL', message: row.seen[1], evidence: [evidence] }
    : { ...base, status: 'PASS', message: row.seen[0], evidence: [evidence] };
}

function nothing(row: Row): ReportFinding {
  const arn = kinds[row.kind].arn.replace('R', '*').replace('A', account).replace('N', '*');
  return {
    id: findingId({ checkId: row.id, account, region: '*', arn }),
    checkId: row.id,
    control: row.control,
    severity: row.severity,
    status: 'NOT_APPLICABLE',
    reason: 'no-resource',
    resource: { arn, type: kinds[row.kind].type, name: '*', account, region: '*' },
    message: 'nothing of this kind in the account',
    evidence: [],
    remediation: { text: row.fix },
  };
}

function nameOf(kind: Row['kind'], n: number, random: () => number): string {
  const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
  const team = teams[Math.floor(random() * teams.length)] ?? 'fraud';
  const noun = nouns[Math.floor(random() * nouns.length)] ?? 'train';
  if (kind === 'vpc') return `vpc-0${hex(16)}`;
  if (kind === 'key') return `${hex(8)}-${hex(4)}-4${hex(3)}-9${hex(3)}-${hex(12)}`;
  if (kind === 'stage') return hex(10);
  if (kind === 'job') return `${team}-${noun}-2026-11-${String(1 + Math.floor(random() * 17)).padStart(2, '0')}-${hex(6)}`;
  if (kind === 'bucket') return `acme-ml-${team}-${noun}-${n}`;
  return `${team}-${noun}-${n}`;
}

function gapsOf(findings: readonly ReportFinding[]): ReportGap[] {
  return denials.flatMap((denial) => {
    const affected = findings.flatMap((one) => (one.status === 'UNKNOWN' && one.gap.action === denial.action ? [one] : []));
    const [first] = affected;
    return first === undefined
      ? []
      : [{ ...first.gap, findings: affected.length, checks: [...new Set(affected.map((one) => one.checkId))] }];
  });
}

function countsOf(findings: readonly ReportFinding[]): ReportCounts {
  const counts = { PASS: 0, FAIL: 0, UNKNOWN: 0, NOT_APPLICABLE: 0 };
  for (const finding of findings) counts[finding.status]++;
  return counts;
}

/** Near enough to controls.md 5.2 to look right; the engine's own scorer is the one that counts. */
function scoreOf(checks: readonly ReportCheck[]): ReportScore {
  const judged = checks.filter(({ counts }) => counts.PASS + counts.FAIL + counts.UNKNOWN > 0);
  const total = sum(judged.map((check) => weights[check.severity]));
  if (total === 0) return { score: null, range: null, verifiedShare: null, grade: null, caps: [] };
  const average = (part: (counts: ReportCounts) => number) =>
    sum(
      judged.map(
        (check) =>
          (weights[check.severity] * part(check.counts)) / (check.counts.PASS + check.counts.FAIL + check.counts.UNKNOWN),
      ),
    ) / total;
  const caps = judged.flatMap((check) => {
    if (check.counts.FAIL > 0 && check.severity === 'CRITICAL') return [{ at: 39, cause: `CRITICAL failure in ${check.id}` }];
    if (check.counts.FAIL > 0 && check.severity === 'HIGH') return [{ at: 79, cause: `HIGH failure in ${check.id}` }];
    return check.counts.UNKNOWN > 0 && check.severity === 'HIGH' ? [{ at: 89, cause: `could not look for ${check.id}` }] : [];
  });
  const limit = Math.min(100, ...caps.map((cap) => cap.at));
  const score = Math.min(limit, Math.floor(100 * average((counts) => counts.PASS)));
  const high = Math.min(limit, Math.floor(100 * average((counts) => counts.PASS + counts.UNKNOWN)));
  return {
    score,
    range: { low: score, high },
    verifiedShare: average((counts) => counts.PASS + counts.FAIL),
    grade: gradeOf(score),
    caps,
  };
}

function overallOf(parts: readonly ReportScore[]): ReportScore {
  const scored = parts.flatMap((part) =>
    part.score === null || part.range === null || part.verifiedShare === null
      ? []
      : [{ ...part, score: part.score, range: part.range, verifiedShare: part.verifiedShare }],
  );
  if (scored.length === 0) return { score: null, range: null, verifiedShare: null, grade: null, caps: [] };
  const critical = scored.flatMap((part) => part.caps.filter((cap) => cap.at === 39));
  const limit = critical.length > 0 ? 59 : 100;
  const score = Math.min(limit, Math.floor(mean(scored.map((part) => part.score))));
  const high = Math.min(limit, Math.floor(mean(scored.map((part) => part.range.high))));
  const caps = critical.map((cap) => ({ at: 59, cause: cap.cause }));
  return {
    score,
    range: { low: score, high },
    verifiedShare: mean(scored.map((part) => part.verifiedShare)),
    grade: gradeOf(score),
    caps,
  };
}

function gradeOf(score: number): 'A' | 'B' | 'C' | 'D' | 'F' {
  return score >= 90 ? 'A' : score >= 75 ? 'B' : score >= 60 ? 'C' : score >= 40 ? 'D' : 'F';
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** report.json as one text. */
export function textOf(report: Report): string {
  return [...writeReport(report)].join('');
}
