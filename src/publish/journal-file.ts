import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { makeFolder, reasonOf } from './local.ts';

/** A journal that cannot be gone on with; the message says why, in one line. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

/** Where a line lies in the file. */
interface Place {
  readonly offset: number;
  readonly bytes: number;
}

/** The process that writes a journal. */
interface Writer {
  readonly host: string;
  readonly pid: number;
}

/** A journal as it was found: read, not yet written to. */
export interface FoundJournal {
  readonly file: string;
  readonly header: object;
  /** Where its last whole line ends. */
  readonly end: number;
  readonly check: string;
}

/** Lines reach the file this soon: what a killed process loses. */
const flushMs = 20;
/** Age after which no run can be resumed. */
export const resumableMs = 6 * 3_600_000;

/**
 * An append-only file of JSON lines. Each begins with a hash of itself and all before it, so that a line that was changed, moved
 * or lost is found. It holds what the snapshot will hold, and is removed with the run's end.
 */
export class JournalFile {
  readonly file: string;
  readonly #handle: FileHandle;
  readonly #onFailure: (why: string) => void;
  #check: string;
  #buffer: string[] = [];
  #writing: Promise<void> | undefined;
  #off = false;

  private constructor(
    handle: FileHandle,
    { file, check }: Pick<FoundJournal, 'file' | 'check'>,
    onFailure: (why: string) => void,
  ) {
    this.file = file;
    this.#handle = handle;
    this.#check = check;
    this.#onFailure = onFailure;
  }

  /**
   * A new journal of a run. Journals that are too old for anyone are removed.
   * @param onFailure told once when the file can be written no more: it is removed, as the report may need the room
   * @throws JournalError when there can be none
   */
  static async create(folder: string, runId: string, header: object, onFailure: (why: string) => void): Promise<JournalFile> {
    const file = fileOf(folder, runId);
    try {
      await makeFolder(folder);
      await removeOld(folder);
      const journal = new JournalFile(await open(file, 'ax+', 0o600), { file, check: '' }, onFailure);
      journal.append(header);
      journal.append(writerLine());
      await journal.#flushed();
      return journal;
    } catch (error) {
      throw new JournalError(reasonOf(error), { cause: error });
    }
  }

  /** Goes on with a journal; what a killed process left half written is cut off. */
  static async goOn(found: FoundJournal, onFailure: (why: string) => void): Promise<JournalFile> {
    try {
      const handle = await open(found.file, 'r+');
      if ((await handle.stat()).size > found.end) await handle.truncate(found.end);
      await handle.close();
      const journal = new JournalFile(await open(found.file, 'a+'), found, onFailure);
      journal.append(writerLine());
      return journal;
    } catch (error) {
      throw new JournalError(`${found.file}: ${reasonOf(error)}`, { cause: error });
    }
  }

  /** Never throws. */
  append(line: object): void {
    if (this.#off) return;
    const json = JSON.stringify(line);
    this.#check = checkOf(this.#check, json);
    this.#buffer.push(`${this.#check} ${json}\n`);
    this.#writing ??= this.#write();
  }

  async read({ offset, bytes }: Place): Promise<object> {
    const { buffer } = await this.#handle.read(Buffer.alloc(bytes), 0, bytes, offset);
    return parse(buffer.toString('utf8').slice(checkLength + 1));
  }

  /** The file stays, for another attempt. */
  async close(): Promise<void> {
    await this.#flushed();
    this.#off = true;
    await this.#handle.close().catch(() => undefined);
  }

  /** The run needs it no more. */
  async remove(): Promise<void> {
    await this.close();
    await rm(this.file, { force: true }).catch(() => undefined);
  }

  /** Whether another attempt could go on from it. */
  get isOn(): boolean {
    return !this.#off;
  }

  async #flushed(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  /** Lines that come while others are written go together. */
  async #write(): Promise<void> {
    try {
      while (this.#buffer.length > 0) {
        await new Promise((resolve) => setTimeout(resolve, flushMs));
        const lines = this.#buffer.join('');
        this.#buffer = [];
        await this.#handle.appendFile(lines);
      }
    } catch (error) {
      this.#off = true;
      this.#buffer = [];
      await rm(this.file, { force: true }).catch(() => undefined);
      this.#onFailure(reasonOf(error));
    } finally {
      this.#writing = undefined;
    }
  }
}

/**
 * Finds the journal of a run and reads all of it.
 * @throws JournalError when there is none, when it is damaged, or when its process still runs
 */
export async function findJournal(
  folder: string,
  runId: string,
  onLine: (line: object, place: Place) => void,
): Promise<FoundJournal> {
  const file = fileOf(folder, runId);
  let header: object | undefined;
  let writer: Writer | undefined;
  let check = '';
  let end = 0;
  try {
    for await (const text of wholeLines(file)) {
      const bytes = text.byteLength;
      const json = text.toString('utf8', checkLength + 1);
      check = checkOf(check, json);
      if (text.toString('utf8', 0, checkLength + 1) !== `${check} `) throw new JournalError(`${file} is damaged`);
      const line = parse(json);
      const own = writerOf(line);
      if (own !== undefined) writer = own;
      else if (header === undefined) header = line;
      else onLine(line, { offset: end, bytes });
      end += bytes + 1;
    }
  } catch (error) {
    if (error instanceof JournalError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : '';
    throw new JournalError(
      code === 'ENOENT' ? `there is no unfinished run ${runId} in ${folder}` : `cannot read ${file}: ${reasonOf(error)}`,
      { cause: error },
    );
  }
  if (header === undefined || writer === undefined) throw new JournalError(`${file} holds nothing yet`);
  if (runs(writer)) throw new JournalError(`run ${runId} has not ended: process ${writer.pid} still writes it`);
  return { file, header, end, check };
}

function fileOf(folder: string, runId: string): string {
  return path.join(folder, `run-${runId}.journal`);
}

/** Lines without their ends; a last one that has no end was torn off, and is none. */
async function* wholeLines(file: string): AsyncGenerator<Buffer, void, undefined> {
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, end)]);
      rest = [];
      from = end + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
}

const checkLength = 16;

function checkOf(before: string, json: string): string {
  return createHash('sha256')
    .update(before + json)
    .digest('hex')
    .slice(0, checkLength);
}

function parse(json: string): object {
  const value: unknown = JSON.parse(json);
  return Object(value);
}

function writerLine(): object {
  const writer: Writer = { host: hostname(), pid: process.pid };
  return { writer };
}

function writerOf(line: object): Writer | undefined {
  const { writer }: { writer?: Writer } = line;
  return writer;
}

function runs({ host, pid }: Writer): boolean {
  if (host !== hostname() || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Someone else's process.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Best effort: what cannot be removed does not stop a run. */
async function removeOld(folder: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (!/^run-[0-9A-Z]{26}\.journal$/.test(entry)) continue;
    const file = path.join(folder, entry);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > resumableMs) await rm(file, { force: true }).catch(() => undefined);
  }
}
