import { mfaPolicy, safeBucket } from '../support/buckets.ts';
import {
  endpointIntegration,
  fullFormat,
  functionArn,
  functionIntegration,
  lambda,
  logGroup,
  restApi,
  restStage,
  shortFormat,
} from '../support/apis.ts';
import {
  artifactOf,
  pipeline,
  processingInput,
  processingJob,
  trainingJob,
  transformJob,
  tuningDefinition,
  tuningJob,
  type JobOptions,
} from '../support/jobs.ts';
import { importedKey, key, keyArn } from '../support/keys.ts';
import { alarm, definition, schedule } from '../support/monitoring.ts';
import { flowLog, subnet, vpc } from '../support/network.ts';
import { codeRepository, lifecycleConfig, notebook } from '../support/notebooks.ts';
import { arnOf, daysAgo, hoursAgo, roleArn, sageMakerArn, type Place } from '../support/place.ts';
import { allow, executionRole, jobRights, policy, role } from '../support/roles.ts';
import { rotatedSecret, secret, secretArn } from '../support/secrets.ts';
import { capture, endpoint, model } from '../support/serving.ts';
import { commonRules, rateRule, webAcl, webAclArn } from '../support/waf.ts';
import { account, dataLake, lakeKey, type Team } from './company.ts';

const data = 'nordhaven-fraud-data';
const models = 'nordhaven-fraud-models';
const candidates = 'nordhaven-fraud-candidates';
const captured = 'nordhaven-fraud-capture';
const mlKey = '0d9f3c52-7a1b-4e68-8f20-6b5a4c3d2e1f';
const importedMaterial = '4b8e7d6c-5f4a-4b3c-8d2e-1f0a9b8c7d6e';
const webAclId = '2f6d8c1a-0b3e-4d5f-9a7c-8e1b2d3f4a5c';
const subnets = ['subnet-0fa1000000000000a', 'subnet-0fa1000000000000b'];
const groups = ['sg-0fa10000000000001'];

