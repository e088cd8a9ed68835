import { expect, test } from 'vitest';
import { scoreLines } from '../../src/cli/score-lines.ts';
import { aReport } from '../support/reports.ts';

const plain = (_style: unknown, text: string) => text;
const report = aReport();

test.for([80, 92, 97, 120, Number.POSITIVE_INFINITY])('no score line is longer than %i columns', (columns) => {
  const lines = scoreLines(report, columns, plain);
  const scored = lines.filter((line) => line.includes('% verified'));
  expect(scored.length).toBeGreaterThan(1);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
});

test('a wide terminal shows bars and ranges, a narrow one scores and grades', () => {
  const wide = scoreLines(report, 140, plain).join('\n');
  expect(wide).toMatch(/█+░* +\d+ {2}[A-F] {2}\d+ % verified/);
  const narrow = scoreLines(report, 80, plain).join('\n');
  expect(narrow).toMatch(/ML artifacts +\d+ {2}[A-F] {2}\d+ % verified/);
  expect(narrow).not.toContain('█');
});
