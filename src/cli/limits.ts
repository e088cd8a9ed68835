import { readFile } from 'node:fs/promises';
import { decodeLimits, LimitsFileError, type LimitsFile } from '../aws/limits-file.ts';
import { usageError } from './exit.ts';
import { printable } from './select.ts';

/**
 * Reads the file of `--limits`.
 * @returns `undefined` when there is no such file
 * @throws Exit (2) when it is not one that this version can use
 */
export async function readLimits(file: string): Promise<LimitsFile | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw usageError(`cannot read the limits file ${printable(file)}: ${error.code ?? 'unknown error'}`);
  });
  return text === undefined ? undefined : usable(file, () => decodeLimits(text));
}

/** What a limits file gives, or one line that names the file and says why it cannot. */
export function usable<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof LimitsFileError) throw usageError(`the limits file ${printable(file)} ${printable(error.message)}`);
    throw error;
  }
}