/** Card fraud: the team that does most things well, in eu-west-1. */
export function fraud(now: number): Team {
  const at: Place = { account, region: 'eu-west-1', now };
  const network = vpc(at, 'vpc-0fa10000000000001', '10.20.0.0/16');
  const inVpc = { VpcConfig: { SecurityGroupIds: [...groups], Subnets: [...subnets] } };
  const training: JobOptions = {
    role: 'fraud-training',
    image: 'fraud-xgb',
    daysAgo: 1,
    input: `s3://${data}/features/train/`,
    output: `s3://${models}/xgb`,
  };
  const artifact = { ModelDataUrl: artifactOf('fraud-xgb-0412', training.output) };
  const scoring = endpoint(at, 'fraud-scoring', { model: 'fraud-xgb-0412', capture: capture(`s3://${captured}`) });
  const disputes = endpoint(at, 'fraud-disputes', { model: 'fraud-gnn', asynchronous: `s3://${captured}/disputes/` });
  const challenger = endpoint(at, 'fraud-challenger', {
    model: 'fraud-gnn',
    more: { EndpointStatus: 'Creating', CreationTime: hoursAgo(at, 1), LastModifiedTime: hoursAgo(at, 1) },
  });
  const monitor = {
    endpoint: 'fraud-scoring',
    role: 'fraud-training',
    reports: `s3://${captured}/reports`,
    baseline: `s3://${data}/baseline/fraud-scoring`,
  };
  const tuning = sageMakerArn(at, 'hyper-parameter-tuning-job', 'fraud-xgb-tuning-12');
  const candidate: JobOptions = { ...training, daysAgo: 8, output: `s3://${candidates}/xgb` };

  return {
    region: at.region,
    data: {
      sagemaker: {
        notebookInstances: [
          notebook(at, 'fraud-research', 'fraud-notebook', {
            DirectInternetAccess: 'Disabled',
            SubnetId: subnets[0],
            SecurityGroups: [...groups],
            KmsKeyId: mlKey,
            NotebookInstanceLifecycleConfigName: 'fraud-stop-when-idle',
            DefaultCodeRepository: 'fraud-models',
            AdditionalCodeRepositories: ['fraud-features'],
          }),
          // A subnet beside internet access of SageMaker's own: two ways out. Its key belongs to the data lake.
          notebook(at, 'fraud-backtest', 'fraud-notebook', {
            DirectInternetAccess: 'Enabled',
            SubnetId: subnets[1],
            SecurityGroups: [...groups],
            KmsKeyId: lakeKey,
            DefaultCodeRepository: 'https://git.nordhaven.example/fraud/backtest.git',
          }),
          notebook(at, 'fraud-legacy', 'fraud-notebook', {
            NotebookInstanceStatus: 'Failed',
            FailureReason: 'The subnet has no free addresses.',
            DirectInternetAccess: 'Enabled',
          }),
        ],
        notebookLifecycleConfigs: [
          lifecycleConfig(
            at,
            'fraud-stop-when-idle',
            '#!/bin/bash\nset -e\nTOKEN=$(aws secretsmanager get-secret-value --secret-id fraud/git --query SecretString --output text)\n' +
              '(crontab -l; echo "*/5 * * * * /usr/bin/python3 /opt/stop-when-idle.py --minutes 60") | crontab -\n',
          ),
        ],
        codeRepositories: [
          codeRepository(at, 'fraud-models', {
            RepositoryUrl: 'https://git.nordhaven.example/fraud/models.git',
            Branch: 'main',
            SecretArn: secretArn(at, 'fraud/git'),
          }),
          codeRepository(at, 'fraud-features', {
            RepositoryUrl: `https://git-codecommit.${at.region}.amazonaws.com/v1/repos/fraud-features`,
            Branch: 'main',
          }),
          codeRepository(at, 'fraud-rules', {
            RepositoryUrl: 'https://git.nordhaven.example/fraud/rules.git',
            Branch: 'main',
            SecretArn: secretArn(at, 'fraud/git-2024'),
          }),
        ],
        processingJobs: [
          processingJob(
            at,
            'fraud-features-0117',
            {
              role: 'fraud-training',
              image: 'fraud-features',
              daysAgo: 1.2,
              input: `s3://${data}/transactions/`,
              output: `s3://${data}/features/train/`,
            },
            {
              NetworkConfig: { EnableNetworkIsolation: false, ...inVpc },
              Environment: { FEATURE_STORE_SECRET: secretArn(at, 'fraud/feature-store'), WINDOW_DAYS: '90' },
            },
          ),
          // Reads the ledger of the data lake with a role of that account.
          processingJob(
            at,
            'fraud-ledger-extract-03',
            {
              role: 'fraud-training',
              image: 'fraud-features',
              daysAgo: 6,
              input: 's3://nordhaven-lake-ledger/card-present/',
              output: `s3://${data}/transactions/`,
            },
            {
              NetworkConfig: { EnableNetworkIsolation: false, ...inVpc },
              ProcessingInputs: [
                processingInput('samples', 's3://nordhaven-lake-ledger/card-present/'),
                {
                  InputName: 'ledger',
                  AppManaged: false,
                  DatasetDefinition: {
                    LocalPath: '/opt/ml/processing/input/ledger',
                    DataDistributionType: 'FullyReplicated',
                    InputMode: 'File',
                    RedshiftDatasetDefinition: {
                      ClusterId: 'lake-ledger',
                      Database: 'ledger',
                      DbUser: 'ml_reader',
                      QueryString: 'SELECT * FROM postings WHERE posted_on > CURRENT_DATE - 7',
                      ClusterRoleArn: `arn:aws:iam::${dataLake}:role/lake-ledger-unload`,
                      OutputS3Uri: `s3://${data}/ledger/`,
                      OutputFormat: 'PARQUET',
                    },
                  },
                },
              ],
            },
          ),
          processingJob(
            at,
            'model-monitoring-9f2c41d07a6b',
            {
              role: 'fraud-training',
              image: 'fraud-features',
              daysAgo: 0.1,
              input: `s3://${captured}/fraud-scoring/AllTraffic/`,
              output: monitor.reports,
            },
            { MonitoringScheduleArn: sageMakerArn(at, 'monitoring-schedule', 'fraud-scoring-data-quality') },
          ),
        ],
        trainingJobs: [
          trainingJob(at, 'fraud-xgb-0412', training, {
            ...inVpc,
            HyperParameters: {
              sagemaker_program: '"train.py"',
              sagemaker_submit_directory: `"s3://${models}/code/fraud-xgb-0412/sourcedir.tar.gz"`,
              num_round: '"400"',
            },
            CheckpointConfig: { S3Uri: `s3://${models}/checkpoints/fraud-xgb-0412` },
          }),
          // An older run of the same family, before it moved into the VPC.
          trainingJob(at, 'fraud-xgb-0411', { ...training, daysAgo: 15 }),
          trainingJob(at, 'fraud-xgb-0390', { ...training, daysAgo: 52 }),
          trainingJob(
            at,
            'fraud-gnn-007',
            { ...training, image: 'fraud-gnn', daysAgo: 0.1, output: `s3://${models}/gnn` },
            { ...inVpc, TrainingJobStatus: 'InProgress', SecondaryStatus: 'Training', TrainingEndTime: undefined },
          ),
          ...['001-3f9a1c02', '002-b71d44e8'].map((child) =>
            trainingJob(at, `fraud-xgb-tuning-12-${child}`, candidate, { ...inVpc, TuningJobArn: tuning }),
          ),
        ],
        notYetSearchable: ['fraud-gnn-007'],
        tuningJobs: [tuningJob(at, 'fraud-xgb-tuning-12', 8, { TrainingJobDefinition: tuningDefinition(at, candidate, inVpc) })],
        transformJobs: [
          transformJob(at, 'fraud-nightly-0231', {
            model: 'fraud-xgb-0412',
            daysAgo: 0.4,
            input: `s3://${data}/nightly/`,
            output: `s3://${captured}/nightly/`,
          }),
        ],
        pipelines: [
          pipeline(at, 'fraud-retraining', { ...training, parameters: [{ Name: 'Rounds', Type: 'Integer', DefaultValue: 400 }] }),
        ],
        models: [
          model(at, 'fraud-xgb-0412', 'fraud-inference', artifact, inVpc),
          model(at, 'fraud-gnn', 'fraud-inference', { ModelDataUrl: artifactOf('fraud-gnn-006', `s3://${models}/gnn`) }, inVpc),
        ],
        endpointConfigs: [...scoring.endpointConfigs, ...disputes.endpointConfigs, ...challenger.endpointConfigs],
        endpoints: [...scoring.endpoints, ...disputes.endpoints, ...challenger.endpoints],
        monitoringSchedules: [
          schedule(at, 'fraud-scoring-data-quality', 'DataQuality', 'fraud-scoring'),
          schedule(at, 'fraud-scoring-model-quality', 'ModelQuality', 'fraud-scoring', { expression: 'cron(0 4 ? * * *)' }),
        ],
        ...definition(at, 'fraud-scoring-data-quality', 'DataQuality', monitor),
        ...definition(at, 'fraud-scoring-model-quality', 'ModelQuality', monitor),
      },
      ec2: {
        vpcs: [network],
        subnets: [subnet(at, subnets[0] ?? '', network, 'a'), subnet(at, subnets[1] ?? '', network, 'b')],
        flowLogs: [flowLog(at, network.VpcId ?? '', 'ALL')],
      },
      kms: {
        keys: [key(at, mlKey, 365), importedKey(at, importedMaterial, 120)],
        aliases: [{ name: 'alias/fraud-ml', keyId: mlKey }],
      },
      secretsmanager: {
        secrets: [
          rotatedSecret(at, 'fraud/git', { AutomaticallyAfterDays: 30 }),
          secret(at, 'fraud/git-2024', { DeletedDate: hoursAgo(at, 30) }),
          // Vision reads a replica of it in us-east-1.
          secret(at, 'vision/labels', {
            PrimaryRegion: at.region,
            ReplicationStatus: [{ Region: 'us-east-1', Status: 'InSync' }],
          }),
          // RDS rotates it: no function of the account's own.
          secret(at, 'fraud/feature-store', {
            OwningService: 'rds',
            RotationEnabled: true,
            RotationRules: { ScheduleExpression: 'rate(7 days)' },
          }),
        ],
      },
      cloudwatch: {
        metricAlarms: [
          alarm(at, 'fraud-scoring-drift', {
            namespace: 'aws/sagemaker/Endpoints/data-metrics',
            name: 'feature_baseline_drift_amount',
            dimensions: { Endpoint: 'fraud-scoring', MonitoringSchedule: 'fraud-scoring-data-quality' },
          }),
          alarm(at, 'fraud-disputes-drift', {
            namespace: 'Nordhaven/ModelDrift',
            name: 'psi',
            dimensions: { Endpoint: 'fraud-disputes' },
          }),
          alarm(at, 'fraud-scoring-latency', {
            namespace: 'AWS/SageMaker',
            name: 'ModelLatency',
            dimensions: { EndpointName: 'fraud-scoring', VariantName: 'AllTraffic' },
          }),
        ],
      },
      lambda: {
        functions: [
          lambda(at, 'fraud-score-internal', 'fraud-lambda', { ENDPOINT_NAME: 'fraud-scoring', LOG_LEVEL: 'INFO' }),
          // Watches the asynchronous endpoint, whose requests and answers are objects in S3.
          lambda(at, 'fraud-disputes-drift', 'fraud-lambda', { ENDPOINT_NAME: 'fraud-disputes' }),
          // Not ML: nothing of it may show up.
          lambda(at, 'card-statement-mailer', 'statements-lambda', { SENDER: 'statements@nordhaven.example' }),
        ],
      },
      scheduler: {
        schedules: [
          {
            Arn: arnOf(at, 'scheduler', 'schedule/default/fraud-disputes-drift'),
            Name: 'fraud-disputes-drift',
            GroupName: 'default',
            State: 'ENABLED',
            CreationDate: daysAgo(at, 24),
            LastModificationDate: daysAgo(at, 24),
            Target: { Arn: functionArn(at, 'fraud-disputes-drift') },
          },
        ],
      },
      apigateway: {
        cloudwatchRoleArn: roleArn(at, 'apigateway-logs'),
        restApis: [
          restApi(at, {
            id: 'fr4ud5c0r3',
            name: 'fraud-scoring',
            integration: endpointIntegration(at, '${stageVariables.endpoint}', 'fraud-api-invoke'),
            stages: [
              restStage(at, 'prod', {
                variables: { endpoint: 'fraud-scoring' },
                accessLogSettings: { destinationArn: logGroup(at, 'fraud-scoring-prod'), format: fullFormat },
                webAclArn: webAclArn(at, 'fraud-scoring', webAclId),
              }),
              restStage(at, 'staging', {
                variables: { endpoint: 'fraud-scoring' },
                accessLogSettings: { destinationArn: logGroup(at, 'fraud-scoring-staging'), format: shortFormat },
              }),
            ],
          }),
          restApi(at, {
            id: 'fr4ud1nt3r',
            name: 'fraud-internal',
            integration: functionIntegration(at, 'fraud-score-internal'),
            stages: [restStage(at, 'v1')],
            more: {
              endpointConfiguration: { types: ['PRIVATE'], vpcEndpointIds: ['vpce-0fa10000000000001'] },
              policy: JSON.stringify(policy({ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' })),
            },
          }),
          // Not ML.
          restApi(at, {
            id: 'st4t3m3nts',
            name: 'statements',
            integration: functionIntegration(at, 'card-statement-mailer'),
            stages: [restStage(at, 'prod')],
          }),
        ],
      },
      wafv2: { webAcls: [webAcl(at, 'fraud-scoring', webAclId, [commonRules(0), rateRule(1, 1000)])] },
    },
    roles: [
      executionRole('fraud-notebook', {
        inline: { notebook: jobRights(data, models) },
        attached: [`arn:aws:iam::${account}:policy/fraud-developer`],
      }),
      executionRole('fraud-training', { inline: { jobs: jobRights(data, models, candidates, captured) } }),
      executionRole('fraud-inference', { inline: { serve: jobRights(models, captured) } }),
      role('fraud-api-invoke', 'apigateway.amazonaws.com', {
        inline: { invoke: policy(allow('sagemaker:InvokeEndpoint', sageMakerArn(at, 'endpoint', 'fraud-scoring'))) },
      }),
      role('fraud-lambda', 'lambda.amazonaws.com', {
        inline: { invoke: policy(allow('sagemaker:InvokeEndpoint', sageMakerArn(at, 'endpoint', 'fraud-scoring'))) },
      }),
    ],
    buckets: [
      safeBucket(data, at.region, keyArn(at, mlKey)),
      safeBucket(models, at.region, keyArn(at, mlKey), { versioning: { status: 'Enabled', mfaDelete: 'Enabled' } }),
      safeBucket(candidates, at.region, keyArn(at, importedMaterial), { policy: mfaPolicy(candidates) }),
      safeBucket(captured, at.region, arnOf(at, 'kms', 'alias/fraud-ml')),
      // Not ML.
      { name: 'nordhaven-card-statements', region: at.region },
    ],
  };
}
