import { compareText } from '../core/sequence.ts';
import type { Repeated } from '../core/store.ts';
import type { ScratchFile } from './scratch-file.ts';

/** An item as it lies in a run. */
export interface Entry {
  readonly key: string;
  /** JSON. */
  readonly text: string;
}

/** A place in the file, and the first key behind it. */
interface Mark {
  readonly key: string;
  readonly position: number;
}

/** Bytes read or written at once. */
const chunkBytes = 65_536;
/** Entries between two marks. */
const markEvery = 128;
const newline = 10;

/** Entries sorted by key in a file of their own, one a line: the key, a tab, the item. */
export class SortedRun {
  readonly #file: ScratchFile;
  readonly #repeated: Repeated;
  readonly #marks: Mark[] = [];
  #lastKey: string | undefined;
  #length = 0;

  constructor(file: ScratchFile, repeated: Repeated) {
    this.#file = file;
    this.#repeated = repeated;
  }

  get length(): number {
    return this.#length;
  }

  /** Whether entries that begin with this key may stand behind those that are here. */
  takes(key: string): boolean {
    return this.#lastKey === undefined || compareText(this.#lastKey, key) < (this.#repeated === 'dropped' ? 0 : 1);
  }

  /** Adds sorted entries; of those with one key only the first stays where repeated ones are dropped. */
  append(entries: Iterable<Entry>): void {
    let lines: string[] = [];
    let bytes = 0;
    const flush = () => {
      this.#file.append(Buffer.from(lines.join('')));
      lines = [];
      bytes = 0;
    };
    for (const { key, text } of entries) {
      if (key === this.#lastKey && this.#repeated === 'dropped') continue;
      if (this.#length % markEvery === 0) this.#marks.push({ key, position: this.#file.size + bytes });
      const line = `${JSON.stringify(key)}\t${text}\n`;
      lines.push(line);
      bytes += Buffer.byteLength(line);
      this.#lastKey = key;
      this.#length += 1;
      if (bytes >= chunkBytes) flush();
    }
    flush();
  }

  /** The entries from a place in the file on. */
  *entries(start = 0): Generator<Entry, void, undefined> {
    let position = start;
    let buffer = Buffer.allocUnsafe(chunkBytes);
    let rest = 0;
    for (;;) {
      const read = this.#file.read(buffer.subarray(rest), position);
      if (read === 0) return;
      position += read;
      const filled = buffer.subarray(0, rest + read);
      let at = 0;
      for (let end = filled.indexOf(newline); end >= 0; end = filled.indexOf(newline, at)) {
        yield entryOf(filled.toString('utf8', at, end));
        at = end + 1;
      }
      rest = filled.length - at;
      // A line that is longer than the buffer needs a longer one.
      const next = rest === buffer.length ? Buffer.allocUnsafe(buffer.length * 2) : buffer;
      filled.copy(next, 0, at);
      buffer = next;
    }
  }

  /** The item that was added last with this key. */
  lookUp(key: string): string | undefined {
    let found: string | undefined;
    for (const entry of this.entries(this.#positionBefore(key))) {
      const order = compareText(entry.key, key);
      if (order > 0) break;
      if (order === 0) found = entry.text;
    }
    return found;
  }

  close(): void {
    this.#file.close();
  }

  /** The last mark before any entry with this key. */
  #positionBefore(key: string): number {
    let low = 0;
    let high = this.#marks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareText(this.#marks[middle]?.key ?? '', key) < 0) low = middle + 1;
      else high = middle;
    }
    return this.#marks[low - 1]?.position ?? 0;
  }
}

function entryOf(line: string): Entry {
  const tab = line.indexOf('\t');
  const key: unknown = JSON.parse(line.slice(0, tab));
  return { key: String(key), text: line.slice(tab + 1) };
}
