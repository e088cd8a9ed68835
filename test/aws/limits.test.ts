import { assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { expect, test } from 'vitest';
import { CallLimiter } from '../../src/aws/limiter.ts';
import { bucketsOf, callLimits, limitRows, limitsOf } from '../../src/aws/limits.ts';
import { calibrationOperations } from '../../src/aws/quotas.ts';
import { scanOperations } from '../../src/aws/regions.ts';
import { operationId } from '../../src/core/operation.ts';
import { operationsOf } from '../../src/engine/plan.ts';
import { registry } from '../../src/registry.gen.ts';
import { fakeTime } from './support/time.ts';

const declared = [...operationsOf(registry), ...scanOperations, ...calibrationOperations].map(operationId);
const never = new AbortController().signal;
const place = { account: '111122223333', region: 'eu-west-1' };

test('the table has every declared operation, and no other', () => {
  const listed = callLimits.flatMap((limit) => limit.operations);
  expect([...new Set(listed)].toSorted()).toEqual([...new Set(declared)].toSorted());
});

test('every operation has at most one bucket of its own, and one scope', () => {
  for (const id of declared) {
    const limits = limitsOf(id);
    expect([id, limits.filter((limit) => limit.family === undefined).length]).toEqual([id, expect.toBeOneOf([0, 1])]);
    expect([id, new Set(limits.map((limit) => limit.scope)).size]).toEqual([id, 1]);
  }
});

test('every number is possible and says where it is from', () => {
  for (const { rate, burst, source, mark } of limitRows()) {
    expect(rate).toBeGreaterThan(0);
    expect(burst).toBeGreaterThanOrEqual(rate);
    expect(source.length).toBeGreaterThan(20);
    expect([source, mark === 'ASSUMED']).toEqual([source, source.startsWith('not published')]);
  }
});

test.for([
  ['sagemaker:ListTrainingJobs', ['sagemaker:ListTrainingJobs 2/4']],
  ['sagemaker:ListNotebookInstances', ['sagemaker:ListNotebookInstances 2/10 guessed']],
  ['sagemaker:DescribeModel', ['sagemaker:DescribeModel 20/40 guessed']],
  ['apigateway:GetResources', ['apigateway:GetResources 2.5/5', 'api-gateway 10/40']],
  ['apigateway:GetStages', ['api-gateway 10/40']],
  ['apigatewayv2:GetApis', ['api-gateway 10/40']],
  ['lambda:ListFunctions', ['lambda-control 15/15']],
  // A guess about a whole account is no place to try things out.
  ['iam:GetAccountAuthorizationDetails', ['iam:GetAccountAuthorizationDetails 5/10']],
  ['sagemaker:DescribeNothing', ['sagemaker:DescribeNothing 5/10']],
] as const)('buckets of %s', ([id, wanted]) => {
  const buckets = bucketsOf(id, 'eu-west-1');
  expect(buckets.map(({ name, rate, burst, guessed }) => `${name} ${rate}/${burst}${guessed ? ' guessed' : ''}`)).toEqual(wanted);
});

test("the account's own limits come before the table, each in its Region, beside the shared bucket", () => {
  const applied = {
    'eu-west-1': { 'sagemaker:DescribeModel': { rate: 50, burst: 60 }, 'apigateway:GetStages': { rate: 3, burst: 3 } },
    global: { 'iam:GetAccountAuthorizationDetails': { rate: 9, burst: 9 } },
  };
  const of = (id: string, region: string) =>
    bucketsOf(id, region, applied).map(({ name, where, rate, guessed }) => ({ name, where, rate, guessed }));
  const model = { name: 'sagemaker:DescribeModel', where: 'eu-west-1', rate: 50, guessed: false };
  expect(of('sagemaker:DescribeModel', 'eu-west-1')).toEqual([model]);
  expect(of('sagemaker:DescribeModel', 'us-east-1')).toEqual([{ ...model, where: 'us-east-1', rate: 20, guessed: true }]);
  expect(of('apigateway:GetStages', 'eu-west-1').map(({ name, rate }) => `${name} ${rate}`)).toEqual([
    'apigateway:GetStages 3',
    'api-gateway 10',
  ]);
  expect(of('iam:GetAccountAuthorizationDetails', 'us-east-1')).toMatchObject([{ where: 'global', rate: 9 }]);
});

test('N calls take max(0, N - share * burst) / (share * rate)', async () => {
  const cases = record({
    calls: integer({ min: 1, max: 60 }),
    share: constantFrom(0.1, 0.25, 0.5, 0.75, 0.95),
    id: constantFrom('sagemaker:DescribeModel', 'ec2:DescribeVpcs', 'wafv2:GetWebACL', 'cloudtrail:DescribeTrails'),
  });
  await assert(
    asyncProperty(cases, async ({ calls, share, id }) => {
      const time = fakeTime();
      const limiter = new CallLimiter(share, time);
      const all = Promise.all(Array.from({ length: calls }, async () => await limiter.take(id, { ...place, signal: never })));
      await time.run();
      await all;
      const [{ rate, burst } = { rate: 0, burst: 0 }] = limitsOf(id);
      // A bucket holds one token at least.
      const wanted = Math.max(0, calls - Math.max(1, share * burst)) / (share * rate);
      expect(time.elapsed() / 1000).toBeCloseTo(wanted, 0);
      expect(Math.abs(time.elapsed() / 1000 - wanted)).toBeLessThan(0.001 * calls + 0.002);
    }),
    { numRuns: 60 },
  );
});
