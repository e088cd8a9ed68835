import { blocked, withKey } from '../support/buckets.ts';
import { fullHttpFormat, functionArn, httpApi, httpStage, lambda, logGroup } from '../support/apis.ts';
import {
  artifactOf,
  autoMlJob,
  processingInput,
  processingJob,
  trainingJob,
  transformJob,
  type JobOptions,
} from '../support/jobs.ts';
import { key, keyArn } from '../support/keys.ts';
import { alarm, definition, schedule } from '../support/monitoring.ts';
import { flowLog, subnet, vpc } from '../support/network.ts';
import { codeRepository, lifecycleConfig, notebook } from '../support/notebooks.ts';
import { arnOf, sageMakerArn, type Place } from '../support/place.ts';
import { indexPassword, wandbKey } from '../support/planted.ts';
import { allow, awsPolicy, executionRole, jobRights, policy, role } from '../support/roles.ts';
import { rotatedSecret, secret, secretArn } from '../support/secrets.ts';
import { capture, captureSummary, endpoint, model } from '../support/serving.ts';
import { domain, space, studioLifecycleConfig, userProfile } from '../support/studio.ts';
import { account, type Team } from './company.ts';

const data = 'nordhaven-churn-data';
const models = 'nordhaven-churn-models';
const studioShare = 'nordhaven-churn-studio';
const mlKey = '9a3c7e51-2b4d-4c6f-8e10-7d5f3b1a9c8e';
const s3Key = 'e7d6c5b4-a392-4817-b605-f4e3d2c1b0a9';
const subnetA = 'subnet-0c4a000000000000a';
const etlSubnet = 'subnet-0c4e000000000000a';
const groups = ['sg-0c4a0000000000001'];

