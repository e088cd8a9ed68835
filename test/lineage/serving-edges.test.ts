import { expect, test } from 'vitest';
import type { EdgeSet } from '../../src/core/edge.ts';
import type { Fact } from '../../src/core/fact.ts';
import configRule from '../../src/lineage/edges/endpoint-configs.ts';
import endpointRule from '../../src/lineage/edges/endpoints.ts';
import modelRule from '../../src/lineage/edges/models.ts';
import definitionRule from '../../src/lineage/edges/monitoring-definitions.ts';
import scheduleRule from '../../src/lineage/edges/monitoring-schedules.ts';
import type { MonitoringJob } from '../../src/inventory/monitoring.ts';
import { denied, home, region, told } from '../support/inventory.ts';
import { aModel, anEndpoint, anEndpointConfig, aSchedule, capture } from '../support/serving.ts';

/** `field -> kind id (use)` of every edge. */
function leads(set: Fact<EdgeSet>): readonly string[] | string {
  if (!set.known) return set.gap.operation;
  return set.value.edges.map(({ field, to, use }) => `${field} -> ${to.kind} ${to.id}${use === null ? '' : ` (${use})`}`);
}

const role = `arn:aws:iam::${home.account}:role/monitor`;
const key = `arn:aws:kms:${region}:${home.account}:alias/ml`;
const job: MonitoringJob = {
  endpointName: 'Fraud-Scoring',
  roles: [{ field: 'RoleArn', value: role }],
  keys: [{ field: 'JobResources.ClusterConfig.VolumeKmsKeyId', value: 'alias/ml' }],
  subnets: [{ field: 'NetworkConfig.VpcConfig.Subnets', value: 'subnet-1' }],
  locations: [{ field: 'DataQualityBaselineConfig.ConstraintsResource.S3Uri', value: 's3://baselines/c.json', use: 'baseline' }],
  parameters: { scanned: 0, found: [], secretArns: [] },
};

test('a live endpoint leads to its configuration, captures and key', () => {
  expect(leads(endpointRule.edges(anEndpoint({ capture: { ...capture, kmsKeyId: 'alias/ml' } }), home))).toEqual([
    'DescribeEndpointOutput.EndpointConfigName -> endpoint-config fraud-scoring-v3',
    'DescribeEndpointOutput.DataCaptureConfig.DestinationS3Uri -> bucket acme-ml-capture (capture)',
    `DescribeEndpointOutput.DataCaptureConfig.KmsKeyId -> key ${key}`,
  ]);
  expect(leads(endpointRule.edges(anEndpoint(denied('sagemaker:DescribeEndpoint')), home))).toBe('sagemaker:DescribeEndpoint');
});

test('an endpoint that serves nothing leads nowhere, and hides nothing', () => {
  expect(leads(endpointRule.edges(anEndpoint(denied('x:Y'), { status: 'Failed' }), home))).toEqual([]);
});

test('a configuration leads to models, role, captures and results', () => {
  const config = anEndpointConfig({
    executionRoleArn: role,
    asynchronous: { output: 's3://results/ok', failure: null, kmsKeyId: null },
  });
  expect(leads(configRule.edges(config, home))).toEqual([
    'DescribeEndpointConfigOutput.ProductionVariants[].ModelName -> model fraud-model',
    `DescribeEndpointConfigOutput.ExecutionRoleArn -> role ${role} (execution)`,
    'DescribeEndpointConfigOutput.DataCaptureConfig.DestinationS3Uri -> bucket acme-ml-capture (capture)',
    'DescribeEndpointConfigOutput.AsyncInferenceConfig.OutputConfig.S3OutputPath -> bucket results (results)',
  ]);
  expect(leads(configRule.edges(anEndpointConfig(null), home))).toEqual([]);
});

test('a model leads to its role, artifacts and subnets', () => {
  const model = aModel({
    executionRoleArn: role,
    locations: [{ field: 'PrimaryContainer.ModelDataUrl', value: 's3://models/m.tar.gz', use: 'model' }],
    subnets: ['subnet-1'],
  });
  expect(leads(modelRule.edges(model, home))).toEqual([
    `DescribeModelOutput.ExecutionRoleArn -> role ${role} (execution)`,
    'DescribeModelOutput.PrimaryContainer.ModelDataUrl -> bucket models (model)',
    'DescribeModelOutput.VpcConfig.Subnets -> subnet subnet-1',
  ]);
});

test('a schedule leads to its definition, and a definition to what its jobs use', () => {
  const arn = `arn:aws:sagemaker:${region}:${home.account}:data-quality-job-definition/fraud-data-quality`;
  expect(leads(scheduleRule.edges(aSchedule(), home))).toEqual([
    `DescribeMonitoringScheduleResponse.MonitoringScheduleConfig.MonitoringJobDefinitionName -> job-definition ${arn}`,
  ]);
  const definition = {
    arn,
    type: 'AWS::SageMaker::DataQualityJobDefinition',
    name: 'fraud-data-quality',
    account: home.account,
    region,
    kind: 'DataQuality',
    job: told(job),
  } as const;
  expect(leads(definitionRule.edges(definition, home))).toEqual([
    `DescribeDataQualityJobDefinitionResponse.RoleArn -> role ${role} (execution)`,
    `DescribeDataQualityJobDefinitionResponse.JobResources.ClusterConfig.VolumeKmsKeyId -> key ${key}`,
    'DescribeDataQualityJobDefinitionResponse.NetworkConfig.VpcConfig.Subnets -> subnet subnet-1',
    'DescribeDataQualityJobDefinitionResponse.DataQualityBaselineConfig.ConstraintsResource.S3Uri -> bucket baselines (baseline)',
  ]);
});
