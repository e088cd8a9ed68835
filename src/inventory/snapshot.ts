import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip, createGzip } from 'node:zlib';
import type { Gap } from '../core/fact.ts';
import type { Parameters, Resource, Run } from '../core/resource.ts';
import { compareText, inOrder, type Sequence } from '../core/sequence.ts';
import { memory, type Sorter, type Store } from '../core/store.ts';

export const snapshotFormat = 'mlwarden-snapshot';
export const snapshotVersion = 1;

/** Calls of one operation in one Region, as coverage counts them. */
export interface CallCount {
  readonly operation: string;
  readonly action: string;
  readonly region: string;
  readonly calls: number;
  readonly failed: number;
}

/** The first line of a snapshot: everything that pure code may know about the run. */
export interface SnapshotHeader {
  readonly format: typeof snapshotFormat;
  readonly version: typeof snapshotVersion;
  readonly tool: { readonly name: string; readonly version: string };
  readonly runId: string;
  /** ISO 8601, UTC. Every age is measured against it. */
  readonly now: string;
  readonly account: string;
  readonly partition: string;
  /** ARN of the identity that looked. */
  readonly principal: string;
  readonly regions: {
    readonly enabled: readonly string[];
    readonly scanned: readonly string[];
  };
  /** Ids of the checks that the collection was planned for. */
  readonly plan: readonly string[];
  /** Names of the sections that were collected. */
  readonly sections: readonly string[];
  readonly parameters: Parameters;
}

/** What one section holds for one Region. */
export interface Slice {
  readonly section: string;
  readonly region: string;
  readonly items: Sequence<Resource>;
  /** Why the slice may lack items; empty means complete. */
  readonly gaps: readonly Gap[];
}

/** Everything that a scan saw. Plain data: the rest of mlwarden is a pure function of it. */
export interface Snapshot {
  readonly header: SnapshotHeader;
  readonly slices: readonly Slice[];
  readonly calls: readonly CallCount[];
  /** `false` when the scan was stopped before its end. */
  readonly complete: boolean;
}

/** A snapshot file that cannot be used; the message says why, in one line. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

/** The run's facts for pure code. */
export function runOf(header: SnapshotHeader): Run {
  const { account, partition, parameters, regions } = header;
  return { account, partition, parameters, now: Date.parse(header.now), regions: regions.scanned };
}

/**
 * Writes a snapshot as gzipped NDJSON: the header, one line a resource, one line a slice (complete, or its gaps), one line a
 * count of calls, and an end line with the number of lines and their SHA-256. The same snapshot gives the same bytes. No more
 * than a part of it is in memory at once.
 * @param write takes the file's bytes, part by part
 */
export async function encodeSnapshot(snapshot: Snapshot, write: (part: Uint8Array) => void): Promise<void> {
  await pipeline(Readable.from(textOf(snapshot)), createGzip(), async (parts: AsyncIterable<Uint8Array>) => {
    for await (const part of parts) write(part);
  });
}

/** Characters of one part of the text, about. */
const partLength = 65_536;

/** The whole text in parts, the end line included. */
function* textOf(snapshot: Snapshot): Generator<string, void, undefined> {
  const hash = createHash('sha256');
  let count = 0;
  let part = '';
  for (const line of linesOf(snapshot)) {
    part += `${JSON.stringify(line)}\n`;
    count += 1;
    if (part.length < partLength) continue;
    hash.update(part);
    yield part;
    part = '';
  }
  const end = { end: true, complete: snapshot.complete, count, sha256: hash.update(part).digest('hex') };
  yield `${part}${JSON.stringify(end)}\n`;
}

function* linesOf(snapshot: Snapshot): Generator<object, void, undefined> {
  yield snapshot.header;
  for (const { section, region, items, gaps } of snapshot.slices.toSorted(bySectionAndRegion)) {
    for (const item of inOrder([items], ({ arn }) => arn)) yield { section, region, item };
    for (const gap of gaps) yield { section, region, gap };
    if (gaps.length === 0) yield { section, region, complete: true };
  }
  for (const calls of snapshot.calls) yield { calls };
}

/**
 * Reads a snapshot file, part by part.
 * @param store where its items are kept
 * @throws SnapshotError when it is not one, was cut short, was changed, or comes from a newer mlwarden.
 */
export async function decodeSnapshot(file: Readable, store: Store = memory): Promise<Snapshot> {
  const reader = new SnapshotReader(store);
  const gunzip = createGunzip();
  try {
    await pipeline(file, gunzip, async (parts: AsyncIterable<Buffer>) => {
      for await (const part of parts) reader.read(part);
    });
  } catch (error) {
    throw isOfZlib(error) ? noGzip() : error;
  }
  if (gunzip.bytesWritten === 0) throw noGzip();
  return reader.finish();
}

