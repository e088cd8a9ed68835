import { expect, test } from 'vitest';
import { Fingerprints } from '../../src/core/fingerprints.ts';
import { inOrder, mergeSorted, type Sequence } from '../../src/core/sequence.ts';
import { memory } from '../../src/core/store.ts';

interface Named {
  readonly key: string;
  readonly from: string;
}

const named = (from: string, ...keys: readonly string[]): Named[] => keys.map((key) => ({ key, from }));
const told = (items: Iterable<Named>) => [...items].map(({ key, from }) => `${key}${from}`);
/** A sequence that is no array, as those on disk are. */
const lazy = <T>(items: readonly T[]): Sequence<T> => ({
  length: items.length,
  values: () => items.values(),
  [Symbol.iterator]: () => items.values(),
});

test.for([
  ['arrays, sorted or not', [named('1', 'c', 'a'), named('2', 'b')]],
  ['sequences, sorted', [lazy(named('1', 'a', 'c')), lazy(named('2', 'b'))]],
  ['both', [named('1', 'c', 'a'), lazy(named('2', 'b')), []]],
] as const)('one order of many parts: %s', ([, parts]) => {
  const all = inOrder<Named>(parts, ({ key }) => key);
  expect(told(all)).toEqual(['a1', 'b2', 'c1']);
  expect(told(all)).toEqual(['a1', 'b2', 'c1']);
  expect(all).toHaveLength(3);
});

test('equal keys stay in the order of the parts, and the last is the one that is looked up', () => {
  const all = inOrder<Named>([lazy(named('1', 'a', 'b')), named('2', 'b', 'a'), lazy(named('3', 'a'))], ({ key }) => key);
  expect(told(all)).toEqual(['a1', 'a2', 'a3', 'b1', 'b2']);
  expect([all.lookUp?.('a')?.from, all.lookUp?.('b')?.from, all.lookUp?.('c')]).toEqual(['3', '2', undefined]);
});

test('of nothing, nothing is merged', () => {
  expect([...mergeSorted<string>([[], []], String)]).toEqual([]);
});

test('in memory, repeated keys are dropped or kept as wanted', () => {
  const dropped = memory.sorter<number>('dropped');
  expect(['b', 'a', 'b'].map((key, index) => dropped.add(key, index))).toEqual([true, true, false]);
  expect([...dropped.finish()]).toEqual([1, 0]);
  const kept = memory.sorter<number>('kept');
  for (const [index, key] of ['b', 'a', 'b'].entries()) kept.add(key, index);
  expect([...kept.finish()]).toEqual([1, 0, 2]);
});

test('fingerprints tell texts apart, and keep the last number of each', () => {
  const numbers = new Fingerprints();
  expect(numbers.get('0')).toBeUndefined();
  for (let number = 0; number < 5000; number += 1) numbers.set(String(number), number);
  for (let number = 0; number < 5000; number += 2) numbers.set(String(number), -number);
  expect(numbers.size).toBe(5000);
  expect([numbers.get('4998'), numbers.get('4999'), numbers.get('5000')]).toEqual([-4998, 4999, undefined]);
});
