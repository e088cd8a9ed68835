import { appendFile, lstat, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findJournal, JournalError, JournalFile } from '../../src/publish/journal-file.ts';
import { tempFolder } from '../support/cli.ts';

const runId = '01K0000000000000000000TEST';
const never = (why: string): never => {
  throw new Error(why);
};

async function written(folder: string, lines: number): Promise<string> {
  const journal = await JournalFile.create(folder, runId, { header: true }, never);
  for (let line = 0; line < lines; line += 1) journal.append({ line, text: 'zwölf \u{1F512}\n' });
  await journal.close();
  return journal.file;
}

async function found(folder: string) {
  const lines: { readonly line: object; readonly place: { offset: number; bytes: number } }[] = [];
  const journal = await findJournal(folder, runId, (line, place) => lines.push({ line, place }));
  return { journal, lines };
}

test('lines are read as they were written, in order and from their places', async () => {
  const folder = path.join(await tempFolder(), 'new');
  const file = await written(folder, 3);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const { journal, lines } = await found(folder);
  expect(journal.header).toEqual({ header: true });
  expect(lines.map(({ line }) => line)).toMatchObject([{ line: 0 }, { line: 1 }, { line: 2 }]);
  const again = await JournalFile.goOn(journal, never);
  onTestFinished(async () => await again.close());
  for (const { line, place } of lines) expect(await again.read(place)).toEqual(line);
});

test('a line that was torn off is cut, and what follows can be read', async () => {
  const folder = await tempFolder();
  const file = await written(folder, 3);
  await appendFile(file, (await readFile(file, 'utf8')).slice(0, 12));
  const again = await JournalFile.goOn((await found(folder)).journal, never);
  again.append({ line: 3 });
  await again.close();
  expect((await found(folder)).lines.map(({ line }) => line)).toMatchObject([{ line: 0 }, { line: 1 }, { line: 2 }, { line: 3 }]);
});

test.for([
  ['changed', (lines: string[]) => lines.with(3, lines[3]?.replace('"line":1', '"line":7') ?? '')],
  ['lost', (lines: string[]) => lines.toSpliced(3, 1)],
  ['swapped', (lines: string[]) => lines.with(3, lines[4] ?? '').with(4, lines[3] ?? '')],
  ['of nothing', (lines: string[]) => lines.with(3, '')],
] as const)('a line %s is found out', async ([, damage]) => {
  const folder = await tempFolder();
  const file = await written(folder, 4);
  await writeFile(file, damage((await readFile(file, 'utf8')).split('\n')).join('\n'));
  await expect(found(folder)).rejects.toThrow(JournalError);
});

test('on a full disk the journal ends and is removed, and that is told once', async () => {
  const file = path.join(await tempFolder(), 'journal');
  await symlink('/dev/full', file);
  const told: string[] = [];
  const journal = await JournalFile.goOn({ file, header: {}, end: 0, check: '' }, (why) => told.push(why));
  journal.append({ line: 0 });
  await expect.poll(() => told).toEqual(['the disk is full; free some space or choose another --output']);
  journal.append({ line: 1 });
  await journal.close();
  expect(told).toHaveLength(1);
  expect(journal.isOn).toBe(false);
  await expect(lstat(file)).rejects.toThrow('ENOENT');
});

test('journals that nobody can resume are removed, others and strangers are not', async () => {
  const folder = await tempFolder();
  const names = ['run-01K00000000000000000000OLD.journal', 'run-01K00000000000000000000NEW.journal', 'run-notes.journal'];
  const sevenHoursAgo = Date.now() / 1000 - 7 * 3600;
  for (const name of names) await writeFile(path.join(folder, name), '');
  for (const name of [names[0], names[2]]) await utimes(path.join(folder, name ?? ''), sevenHoursAgo, sevenHoursAgo);
  await written(folder, 1);
  expect(new Set(await readdir(folder))).toEqual(new Set([names[1], names[2], `run-${runId}.journal`]));
});
