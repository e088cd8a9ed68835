import { expect, test } from 'vitest';
import check from '../../../checks/monitoring/mon-endpoint-data-capture.ts';
import { denied, listOf, run, runWith } from '../../support/inventory.ts';
import { anEndpoint, anEndpointConfig, capture } from '../../support/serving.ts';

const both = anEndpointConfig();
const oneWay = (...modes: string[]) => anEndpointConfig({ capture: { enabled: true, destination: null, kmsKeyId: null, modes } });
const components = anEndpointConfig({
  variants: [{ kind: 'ProductionVariants', name: 'AllTraffic', modelName: null, serverless: false }],
});
const captured = (overrides: Partial<typeof capture>) => anEndpoint({ capture: { ...capture, ...overrides } });
const listed = (status: string) => anEndpoint({}, { status });
const serverless = [{ name: 'AllTraffic', serverless: true }];

test.for([
  ['everything captured', anEndpoint(), both, 'PASS'],
  ['one mode for both directions', anEndpoint(), oneWay('InputAndOutput'), 'PASS'],
  ['no capture', anEndpoint({ capture: null }), both, 'FAIL'],
  ['capture disabled', captured({ enabled: false }), both, 'FAIL'],
  ['capture stopped', captured({ status: 'Stopped' }), both, 'FAIL'],
  ['0 percent', captured({ samplingPercentage: 0 }), both, 'FAIL'],
  ['input only', anEndpoint(), oneWay('Input'), 'FAIL'],
  ['output only', anEndpoint(), oneWay('Output'), 'FAIL'],
  ['capture of which it is not told whether it runs', captured({ status: null }), both, 'UNKNOWN'],
  ['capture of which no share is told', captured({ samplingPercentage: null }), both, 'UNKNOWN'],
  ['details that we may not read', anEndpoint(denied('sagemaker:DescribeEndpoint')), both, 'UNKNOWN'],
  ['modes that we may not read', anEndpoint(), anEndpointConfig(denied('sagemaker:DescribeEndpointConfig')), 'UNKNOWN'],
  [
    'capture stopped, whatever the modes that we may not read',
    captured({ status: 'Stopped' }),
    anEndpointConfig(denied('sagemaker:DescribeEndpointConfig')),
    'FAIL',
  ],
  ['a deleted configuration', anEndpoint(), anEndpointConfig(null), 'UNKNOWN'],
  ['no configuration named', anEndpoint({ configName: null }), both, 'UNKNOWN'],
  ['out of service', listed('OutOfService'), both, 'NOT_APPLICABLE'],
  ['failed', listed('Failed'), both, 'NOT_APPLICABLE'],
  ['being created', listed('Creating'), both, 'NOT_APPLICABLE'],
  ['being deleted', listed('Deleting'), both, 'NOT_APPLICABLE'],
  ['serverless', anEndpoint({ variants: serverless, capture: null }), both, 'NOT_APPLICABLE'],
  ['edge 1: a configuration with capture, an endpoint without', anEndpoint({ capture: null }), both, 'FAIL'],
  [
    'edge 1: capture kept from an earlier configuration, which no one can read',
    anEndpoint(),
    anEndpointConfig({ capture: null }),
    'UNKNOWN',
  ],
  [
    'edge 2: a configuration that does not enable capture, and an endpoint that does not capture',
    captured({ enabled: false }),
    anEndpointConfig({ capture: { enabled: null, destination: null, kmsKeyId: null, modes: ['InputAndOutput'] } }),
    'FAIL',
  ],
  ['edge 4: a failed rollback still serves', listed('UpdateRollbackFailed'), both, 'PASS'],
  ['edge 4: rolling back still serves', anEndpoint({ capture: null }, { status: 'RollingBack' }), both, 'FAIL'],
  ['edge 6: inference components without capture', anEndpoint({ capture: null }), components, 'NOT_APPLICABLE'],
  ['edge 6: inference components that are captured', anEndpoint(), components, 'PASS'],
  ['edge 7: asynchronous', anEndpoint({ asynchronous: true, capture: null }), both, 'NOT_APPLICABLE'],
] as const)('%s is %s', ([, endpoint, config, status]) => {
  expect(check.evaluate(endpoint, { configs: listOf([config]) }, run).status).toBe(status);
});

test('the minimum of the sampling is a parameter', () => {
  const views = { configs: listOf([both]) };
  expect(check.evaluate(captured({ samplingPercentage: 5 }), views, runWith({ minSampling: 10 })).status).toBe('FAIL');
  expect(check.evaluate(captured({ samplingPercentage: 5 }), views, run).status).toBe('PASS');
});

test('edge 3: a pass says what is configured, not that data arrives', () => {
  const { message } = check.evaluate(anEndpoint(), { configs: listOf([both]) }, run);
  expect(message).toBe('100 % of the requests are captured; input and output are captured');
});

test('edge 5: the evidence says what sampling misses', () => {
  const { evidence } = check.evaluate(captured({ samplingPercentage: 20 }), { configs: listOf([both]) }, run);
  expect(evidence).toMatchObject([
    {
      operation: 'sagemaker:DescribeEndpoint',
      field: 'DescribeEndpointOutput.DataCaptureConfig.CaptureStatus',
      value: 'Started',
    },
    { value: 20, note: 'a rare poisoned input can be missed' },
    { value: capture.destination },
    { operation: 'sagemaker:DescribeEndpointConfig', value: ['Input', 'Output'] },
  ]);
});

test('the fix creates a configuration from the own one and moves the endpoint to it', () => {
  const { command } = check.fix(captured({ status: 'Stopped', kmsKeyId: 'alias/ml' }));
  expect(command).toContain('--endpoint-config-name fraud-scoring-v3-capture');
  expect(command).toContain('describe-endpoint-config --region eu-west-1 --endpoint-config-name fraud-scoring-v3 ');
  expect(command).toContain('"DestinationS3Uri":"s3://acme-ml-capture/live","KmsKeyId":"alias/ml"');
  expect(command).toContain('update-endpoint --region eu-west-1 --endpoint-name Fraud-Scoring');
  expect(check.fix(anEndpoint(denied('sagemaker:DescribeEndpoint'))).command).toContain('s3://BUCKET/PREFIX');
});
