import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { publishLocal } from '../../src/publish/local.ts';
import { tempFolder } from '../support/cli.ts';
import { readFolder } from './support/folder.ts';
import { testRun } from './support/run.ts';

const names = ['manifest.json', 'report.html', 'report.json', 'snapshot.ndjson.gz'];

test('a run is written, then replaced; what else is there stays', async () => {
  const folder = path.join(await tempFolder(), 'a/b');
  await publishLocal(folder, testRun('01A').files);
  await writeFile(path.join(folder, 'notes.txt'), 'mine');
  await publishLocal(folder, testRun('01B').files);
  expect(await readFolder(folder)).toBe('01B');
  expect((await readdir(folder)).toSorted()).toEqual([names[0], 'notes.txt', ...names.slice(1)]);
  expect((await stat(path.join(folder, 'report.json'))).mode & 0o777).toBe(0o640);
});

test('a run that cannot be written whole is without a manifest', async () => {
  const folder = await tempFolder();
  await publishLocal(folder, testRun('01A').files.slice(0, 1));
  await mkdir(path.join(folder, 'report.html'));
  await expect(publishLocal(folder, testRun('01B').files)).rejects.toThrow(/a folder with the name of a report file/);
  expect(await readFolder(folder)).toBeUndefined();
  expect((await readdir(folder)).toSorted()).toEqual(['report.html', 'report.json']);
});

test.for([
  ['file', /a part of the path is a file/],
  ['file/below', /a part of the path is a file/],
] as const)('%s', async ([name, text]) => {
  const folder = await tempFolder();
  await writeFile(path.join(folder, 'file'), '');
  await expect(publishLocal(path.join(folder, name), testRun('01A').files)).rejects.toThrow(text);
});

// Node's recursive mkdir would never come back.
test.runIf(process.platform === 'linux')('a place where no folder can be made', async () => {
  await expect(publishLocal('/proc/mlwarden/report', testRun('01A').files)).rejects.toThrow(/no folder can be made there/);
});

test('what a killed process left is removed after an hour; a stranger never', async () => {
  const folder = await tempFolder();
  const old = new Date(Date.now() - 2 * 3_600_000);
  for (const name of ['.report.json.1.tmp', '.other.json.1.tmp', '.report.html.1.tmp']) {
    await writeFile(path.join(folder, name), '');
    if (name !== '.report.html.1.tmp') await utimes(path.join(folder, name), old, old);
  }
  await publishLocal(folder, testRun('01A').files);
  expect((await readdir(folder)).filter((name) => name.startsWith('.')).toSorted()).toEqual([
    '.other.json.1.tmp',
    '.report.html.1.tmp',
  ]);
});
