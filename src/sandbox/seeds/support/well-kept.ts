import type { AccountData } from '../../account.ts';
import { detector, trail } from './account.ts';
import { endpointIntegration, fullFormat, logGroup, restApi, restStage } from './apis.ts';
import { blocked, safeBucket } from './buckets.ts';
import { artifactOf, pipeline, processingJob, trainingJob, type JobOptions } from './jobs.ts';
import { key, keyArn } from './keys.ts';
import { managedPolicy } from './managed-policies.ts';
import { alarm, definition, schedule } from './monitoring.ts';
import { flowLog, subnet, vpc } from './network.ts';
import { codeRepository, lifecycleConfig, notebook } from './notebooks.ts';
import { roleArn, sageMakerArn, type Place } from './place.ts';
import { allow, awsPolicy, executionRole, jobRights, policy, role } from './roles.ts';
import { rotatedSecret, secretArn } from './secrets.ts';
import { capture, endpoint, model } from './serving.ts';
import { rateRule, webAcl, webAclArn } from './waf.ts';

const data = 'fjordlend-credit-data';
const models = 'fjordlend-credit-models';
const mlKey = '3c4d5e6f-7081-4293-a4b5-c6d7e8f90a1b';
const webAclId = 'd1e2f3a4-b5c6-47d8-89e0-f1a2b3c4d5e6';
const subnetId = 'subnet-0c4ed17000000000a';
const groups = ['sg-0c4ed170000000001'];

