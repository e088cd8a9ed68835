import { expect, test } from 'vitest';
import { defineCollector, type AnyCollector, type Scope } from '../../src/core/collector.ts';
import type { Edge, EdgeRule } from '../../src/core/edge.ts';
import { known, missing, type Gap } from '../../src/core/fact.ts';
import { Interrupted } from '../../src/core/gap-error.ts';
import { defaultParameters, section, type NoUses, type Resource } from '../../src/core/resource.ts';
import { collect, type CollectOptions } from '../../src/engine/collect.ts';
import { aThing, things, type Thing } from '../support/checks.ts';
import { gapOf, home, now, originOf } from '../support/inventory.ts';

interface Tool extends Resource {
  readonly seenFor: string;
}

const tools = section<Tool>({ name: 'test.tools', type: 'AWS::Test::Tool', scope: 'regional', arn: 'arn:P:test:R:A:tool/*' });
const settings = section<Resource>({
  name: 'test.settings',
  type: 'AWS::Test::Setting',
  scope: 'regional',
  arn: 'arn:P:test:R:A:setting/*',
});

type Emit<T> = (item: T) => void;
type Collect<T> = (scope: Scope<NoUses>, emit: Emit<T>) => Promise<void> | void;

/** Things of every Region, as `list` tells. */
function thingsBy(list: Collect<Thing>): AnyCollector {
  return defineCollector({
    section: things,
    runs: 'every-region',
    operations: {},
    collect: async (_aws, scope, emit) => await list(scope, emit),
  });
}

/** Fetches whatever `subnet` the things refer to; made-up tools stand for them. */
const toolsByTarget = defineCollector({
  section: tools,
  runs: 'target-regions',
  follows: 'subnet',
  operations: {},
  collect: async (_aws, scope, emit) =>
    await scope.eachTarget(async ({ id, region }) => {
      emit({
        arn: `arn:aws:test:${region}:${home.account}:tool/${id}`,
        type: tools.type,
        name: id,
        account: home.account,
        region,
        seenFor: id,
      });
      await Promise.resolve();
    }),
});

const settingsOfMlRegions = defineCollector({
  section: settings,
  runs: 'ml-regions',
  operations: {},
  collect: async (_aws, { region }, emit) => {
    emit({
      arn: `arn:aws:test:${region}:${home.account}:setting/s`,
      type: settings.type,
      name: 's',
      account: home.account,
      region,
    });
    await Promise.resolve();
  },
});

const toTool = (thing: Thing, region = thing.region): Edge => ({
  from: thing.arn,
  field: 'Thing.Tool',
  to: { kind: 'subnet', id: `tool-of-${thing.name}`, region, account: home.account },
  certainty: 'declared',
  use: null,
  prefix: null,
});

const rule: EdgeRule<Thing> = {
  from: things,
  to: ['subnet'],
  edges: (thing) =>
    thing.state === 'UNKNOWN'
      ? missing(gapOf('test:DescribeThing', { region: thing.region }))
      : known({ edges: [toTool(thing)], unresolved: [] }, originOf('test:DescribeThing')),
};

async function run(collectors: readonly AnyCollector[], rules: readonly EdgeRule<Thing>[] = [], crashes: unknown[] = []) {
  const options: CollectOptions = {
    ...home,
    regions: ['eu-west-1', 'us-east-1'],
    now,
    parameters: defaultParameters,
    jobsMax: 500,
    secrets: { scanText: async () => await Promise.resolve([]), scanValue: async () => await Promise.resolve([]) },
    signal: new AbortController().signal,
    callsFor: () => ({}),
    onCrash: (_where, error) => crashes.push(error),
  };
  const slices = await collect({ checks: [], collectors, edgeRules: rules }, options);
  return new Map(
    slices.map((slice) => [
      `${slice.section} ${slice.region}`,
      { names: [...slice.items].map(({ name }) => name), gaps: slice.gaps },
    ]),
  );
}

const whole = (...names: string[]) => ({ names, gaps: [] as readonly Gap[] });

test('each Region is a slice of its own', async () => {
  const slices = await run([thingsBy(({ region }, emit) => emit(aThing(`of-${region}`, 'PASS', region)))]);
  expect(Object.fromEntries(slices)).toEqual({
    'test.things eu-west-1': whole('of-eu-west-1'),
    'test.things us-east-1': whole('of-us-east-1'),
  });
});

