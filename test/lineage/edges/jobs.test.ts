import { expect, test } from 'vitest';
import type { EdgeRule } from '../../../src/core/edge.ts';
import type { Resource } from '../../../src/core/resource.ts';
import { transformJobs, type TransformJob } from '../../../src/inventory/jobs.ts';
import { pipelines, type Pipeline } from '../../../src/inventory/pipelines.ts';
import pipelineRule from '../../../src/lineage/edges/pipelines.ts';
import trainingRule from '../../../src/lineage/edges/training-jobs.ts';
import transformRule from '../../../src/lineage/edges/transform-jobs.ts';
import { denied, home, region, told } from '../../support/inventory.ts';
import { aJob, aNetworkedJob, aScan } from '../../support/jobs.ts';

const secretArn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf';

/** The edges of one item, as `kind id (use) by field`, and the unresolved ones. */
function edgesOf<T extends Resource>(rule: EdgeRule<T>, item: T) {
  const set = rule.edges(item, home);
  if (!set.known) return set.gap.reason;
  for (const { to } of set.value.edges) expect(rule.to).toContain(to.kind);
  return [
    ...set.value.edges.map(({ to, use, field }) => `${to.kind} ${to.id} (${use}) by ${field}`),
    ...set.value.unresolved.map(({ raw, why, field }) => `unresolved '${raw}' by ${field}: ${why}`),
  ];
}

function scoring(modelName: TransformJob['modelName']): TransformJob {
  return { ...aJob({ roles: [] }, { type: transformJobs.type, name: 'scoring' }), modelName };
}

test('a training job leads to role, key, subnet, buckets and secrets', () => {
  const job = aNetworkedJob([], {
    details: {
      keys: [{ field: 'OutputDataConfig.KmsKeyId', value: 'alias/ml' }],
      subnets: [{ field: 'VpcConfig.Subnets', value: 'subnet-1' }],
      locations: [
        { field: 'OutputDataConfig.S3OutputPath', value: 's3://models/fraud', use: 'model' },
        { field: 'CheckpointConfig.S3Uri', value: 'nowhere', use: 'checkpoint' },
      ],
      parameters: aScan({ secretArns: [{ field: 'Environment.DB', value: secretArn }] }),
    },
  });
  expect(edgesOf(trainingRule, job)).toEqual([
    'role arn:aws:iam::111122223333:role/fraud-training (execution) by DescribeTrainingJobResponse.RoleArn',
    'key arn:aws:kms:eu-west-1:111122223333:alias/ml (null) by DescribeTrainingJobResponse.OutputDataConfig.KmsKeyId',
    'subnet subnet-1 (null) by DescribeTrainingJobResponse.VpcConfig.Subnets',
    'bucket models (model) by DescribeTrainingJobResponse.OutputDataConfig.S3OutputPath',
    `secret ${secretArn} (null) by DescribeTrainingJobResponse.Environment.DB`,
    "unresolved 'nowhere' by DescribeTrainingJobResponse.CheckpointConfig.S3Uri: not an S3 location",
  ]);
});

test('a transform job leads to its model', () => {
  expect(edgesOf(transformRule, scoring(told('fraud')))).toEqual([
    'model fraud (null) by DescribeTransformJobResponse.ModelName',
  ]);
  expect(edgesOf(transformRule, scoring(denied('sagemaker:DescribeTransformJob')))).toBe('denied');
});

test('a pipeline whose definition is not understood is an unresolved reference', () => {
  const pipeline: Pipeline = {
    arn: `arn:aws:sagemaker:${region}:${home.account}:pipeline/fraud`,
    type: pipelines.type,
    name: 'fraud',
    account: home.account,
    region,
    details: told(null),
  };
  expect(edgesOf(pipelineRule, pipeline)).toEqual([
    "unresolved '' by DescribePipelineResponse.PipelineDefinition: not the JSON of a pipeline",
  ]);
});
