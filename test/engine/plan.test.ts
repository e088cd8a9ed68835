import { expect, test } from 'vitest';
import { defineCollector } from '../../src/core/collector.ts';
import { known } from '../../src/core/fact.ts';
import { op } from '../../src/core/operation.ts';
import { derived, section, type Resource } from '../../src/core/resource.ts';
import { operationsOf, planFor, type Registry } from '../../src/engine/plan.ts';
import { actionsFor, auditorPolicy, permissionUses } from '../../src/engine/policy.ts';
import { aCheck, things } from '../support/checks.ts';
import { originOf } from '../support/inventory.ts';

const nothing = async (): Promise<void> => await Promise.resolve();
const kind = (name: string, core = false) =>
  section<Resource>({
    name: `test.${name}`,
    type: `AWS::Test::${name}`,
    scope: 'regional',
    core,
    arn: `arn:P:test:R:A:${name}/*`,
  });
const [followed, deep, needed, other] = [kind('followed'), kind('deep'), kind('needed'), kind('other', true)];
const describeKey = op('kms', 'DescribeKey', { required: ['KeyMetadata'] });
const describeModel = op('sagemaker', 'DescribeModel', { required: ['ModelName'] });

const registry: Registry = {
  checks: [],
  edgeRules: [{ from: things, to: ['subnet'], edges: () => known({ edges: [], unresolved: [] }, originOf('test:Describe')) }],
  collectors: [
    defineCollector({ section: things, runs: 'every-region', operations: { describeModel }, collect: nothing }),
    defineCollector({
      section: followed,
      runs: 'target-regions',
      follows: 'subnet',
      operations: { describeKey },
      collect: nothing,
    }),
    defineCollector({ section: deep, runs: 'ml-regions', operations: {}, needs: { needed }, collect: nothing }),
    defineCollector({ section: needed, runs: 'every-region', operations: {}, collect: nothing }),
    defineCollector({ section: other, runs: 'every-region', operations: {}, collect: nothing }),
  ],
};

const planned = (...checks: Parameters<typeof aCheck>[0][]) =>
  planFor(checks.map(aCheck), registry).collectors.map((collector) => collector.section.name);

test('a check needs the section of its subject, and no more', () => {
  expect(planned({})).toEqual(['test.things']);
});

test('a collector that follows targets needs those who find them', () => {
  expect(planned({ subject: followed })).toEqual(['test.things', 'test.followed']);
});

test('a collector of ML Regions needs what it reads, and every core section', () => {
  expect(planned({ subject: deep })).toEqual(['test.things', 'test.deep', 'test.needed', 'test.other']);
});

test('sections are found through derived collections and uses', () => {
  const all = derived({
    name: 'test.all',
    type: 'x',
    arn: 'arn:P:test:R:A:x/*',
    from: { needed },
    derive: () => ({ items: [], gaps: [] }),
  });
  expect(planned({ subject: all, uses: { followed } })).toEqual(['test.things', 'test.followed', 'test.needed']);
});

test('a section that nobody fills is a defect', () => {
  expect(() => planned({ subject: kind('nobody') })).toThrow('no collector fills the section test.nobody');
});

test('the policy is exactly what the planned collectors call, and what must never be', () => {
  expect(operationsOf(planFor([aCheck({ subject: followed })], registry)).map(({ name }) => name)).toEqual([
    'DescribeKey',
    'DescribeModel',
  ]);
  const actions = actionsFor([aCheck({ subject: followed })], registry, []);
  expect(actions).toEqual(['kms:DescribeKey', 'sagemaker:DescribeModel']);
  const [allow, deny] = auditorPolicy(actions).Statement;
  expect(allow).toMatchObject({ Effect: 'Allow', Action: actions });
  expect(deny).toMatchObject({ Effect: 'Deny' });
  expect(deny?.Action).toContain('secretsmanager:GetSecretValue');
});

test('API Gateway gives out keys by the action that it reads with: their paths are denied', () => {
  const denied = auditorPolicy(['apigateway:GET'], 'aws-cn').Statement.at(-1);
  expect(denied).toMatchObject({ Effect: 'Deny', Action: ['apigateway:GET'] });
  expect(denied?.Resource).toContain('arn:aws-cn:apigateway:*::/apikeys/*');
});

test('each permission names the checks that are lost without it', () => {
  const checks = [aCheck({ id: 'a' }), aCheck({ id: 'b', subject: followed })];
  expect(permissionUses(checks, registry, [])).toEqual([
    { action: 'kms:DescribeKey', operations: ['kms:DescribeKey'], checks: ['b'] },
    { action: 'sagemaker:DescribeModel', operations: ['sagemaker:DescribeModel'], checks: ['a', 'b'] },
  ]);
});
