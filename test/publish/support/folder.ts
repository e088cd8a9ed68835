import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256, type Manifest } from '../../../src/publish/files.ts';

/**
 * Reads a folder as one who trusts the manifest.
 * @returns the run that it holds; `undefined` where no manifest vouches for one
 * @throws Error for a file that is not as the manifest says
 */
export async function readFolder(folder: string): Promise<string | undefined> {
  const names: readonly string[] = await readdir(folder).catch(() => []);
  if (!names.includes('manifest.json')) return undefined;
  const manifest: Manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
  for (const { name, bytes, sha256: hash } of manifest.files) {
    const body = await readFile(path.join(folder, name));
    if (body.byteLength !== bytes || sha256(body) !== hash) throw new Error(`torn: ${name} is another`);
  }
  return manifest.runId;
}
