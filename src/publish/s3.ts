import { jsonBody, PublishError, sha256, type Run, type RunFile } from './files.ts';
import { folderOf, isNewer, latestName, latestOf, positionOf, readLatest } from './latest.ts';

/** What must hold of a key for a write to happen: nothing is there, or exactly what was read. */
export type Condition = 'nothing-there' | { readonly etag: string };

export interface StoredObject {
  readonly body: Uint8Array;
  readonly etag: string;
}

/** A bucket with conditional writes. Its calls are retried; a write whose answer was lost may come back as `refused`. */
export interface ObjectStore {
  /** @throws PublishError */
  readonly put: (key: string, file: RunFile, condition: Condition) => Promise<'written' | 'refused'>;
  /**
   * @param expectedBytes how much it may be, for the time-out
   * @throws PublishError
   */
  readonly get: (key: string, expectedBytes?: number) => Promise<StoredObject | undefined>;
  readonly pause: (ms: number) => Promise<void>;
  /** `s3://bucket/key`. */
  readonly url: (key: string) => string;
}

export interface Published {
  /** Folder of the run. */
  readonly url: string;
  /** What came of `latest.json`: it leads to this run, to a newer one, or this run was stopped and must not be led to. */
  readonly latest: 'moved' | 'newer' | 'unfinished';
}

/** Times that others may come between before we give up; each loses to a run that was published. */
const rounds = 30;
const longestPauseMs = 2000;

/**
 * Publishes a run below `<prefix>/<account>/`: its files, then its manifest, then the pointer `latest.json`. Files of a run are
 * written once. The pointer moves by compare-and-swap and never to an older run, so whoever follows it finds a whole run,
 * whenever this process dies and whoever else publishes.
 * @throws PublishError
 */
export async function publishRun(store: ObjectStore, prefix: string, run: Run): Promise<Published> {
  const account = prefix === '' ? run.account : `${prefix}/${run.account}`;
  const folder = `${account}/${folderOf(run)}`;
  for (const file of run.files) await writeOnce(store, `${folder}/${file.name}`, file);
  const latest = run.finished ? await movePointer(store, `${account}/${latestName}`, run) : 'unfinished';
  return { url: store.url(folder), latest };
}

/** An entity tag that no object has. */
const nobodysEtag = '"00000000000000000000000000000000"';

/**
 * Asks for a write that can never take place: rights, owner, key and conditional writes are tried, and nothing is written.
 * @throws PublishError
 */
export async function tryWrite(store: ObjectStore, prefix: string, account: string): Promise<void> {
  const key = `${prefix === '' ? account : `${prefix}/${account}`}/doctor.json`;
  const file = { name: 'doctor.json', body: jsonBody({}), contentType: 'application/json' };
  if ((await store.put(key, file, { etag: nobodysEtag })) === 'written')
    throw new PublishError('the store has no conditional writes: use one that has If-Match and If-None-Match, as S3');
}

/** What is there already must be ours: from an attempt whose answer was lost, or from publishing the same run before. */
async function writeOnce(store: ObjectStore, key: string, file: RunFile): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    if ((await store.put(key, file, 'nothing-there')) === 'written') return;
    const stored = await store.get(key, file.body.byteLength);
    if (stored !== undefined && sha256(stored.body) === sha256(file.body)) return;
    if (stored !== undefined)
      throw new PublishError(`${store.url(key)} holds something else already, and files of a run are never overwritten`);
    await store.pause(pauseAfter(round));
  }
  throw new PublishError(`${store.url(key)} comes and goes: something deletes it`);
}

/**
 * Creates the pointer or swaps it. Creating is tried first: reading what is not there would be answered with 403 for whoever
 * may not list the bucket, and a publisher need not.
 */
async function movePointer(store: ObjectStore, key: string, run: Run): Promise<'moved' | 'newer'> {
  const pointer = latestOf(run);
  const ours = positionOf(run);
  if ((await store.put(key, pointer, 'nothing-there')) === 'written') return 'moved';
  for (let round = 0; round < rounds; round += 1) {
    const stored = await store.get(key);
    const theirs = stored === undefined ? undefined : readLatest(stored.body);
    if (stored !== undefined && theirs === undefined)
      throw new PublishError(`${store.url(key)} was not written by mlwarden: move it away, the run itself is published`);
    if (theirs?.runId === ours.runId) return 'moved';
    if (theirs !== undefined && isNewer(theirs, ours)) return 'newer';
    const condition = stored === undefined ? 'nothing-there' : { etag: stored.etag };
    if ((await store.put(key, pointer, condition)) === 'written') return 'moved';
    await store.pause(pauseAfter(round));
  }
  throw new PublishError(`${store.url(key)} changes all the time: the run itself is published`);
}

function pauseAfter(round: number): number {
  return Math.min(longestPauseMs, 50 * 2 ** round);
}
