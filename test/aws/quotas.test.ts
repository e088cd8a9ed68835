import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import { expect, test } from 'vitest';
import { limitsIn } from '../../src/aws/quotas.ts';

const operations = new Map([['DescribeSubnets', 'ec2:DescribeSubnets']]);
const second = { PeriodValue: 1, PeriodUnit: 'SECOND' } as const;
const usage = (Resource: string, more: Readonly<Record<string, string>> = {}) => ({
  MetricNamespace: 'AWS/Usage',
  MetricName: 'CallCount',
  MetricDimensions: { Class: 'None', Resource, Service: 'EC2', Type: 'API', ...more },
});

const quota = (more: ServiceQuota): ServiceQuota => ({
  QuotaCode: 'L-1',
  QuotaName: 'Something',
  Value: 7,
  Period: second,
  ...more,
});
const refill = quota({ QuotaName: 'DescribeSubnets request bucket refill rate' });
const rate7 = { rate: 7, burst: 7, quotas: ['L-1'] };

test.for([
  ['a usage metric', [quota({ UsageMetric: usage('DescribeSubnets') })], rate7],
  ["EC2's names", [refill], rate7],
  ["KMS's names", [quota({ QuotaName: 'DescribeSubnets request rate' })], rate7],
  ["CloudWatch's names", [quota({ QuotaName: 'Rate of DescribeSubnets requests' })], rate7],
  ["Lambda's names", [quota({ QuotaName: 'Rate of DescribeSubnets API requests' })], rate7],
  ['a name with its period', [quota({ QuotaName: 'DescribeSubnets requests per second', Period: undefined })], rate7],
  [
    "CloudTrail's names",
    [quota({ QuotaName: 'Transactions per second (TPS) for the DescribeSubnets API', Period: undefined })],
    rate7,
  ],
  [
    'a rate with its burst',
    [
      refill,
      quota({ QuotaCode: 'L-2', QuotaName: 'DescribeSubnets request bucket maximum capacity', Value: 90, Period: undefined }),
    ],
    { rate: 7, burst: 90, quotas: ['L-1', 'L-2'] },
  ],
  [
    'a metric before a name',
    [quota({ QuotaCode: 'L-3', UsageMetric: usage('DescribeSubnets'), Value: 3 }), refill],
    { rate: 3, quotas: ['L-3'] },
  ],
  ['the same said twice', [refill, { ...refill, QuotaCode: 'L-0' }], { rate: 7, quotas: ['L-0', 'L-1'] }],
] as const satisfies readonly (readonly [string, readonly ServiceQuota[], object])[])('%s counts', ([, quotas, limit]) => {
  expect(limitsIn(quotas, operations)).toEqual({ 'ec2:DescribeSubnets': { ...rate7, burst: expect.any(Number), ...limit } });
});

test.for([
  ['two values', [refill, { ...refill, QuotaCode: 'L-2', Value: 8 }]],
  ['calls a minute', [{ ...refill, Period: { PeriodValue: 1, PeriodUnit: 'MINUTE' } }]],
  ['calls in five seconds', [{ ...refill, Period: { PeriodValue: 5, PeriodUnit: 'SECOND' } }]],
  ['a rate without its period', [{ ...refill, Period: undefined }]],
  ['another operation', [quota({ UsageMetric: usage('RunInstances') })]],
  ['unfiltered calls', [quota({ QuotaName: 'DescribeSubnets unfiltered request bucket refill rate' })]],
  ['many operations', [quota({ QuotaName: 'Transactions per second (TPS) for the get, describe, and list APIs' })]],
  ['what is not calls', [quota({ UsageMetric: { ...usage('DescribeSubnets'), MetricName: 'ResourceCount' } })]],
  ['what is not an API', [quota({ UsageMetric: usage('DescribeSubnets', { Type: 'Resource' }) })]],
  ['one resource', [{ ...refill, QuotaContext: { ContextScope: 'RESOURCE' } }]],
  ['the level of resources', [{ ...refill, QuotaAppliedAtLevel: 'RESOURCE' }]],
  ['an error', [{ ...refill, ErrorReason: { ErrorCode: 'DEPENDENCY_THROTTLING_ERROR' } }]],
  ['no value', [{ ...refill, Value: undefined }]],
  ['nothing', [{ ...refill, Value: 0 }]],
  ['no number', [{ ...refill, Value: Number.NaN }]],
  ['a burst alone', [quota({ QuotaName: 'DescribeSubnets request bucket maximum capacity' })]],
] as const satisfies readonly (readonly [string, readonly ServiceQuota[]])[])('%s does not count', ([, quotas]) => {
  expect(limitsIn(quotas, operations)).toEqual({});
});
