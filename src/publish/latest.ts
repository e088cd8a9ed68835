import { jsonBody, manifestName, sha256, type Run, type RunFile } from './files.ts';

export const latestName = 'latest.json';

/** Where a run stands among those of its account: later starts are newer, then greater run ids. */
export interface Position {
  readonly runId: string;
  /** Start of the scan, ms since the epoch. */
  readonly seq: number;
}

/** What dashboards poll: the newest finished run of an account. Links are relative to the folder of the pointer. */
export interface Latest extends Position {
  readonly format: 'mlwarden-latest';
  readonly version: 1;
  readonly manifestSha256: string;
  readonly startedAt: string;
  readonly scores: object;
  readonly coverage: object;
  /** By file name. */
  readonly links: Readonly<Record<string, string>>;
}

/** Folder of a run below its account's: by day, so that lifecycle rules and people find their way. */
export function folderOf({ startedAt, runId }: Run): string {
  return `runs/${new Date(startedAt).toISOString().slice(0, 10)}/${runId}`;
}

export function positionOf({ runId, startedAt }: Run): Position {
  return { runId, seq: Date.parse(startedAt) };
}

/** The pointer to a run, as a file. */
export function latestOf(run: Run): RunFile {
  const manifest = run.files.find(({ name }) => name === manifestName);
  const latest: Latest = {
    format: 'mlwarden-latest',
    version: 1,
    ...positionOf(run),
    manifestSha256: sha256(manifest?.body ?? new Uint8Array()),
    startedAt: run.startedAt,
    ...run.headline,
    links: Object.fromEntries(run.files.map(({ name }) => [name, `${folderOf(run)}/${name}`])),
  };
  return { name: latestName, body: jsonBody(latest), contentType: 'application/json' };
}

/** Where the pointer leads; `undefined` for what is no pointer of ours. */
export function readLatest(body: Uint8Array): Position | undefined {
  try {
    const { format, runId, seq }: Record<string, unknown> = Object(JSON.parse(Buffer.from(body).toString('utf8')));
    if (format !== 'mlwarden-latest' || typeof runId !== 'string' || !Number.isSafeInteger(seq)) return undefined;
    return { runId, seq: Number(seq) };
  } catch {
    return undefined;
  }
}

export function isNewer(a: Position, b: Position): boolean {
  return a.seq === b.seq ? a.runId > b.runId : a.seq > b.seq;
}
