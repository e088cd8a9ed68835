import { expect, test } from 'vitest';
import { isCustomNamespace, isDriftNamespace, isServiceNamespace, namespacesOf } from '../../src/lineage/alarms.ts';

test.for([
  ['aws/sagemaker/Endpoints/data-metrics', 'drift'],
  ['/aws/sagemaker/Endpoint/data-metric', 'drift'],
  ['aws/sagemaker/ModelMonitoring/bias-metrics', 'drift'],
  ['AWS/SageMaker/Endpoints/data-metrics', 'drift'],
  ['AWS/SageMaker', 'service'],
  ['AWS/EC2', 'service'],
  ['/aws/sagemaker/Endpoints', 'neither'],
  ['Acme/Drift', 'custom'],
  ['aws-drift', 'custom'],
] as const)('%s is %s', ([namespace, kind]) => {
  expect([isDriftNamespace(namespace), isServiceNamespace(namespace), isCustomNamespace(namespace)]).toEqual([
    kind === 'drift',
    kind === 'service',
    kind === 'custom',
  ]);
});

test.for([
  [`SEARCH('{Acme/Drift,Endpoint} fraud', 'Maximum', 60)`, ['Acme/Drift']],
  [`SEARCH('{"Acme Drift", Endpoint} fraud', 'Maximum', 60)`, ['Acme Drift']],
  [`SEARCH('Namespace="Acme/Drift" fraud', 'Maximum', 60)`, ['Acme/Drift']],
  ['SELECT MAX(drift) FROM SCHEMA("Acme/Drift", Endpoint)', ['Acme/Drift']],
  ['SELECT MAX(drift) FROM "Acme/Drift" WHERE Endpoint = \'fraud\'', ['Acme/Drift']],
  [`SEARCH('MetricName="drift"', 'Maximum', 60)`, null],
  ['max({"drift", Endpoint="fraud"}) > 0.1', null],
] as const)('the namespaces of %s', ([query, namespaces]) => {
  expect(namespacesOf(query)).toEqual(namespaces);
});
