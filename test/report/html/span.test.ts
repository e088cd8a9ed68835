import { expect, test } from 'vitest';
import { holds, nextDrawn, scrollToSee, seenLines } from '../../../src/report/html/client/span.ts';

const list = { top: 1000, lineHeight: 50, count: 100 };
const none = { first: 0, end: 0, key: 0 };
const screen = (scrollY: number) => ({ scrollY, innerHeight: 500 });

test.for([
  ['far above', 0, { first: 0, end: 1 }],
  ['partly above', 750, { first: 0, end: 6 }],
  ['within', 2010, { first: 20, end: 31 }],
  ['at its end', 5600, { first: 92, end: 100 }],
  ['far below', 9000, { first: 99, end: 100 }],
] as const)('a screen %s shows its lines, or the nearest', ([, scrollY, lines]) => {
  expect(seenLines(list, screen(scrollY))).toEqual(lines);
});

test('a list without lines shows none', () => {
  expect(seenLines({ ...list, count: 0 }, screen(1000))).toEqual({ first: 0, end: 0 });
  expect(nextDrawn({ first: 0, end: 0 }, 0, none)).toEqual(none);
});

test('some lines more are drawn, and hold what is seen until it leaves them', () => {
  const drawn = nextDrawn(seenLines(list, screen(2000)), list.count, none);
  expect(holds(drawn, seenLines(list, screen(2000)))).toBe(true);
  expect(holds(drawn, seenLines(list, screen(2290)))).toBe(true);
  expect(holds(drawn, seenLines(list, screen(2360)))).toBe(false);
  expect(nextDrawn({ first: 2, end: 98 }, list.count, none)).toMatchObject({ first: 0, end: 100 });
});

test('lines that stay keep their keys; if none does, the keys stay', () => {
  const before = { first: 14, end: 37, key: 3 };
  expect(nextDrawn({ first: 30, end: 41 }, list.count, before)).toEqual({ first: 24, end: 47, key: 13 });
  expect(nextDrawn({ first: 10, end: 21 }, list.count, before)).toEqual({ first: 4, end: 27, key: -7 });
  expect(nextDrawn({ first: 70, end: 81 }, list.count, before)).toEqual({ first: 64, end: 87, key: 3 });
});

test.for([
  ['under the sticky parts', 21, 2050 - 100],
  ['above the screen', 0, 1000 - 100],
  ['well on the screen', 25, null],
  ['below the screen', 60, 4000 + 100 - 500],
] as const)('a line %s', ([, index, top]) => {
  expect(scrollToSee(index, list, screen(2000), 100)).toBe(top);
});
