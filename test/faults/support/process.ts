import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { hash } from 'node:crypto';

const bin = path.resolve(import.meta.dirname, '../../../dist/mlwarden.mjs');

export interface ShellRan {
  readonly code: number | null;
  readonly output: string;
}

/** Runs shell lines that limit what the command may use; in them `$mlwarden` is the command. */
export async function inShell(lines: string, env: Readonly<Record<string, string>>): Promise<ShellRan> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn('bash', ['-c', lines], {
    env: {
      PATH,
      HOME,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/nonexistent',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      mlwarden: `${process.execPath} ${bin}`,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.on('error', reject).on('close', resolve);
  return { code: await promise, output };
}

/**
 * What a reader finds in a folder: nothing, a run that its manifest vouches for, or pieces that no manifest vouches for.
 * Temporary names and journals are no files to a reader.
 */
export async function foundIn(folder: string): Promise<'nothing' | 'a whole run' | 'pieces' | 'a lie'> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.') && !name.endsWith('.journal'));
  if (!names.includes('manifest.json')) return names.length === 0 ? 'nothing' : 'pieces';
  const manifest: { files: { name: string; sha256: string }[] } = JSON.parse(
    await readFile(path.join(folder, 'manifest.json'), 'utf8'),
  );
  for (const { name, sha256 } of manifest.files) {
    const body = await readFile(path.join(folder, name)).catch(() => Buffer.alloc(0));
    if (hash('sha256', body, 'hex') !== sha256) return 'a lie';
  }
  return 'a whole run';
}
