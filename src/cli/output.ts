import { once } from 'node:events';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { encodeSnapshot, type Snapshot } from '../inventory/snapshot.ts';
import { manifestOf, PublishError, type Body, type Run, type RunFile } from '../publish/files.ts';
import { publishLocal } from '../publish/local.ts';
import { urlOf, type BucketPlace } from '../publish/place.ts';
import type { Published } from '../publish/s3.ts';
import { renderHtml } from '../report/html/html.ts';
import { writeReport, type Report } from '../report/report.ts';
import type { Spool } from '../spool/spool.ts';
import { Exit, exitCodes, type ExitCode } from './exit.ts';
import { gate, type Outcome } from './gate.ts';
import type { CommonOptions, GateOptions, OutputOptions } from './options.ts';
import type { Outputs } from './outputs.ts';
import { summarize } from './summary.ts';

/** The scan that is delivered. */
export interface Scanned {
  /** Someone may stop the command while it uploads. */
  readonly signal: AbortSignal;
  readonly exitCode: () => ExitCode;
  /** The run lies somewhere: it need not be collected again. */
  readonly whenKept: () => Promise<void>;
  /** The command that goes on with the run; `undefined` when none can. */
  readonly again: () => string | undefined;
}

/** A snapshot, and where files are kept until they are published. */
interface Seen {
  readonly snapshot: Snapshot;
  readonly spool: Spool;
}

/** A snapshot with its report. */
export interface Outcomes extends Seen {
  readonly report: Report;
}

/** Everything that a run leaves behind, the manifest included. */
async function runOf({ report, snapshot, spool }: Outcomes): Promise<Run> {
  const files: RunFile[] = [
    { name: 'report.json', body: await drafted(spool, writeReport(report)), contentType: 'application/json' },
    { name: 'report.html', body: await drafted(spool, [renderHtml(report, spool)]), contentType: 'text/html; charset=utf-8' },
    await snapshotFile('snapshot.ndjson.gz', { snapshot, spool }),
  ];
  const { runId, tool, startedAt, account, complete } = report.run;
  const { calls, gaps } = report.coverage;
  const controls = report.controls.map(({ number, slug, score, range, verifiedShare, grade }) => {
    return { number, slug, score, range, verifiedShare, grade };
  });
  return {
    runId,
    account,
    startedAt,
    finished: snapshot.complete,
    headline: { scores: { ...report.scores, controls }, coverage: { complete, calls, gaps: gaps.length } },
    files: [...files, manifestOf({ runId, tool, startedAt, account, complete }, files)],
  };
}

/** Parts of a text that are written in one go. */
const partsInOneGo = 1000;

async function drafted(spool: Spool, parts: Iterable<string>): Promise<Body> {
  const draft = spool.draft();
  let count = 0;
  for (const part of parts) {
    draft.write(part);
    count += 1;
    // Whoever asks us to stop must be heard.
    if (count % partsInOneGo === 0) await setImmediate();
  }
  return draft.end();
}

async function snapshotFile(name: string, { snapshot, spool }: Seen): Promise<RunFile> {
  const draft = spool.draft();
  await encodeSnapshot(snapshot, (part) => draft.write(part));
  return { name, body: draft.end(), contentType: 'application/gzip' };
}

/** Writes the run to every place asked for, prints the result, and tells how the command ends. */
export async function deliver(
  outcomes: Outcomes,
  outputs: Outputs,
  options: CommonOptions & GateOptions & Pick<OutputOptions, 'json'>,
  scan?: Scanned,
): Promise<ExitCode> {
  const run = await runOf(outcomes);
  const sent = await send(run, outputs, scan?.signal);
  if (sent.written.length > 0) await scan?.whenKept();
  await print(run, outcomes.report, options);
  if (sent.failures.length > 0) {
    const kept = sent.written.length === 0 ? goOn(scan) : `; the report is in ${sent.written.join(', ')}`;
    throw new Exit(
      scan?.signal.aborted === true ? scan.exitCode() : exitCodes.outputFailed,
      `${sent.failures.join('; ')}${kept}`,
    );
  }
  const outcome = gate(outcomes.report, options);
  if (!options.json && !options.quiet) process.stdout.write(lastLines(sent, outcome));
  return outcome.code;
}

/**
 * A scan that was stopped leaves a report of what it saw, which says so, in its folders. It is uploaded nowhere: the files of a
 * run are written once, and the run may yet be resumed.
 */
