import { safeBucket } from '../support/buckets.ts';
import { endpointIntegration, fullFormat, functionIntegration, lambda, logGroup, restApi, restStage } from '../support/apis.ts';
import {
  artifactOf,
  pipeline,
  processingJob,
  trainingJob,
  tuningDefinition,
  tuningJob,
  type JobOptions,
} from '../support/jobs.ts';
import { distribution } from '../support/distributions.ts';
import { importedKey, key, keyArn } from '../support/keys.ts';
import { definition, schedule } from '../support/monitoring.ts';
import { flowLog, subnet, vpc } from '../support/network.ts';
import { codeRepository, lifecycleConfig, notebook } from '../support/notebooks.ts';
import { hoursAgo, roleArn, sageMakerArn, type Place } from '../support/place.ts';
import { awsKeyId, awsSecret, databasePassword, gitHubToken, huggingFaceToken } from '../support/planted.ts';
import { allow, awsPolicy, executionRole, jobRights, policy, role } from '../support/roles.ts';
import { rotatedSecret, secret, secretArn } from '../support/secrets.ts';
import { capture, endpoint, model } from '../support/serving.ts';
import { domain, space, userProfile } from '../support/studio.ts';
import { groupRule, rateRule, ruleGroup, ruleGroupArn, webAcl, webAclArn } from '../support/waf.ts';
import { account, networkHub, type Team } from './company.ts';

const scans = 'nordhaven-vision-scans';
const models = 'nordhaven-vision-models';
const layouts = 'nordhaven-vision-layouts';
const shared = `sagemaker-us-east-1-${account}`;
const mlKey = '5e2d1c0b-a998-4776-8655-443322110fed';
const importedMaterial = '7f6e5d4c-3b2a-4190-8f7e-6d5c4b3a2918';
const acls = {
  ocr: ['docs-ocr', '81c0f2a4-5d6e-4f70-8a1b-2c3d4e5f6071'],
  count: ['docs-ocr-count', '92d1a3b5-6e7f-4081-9b2c-3d4e5f607182'],
  group: ['layout', 'a3e2b4c6-7f80-4192-8c3d-4e5f60718293'],
} as const;
const edgeAcl = ['docs-edge', 'c6d5e4f3-a2b1-40c9-8d7e-6f5a4b3c2d1e', 'global'] as const;
const limits = ['layout-limits', 'b4f3c5d7-8091-42a3-9d4e-5f60718293a4'] as const;
const ownSubnet = 'subnet-01d10000000000a0a';
const trainSubnet = 'subnet-01d20000000000a0a';
const hubSubnet = 'subnet-01d30000000000a0a';
const groups = ['sg-01d10000000000001'];

