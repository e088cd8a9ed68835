import { defineCollector, type Calls } from '../core/collector.ts';
import { known, type Fact } from '../core/fact.ts';
import { op } from '../core/operation.ts';
import { monitoringDefinitions, type MonitoringJob, type MonitoringKind } from '../inventory/monitoring.ts';
import { parseDefinitionArn } from '../lineage/monitoring-definitions.ts';
import { gone } from './support/absence.ts';
import { toMonitoringJob, type MonitoringParts } from './support/monitoring-jobs.ts';

const required = ['JobDefinitionArn', 'RoleArn'] as const;

const operations = {
  dataQuality: op('sagemaker', 'DescribeDataQualityJobDefinition', { required, absent: gone }),
  modelQuality: op('sagemaker', 'DescribeModelQualityJobDefinition', { required, absent: gone }),
  modelBias: op('sagemaker', 'DescribeModelBiasJobDefinition', { required, absent: gone }),
  modelExplainability: op('sagemaker', 'DescribeModelExplainabilityJobDefinition', { required, absent: gone }),
};

export default defineCollector({
  section: monitoringDefinitions,
  runs: 'target-regions',
  follows: 'job-definition',
  operations,
  async collect(aws, { region, secrets, eachTarget }, emit) {
    await eachTarget(async ({ id: arn, account }) => {
      const definition = parseDefinitionArn(arn);
      if (definition === null) return;
      const { kind, name } = definition;
      const parts = await partsOf(aws, kind, name);
      const job: Fact<MonitoringJob | null> = !parts.known
        ? parts
        : known(parts.value === null ? null : await toMonitoringJob(parts.value, secrets), parts.from);
      emit({ arn, name, account, region, type: `AWS::SageMaker::${kind}JobDefinition`, kind, job });
    });
  },
});

async function partsOf(aws: Calls<typeof operations>, kind: MonitoringKind, name: string): Promise<Fact<MonitoringParts | null>> {
  const input = { JobDefinitionName: name };
  switch (kind) {
    case 'DataQuality':
      return toParts(await aws.dataQuality(input), kind, (one) => ({
        baseline: one.DataQualityBaselineConfig,
        application: one.DataQualityAppSpecification,
        inputs: one.DataQualityJobInput,
        outputs: one.DataQualityJobOutputConfig,
      }));
    case 'ModelQuality':
      return toParts(await aws.modelQuality(input), kind, (one) => ({
        baseline: one.ModelQualityBaselineConfig,
        application: one.ModelQualityAppSpecification,
        inputs: one.ModelQualityJobInput,
        outputs: one.ModelQualityJobOutputConfig,
      }));
    case 'ModelBias':
      return toParts(await aws.modelBias(input), kind, (one) => ({
        baseline: one.ModelBiasBaselineConfig,
        application: one.ModelBiasAppSpecification,
        inputs: one.ModelBiasJobInput,
        outputs: one.ModelBiasJobOutputConfig,
      }));
    case 'ModelExplainability':
      return toParts(await aws.modelExplainability(input), kind, (one) => ({
        baseline: one.ModelExplainabilityBaselineConfig,
        application: one.ModelExplainabilityAppSpecification,
        inputs: one.ModelExplainabilityJobInput,
        outputs: one.ModelExplainabilityJobOutputConfig,
      }));
  }
}

type Value<K extends keyof MonitoringParts> = MonitoringParts[K] extends { readonly value: infer V } ? V : never;

/** What all four answers have under one name. */
interface Shared {
  readonly RoleArn: string;
  readonly JobResources?: Value<'resources'>;
  readonly NetworkConfig?: Value<'network'>;
}

/** What each answer names after its kind. */
interface Own {
  readonly baseline: Value<'baseline'>;
  readonly application: Value<'application'>;
  readonly inputs: NonNullable<Value<'inputs'>>[number] | undefined;
  readonly outputs: Value<'outputs'>;
}

function toParts<T extends Shared>(
  answer: Fact<T | null>,
  kind: MonitoringKind,
  ownOf: (answer: T) => Own,
): Fact<MonitoringParts | null> {
  if (!answer.known) return answer;
  if (answer.value === null) return known(null, answer.from);
  const { RoleArn: role, JobResources: resources, NetworkConfig: network } = answer.value;
  const { baseline, application, inputs, outputs } = ownOf(answer.value);
  const parts: MonitoringParts = {
    answer: `Describe${kind}JobDefinitionResponse`,
    role: { field: 'RoleArn', value: role },
    baseline: { field: `${kind}BaselineConfig`, value: baseline },
    application: { field: `${kind}AppSpecification`, value: application },
    inputs: { field: `${kind}JobInput`, value: inputs === undefined ? [] : [inputs] },
    outputs: { field: `${kind}JobOutputConfig`, value: outputs },
    resources: { field: 'JobResources', value: resources },
    network: { field: 'NetworkConfig', value: network },
  };
  return known(parts, answer.from);
}
