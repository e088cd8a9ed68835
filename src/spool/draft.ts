import { createHash, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ScratchFile } from './scratch-file.ts';

/** A file that was written, and lies on disk without a name. */
export interface Drafted {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** All of it, as often as wanted. */
  readonly open: () => Readable;
  /** The same in parts, of which each is overwritten by the next. */
  readonly parts: () => Iterable<Uint8Array>;
}

/** Bytes up to which a file stays in memory. */
const mostInMemory = 4_000_000;
/** Bytes that are written at once. */
const writeBytes = 65_536;

/** A file in the making: in memory while it is small, beyond that on disk. */
export class Draft {
  readonly #file: () => ScratchFile;
  readonly #hash: Hash = createHash('sha256');
  #chunks: Uint8Array[] = [];
  #held = 0;
  #onDisk: ScratchFile | undefined;

  constructor(file: () => ScratchFile) {
    this.#file = file;
  }

  /** @throws StoreError */
  write(chunk: string | Uint8Array): void {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    this.#hash.update(bytes);
    this.#chunks.push(bytes);
    this.#held += bytes.byteLength;
    if (this.#held >= (this.#onDisk === undefined ? mostInMemory : writeBytes)) this.#flush();
  }

  /** The whole file: its bytes, or where they lie. */
  end(): Uint8Array | Drafted {
    const file = this.#onDisk;
    if (file === undefined) return Buffer.concat(this.#chunks);
    this.#flush();
    return { bytes: file.size, sha256: this.#hash.digest('hex'), open: () => file.stream(), parts: () => file.parts() };
  }

  #flush(): void {
    this.#onDisk ??= this.#file();
    this.#onDisk.append(Buffer.concat(this.#chunks));
    this.#chunks = [];
    this.#held = 0;
  }
}