test('a list that breaks keeps what it gave, and ends in a gap of its Region', async () => {
  const gap = gapOf('test:ListThings');
  const slices = await run([
    thingsBy(({ region }, emit) => {
      emit(aThing('a', 'PASS', region));
      if (region === 'eu-west-1') throw new Interrupted(gap);
    }),
  ]);
  expect(slices.get('test.things eu-west-1')).toEqual({ names: ['a'], gaps: [gap] });
  expect(slices.get('test.things us-east-1')).toEqual(whole('a'));
});

test('a collector that crashes is a gap and a line in the log; the others go on', async () => {
  const crashes: unknown[] = [];
  const slices = await run(
    [
      thingsBy(({ region }) => {
        if (region === 'us-east-1') throw new TypeError('a defect');
      }),
      settingsOfMlRegions,
    ],
    [],
    crashes,
  );
  expect(crashes).toMatchObject([{ message: 'a defect' }]);
  expect(slices.get('test.things us-east-1')?.gaps).toMatchObject([
    { reason: 'failed', error: 'TypeError', region: 'us-east-1' },
  ]);
});

test('what the graph reaches is fetched once, in its Region, while lists still run', async () => {
  const slices = await run(
    [
      thingsBy(async ({ region }, emit) => {
        if (region !== 'eu-west-1') return;
        emit(aThing('a', 'PASS', region));
        emit(aThing('a', 'PASS', region));
        await new Promise((resolve) => setTimeout(resolve, 5));
        emit(aThing('b', 'PASS', region));
      }),
      toolsByTarget,
    ],
    [rule],
  );
  expect(slices.get('test.tools eu-west-1')).toEqual(whole('tool-of-a', 'tool-of-b'));
  expect(slices.has('test.tools us-east-1')).toBe(false);
});

test('what may hide a reference is a gap of what it leads to', async () => {
  const slices = await run(
    [
      thingsBy(({ region }, emit) => {
        if (region === 'eu-west-1') emit(aThing('dark', 'UNKNOWN', region));
        else throw new Interrupted(gapOf('test:ListThings', { region }));
      }),
      toolsByTarget,
    ],
    [rule],
  );
  expect(slices.get('test.tools eu-west-1')?.gaps).toMatchObject([{ operation: 'test:DescribeThing' }]);
  expect(slices.get('test.tools us-east-1')?.gaps).toMatchObject([{ operation: 'test:ListThings' }]);
});

test('depth only where ML lives, or where that could not be seen', async () => {
  const some = await run([
    thingsBy(({ region }, emit) => (region === 'eu-west-1' ? emit(aThing('a', 'PASS', region)) : undefined)),
    settingsOfMlRegions,
  ]);
  expect([...some.keys()].filter((key) => key.startsWith('test.settings'))).toEqual(['test.settings eu-west-1']);
  const dark = await run([
    thingsBy(({ region }) => {
      if (region === 'us-east-1') throw new Interrupted(gapOf('test:ListThings', { region }));
    }),
    settingsOfMlRegions,
  ]);
  expect([...dark.keys()].filter((key) => key.startsWith('test.settings'))).toEqual(['test.settings us-east-1']);
});

test('a collector reads the sections that it needs when they are whole', async () => {
  const reader = defineCollector({
    section: settings,
    runs: 'every-region',
    operations: {},
    needs: { things },
    collect: async (_aws, { region, needs }, emit) => {
      const all = await needs('things');
      const name = `${all.all.length} things, ${all.gaps.length} gaps`;
      emit({ arn: `arn:aws:test:${region}:${home.account}:setting/s`, type: settings.type, name, account: home.account, region });
    },
  });
  const slices = await run([
    reader,
    thingsBy(async ({ region }, emit) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      emit(aThing('a', 'PASS', region));
      if (region === 'us-east-1') throw new Interrupted(gapOf('test:ListThings', { region }));
    }),
  ]);
  expect(slices.get('test.settings eu-west-1')?.names).toEqual(['1 things, 0 gaps']);
  expect(slices.get('test.settings us-east-1')?.names).toEqual(['1 things, 1 gaps']);
});

test('a crash of a collector that follows targets does not stop those who find them', async () => {
  const broken = defineCollector({
    section: tools,
    runs: 'target-regions',
    follows: 'subnet',
    operations: {},
    collect: async () => {
      await Promise.resolve();
      throw new Error('a defect');
    },
  });
  const slices = await run([thingsBy(({ region }, emit) => emit(aThing('a', 'PASS', region))), broken], [rule]);
  expect(slices.get('test.tools eu-west-1')?.gaps).toMatchObject([{ reason: 'failed' }]);
  expect(slices.get('test.things eu-west-1')).toEqual(whole('a'));
});
