import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { manifestName, PublishError, type RunFile } from './files.ts';

/**
 * Writes a run, or any files, flat into a folder: each file under a temporary name, synced and renamed, the manifest last. Files of an earlier
 * run are replaced; nothing else there is touched. A reader that trusts the manifest never sees half a run.
 * @throws PublishError when the folder cannot be written.
 */
export async function publishLocal(folder: string, files: readonly RunFile[]): Promise<void> {
  const ordered = [...files].toSorted((a, b) => Number(a.name === manifestName) - Number(b.name === manifestName));
  const temporary: string[] = [];
  try {
    await mkdir(folder, { recursive: true });
    for (const file of ordered) {
      const name = path.join(folder, `.${file.name}.${process.pid}.tmp`);
      temporary.push(name);
      await writeSynced(name, file.body);
    }
    // An old manifest would vouch for files that are about to change.
    if (ordered.at(-1)?.name === manifestName) await rm(path.join(folder, manifestName), { force: true });
    for (const [index, file] of ordered.entries()) await rename(temporary[index] ?? '', path.join(folder, file.name));
  } catch (error) {
    await Promise.allSettled(temporary.map((name) => rm(name, { force: true })));
    throw new PublishError(`cannot write to ${folder}: ${reasonOf(error)}`, { cause: error });
  }
}

async function writeSynced(name: string, body: Uint8Array): Promise<void> {
  const handle = await open(name, 'w', 0o640);
  try {
    await handle.writeFile(body);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const reasons: Record<string, string> = {
    EACCES: 'no permission to write there; choose another --output',
    EPERM: 'no permission to write there; choose another --output',
    EROFS: 'the file system is read-only; choose another --output',
    ENOSPC: 'the disk is full; free some space or choose another --output',
    ENOTDIR: 'a part of the path is a file, not a folder; choose another --output',
    EEXIST: 'there is a file of that name; choose another --output',
  };
  return reasons[code] ?? code;
}
