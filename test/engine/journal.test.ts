import { expect, test } from 'vitest';
import { defineCollector, type AnyCollector, type Calls } from '../../src/core/collector.ts';
import { known } from '../../src/core/fact.ts';
import { Interrupted } from '../../src/core/gap-error.ts';
import { op, paged, type Operations } from '../../src/core/operation.ts';
import { defaultParameters } from '../../src/core/resource.ts';
import type { SecretScanner } from '../../src/core/secret.ts';
import { collect, type CollectOptions } from '../../src/engine/collect.ts';
import { identityOf } from '../../src/engine/identity.ts';
import { Journal } from '../../src/engine/journal.ts';
import { Past, type JournalLine } from '../../src/engine/journal-lines.ts';
import { aThing, things } from '../support/checks.ts';
import { gapOf, home, now, originOf } from '../support/inventory.ts';

type Status = Parameters<Journal['called']>[0]['status'];

/** A run in memory: attempt after attempt, each with what the one before left. */
class Attempts {
  readonly lines: JournalLine[] = [];
  /** Calls of the attempt. */
  called: string[] = [];
  answer: (name: string) => Status = () => 'ok';
  found = false;
  stableFingerprints = false;

  async go(collector: AnyCollector) {
    this.called = [];
    const past = new Past();
    for (const [offset, line] of this.lines.entries()) past.add(line, { offset, bytes: 1 });
    const journal = new Journal({
      store: {
        append: (line) => void this.lines.push(JSON.parse(JSON.stringify(line)) as JournalLine),
        read: async ({ offset }) => await Promise.resolve(this.lines[offset] ?? { task: '', is: 'start' }),
      },
      past,
      stableFingerprints: this.stableFingerprints,
    });
    const scan = async () =>
      await Promise.resolve(this.found ? [{ rule: 'r', line: null, fingerprint: 'f', critical: false }] : []);
    const secrets: SecretScanner = { scanText: scan, scanValue: scan };
    const options: CollectOptions = {
      ...home,
      regions: ['eu-west-1'],
      now,
      parameters: defaultParameters,
      jobsMax: null,
      secrets,
      signal: new AbortController().signal,
      journal,
      callsFor: () => this.#calls(journal),
      onCrash: (_where, error) => {
        throw error;
      },
    };
    const [slice] = await collect({ checks: [], collectors: [collector], edgeRules: [] }, options);
    return {
      names: [...(slice?.items ?? [])].map(({ name }) => name).toSorted(),
      gaps: slice?.gaps,
      calls: this.called,
      before: journal.calls(),
    };
  }

  #calls(journal: Journal): Calls<Operations> {
    const call = (operation: string, name: string) => {
      const status = this.answer(name);
      this.called.push(name);
      journal.called({ operation, region: 'eu-west-1', status });
      return status;
    };
    const origin = originOf('test:ListThings');
    const calls: Calls<typeof operations> = {
      list: {
        each: async (_input, visit, options) => {
          const status = call('test:ListThings', 'list');
          if (status === 'denied' || status === 'failed') throw new Interrupted(gapOf('test:ListThings'));
          const listed = { page: {}, origin, fact: <T>(value: T) => known(value, origin) };
          const visits = ['a', 'b', 'c'].map(async (name) => {
            const item = { NotebookInstanceName: name, NotebookInstanceArn: name };
            if (options?.wanted?.(item, listed) !== false) await visit(item, listed);
          });
          await Promise.all(visits);
        },
        all: () => Promise.reject(new Error('not asked')),
      },
      describe: async ({ NotebookInstanceName: name = '' }) => {
        const status = call('test:DescribeThing', name);
        return await Promise.resolve(
          status === 'ok' ? known({ RoleArn: '' } as never, origin) : { known: false, gap: gapOf('test:DescribeThing') },
        );
      },
    };
    return calls as Calls<Operations>;
  }
}

const operations = {
  list: paged('sagemaker', 'ListNotebookInstances', {
    token: ['NextToken', 'NextToken'],
    items: (page) => page.NotebookInstances,
  }),
  describe: op('sagemaker', 'DescribeNotebookInstance', { required: ['RoleArn'] }),
};

/** Lists a, b and c, and describes each. */
function describing({ wanted, more }: { wanted?: (name: string) => boolean; more?: 'shared' | 'secret' } = {}) {
  return defineCollector({
    section: things,
    runs: 'every-region',
    operations,
    collect: async (aws, { shared, secrets, region }, emit) => {
      await aws.list.each(
        {},
        async ({ NotebookInstanceName: name = '' }) => {
          if (more === 'shared') await shared('one', () => aws.describe({ NotebookInstanceName: 'one' }));
          if (more === 'secret' && name === 'b') await secrets.scanText('text');
          await aws.describe({ NotebookInstanceName: name });
          emit(aThing(name, 'PASS', region));
        },
        { wanted: ({ NotebookInstanceName: name = '' }) => wanted?.(name) ?? true },
      );
    },
  });
}

