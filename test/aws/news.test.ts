import { expect, test } from 'vitest';
import { News } from '../../src/aws/news.ts';

test('what came before is no news, what changed is', () => {
  const news = new News();
  expect(news.of([{ name: 'a' }, { name: 'b' }, { name: 'a' }])).toEqual([{ name: 'a' }, { name: 'b' }]);
  expect(news.of([{ name: 'b' }, { name: 'b', status: 'x' }])).toEqual([{ name: 'b', status: 'x' }]);
  expect(news.of([undefined, undefined, 1])).toEqual([undefined, 1]);
  expect(news.of(undefined)).toEqual([]);
});

test('as it grows, it forgets none and makes up none', () => {
  const news = new News();
  const texts = Array.from({ length: 50_000 }, (_, index) => `arn:${index}`);
  expect(texts.filter((text) => !news.add(text))).toEqual([]);
  expect(texts.filter((text) => news.add(text))).toEqual([]);
});
