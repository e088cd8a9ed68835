import type { Seed } from '../account.ts';
import { endpointIntegration, restApi, restStage } from './support/apis.ts';
import { artifactOf, trainingJob, type JobOptions } from './support/jobs.ts';
import { key, keyArn } from './support/keys.ts';
import { managedPolicy } from './support/managed-policies.ts';
import { schedule } from './support/monitoring.ts';
import { subnet, vpc } from './support/network.ts';
import { codeRepository, lifecycleConfig, notebook } from './support/notebooks.ts';
import { roleArn, type Place } from './support/place.ts';
import { databasePassword, gitHubToken, huggingFaceToken, indexPassword } from './support/planted.ts';
import { allow, awsPolicy, executionRole, policy, role } from './support/roles.ts';
import { secret, secretArn } from './support/secrets.ts';
import { endpoint, model } from './support/serving.ts';
import { domain, userProfile } from './support/studio.ts';
import { webAcl, webAclArn } from './support/waf.ts';

const id = '888899990000';
const bucket = 'quickmart-ml';
const mlKey = '8f7e6d5c-4b3a-4291-8071-6f5e4d3c2b1a';
const webAclId = 'e4d5c6b7-a8f9-40e1-92d3-c4b5a6f7e8d9';
const domainId = 'd-9q8w7e6r5t4y';

/** Nothing was ever set up: no check passes, and each one fails whose condition can be met without another one passing. */
export const neglected: Seed = {
  name: 'neglected',
  description: 'nothing as it should be: no check passes',
  account(now) {
    const at: Place = { account: id, region: 'us-east-1', now };
    const network = vpc(at, 'vpc-0bad0000000000001', '172.31.0.0/16', { IsDefault: true });
    const training: JobOptions = {
      role: 'ml-everything',
      image: 'recommender',
      daysAgo: 4,
      input: `s3://${bucket}/clicks/`,
      output: `s3://${bucket}/models`,
    };
    return {
      id,
      partition: 'aws',
      auditor: `arn:aws:sts::${id}:assumed-role/mlwarden-auditor/mlwarden`,
      regions: [{ name: 'us-east-1', status: 'ENABLED_BY_DEFAULT' }],
      iam: {
        roles: [
          executionRole('ml-everything', {
            attached: [awsPolicy('AdministratorAccess'), awsPolicy('AmazonSageMakerFullAccess')],
          }),
          role('recommender-api', 'apigateway.amazonaws.com', { inline: { invoke: policy(allow('sagemaker:InvokeEndpoint')) } }),
        ],
        policies: [managedPolicy('AdministratorAccess'), managedPolicy('AmazonSageMakerFullAccess')],
      },
      s3: { buckets: [{ name: bucket, region: at.region }] },
      in: {
        'us-east-1': {
          sagemaker: {
            notebookInstances: [
              notebook(at, 'recommender-lab', 'ml-everything', {
                DirectInternetAccess: 'Enabled',
                NotebookInstanceLifecycleConfigName: 'recommender-setup',
              }),
            ],
            notebookLifecycleConfigs: [
              lifecycleConfig(
                at,
                'recommender-setup',
                `#!/bin/bash\npip install --index-url https://ci:${indexPassword}@pypi.quickmart.example/simple recommender\n`,
              ),
            ],
            codeRepositories: [
              codeRepository(at, 'recommender', {
                RepositoryUrl: `https://ci:${gitHubToken}@git.quickmart.example/ml/recommender.git`,
              }),
            ],
            domains: [
              domain(at, domainId, 'lab', 'ml-everything', {
                VpcId: network.VpcId,
                SubnetIds: ['subnet-0bad0000000000001'],
                KmsKeyId: keyArn(at, mlKey),
              }),
            ],
            userProfiles: [userProfile(at, domainId, 'default-20260104')],
            trainingJobs: [
              trainingJob(at, 'recommender-7', training, {
                Environment: { HF_TOKEN: huggingFaceToken, CATALOGUE_SECRET: secretArn(at, 'catalogue') },
              }),
            ],
            models: [model(at, 'recommender-7', 'ml-everything', { ModelDataUrl: artifactOf('recommender-7', training.output) })],
            ...endpoint(at, 'recommender', { model: 'recommender-7' }),
            monitoringSchedules: [
              schedule(at, 'recommender-quality', 'DataQuality', 'recommender', {
                MonitoringScheduleStatus: 'Stopped',
                MonitoringScheduleConfig: {
                  ScheduleConfig: { ScheduleExpression: 'cron(0 * ? * * *)' },
                  MonitoringJobDefinition: {
                    MonitoringInputs: [{ EndpointInput: { EndpointName: 'recommender', LocalPath: '/opt/ml/processing/input' } }],
                    MonitoringOutputConfig: {
                      MonitoringOutputs: [
                        { S3Output: { S3Uri: `s3://${bucket}/reports`, LocalPath: '/opt/ml/processing/output' } },
                      ],
                    },
                    MonitoringResources: {
                      ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 20 },
                    },
                    MonitoringAppSpecification: { ImageUri: `${id}.dkr.ecr.us-east-1.amazonaws.com/drift:latest` },
                    Environment: { WAREHOUSE_PASSWORD: databasePassword },
                    RoleArn: roleArn(at, 'ml-everything'),
                  },
                },
              }),
            ],
          },
          ec2: { vpcs: [network], subnets: [subnet(at, 'subnet-0bad0000000000001', network)] },
          kms: { keys: [key(at, mlKey, null)] },
          secretsmanager: { secrets: [secret(at, 'catalogue')] },
          apigateway: {
            restApis: [
              restApi(at, {
                id: 'r3c0mm3nd1',
                name: 'recommender',
                integration: endpointIntegration(at, 'recommender', 'recommender-api'),
                authorization: 'NONE',
                stages: [restStage(at, 'v1', { webAclArn: webAclArn(at, 'recommender', webAclId) })],
              }),
            ],
          },
          wafv2: { webAcls: [webAcl(at, 'recommender', webAclId, [])] },
        },
      },
    };
  },
};