function noGzip(): SnapshotError {
  return new SnapshotError('not a snapshot: the file is not complete gzip data');
}

function isOfZlib(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

/** Reads a snapshot's lines as they come. What is wrong with them is told at the end: only there the file is known to be whole. */
class SnapshotReader {
  readonly #store: Store;
  readonly #decoder = new StringDecoder('utf8');
  readonly #hash = createHash('sha256');
  readonly #slices = new Map<string, { section: string; region: string; items: Sorter<Resource>; gaps: Gap[] }>();
  readonly #calls: CallCount[] = [];
  #rest = '';
  #header: SnapshotHeader | undefined;
  #headerProblem: unknown;
  #bodyProblem: unknown;
  /** The line that was read last: it may be the end line. */
  #last: string | undefined;
  #count = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  read(part: Buffer): void {
    const lines = `${this.#rest}${this.#decoder.write(part)}`.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
  }

  /** @throws SnapshotError */
  finish(): Snapshot {
    this.#line(`${this.#rest}${this.#decoder.end()}`);
    if (this.#last === undefined) this.#readHeader(undefined);
    if (this.#header === undefined) throw this.#headerProblem;
    const end = parseLine(this.#last, this.#count + 1);
    if (end['end'] !== true) throw new SnapshotError('the snapshot is truncated: its end line is missing; scan again');
    if (end['count'] !== this.#count || end['sha256'] !== this.#hash.digest('hex'))
      throw new SnapshotError('the snapshot is damaged: its checksum does not match; scan again');
    if (this.#bodyProblem !== undefined) throw this.#bodyProblem;
    return {
      header: this.#header,
      slices: this.#slices
        .values()
        .map(({ items, ...slice }) => ({ ...slice, items: items.finish() }))
        .toArray(),
      calls: this.#calls,
      complete: end['complete'] === true,
    };
  }

  #line(line: string): void {
    if (line === '') return;
    if (this.#last === undefined) this.#readHeader(line);
    else this.#bodyLine(this.#last);
    this.#last = line;
  }

  #readHeader(line: string | undefined): void {
    try {
      this.#header = readHeader(line);
    } catch (error) {
      this.#headerProblem = error;
    }
  }

  #bodyLine(text: string): void {
    this.#hash.update(`${text}\n`);
    this.#count += 1;
    if (this.#count === 1 || this.#header === undefined || this.#bodyProblem !== undefined) return;
    let line: Record<string, unknown>;
    try {
      line = parseLine(text, this.#count);
    } catch (error) {
      this.#bodyProblem = error;
      return;
    }
    if (line['calls'] === undefined) this.#sliceLine(line);
    else this.#calls.push(written<CallCount>(line['calls']));
  }

  #sliceLine(line: Record<string, unknown>): void {
    const section = String(line['section']);
    const region = String(line['region']);
    const key = `${section} ${region}`;
    const slice = this.#slices.get(key) ?? { section, region, items: this.#store.sorter<Resource>('kept'), gaps: [] };
    this.#slices.set(key, slice);
    if (line['item'] !== undefined) {
      const item = written<Resource>(line['item']);
      // Whether it is as it was written is not known yet.
      slice.items.add(String(Object(item).arn), item);
    }
    if (line['gap'] !== undefined) slice.gaps.push(written<Gap>(line['gap']));
  }
}

function readHeader(line: string | undefined): SnapshotHeader {
  const header = parseLine(line, 1);
  if (header['format'] !== snapshotFormat) throw new SnapshotError('not a snapshot of mlwarden');
  if (typeof header['version'] !== 'number' || header['version'] > snapshotVersion) {
    throw new SnapshotError(
      `the snapshot has version ${String(header['version'])}, this mlwarden reads up to ${snapshotVersion}: update mlwarden`,
    );
  }
  return written<SnapshotHeader>(header);
}

/** A line's value. The checksum proves that mlwarden wrote it, and the version that it wrote it so. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names what it reads
function written<T>(value: unknown): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return value as T;
}

function parseLine(line: string | undefined, number: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line ?? '');
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value));
  } catch {
    // The line below says what is wrong.
  }
  throw new SnapshotError(`not a snapshot: line ${number} is not a JSON object`);
}

function bySectionAndRegion(a: Slice, b: Slice): number {
  return compareText(a.section, b.section) || compareText(a.region, b.region);
}