test('a task that is done is not run again: its items, gaps and calls are those of before', async () => {
  const run = new Attempts();
  const first = await run.go(describing());
  expect(first).toMatchObject({ names: ['a', 'b', 'c'], calls: ['list', 'a', 'b', 'c'], before: [] });
  const second = await run.go(describing());
  expect(second).toEqual({
    ...first,
    calls: [],
    before: [
      ['test:DescribeThing', 'eu-west-1', 3, 0],
      ['test:ListThings', 'eu-west-1', 1, 0],
    ],
  });
});

test('of a task that is not done, the list is asked for again, and only visits that failed are made', async () => {
  const run = new Attempts();
  run.answer = (name) => (name === 'b' ? 'failed' : 'ok');
  await run.go(describing());
  run.answer = () => 'ok';
  const second = await run.go(describing());
  expect(second).toMatchObject({
    names: ['a', 'b', 'c'],
    calls: ['list', 'b'],
    before: [['test:DescribeThing', 'eu-west-1', 2, 0]],
  });
  expect(await run.go(describing())).toMatchObject({ names: ['a', 'b', 'c'], calls: [] });
});

test('a visit that is taken over is in the task when that is done, one that is listed no more is not', async () => {
  const run = new Attempts();
  run.answer = (name) => (name === 'b' ? 'failed' : 'ok');
  await run.go(describing());
  run.answer = () => 'ok';
  await run.go(describing({ wanted: (name) => name !== 'a' }));
  expect(await run.go(describing())).toMatchObject({ names: ['b', 'c'], calls: [] });
});

test('what counts the items of a list sees those whose visit is not made', async () => {
  const run = new Attempts();
  run.answer = (name) => (name === 'b' ? 'failed' : 'ok');
  await run.go(describing());
  const seen: string[] = [];
  await run.go(describing({ wanted: (name) => seen.push(name) > 0 }));
  expect(seen).toEqual(['a', 'b', 'c']);
});

test('a denial is an answer, of a visit and of a list', async () => {
  const run = new Attempts();
  run.answer = (name) => (name === 'b' ? 'denied' : 'ok');
  await run.go(describing());
  expect(await run.go(describing())).toMatchObject({
    calls: [],
    before: [
      ['test:DescribeThing', 'eu-west-1', 3, 1],
      ['test:ListThings', 'eu-west-1', 1, 0],
    ],
  });
  const listless = new Attempts();
  listless.answer = () => 'denied';
  const first = await listless.go(describing());
  expect(first.gaps).toHaveLength(1);
  expect(await listless.go(describing())).toMatchObject({
    gaps: first.gaps,
    calls: [],
    before: [['test:ListThings', 'eu-west-1', 1, 1]],
  });
  const broken = new Attempts();
  broken.answer = () => 'failed';
  await broken.go(describing());
  expect(await broken.go(describing())).toMatchObject({ calls: ['list'] });
});

test('what visits share is counted once, and is asked for again only by visits that are made', async () => {
  const run = new Attempts();
  run.answer = (name) => (name === 'b' ? 'failed' : 'ok');
  expect((await run.go(describing({ more: 'shared' }))).calls).toEqual(['list', 'one', 'a', 'b', 'c']);
  run.answer = () => 'ok';
  const second = await run.go(describing({ more: 'shared' }));
  expect(second).toMatchObject({ calls: ['list', 'one', 'b'], before: [['test:DescribeThing', 'eu-west-1', 2, 0]] });
  const failing = new Attempts();
  failing.answer = (name) => (name === 'one' ? 'failed' : 'ok');
  await failing.go(describing({ more: 'shared' }));
  failing.answer = () => 'ok';
  expect((await failing.go(describing({ more: 'shared' }))).calls).toEqual(['list', 'one', 'a', 'b', 'c']);
});

test('a fingerprint is kept only if its key outlives the process', async () => {
  const run = new Attempts();
  run.found = true;
  await run.go(describing({ more: 'secret' }));
  expect((await run.go(describing({ more: 'secret' }))).calls).toEqual(['list', 'b']);
  const keyed = new Attempts();
  keyed.found = true;
  keyed.stableFingerprints = true;
  await keyed.go(describing({ more: 'secret' }));
  expect((await keyed.go(describing({ more: 'secret' }))).calls).toEqual([]);
});

test('an item is known by its names, states and dates, not by what else it holds', () => {
  const created = new Date(now);
  expect(identityOf({ Name: 'a', Status: 'Ready', CreationTime: created, Description: 'x', Count: 1 })).toBe(
    JSON.stringify([
      ['CreationTime', created],
      ['Name', 'a'],
      ['Status', 'Ready'],
    ]),
  );
  const record = {
    TrainingJob: { TrainingJobName: 'j', Environment: { USER_NAME: 'hidden' }, HyperParameters: { id: 'hidden' } },
  };
  expect(identityOf(record)).toBe('[["TrainingJobName","j"]]');
  expect(identityOf('name')).toBe('name');
  expect(identityOf({ Policy: 'x' })).toBeNull();
});