/** A small lender's account: one workflow in eu-west-1 as it should be, from the notebook to the API. */
export function wellKept(id: string, now: number): AccountData {
  const at: Place = { account: id, region: 'eu-west-1', now };
  const network = vpc(at, 'vpc-0c4ed170000000001', '10.60.0.0/16');
  const inVpc = { VpcConfig: { SecurityGroupIds: [...groups], Subnets: [subnetId] } };
  const kmsKey = keyArn(at, mlKey);
  const training: JobOptions = {
    role: 'credit-training',
    image: 'credit-xgb',
    daysAgo: 2,
    input: `s3://${data}/features/`,
    output: `s3://${models}/xgb`,
  };
  const scoring = endpoint(at, 'credit-scoring', {
    model: 'credit-xgb-21',
    capture: { ...capture(`s3://${data}/capture`), KmsKeyId: kmsKey },
  });
  const monitor = {
    endpoint: 'credit-scoring',
    role: 'credit-training',
    reports: `s3://${data}/reports`,
    baseline: `s3://${data}/baseline`,
  };
  return {
    id,
    partition: 'aws',
    auditor: `arn:aws:sts::${id}:assumed-role/mlwarden-auditor/mlwarden`,
    regions: [
      { name: 'eu-west-1', status: 'ENABLED_BY_DEFAULT' },
      { name: 'us-east-1', status: 'ENABLED_BY_DEFAULT' },
    ],
    iam: {
      roles: [
        executionRole('credit-notebook', { inline: { notebook: jobRights(data, models) } }),
        executionRole('credit-training', { inline: { jobs: jobRights(data, models) } }),
        executionRole('credit-inference', { inline: { serve: jobRights(models) } }),
        role('credit-api', 'apigateway.amazonaws.com', {
          inline: { invoke: policy(allow('sagemaker:InvokeEndpoint', sageMakerArn(at, 'endpoint', 'credit-scoring'))) },
        }),
        role('apigateway-logs', 'apigateway.amazonaws.com', {
          attached: [awsPolicy('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
        }),
      ],
      policies: [managedPolicy('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
    },
    s3: {
      buckets: [
        safeBucket(data, at.region, kmsKey),
        safeBucket(models, at.region, kmsKey, { versioning: { status: 'Enabled', mfaDelete: 'Enabled' } }),
      ],
      accountPublicAccessBlock: blocked,
    },
    in: {
      'eu-west-1': {
        sagemaker: {
          notebookInstances: [
            notebook(at, 'credit-research', 'credit-notebook', {
              DirectInternetAccess: 'Disabled',
              SubnetId: subnetId,
              SecurityGroups: [...groups],
              KmsKeyId: kmsKey,
              NotebookInstanceLifecycleConfigName: 'credit-stop-when-idle',
              DefaultCodeRepository: 'credit-models',
            }),
          ],
          notebookLifecycleConfigs: [
            lifecycleConfig(at, 'credit-stop-when-idle', '#!/bin/bash\nset -e\npython3 /opt/stop-when-idle.py --minutes 60\n'),
          ],
          codeRepositories: [
            codeRepository(at, 'credit-models', {
              RepositoryUrl: 'https://git.fjordlend.example/credit/models.git',
              SecretArn: secretArn(at, 'credit/git'),
            }),
          ],
          processingJobs: [
            processingJob(
              at,
              'credit-features-8',
              { ...training, image: 'credit-features', input: `s3://${data}/applications/`, output: `s3://${data}/features/` },
              {
                NetworkConfig: { EnableNetworkIsolation: false, ...inVpc },
                ProcessingResources: {
                  ClusterConfig: {
                    InstanceCount: 1,
                    InstanceType: 'ml.m5.xlarge',
                    VolumeSizeInGB: 30,
                    VolumeKmsKeyId: kmsKey,
                  },
                },
              },
            ),
          ],
          trainingJobs: [trainingJob(at, 'credit-xgb-21', training, inVpc)],
          pipelines: [pipeline(at, 'credit-retraining', training)],
          models: [
            model(at, 'credit-xgb-21', 'credit-inference', { ModelDataUrl: artifactOf('credit-xgb-21', training.output) }, inVpc),
          ],
          ...scoring,
          monitoringSchedules: [schedule(at, 'credit-scoring-data-quality', 'DataQuality', 'credit-scoring')],
          ...definition(at, 'credit-scoring-data-quality', 'DataQuality', monitor),
        },
        ec2: {
          vpcs: [network],
          subnets: [subnet(at, subnetId, network)],
          flowLogs: [flowLog(at, network.VpcId ?? '', 'ALL')],
        },
        kms: { keys: [key(at, mlKey, 365)], aliases: [{ name: 'alias/credit', keyId: mlKey }] },
        secretsmanager: { secrets: [rotatedSecret(at, 'credit/git', { AutomaticallyAfterDays: 30 })] },
        cloudtrail: { trails: [trail(at, 'fjordlend', 'fjordlend-audit-logs')] },
        guardduty: { detectors: [detector(at, '0a1b2c3d4e5f60718293a4b5c6d7e8f9')] },
        cloudwatch: {
          metricAlarms: [
            alarm(at, 'credit-scoring-drift', {
              namespace: 'aws/sagemaker/Endpoints/data-metrics',
              name: 'feature_baseline_drift_income',
              dimensions: { Endpoint: 'credit-scoring', MonitoringSchedule: 'credit-scoring-data-quality' },
            }),
          ],
        },
        apigateway: {
          cloudwatchRoleArn: roleArn(at, 'apigateway-logs'),
          restApis: [
            restApi(at, {
              id: 'cr3d1t5c0r',
              name: 'credit-scoring',
              integration: endpointIntegration(at, 'credit-scoring', 'credit-api'),
              stages: [
                restStage(at, 'prod', {
                  accessLogSettings: { destinationArn: logGroup(at, 'credit-scoring'), format: fullFormat },
                  webAclArn: webAclArn(at, 'credit-scoring', webAclId),
                }),
              ],
            }),
          ],
        },
        wafv2: { webAcls: [webAcl(at, 'credit-scoring', webAclId, [rateRule(0, 500)])] },
      },
      'us-east-1': { guardduty: { detectors: [detector({ ...at, region: 'us-east-1' }, '1b2c3d4e5f60718293a4b5c6d7e8f90a')] } },
    },
  };
}
