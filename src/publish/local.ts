import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { manifestName, PublishError, type Body, type RunFile } from './files.ts';

/** Age from which a temporary file belongs to a process that was killed. */
const staleMs = 3_600_000;

/**
 * Writes a run, or any files, flat into a folder: each file under a temporary name, synced and renamed, the manifest last. Files of an earlier
 * run are replaced; nothing else there is touched. A reader that trusts the manifest never sees half a run.
 * @throws PublishError when the folder cannot be written.
 */
export async function publishLocal(folder: string, files: readonly RunFile[]): Promise<void> {
  const ordered = [...files].toSorted((a, b) => Number(a.name === manifestName) - Number(b.name === manifestName));
  const temporary: string[] = [];
  try {
    await makeFolder(folder);
    await removeStale(folder, files);
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

/** Node's own recursive mkdir never ends where a folder cannot be made in one that exists: below /proc, or a deleted one. */
export async function makeFolder(folder: string): Promise<void> {
  const make = async () =>
    await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
      // A file of that name is found out by the next step.
      if (error.code !== 'EEXIST') throw error;
    });
  try {
    await make();
  } catch (error) {
    const parent = path.dirname(folder);
    if (codeOf(error) !== 'ENOENT' || parent === folder) throw error;
    await makeFolder(parent);
    await make();
  }
}

/** What killed processes left behind. Best effort: what cannot be removed does not stop a run. */
async function removeStale(folder: string, files: readonly RunFile[]): Promise<void> {
  const ours = new Set(files.map(({ name }) => name));
  for (const entry of await readdir(folder)) {
    if (!ours.has(/^\.(.+)\.\d+\.tmp$/.exec(entry)?.[1] ?? '')) continue;
    const name = path.join(folder, entry);
    const age = Date.now() - (await stat(name).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))).mtimeMs;
    if (age > staleMs) await rm(name, { force: true }).catch(() => undefined);
  }
}

async function writeSynced(name: string, body: Body): Promise<void> {
  const handle = await open(name, 'w', 0o640);
  try {
    if (body instanceof Uint8Array) await handle.writeFile(body);
    // No part is left to be collected: there may be thousands.
    else for (const part of body.parts()) await writeAll(handle, part);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, part: Uint8Array): Promise<void> {
  for (let done = 0; done < part.byteLength;) done += (await handle.write(part, done)).bytesWritten;
}

export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  const reasons: Record<string, string> = {
    EACCES: 'no permission to write there; choose another --output',
    EPERM: 'no permission to write there; choose another --output',
    EROFS: 'the file system is read-only; choose another --output',
    ENOSPC: 'the disk is full; free some space or choose another --output',
    EDQUOT: 'your share of the disk is full; free some space or choose another --output',
    ENOTDIR: 'a part of the path is a file, not a folder; choose another --output',
    ENOENT: 'no folder can be made there; choose another --output',
    EISDIR: 'there is a folder with the name of a report file; choose another --output',
  };
  return reasons[code] ?? code;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
