import path from 'node:path';
import { encodeSnapshot, type Snapshot } from '../inventory/snapshot.ts';
import { manifestOf, PublishError, type Run, type RunFile } from '../publish/files.ts';
import { publishLocal } from '../publish/local.ts';
import { urlOf, type BucketPlace } from '../publish/place.ts';
import type { Published } from '../publish/s3.ts';
import { renderHtml } from '../report/html/html.ts';
import { writeReport, type Report } from '../report/report.ts';
import { Exit, exitCodes, type ExitCode } from './exit.ts';
import { gate, type Outcome } from './gate.ts';
import type { CommonOptions, GateOptions, OutputOptions } from './options.ts';
import type { Outputs } from './outputs.ts';
import { summarize } from './summary.ts';

/** Someone may stop the command while it uploads. */
export interface Stoppable {
  readonly signal: AbortSignal;
  readonly exitCode: () => ExitCode;
}

/** Everything that a run leaves behind, the manifest included. */
function runOf(report: Report, snapshot: Snapshot): Run {
  const files: RunFile[] = [
    { name: 'report.json', body: Buffer.from(writeReport(report)), contentType: 'application/json' },
    { name: 'report.html', body: Buffer.from(renderHtml(report)), contentType: 'text/html; charset=utf-8' },
    { name: 'snapshot.ndjson.gz', body: encodeSnapshot(snapshot), contentType: 'application/gzip' },
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

/** Writes the run to every place asked for, prints the result, and tells how the command ends. */
export async function deliver(
  report: Report,
  snapshot: Snapshot,
  outputs: Outputs,
  options: CommonOptions & GateOptions & Pick<OutputOptions, 'json'>,
  stop?: Stoppable,
): Promise<ExitCode> {
  const sent = await send(runOf(report, snapshot), outputs, stop?.signal);
  if (options.json) process.stdout.write(writeReport(report));
  else if (!options.quiet)
    process.stdout.write(summarize(report, { color: usesColor(options), columns: columnsOf(process.stdout) }));
  if (sent.failures.length > 0) {
    const kept = sent.written.length === 0 ? '' : `; the report is in ${sent.written.join(', ')}`;
    throw new Exit(
      stop?.signal.aborted === true ? stop.exitCode() : exitCodes.outputFailed,
      `${sent.failures.join('; ')}${kept}`,
    );
  }
  const outcome = gate(report, options);
  if (!options.json && !options.quiet) process.stdout.write(lastLines(sent, outcome));
  return outcome.code;
}

/** A scan that was stopped leaves its snapshot so far, marked incomplete, in a folder, and no report anywhere. */
export async function keepPartial(snapshot: Snapshot, { folders: [folder] }: Outputs, code: ExitCode): Promise<ExitCode> {
  const file: RunFile = {
    name: 'snapshot-partial.ndjson.gz',
    body: encodeSnapshot({ ...snapshot, complete: false }),
    contentType: 'application/gzip',
  };
  try {
    await publishLocal(folder, [file]);
  } catch (error) {
    throw new Exit(code, `stopped; ${reasonOf(error)}`);
  }
  throw new Exit(code, `stopped; what was seen so far is kept in ${path.join(folder, file.name)}`);
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
