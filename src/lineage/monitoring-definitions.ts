import type { Home } from '../core/resource.ts';
import type { MonitoringKind } from '../inventory/monitoring.ts';
import { parseArn } from './arn.ts';

const resources = {
  DataQuality: 'data-quality-job-definition',
  ModelQuality: 'model-quality-job-definition',
  ModelBias: 'model-bias-job-definition',
  ModelExplainability: 'model-explainability-job-definition',
} as const satisfies Record<MonitoringKind, string>;

export const monitoringKinds: readonly MonitoringKind[] = ['DataQuality', 'ModelQuality', 'ModelBias', 'ModelExplainability'];

/** ARN of a job definition. It keeps the name as it is written: the describing call takes the name, which is read from here. */
export function definitionArn({ partition, account }: Home, region: string, kind: MonitoringKind, name: string): string {
  return `arn:${partition}:sagemaker:${region}:${account}:${resources[kind]}/${name}`;
}

/** Kind and name of a job definition's ARN; `null` for any other ARN. */
export function parseDefinitionArn(arn: string): { readonly kind: MonitoringKind; readonly name: string } | null {
  const [resource, name] = parseArn(arn)?.resource.split('/') ?? [];
  const kind = monitoringKinds.find((one) => resources[one] === resource);
  return kind === undefined || name === undefined ? null : { kind, name };
}