/** Document vision, in us-east-1: an acquisition that was never brought into line. */
export function vision(now: number): Team {
  const at: Place = { account, region: 'us-east-1', now };
  const network = vpc(at, 'vpc-01d10000000000001', '10.40.0.0/16');
  const trainNetwork = vpc(at, 'vpc-01d20000000000001', '10.41.0.0/16');
  const hub = vpc(at, 'vpc-01d30000000000001', '10.42.0.0/16', { OwnerId: networkHub });
  const inVpc = { VpcConfig: { SecurityGroupIds: [...groups], Subnets: [trainSubnet] } };
  const training: JobOptions = {
    role: 'vision-training',
    image: 'vision-ocr',
    daysAgo: 2,
    input: `s3://${scans}/labelled/`,
    output: `s3://${models}/ocr`,
  };
  const layoutTraining: JobOptions = { ...training, image: 'vision-layout', daysAgo: 9, output: `s3://${layouts}/hpo` };
  const hpo = sageMakerArn(at, 'hyper-parameter-tuning-job', 'vision-layout-hpo-4');
  const ocr = endpoint(at, 'vision-ocr', { model: 'vision-ocr' });
  const layout = endpoint(at, 'vision-layout', {
    model: 'vision-layout',
    capture: capture(`s3://${shared}/capture/vision-layout`),
  });
  const classifier = endpoint(at, 'vision-classifier', {
    model: 'vision-ocr',
    more: { EndpointStatus: 'OutOfService' },
  });
  const monitor = {
    endpoint: 'vision-layout',
    role: 'vision-automation',
    reports: `s3://${shared}/reports`,
    baseline: `s3://${shared}/baseline/vision-layout`,
  };

  return {
    region: at.region,
    data: {
      sagemaker: {
        notebookInstances: [
          // In a subnet that the network team shares. A token stands in the URL of its repository.
          notebook(at, 'vision-labelling', 'vision-notebook', {
            SubnetId: hubSubnet,
            SecurityGroups: [...groups],
            KmsKeyId: keyArn(at, mlKey),
            NotebookInstanceLifecycleConfigName: 'vision-cuda',
            DefaultCodeRepository: `https://ci-bot:${gitHubToken}@git.nordhaven.example/vision/labelling.git`,
          }),
          notebook(at, 'vision-finetune', 'vision-notebook', {
            DirectInternetAccess: 'Disabled',
            SubnetId: ownSubnet,
            SecurityGroups: [...groups],
            DefaultCodeRepository: 'vision-models',
          }),
        ],
        notebookLifecycleConfigs: [
          // Not a script but a program: nobody can say what it holds.
          lifecycleConfig(at, 'vision-cuda', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0x02, 0x01, 0xff, 0xfe, 0x80, 0x9c])),
          // Attached to nothing any more.
          lifecycleConfig(
            at,
            'vision-bootstrap-old',
            `#!/bin/bash\naws configure set region us-east-1\nexport AWS_ACCESS_KEY_ID=${awsKeyId}\nexport AWS_SECRET_ACCESS_KEY=${awsSecret}\naws s3 sync s3://${scans}/samples /home/ec2-user/SageMaker/samples\n`,
          ),
        ],
        codeRepositories: [
          codeRepository(at, 'vision-models', {
            RepositoryUrl: 'https://git.nordhaven.example/vision/models.git',
            Branch: 'main',
            SecretArn: secretArn(at, 'vision/git'),
          }),
          codeRepository(at, 'vision-mirror', { RepositoryUrl: 'http://git-mirror.nordhaven.example/vision/models.git' }),
        ],
        domains: [domain(at, 'd-1v5x8z2b4n6m', 'vision-lab', 'vision-studio', { VpcId: network.VpcId, SubnetIds: [ownSubnet] })],
        userProfiles: [
          userProfile(at, 'd-1v5x8z2b4n6m', 'mei-tanaka'),
          userProfile(at, 'd-1v5x8z2b4n6m', 'contractor-03', { ExecutionRole: roleArn(at, 'vision-contractor') }),
        ],
        spaces: [space(at, 'd-1v5x8z2b4n6m', 'mei-scratch', 'mei-tanaka')],
        processingJobs: [
          processingJob(
            at,
            'vision-ingest-77',
            {
              role: 'vision-automation',
              image: 'vision-ingest',
              daysAgo: 1.5,
              input: `s3://${scans}/incoming/`,
              output: `s3://${scans}/pages/`,
            },
            {
              AppSpecification: {
                ImageUri: `${account}.dkr.ecr.us-east-1.amazonaws.com/vision-ingest:stable`,
                ContainerEntrypoint: ['python3', '/opt/ml/ingest.py'],
                ContainerArguments: ['--db-host', 'archive.nordhaven.example', '--db-password', databasePassword],
              },
            },
          ),
          processingJob(
            at,
            'vision-labels-12',
            {
              role: 'vision-automation',
              image: 'vision-ingest',
              daysAgo: 11,
              input: `s3://${scans}/pages/`,
              output: `s3://${scans}/labelled/`,
            },
            { Environment: { LABELS_SECRET: secretArn(at, 'vision/labels') } },
          ),
        ],
        trainingJobs: [
          trainingJob(at, 'vision-ocr-19', training, {
            HyperParameters: { hub_token: `"${huggingFaceToken}"`, epochs: '"3"', max_token_length: '"1024"' },
          }),
          trainingJob(at, 'vision-layout-hpo-4-001-9c0d1e2f', layoutTraining, { ...inVpc, TuningJobArn: hpo }),
          trainingJob(at, 'vision-layout-hpo-4-002-3a4b5c6d', layoutTraining, { TuningJobArn: hpo }),
        ],
        tuningJobs: [
          tuningJob(at, 'vision-layout-hpo-4', 9, {
            TrainingJobDefinitions: [
              tuningDefinition(at, layoutTraining, { DefinitionName: 'large', ...inVpc }),
              tuningDefinition(at, layoutTraining, { DefinitionName: 'small' }),
            ],
          }),
        ],
        pipelines: [
          pipeline(at, 'vision-weekly', {
            role: 'vision-automation',
            image: 'vision-ocr',
            input: `s3://${shared}/weekly/`,
            output: `s3://${shared}/weekly/models`,
            parameters: [
              { Name: 'Epochs', Type: 'Integer', DefaultValue: 3 },
              { Name: 'DbPassword', Type: 'String', DefaultValue: databasePassword },
            ],
          }),
        ],
        models: [
          model(at, 'vision-ocr', 'vision-inference', { ModelDataUrl: artifactOf('vision-ocr-19', training.output) }),
          model(at, 'vision-layout', 'vision-inference-2023', {
            ModelDataUrl: artifactOf('vision-layout-hpo-4-001-9c0d1e2f', layoutTraining.output),
          }),
        ],
        endpointConfigs: [ocr, layout, classifier].flatMap((one) => one.endpointConfigs),
        endpoints: [ocr, layout, classifier].flatMap((one) => one.endpoints),
        monitoringSchedules: [
          schedule(at, 'vision-layout-explainability', 'ModelExplainability', 'vision-layout', {
            expression: 'cron(0 6 ? * * *)',
          }),
          schedule(at, 'vision-layout-bias', 'ModelBias', 'vision-layout', {
            MonitoringScheduleStatus: 'Failed',
            FailureReason: 'The analysis configuration was not found',
          }),
          schedule(at, 'vision-layout-model-quality', 'ModelQuality', 'vision-layout', {
            MonitoringScheduleStatus: 'Pending',
            CreationTime: hoursAgo(at, 3),
            LastModifiedTime: hoursAgo(at, 3),
          }),
          schedule(at, 'vision-classifier-data-quality', 'DataQuality', 'vision-classifier', {
            MonitoringScheduleStatus: 'Stopped',
          }),
        ],
        ...definition(at, 'vision-layout-explainability', 'ModelExplainability', monitor),
        ...definition(at, 'vision-layout-bias', 'ModelBias', monitor),
        ...definition(at, 'vision-layout-model-quality', 'ModelQuality', monitor),
        ...definition(at, 'vision-classifier-data-quality', 'DataQuality', { ...monitor, endpoint: 'vision-classifier' }),
      },
      ec2: {
        vpcs: [network, trainNetwork, hub],
        subnets: [subnet(at, ownSubnet, network), subnet(at, trainSubnet, trainNetwork), subnet(at, hubSubnet, hub)],
        flowLogs: [
          flowLog(at, trainNetwork.VpcId ?? '', 'ALL', { DeliverLogsStatus: 'FAILED', DeliverLogsErrorMessage: 'Access error' }),
        ],
      },
      kms: { keys: [key(at, mlKey, null), importedKey(at, importedMaterial, 610)] },
      secretsmanager: {
        secrets: [
          rotatedSecret(at, 'vision/git', { AutomaticallyAfterDays: 30 }),
          secret(at, 'vision/labels', { PrimaryRegion: 'eu-west-1' }),
        ],
      },
      lambda: {
        functions: [
          lambda(at, 'docs-ocr-gateway', 'vision-lambda', { OCR_ENDPOINT: sageMakerArn(at, 'endpoint', 'vision-ocr') }),
        ],
      },
      apigateway: {
        // A role that somebody deleted.
        cloudwatchRoleArn: roleArn(at, 'apigateway-logs-2022'),
        restApis: [
          restApi(at, {
            id: 'd0c50cr001',
            name: 'docs-ocr',
            integration: functionIntegration(at, 'docs-ocr-gateway'),
            authorization: 'NONE',
            stages: [
              restStage(at, 'v1', { webAclArn: webAclArn(at, ...acls.ocr) }),
              restStage(at, 'v2', {
                accessLogSettings: { destinationArn: logGroup(at, 'docs-ocr-v2'), format: fullFormat },
                webAclArn: webAclArn(at, ...acls.count),
              }),
              restStage(at, 'beta'),
            ],
          }),
          restApi(at, {
            id: '1ay0ut0001',
            name: 'layout',
            integration: endpointIntegration(at, 'vision-layout', 'vision-api-invoke'),
            stages: [
              restStage(at, 'prod', {
                accessLogSettings: { destinationArn: logGroup(at, 'layout-prod'), format: fullFormat },
                webAclArn: webAclArn(at, ...acls.group),
              }),
            ],
          }),
          // Answers CloudFront's addresses only, and its web ACL stands there.
          restApi(at, {
            id: '1ay0utpub1',
            name: 'layout-public',
            integration: endpointIntegration(at, 'vision-layout', 'vision-api-invoke'),
            authorization: 'NONE',
            stages: [
              restStage(at, 'prod', {
                accessLogSettings: { destinationArn: logGroup(at, 'layout-public'), format: fullFormat },
              }),
            ],
            more: {
              policy: JSON.stringify(
                policy(
                  { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
                  {
                    Effect: 'Deny',
                    Principal: '*',
                    Action: 'execute-api:Invoke',
                    Resource: 'execute-api:/*',
                    Condition: { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.0/24'] } },
                  },
                ),
              ),
            },
          }),
          // A supplier's: the auditor may not look into it.
          restApi(at, {
            id: 'v3nd0rp0r1',
            name: 'vendor-portal',
            integration: functionIntegration(at, 'vendor-portal'),
            stages: [restStage(at, 'live')],
          }),
        ],
      },
      wafv2: {
        webAcls: [
          webAcl(at, ...acls.ocr, []),
          webAcl(at, ...acls.count, [rateRule(0, 500, { Count: {} })]),
          webAcl(at, ...acls.group, [groupRule(0, ruleGroupArn(at, ...limits))]),
          webAcl(at, edgeAcl[0], edgeAcl[1], [rateRule(0, 2000, { Challenge: {} })], edgeAcl[2]),
        ],
        ruleGroups: [ruleGroup(at, ...limits, [rateRule(0, 300)])],
      },
    },
    roles: [
      executionRole('vision-notebook', { attached: [awsPolicy('AdministratorAccess')] }),
      executionRole('vision-training', { attached: [awsPolicy('PowerUserAccess')] }),
      executionRole('vision-automation', {
        inline: { automation: policy({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }) },
      }),
      executionRole('vision-studio', {
        inline: { studio: policy(allow('sagemaker:*'), allow(['s3:GetObject', 's3:ListBucket'])) },
      }),
      executionRole('vision-contractor', { inline: { studio: jobRights(scans) } }),
      executionRole('vision-inference', { inline: { serve: jobRights(models, layouts) } }),
      role('vision-api-invoke', 'apigateway.amazonaws.com', { inline: { invoke: policy(allow('sagemaker:InvokeEndpoint')) } }),
      role('vision-lambda', 'lambda.amazonaws.com', { inline: { invoke: policy(allow('sagemaker:InvokeEndpoint')) } }),
    ],
    buckets: [
      safeBucket(scans, at.region, keyArn(at, mlKey)),
      safeBucket(models, at.region, keyArn(at, importedMaterial), {
        lifecycle: [
          {
            ID: 'drop-old-versions',
            Status: 'Enabled',
            Filter: { Prefix: '' },
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
          },
        ],
      }),
      safeBucket(layouts, at.region, keyArn(at, mlKey)),
      // The default bucket of the Python SDK, as it was created.
      { name: shared, region: at.region },
    ],
    distributions: [
      distribution(at, 'E1NORDHAVEN26', '1ay0utpub1.execute-api.us-east-1.amazonaws.com', webAclArn(at, ...edgeAcl)),
    ],
  };
}
