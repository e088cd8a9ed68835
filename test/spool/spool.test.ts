import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { StoreError, type Repeated } from '../../src/core/store.ts';
import { sha256 } from '../../src/publish/files.ts';
import { chance } from '../../src/sandbox/random.ts';
import { Spool, type SpoolOptions } from '../../src/spool/spool.ts';
import { tempFolder } from '../support/cli.ts';

interface Item {
  readonly name: string;
  readonly number: number;
}

function aSpool(options: SpoolOptions = {}): Spool {
  const spool = new Spool(options);
  onTestFinished(() => spool.close());
  return spool;
}

/** Keys in no order, each a few times, with characters that lines and tabs are made of. */
const items = Array.from({ length: 3000 }, (_, number): Item => {
  return { name: `é\t"${Math.floor(chance(1, `spool ${number}`) * 1000)}"\n\uD83D\uDE00`, number };
});

const wanted = (repeated: Repeated) => {
  const sorted = items.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return repeated === 'kept' ? sorted : sorted.filter(({ name }, index) => sorted[index - 1]?.name !== name);
};

test.for([
  ['dropped', 'in memory', {}],
  ['kept', 'in memory', {}],
  ['dropped', 'each in a run of its own', { most: 0 }],
  ['kept', 'each in a run of its own', { most: 0 }],
  ['dropped', 'in a few runs', { most: 50_000 }],
  ['kept', 'in a few runs', { most: 50_000 }],
] as const)('items come in order, repeated ones %s, %s', ([repeated, , options]) => {
  const sorter = aSpool(options).sorter<Item>(repeated);
  for (const item of items) sorter.add(item.name, item);
  const sequence = sorter.finish();
  expect([...sequence]).toEqual(wanted(repeated));
  expect([...sequence.values().take(3)]).toEqual(wanted(repeated).slice(0, 3));
  expect(sequence).toHaveLength(wanted(repeated).length);
  expect(sorter.finish()).toBe(sequence);
});

test('on disk, an item is found by its key: the last of several', () => {
  const sorter = aSpool({ most: 0 }).sorter<Item>('kept');
  for (const item of items) sorter.add(item.name, item);
  const { lookUp } = sorter.finish();
  for (const { name } of items.slice(0, 200)) expect(lookUp?.(name)).toEqual(items.findLast((item) => item.name === name));
  expect([lookUp?.(''), lookUp?.('zzz'), lookUp?.('é\t"1')]).toEqual([undefined, undefined, undefined]);
});

test('an item that is longer than what is read at once', () => {
  const sorter = aSpool({ most: 0 }).sorter<string>('kept');
  const long = ['b'.repeat(300_000), 'a'.repeat(70_000), ''];
  for (const text of long) sorter.add(text.slice(0, 3), text);
  expect([...sorter.finish()]).toEqual(long.toSorted());
});

test('no file can be seen while it is used, nor after', async () => {
  const folder = await tempFolder();
  const spool = aSpool({ folder, most: 0 });
  const sorter = spool.sorter<Item>('kept');
  for (const item of items) sorter.add(item.name, item);
  expect(await readdir(folder)).toEqual([]);
  expect(sorter.finish()).toHaveLength(items.length);
  spool.close();
  expect(await readdir(folder)).toEqual([]);
});

test('what cannot be kept is one line, told once, and ends all further work', async () => {
  const folder = path.join(await tempFolder(), 'gone');
  const told: string[] = [];
  const spool = aSpool({ folder, most: 0, onFailure: ({ message }) => told.push(message) });
  const sorter = spool.sorter<number>('kept');
  expect(() => sorter.add('a', 1)).toThrow(StoreError);
  expect(() => spool.sorter<number>('kept').add('a', 1)).toThrow(StoreError);
  expect(() => spool.check()).toThrow(/^cannot keep what was seen in .*gone: there is no such folder; set TMPDIR/);
  expect(told).toHaveLength(1);
});

/** A file of this text, written in pieces. */
function drafted(text: string) {
  const draft = aSpool().draft();
  for (let at = 0; at < text.length; at += 70_001) draft.write(text.slice(at, at + 70_001));
  return draft.end();
}

test('a small file is its bytes', () => {
  expect(drafted('short é')).toEqual(Buffer.from('short é'));
});

test('a big file knows its size and its hash, and is read as often as wanted', async () => {
  const text = `${'0123456789'.repeat(900_000)}é`;
  const body = drafted(text);
  if (body instanceof Uint8Array) throw new Error('it was kept in memory');
  expect(body).toMatchObject({ bytes: 9_000_002, sha256: sha256(Buffer.from(text)) });
  for (const _ of [1, 2]) expect((await buffer(body.open())).equals(Buffer.from(text))).toBe(true);
});