/** Customer churn: halfway there, in eu-central-1. Studio, Lambda and HTTP APIs; watches its endpoints with jobs of its own. */
export function churn(now: number): Team {
  const at: Place = { account, region: 'eu-central-1', now };
  const network = vpc(at, 'vpc-0c4a0000000000001', '10.30.0.0/16');
  const etl = vpc(at, 'vpc-0c4e0000000000001', '10.31.0.0/16');
  const inVpc = { VpcConfig: { SecurityGroupIds: [...groups], Subnets: [subnetA] } };
  const training: JobOptions = {
    role: 'churn-training',
    image: 'churn-lgbm',
    daysAgo: 3,
    input: `s3://${data}/features/`,
    output: `s3://${models}/lgbm`,
  };
  const tracked = { ...inVpc, Environment: { WANDB_PROJECT: 'churn', WANDB_API_KEY: wandbKey } };
  const artifact = { ModelDataUrl: artifactOf('churn-lgbm-88', training.output) };
  const predictCapture = capture(`s3://${data}/capture`, ['Input']);
  const winbackCapture = capture(`s3://${data}/capture`);
  const predict = endpoint(at, 'churn-predict', { model: 'churn-lgbm', capture: predictCapture });
  const uplift = endpoint(at, 'churn-uplift', { model: 'churn-lgbm', capture: capture(`s3://${data}/capture`) });
  const winback = endpoint(at, 'churn-winback', {
    model: 'churn-lgbm',
    capture: winbackCapture,
    more: { DataCaptureConfig: captureSummary(winbackCapture, 'Stopped') },
  });
  const segments = endpoint(at, 'churn-segments', { model: 'churn-lgbm', serverless: true });
  const driftOf = (name: string) =>
    alarm(at, `${name}-drift`, { namespace: 'Nordhaven/ModelDrift', name: 'psi', dimensions: { Endpoint: name } });

  return {
    region: at.region,
    data: {
      sagemaker: {
        notebookInstances: [
          notebook(at, 'churn-analysis', 'churn-notebook', { DirectInternetAccess: 'Enabled' }),
          notebook(at, 'churn-forecast', 'churn-notebook', {
            DirectInternetAccess: 'Disabled',
            SubnetId: subnetA,
            SecurityGroups: [...groups],
            KmsKeyId: 'alias/aws/sagemaker',
            NotebookInstanceLifecycleConfigName: 'churn-setup',
            DefaultCodeRepository: 'churn-notebooks',
          }),
          notebook(at, 'churn-archive', 'churn-notebook', {
            NotebookInstanceStatus: 'Stopped',
            DirectInternetAccess: 'Disabled',
            SubnetId: subnetA,
            SecurityGroups: [...groups],
            KmsKeyId: 'alias/churn-ml',
            DefaultCodeRepository: 'churn-2023',
          }),
        ],
        notebookLifecycleConfigs: [
          lifecycleConfig(
            at,
            'churn-setup',
            `#!/bin/bash\nset -e\npip config set global.index-url https://build:${indexPassword}@pypi.nordhaven.example/simple\npip install lightgbm shap\n`,
          ),
        ],
        studioLifecycleConfigs: [
          studioLifecycleConfig(
            at,
            'churn-lab-extensions',
            '#!/bin/bash\nset -eux\npip install --upgrade jupyterlab-git jupyterlab-lsp\n',
          ),
        ],
        domains: [
          domain(at, 'd-4c7k9m2p5r8t', 'churn-lab', 'churn-studio', {
            VpcId: network.VpcId,
            SubnetIds: [subnetA],
            AppNetworkAccessType: 'VpcOnly',
            KmsKeyId: keyArn(at, mlKey),
            DefaultUserSettings: {
              ExecutionRole: `arn:aws:iam::${account}:role/churn-studio`,
              SharingSettings: { NotebookOutputOption: 'Allowed', S3OutputPath: `s3://${studioShare}/sharing` },
            },
          }),
        ],
        userProfiles: [
          userProfile(at, 'd-4c7k9m2p5r8t', 'anna-lindqvist', {
            JupyterLabAppSettings: { CodeRepositories: [{ RepositoryUrl: 'https://git.nordhaven.example/churn/lab.git' }] },
          }),
          userProfile(at, 'd-4c7k9m2p5r8t', 'joao-pires'),
        ],
        spaces: [space(at, 'd-4c7k9m2p5r8t', 'anna-jupyterlab', 'anna-lindqvist')],
        codeRepositories: [
          codeRepository(at, 'churn-notebooks', {
            RepositoryUrl: 'https://git.nordhaven.example/churn/notebooks.git',
            SecretArn: secretArn(at, 'churn/git'),
          }),
        ],
        processingJobs: [
          processingJob(
            at,
            'churn-etl-31',
            { role: 'churn-etl', image: 'churn-etl', daysAgo: 4, input: `s3://${data}/crm/`, output: `s3://${data}/features/` },
            {
              NetworkConfig: {
                EnableNetworkIsolation: false,
                VpcConfig: { SecurityGroupIds: [...groups], Subnets: [etlSubnet] },
              },
              Environment: { WAREHOUSE_SECRET: secretArn(at, 'churn/warehouse') },
            },
          ),
          // Compares what churn-uplift was asked with its baseline, each night.
          processingJob(
            at,
            'churn-uplift-drift-19',
            {
              role: 'churn-training',
              image: 'drift',
              daysAgo: 1,
              input: `s3://${data}/capture/churn-uplift/AllTraffic/`,
              output: `s3://${data}/drift/`,
            },
            {
              ProcessingInputs: [
                processingInput('captured', `s3://${data}/capture/churn-uplift/AllTraffic/`),
                processingInput('code', `s3://${models}/code/drift.py`),
              ],
            },
          ),
        ],
        trainingJobs: [
          trainingJob(at, 'churn-lgbm-88', training, tracked),
          trainingJob(at, 'churn-lgbm-87', { ...training, daysAgo: 10 }, tracked),
          trainingJob(
            at,
            'churn-notes-sft-2',
            { ...training, image: 'churn-sft', daysAgo: 5, output: `s3://${models}/sft` },
            {
              ServerlessJobConfig: {
                JobType: 'FineTuning',
                BaseModelArn: `arn:aws:sagemaker:${at.region}:aws:hub-content/SageMakerPublicHub/Model/notes-8b/1.0.0`,
                AcceptEula: true,
              },
            },
          ),
        ],
        autoMlJobs: [
          autoMlJob(at, 'churn-autopilot-5', {
            role: 'churn-training',
            daysAgo: 12,
            input: `s3://${data}/features/`,
            output: `s3://${models}/autopilot`,
          }),
        ],
        transformJobs: [
          transformJob(at, 'churn-weekly-14', {
            model: 'churn-lgbm',
            daysAgo: 2,
            input: `s3://${data}/weekly/`,
            output: `s3://${data}/scores/`,
          }),
        ],
        models: [model(at, 'churn-lgbm', 'churn-inference', artifact, inVpc)],
        endpointConfigs: [predict, uplift, winback, segments].flatMap((one) => one.endpointConfigs),
        endpoints: [predict, uplift, winback, segments].flatMap((one) => one.endpoints),
        monitoringSchedules: [
          schedule(at, 'churn-winback-data-quality', 'DataQuality', 'churn-winback', { MonitoringScheduleStatus: 'Stopped' }),
        ],
        ...definition(at, 'churn-winback-data-quality', 'DataQuality', {
          endpoint: 'churn-winback',
          role: 'churn-training',
          reports: `s3://${data}/monitoring/`,
          baseline: `s3://${data}/baseline/churn-winback`,
        }),
      },
      ec2: {
        vpcs: [network, etl],
        subnets: [subnet(at, subnetA, network), subnet(at, etlSubnet, etl)],
        // Only what was refused is logged; the ETL network has two logs that together see all.
        flowLogs: [
          flowLog(at, network.VpcId ?? '', 'REJECT'),
          flowLog(at, etl.VpcId ?? '', 'ACCEPT'),
          flowLog(at, etl.VpcId ?? '', 'REJECT'),
        ],
      },
      kms: {
        keys: [
          key(at, mlKey, null),
          key(at, s3Key, 365, { KeyManager: 'AWS', Description: 'Default key that protects my S3 objects' }),
        ],
        aliases: [
          { name: 'alias/churn-ml', keyId: mlKey },
          { name: 'alias/aws/s3', keyId: s3Key },
        ],
      },
      secretsmanager: {
        secrets: [secret(at, 'churn/git'), rotatedSecret(at, 'churn/warehouse', { ScheduleExpression: 'rate(180 days)' })],
      },
      cloudwatch: { metricAlarms: [driftOf('churn-predict'), driftOf('churn-uplift')] },
      lambda: {
        functions: [
          lambda(at, 'churn-predict-proxy', 'churn-lambda', { ENDPOINT_NAME: 'churn-predict' }),
          lambda(at, 'churn-uplift-proxy', 'churn-lambda', { ENDPOINT_NAME: 'churn-uplift' }),
          lambda(at, 'churn-drift-hourly', 'churn-lambda', {
            ENDPOINT_NAME: 'churn-predict',
            METRIC_NAMESPACE: 'Nordhaven/ModelDrift',
          }),
        ],
      },
      events: {
        rules: [
          {
            rule: {
              Name: 'churn-drift-hourly',
              Arn: arnOf(at, 'events', 'rule/churn-drift-hourly'),
              State: 'ENABLED',
              ScheduleExpression: 'rate(1 hour)',
              EventBusName: 'default',
            },
            targets: [{ Id: 'drift', Arn: functionArn(at, 'churn-drift-hourly') }],
          },
        ],
      },
      apigatewayv2: {
        apis: [
          httpApi(at, {
            id: 'ch5rnpr3d1',
            name: 'churn-predict',
            function: 'churn-predict-proxy',
            stages: [
              httpStage(at, '$default', {
                AccessLogSettings: { DestinationArn: logGroup(at, 'churn-predict'), Format: fullHttpFormat },
              }),
            ],
          }),
          httpApi(at, { id: 'ch5rnup11f', name: 'churn-uplift', function: 'churn-uplift-proxy', stages: [httpStage(at, 'v1')] }),
        ],
      },
    },
    roles: [
      executionRole('churn-notebook', { attached: [awsPolicy('AmazonSageMakerFullAccess')] }),
      executionRole('churn-studio', { attached: [awsPolicy('AmazonSageMakerFullAccess')], inline: { lake: jobRights(data) } }),
      // An administrator on paper: the boundary leaves what jobs need.
      executionRole('churn-training', {
        attached: [awsPolicy('AdministratorAccess')],
        boundary: `arn:aws:iam::${account}:policy/ml-boundary`,
      }),
      executionRole('churn-etl', { inline: { jobs: jobRights(data) } }),
      executionRole('churn-inference', { inline: { serve: jobRights(models, data) } }),
      role('churn-lambda', 'lambda.amazonaws.com', {
        inline: {
          invoke: policy(
            allow(
              'sagemaker:InvokeEndpoint',
              ['churn-predict', 'churn-uplift'].map((name) => sageMakerArn(at, 'endpoint', name)),
            ),
          ),
        },
      }),
    ],
    buckets: [
      { name: data, region: at.region, versioning: { status: 'Suspended' } },
      {
        name: models,
        region: at.region,
        versioning: { status: 'Enabled' },
        encryption: withKey(),
        publicAccessBlock: blocked,
        objectLock: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 90 } } },
      },
      // The other two settings are on for the whole account.
      {
        name: studioShare,
        region: at.region,
        encryption: withKey(keyArn(at, s3Key)),
        publicAccessBlock: {
          BlockPublicAcls: false,
          IgnorePublicAcls: false,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        },
      },
    ],
  };
}
