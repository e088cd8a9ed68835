import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Gap } from '../core/fact.ts';
import type { Parameters, Resource, Run } from '../core/resource.ts';

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
  readonly items: readonly Resource[];
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
 * count of calls, and an end line with the number of lines and their SHA-256. The same snapshot gives the same bytes.
 */
export function encodeSnapshot(snapshot: Snapshot): Buffer {
  const lines = [JSON.stringify(snapshot.header)];
  for (const slice of [...snapshot.slices].toSorted(bySectionAndRegion)) {
    const { section, region } = slice;
    for (const item of [...slice.items].toSorted(byArn)) lines.push(JSON.stringify({ section, region, item }));
    for (const gap of slice.gaps) lines.push(JSON.stringify({ section, region, gap }));
    if (slice.gaps.length === 0) lines.push(JSON.stringify({ section, region, complete: true }));
  }
  for (const calls of snapshot.calls) lines.push(JSON.stringify({ calls }));
  const body = `${lines.join('\n')}\n`;
  const end = { end: true, complete: snapshot.complete, count: lines.length, sha256: sha256(body) };
  return gzipSync(`${body}${JSON.stringify(end)}\n`);
}

/**
 * Reads a snapshot file.
 * @throws SnapshotError when it is not one, was cut short, was changed, or comes from a newer mlwarden.
 */
export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  const lines = unzip(bytes)
    .split('\n')
    .filter((line) => line !== '');
  const header = readHeader(lines[0]);
  const end = parseLine(lines.at(-1), lines.length);
  if (end['end'] !== true) throw new SnapshotError('the snapshot is truncated: its end line is missing; scan again');
  const body = lines.slice(0, -1);
  if (end['count'] !== body.length || end['sha256'] !== sha256(`${body.join('\n')}\n`)) {
    throw new SnapshotError('the snapshot is damaged: its checksum does not match; scan again');
  }
  const slices = new Map<string, { section: string; region: string; items: Resource[]; gaps: Gap[] }>();
  const calls: CallCount[] = [];
  for (const [index, text] of body.entries()) {
    if (index === 0) continue;
    const line = parseLine(text, index + 1);
    if (line['calls'] !== undefined) {
      calls.push(written<CallCount>(line['calls']));
      continue;
    }
    const section = String(line['section']);
    const region = String(line['region']);
    const key = `${section} ${region}`;
    const slice = slices.get(key) ?? { section, region, items: [], gaps: [] };
    slices.set(key, slice);
    if (line['item'] !== undefined) slice.items.push(written<Resource>(line['item']));
    if (line['gap'] !== undefined) slice.gaps.push(written<Gap>(line['gap']));
  }
  return { header, slices: [...slices.values()], calls, complete: end['complete'] === true };
}

function unzip(bytes: Uint8Array): string {
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch {
    throw new SnapshotError('not a snapshot: the file is not complete gzip data');
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

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function bySectionAndRegion(a: Slice, b: Slice): number {
  return compare(a.section, b.section) || compare(a.region, b.region);
}

function byArn(a: Resource, b: Resource): number {
  return compare(a.arn, b.arn);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
