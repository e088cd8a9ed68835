import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { StoreError } from '../core/store.ts';

/** Bytes that are read at once. */
const chunkBytes = 65_536;

/** A file without a name: the system forgets it with the process, however that ends. */
export class ScratchFile {
  readonly #folder: string;
  readonly #file: number;
  #size = 0;
  #open = true;

  /** @throws StoreError */
  constructor(folder: string) {
    this.#folder = folder;
    const name = path.join(folder, `mlwarden-${randomUUID()}.tmp`);
    this.#file = this.#guard(() => {
      const file = openSync(name, 'wx+', 0o600);
      unlinkSync(name);
      return file;
    });
  }

  /** In bytes. */
  get size(): number {
    return this.#size;
  }

  /** @throws StoreError */
  append(bytes: Uint8Array): void {
    this.#guard(() => {
      for (let done = 0; done < bytes.byteLength;)
        done += writeSync(this.#file, bytes, done, bytes.byteLength - done, this.#size + done);
    });
    this.#size += bytes.byteLength;
  }

  /**
   * Fills the buffer from a position on.
   * @returns bytes that were read; fewer at the file's end
   * @throws StoreError
   */
  read(buffer: Uint8Array, position: number): number {
    return this.#guard(() => {
      let done = 0;
      while (done < buffer.byteLength) {
        const read = readSync(this.#file, buffer, done, buffer.byteLength - done, position + done);
        if (read === 0) break;
        done += read;
      }
      return done;
    });
  }

  /** All of it, as often as wanted. */
  stream(): Readable {
    return Readable.from(copiesOf(this.parts()), { objectMode: false });
  }

  /** All of it, part by part. Each part is overwritten by the next. */
  *parts(): Generator<Uint8Array, void, undefined> {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    let position = 0;
    while (position < this.#size) {
      const read = this.read(buffer, position);
      if (read === 0) return;
      yield buffer.subarray(0, read);
      position += read;
    }
  }

  close(): void {
    if (this.#open) closeSync(this.#file);
    this.#open = false;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw new StoreError(`cannot keep what was seen in ${this.#folder}: ${reasonOf(error)}`, { cause: error });
    }
  }
}

function* copiesOf(parts: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  for (const part of parts) yield Buffer.from(part);
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const reasons: Record<string, string> = {
    EACCES: 'no permission to write there; set TMPDIR to a folder that can be written',
    EPERM: 'no permission to write there; set TMPDIR to a folder that can be written',
    EROFS: 'the file system is read-only; set TMPDIR to a folder that can be written',
    ENOENT: 'there is no such folder; set TMPDIR to one that can be written',
    ENOSPC: 'the disk is full; free some space or set TMPDIR to a folder with more',
    EDQUOT: 'your share of the disk is full; free some space or set TMPDIR to a folder with more',
    EFBIG: 'the file would be too big; set TMPDIR to a folder without that limit',
    EMFILE: 'too many files are open; raise the limit (ulimit -n)',
    ENFILE: 'too many files are open on this machine',
  };
  return reasons[code] ?? code;
}