export async function deliverPartial(
  outcomes: Outcomes,
  outputs: Outputs,
  options: CommonOptions & Pick<OutputOptions, 'json'>,
  scan: Scanned,
): Promise<never> {
  const run = await runOf(outcomes);
  const { written, failures } = await send(run, { ...outputs, onlyCopies: false, buckets: [] }, undefined);
  await print(run, outcomes.report, options);
  const kept = written.length === 0 ? [] : [`a report of what was seen is in ${written.join(', ')}`];
  throw new Exit(scan.exitCode(), `stopped; ${[...kept, ...failures].join('; ')}${goOn(scan)}`);
}

function goOn(scan: Scanned | undefined): string {
  const command = scan?.again();
  return command === undefined ? '' : `; go on with: ${command}`;
}

async function print(run: Run, report: Report, options: CommonOptions & Pick<OutputOptions, 'json'>): Promise<void> {
  if (options.json) await printBody(run.files[0]?.body);
  else if (!options.quiet)
    process.stdout.write(summarize(report, { color: usesColor(options), columns: columnsOf(process.stdout) }));
}

/** As fast as it is read. */
async function printBody(body: Body | undefined): Promise<void> {
  if (body === undefined) return;
  if (body instanceof Uint8Array) process.stdout.write(body);
  else for await (const part of body.open()) if (!process.stdout.write(part)) await once(process.stdout, 'drain');
}

/** Colours on a terminal, unless NO_COLOR or --no-color says otherwise. */
export function usesColor(options: Pick<CommonOptions, 'color'>): boolean {
  return options.color && process.stdout.isTTY && process.stdout.hasColors();
}

/** Where the output is no terminal, as much as any line wants. */
function columnsOf({ columns }: Partial<NodeJS.WriteStream>): number {
  return columns ?? Number.POSITIVE_INFINITY;
}

interface Sent {
  /** Folders and addresses that hold the run now. */
  readonly written: readonly string[];
  readonly failures: readonly string[];
  readonly notes: readonly string[];
}

/** Folders first: whatever happens to an upload, the run is kept. One place that fails does not stop the others. */
async function send(run: Run, outputs: Outputs, signal: AbortSignal | undefined): Promise<Sent> {
  const written: string[] = [];
  const failures: string[] = [];
  const notes: string[] = [];
  for (const folder of outputs.folders) {
    try {
      await publishLocal(folder, run.files);
      written.push(folder);
    } catch (error) {
      (outputs.onlyCopies ? notes : failures).push(reasonOf(error));
    }
  }
  for (const place of outputs.buckets) {
    try {
      const { url, latest } = await upload(run, place, outputs, signal);
      written.push(url);
      if (latest !== 'moved') notes.push(`latest.json of ${urlOf(place)} stays as it is: ${unmoved[latest]}`);
    } catch (error) {
      failures.push(`cannot write the report to ${urlOf(place)}: ${reasonOf(error)}`);
    }
  }
  // Asked for or not: without it there would be no report at all.
  return failures.length > 0 && written.length === 0
    ? { written, failures: [...failures, ...notes], notes }
    : { written, failures, notes };
}

const unmoved = { newer: 'it leads to a newer run', unfinished: 'this run was stopped' } as const satisfies Record<
  Exclude<Published['latest'], 'moved'>,
  string
>;

async function upload(run: Run, place: BucketPlace, { access }: Outputs, signal: AbortSignal | undefined): Promise<Published> {
  const [{ openBucket }, { publishRun }] = await Promise.all([import('../publish/bucket.ts'), import('../publish/s3.ts')]);
  const bucket = await openBucket(place, { ...access, runId: run.runId, signal });
  try {
    return await publishRun(bucket, place.prefix, run);
  } finally {
    bucket.close();
  }
}

function lastLines({ written, notes }: Sent, { code, why }: Outcome): string {
  const pages = written.map((place) => (place.startsWith('s3://') ? `${place}/report.html` : path.join(place, 'report.html')));
  const told = notes.map((note) => `  Note: ${note}\n`).join('');
  return `\n  Report: ${pages.join(', ')}\n${told}  Exit ${code}: ${why}\n`;
}

function reasonOf(error: unknown): string {
  if (error instanceof PublishError) return error.message;
  throw error;
}
