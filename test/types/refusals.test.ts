/**
 * What the types must refuse (each line below an `@ts-expect-error` must not compile: the type check of this file is the test), and
 * what the kernel does at run time where a cast got past them.
 */
import { expect, test } from 'vitest';
import { defineCheck } from '../../src/core/check.ts';
import { defineCollector } from '../../src/core/collector.ts';
import type { Fact } from '../../src/core/fact.ts';
import { op, paged } from '../../src/core/operation.ts';
import { section, type Resource } from '../../src/core/resource.ts';
import { fail, pass, seen } from '../../src/core/verdict.ts';
import { told } from '../support/inventory.ts';

interface Lamp extends Resource {
  readonly settings: Fact<{ readonly on: boolean }>;
}

interface Plug extends Resource {
  readonly watts: number;
}

const lamps = section<Lamp>({ name: 'test.lamps', type: 'AWS::Test::Lamp', scope: 'regional', arn: 'arn:P:test:R:A:lamp/*' });
const plugs = section<Plug>({ name: 'test.plugs', type: 'AWS::Test::Plug', scope: 'regional', arn: 'arn:P:test:R:A:plug/*' });

const about = {
  id: 'test-lamp',
  control: 'vpc',
  severity: 'LOW',
  tier: 1,
  origin: 'post',
  stage: 'data',
  title: 'Lamps are off',
  why: 'A lamp that is on burns.',
  advice: 'Switch lamps off.',
  threat: { text: 'Fire', atlas: [] },
  mapping: [],
  resourceTypes: ['AWS::Test::Lamp'],
  subject: lamps,
  fix: () => ({ text: 'Switch it off.' }),
} as const;

const describeModel = op('sagemaker', 'DescribeModel', { required: ['ModelName'] });

export const refused = () => {
  defineCheck({
    ...about,
    // @ts-expect-error -- reading a section that is not declared in `uses`
    evaluate: (_lamp, views) => fail(`${views.plugs.all.length}`),
  });

  defineCheck({
    ...about,
    uses: { plugs },
    // @ts-expect-error -- using a fact before checking that it is known
    evaluate: (lamp) => fail(`${lamp.settings.value.on}`),
  });

  defineCheck({
    ...about,
    // @ts-expect-error -- a control outside the seven
    control: 'privacy',
    evaluate: () => fail('no'),
  });

  defineCheck({
    ...about,
    // @ts-expect-error -- PASS without evidence
    evaluate: () => pass('fine'),
  });

  // @ts-expect-error -- an operation with a writing verb
  op('sagemaker', 'DeleteModel', { required: [] });

  // @ts-expect-error -- an operation that the service does not have
  op('sagemaker', 'DescribeLamp', { required: [] });

  // @ts-expect-error -- a paged command without its page tokens
  paged('sagemaker', 'ListModels', { items: (page) => page.Models });

  // @ts-expect-error -- required members must be members of the answer
  op('sagemaker', 'DescribeModel', { required: ['Lamp'] });

  // @ts-expect-error -- an operation without saying which members its answer must have
  op('sagemaker', 'DescribeModel', {});

  defineCollector({
    section: plugs,
    runs: 'every-region',
    operations: { describeModel },
    // @ts-expect-error -- calling an operation that is not declared
    collect: async (aws) => await aws.describeEndpoint({}),
  });

  defineCollector({
    section: plugs,
    runs: 'every-region',
    operations: { describeModel },
    collect: async (_aws, _scope, emit) => {
      // @ts-expect-error -- emitting something that is not the section's type
      emit({ arn: '', type: '', name: '', account: '', region: '', settings: told({ on: true }) });
      await Promise.resolve();
    },
  });

  defineCollector({
    section: plugs,
    runs: 'every-region',
    operations: { describeModel },
    // @ts-expect-error -- needing a section that is not declared
    collect: async (_aws, { needs }) => void (await needs('lamps')),
  });
};

test('the types refuse what the lines above say: `npm run types` proves it', () => {
  expect(refused).toBeTypeOf('function');
});

test('a declared use is readable, and a checked fact too', () => {
  const check = defineCheck({
    ...about,
    uses: { plugs },
    evaluate: (lamp, views) =>
      lamp.settings.known && views.plugs.all.length === 0
        ? pass('off', seen(lamp.settings.from, 'Lamp.On', lamp.settings.value.on))
        : fail('on'),
  });
  expect(check.uses).toEqual({ plugs });
});
