import { Readable } from 'node:stream';
import { decodeSnapshot, encodeSnapshot, type Snapshot } from '../../src/inventory/snapshot.ts';

/** A snapshot as a whole file. */
export async function bytesOf(snapshot: Snapshot): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  await encodeSnapshot(snapshot, (part) => parts.push(part));
  return Buffer.concat(parts);
}

/** What a whole file holds. */
export async function snapshotIn(bytes: Uint8Array): Promise<Snapshot> {
  return await decodeSnapshot(Readable.from([bytes]));
}
