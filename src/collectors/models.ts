import { defineCollector } from '../core/collector.ts';
import { mapFact } from '../core/fact.ts';
import { op, type OutputOf } from '../core/operation.ts';
import { models, type ModelDetails } from '../inventory/endpoints.ts';
import type { S3Use } from '../inventory/values.ts';
import { sagemakerArn } from '../lineage/arn.ts';
import { gone } from './support/absence.ts';

export default defineCollector({
  section: models,
  runs: 'target-regions',
  follows: 'model',
  operations: {
    describe: op('sagemaker', 'DescribeModel', { required: ['ModelArn'], absent: gone }),
  },
  async collect(aws, scope, emit) {
    const { account, region } = scope;
    await scope.eachTarget(async ({ id: name }) => {
      const detail = await aws.describe({ ModelName: name });
      emit({
        arn: sagemakerArn(scope, region, 'model', name),
        name,
        account,
        region,
        type: models.type,
        details: mapFact(detail, (answer) => (answer === null ? null : toDetails(answer))),
      });
    });
  },
});

type Description = OutputOf<'sagemaker', 'DescribeModel'>;
type Container = NonNullable<Description['PrimaryContainer']>;

function toDetails(answer: Description): ModelDetails {
  const { PrimaryContainer: primary, Containers: others = [] } = answer;
  const containers = [
    ...(primary === undefined ? [] : [{ path: 'PrimaryContainer', container: primary }]),
    ...others.map((container) => ({ path: 'Containers[]', container })),
  ];
  return {
    executionRoleArn: answer.ExecutionRoleArn ?? null,
    containers: containers.map(({ container }) => ({
      image: container.Image ?? null,
      multiModel: container.Mode === 'MultiModel',
    })),
    locations: containers.flatMap(({ path, container }) => artifacts(path, container)),
    subnets: answer.VpcConfig?.Subnets ?? [],
  };
}

function artifacts(path: string, container: Container): readonly S3Use[] {
  const { ModelDataUrl: url, ModelDataSource: source, AdditionalModelDataSources: more = [] } = container;
  return [
    artifact(`${path}.ModelDataUrl`, url),
    artifact(`${path}.ModelDataSource.S3DataSource.S3Uri`, source?.S3DataSource?.S3Uri),
    ...more.map((one) => artifact(`${path}.AdditionalModelDataSources[].S3DataSource.S3Uri`, one.S3DataSource?.S3Uri)),
  ].flat();
}

function artifact(field: string, value: string | undefined): readonly S3Use[] {
  return value === undefined ? [] : [{ field, value, use: 'model' }];
}
