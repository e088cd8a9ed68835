import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

/** What is in a file that is too big for memory. */
export interface StoredBody {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** All of it, as often as wanted. */
  readonly open: () => Readable;
  /** The same in parts, of which each is overwritten by the next. */
  readonly parts: () => Iterable<Uint8Array>;
}

export type Body = Uint8Array | StoredBody;

/** One file of a run. */
export interface RunFile {
  readonly name: string;
  readonly body: Body;
  readonly contentType: string;
}

/** Name, size and hash of every file of a run: written last, so that a run with a manifest is whole. */
export interface Manifest {
  readonly format: 'mlwarden-manifest';
  readonly version: 1;
  readonly runId: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly startedAt: string;
  readonly account: string;
  readonly complete: boolean;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
}

/** A run on its way out. */
export interface Run {
  /** ULID. */
  readonly runId: string;
  readonly account: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Whether the scan came to its end; `latest.json` never leads to a run that was stopped. */
  readonly finished: boolean;
  /** What `latest.json` tells of the run beside where it is. */
  readonly headline: { readonly scores: object; readonly coverage: object };
  /** The manifest is the last one. */
  readonly files: readonly RunFile[];
}

export const manifestName = 'manifest.json';

export function sha256(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}

export function sizeOf(body: Body): number {
  return body instanceof Uint8Array ? body.byteLength : body.bytes;
}

/** Its SHA-256, hexadecimal. */
export function hashOf(body: Body): string {
  return body instanceof Uint8Array ? sha256(body) : body.sha256;
}

/** The manifest of a run's files, as a file. */
export function manifestOf(run: Omit<Manifest, 'format' | 'version' | 'files'>, files: readonly RunFile[]): RunFile {
  const manifest: Manifest = {
    format: 'mlwarden-manifest',
    version: 1,
    ...run,
    files: files.map(({ name, body }) => ({ name, bytes: sizeOf(body), sha256: hashOf(body) })),
  };
  return { name: manifestName, body: jsonBody(manifest), contentType: 'application/json' };
}

export function jsonBody(value: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

/** An output that could not be written; the message says what to do. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
}
