import { expect, test } from 'vitest';
import { Fingerprints } from '../../src/core/fingerprints.ts';

test('numbers are found by their texts, however many there are', () => {
  const numbers = new Fingerprints();
  expect(numbers.get('nothing yet')).toBeUndefined();
  for (let at = 0; at < 20_000; at += 1) numbers.set(`job-${at}`, at);
  expect(numbers.size).toBe(20_000);
  const wrong = Array.from({ length: 20_000 }, (_, at) => at).filter((at) => numbers.get(`job-${at}`) !== at);
  expect(wrong).toEqual([]);
  expect(numbers.get('job-20000')).toBeUndefined();
});

test('a text that comes again counts once and keeps the newest number', () => {
  const numbers = new Fingerprints();
  numbers.set('', 1);
  numbers.set('', 2);
  expect([numbers.size, numbers.get('')]).toEqual([1, 2]);
});
