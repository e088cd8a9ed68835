import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { SnapshotError } from '../../src/inventory/snapshot.ts';
import { aSnapshot, aThing } from '../support/checks.ts';
import { gapOf } from '../support/inventory.ts';
import { bytesOf, snapshotIn } from '../support/snapshots.ts';

const snapshot = aSnapshot([aThing('a', 'PASS'), aThing('b', 'FAIL', 'us-east-1')], { gaps: [gapOf('test:ListThings')] });
const bytes = await bytesOf(snapshot);
const lines = gunzipSync(bytes).toString().trimEnd().split('\n');
const packed = (text: readonly string[]) => gzipSync(`${text.join('\n')}\n`);

test('what is written is read again', async () => {
  expect(await snapshotIn(bytes)).toEqual(snapshot);
});

test('the same snapshot gives the same bytes, whatever the order of its parts', async () => {
  const shuffled = {
    ...snapshot,
    slices: snapshot.slices.toReversed().map((slice) => ({ ...slice, items: [...slice.items].toReversed() })),
  };
  expect((await bytesOf(shuffled)).equals(bytes)).toBe(true);
});

test('the first line is the header, the last one counts and sums', () => {
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ format: 'mlwarden-snapshot', version: 1, account: '111122223333' });
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ end: true, count: lines.length - 1, complete: true });
});

test.for([
  ['cut short', packed(lines.slice(0, -1)), 'is truncated'],
  ['cut in the middle of gzip', bytes.subarray(0, bytes.length - 20), 'not complete gzip'],
  ['no gzip', Buffer.from('hello'), 'not complete gzip'],
  ['empty', Buffer.alloc(0), 'not complete gzip'],
  ['a line changed', packed(lines.map((line) => line.replace('"FAIL"', '"PASS"'))), 'is damaged'],
  ['a line dropped', packed(lines.filter((_, index) => index !== 1)), 'is damaged'],
  ['a newer version', packed([(lines[0] ?? '').replace('"version":1', '"version":2'), ...lines.slice(1)]), 'update mlwarden'],
  ['another tool', packed(['{"format":"other"}', ...lines.slice(1)]), 'not a snapshot of mlwarden'],
  ['not JSON', packed(['hello', ...lines.slice(1)]), 'line 1 is not a JSON object'],
] as const)('%s is refused in one clear line', async ([, file, why]) => {
  await expect(snapshotIn(file)).rejects.toThrow(SnapshotError);
  await expect(snapshotIn(file)).rejects.toThrow(why);
});
