import path from 'node:path';
import { encodeSnapshot, type Snapshot } from '../inventory/snapshot.ts';
import { manifestOf, PublishError, type RunFile } from '../publish/files.ts';
import { publishLocal } from '../publish/local.ts';
import { renderHtml } from '../report/html/html.ts';
import { writeReport, type Report } from '../report/report.ts';
import { Exit, exitCodes, type ExitCode } from './exit.ts';
import { gate, type Outcome } from './gate.ts';
import type { CommonOptions, GateOptions, OutputOptions } from './options.ts';
import { summarize } from './summary.ts';

export const defaultFolder = './mlwarden-report';

/** Everything that a run leaves behind, the manifest included. */
export function runFiles(report: Report, snapshot: Snapshot): readonly RunFile[] {
  const files: RunFile[] = [
    { name: 'report.json', body: Buffer.from(writeReport(report)), contentType: 'application/json' },
    { name: 'report.html', body: Buffer.from(renderHtml(report)), contentType: 'text/html; charset=utf-8' },
    { name: 'snapshot.ndjson.gz', body: encodeSnapshot(snapshot), contentType: 'application/gzip' },
  ];
  const { runId, tool, startedAt, account, complete } = report.run;
  return [...files, manifestOf({ runId, tool, startedAt, account, complete }, files)];
}

/** Writes the run to every place asked for, prints the result, and tells how the command ends. */
export async function deliver(
  report: Report,
  snapshot: Snapshot,
  options: CommonOptions & GateOptions & OutputOptions,
): Promise<ExitCode> {
  const files = runFiles(report, snapshot);
  const places = options.output.length === 0 ? [defaultFolder] : options.output;
  const failures: string[] = [];
  for (const place of places) await publishLocal(place, files).catch((error: unknown) => failures.push(reasonOf(error)));
  if (options.json) process.stdout.write(writeReport(report));
  else if (!options.quiet) process.stdout.write(summarize(report, { color: usesColor(options) }));
  if (failures.length > 0) throw new Exit(exitCodes.outputFailed, failures.join('; '));
  const outcome = gate(report, options);
  if (!options.json && !options.quiet) process.stdout.write(lastLines(places, outcome));
  return outcome.code;
}

/** A scan that was stopped leaves its snapshot so far, marked incomplete, and no report. */
export async function keepPartial(snapshot: Snapshot, options: OutputOptions, code: ExitCode): Promise<ExitCode> {
  const folder = options.output[0] ?? defaultFolder;
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
function usesColor(options: Pick<CommonOptions, 'color'>): boolean {
  return options.color && process.stdout.isTTY && process.stdout.hasColors();
}

function lastLines(places: readonly string[], { code, why }: Outcome): string {
  const open = places.map((place) => path.join(place, 'report.html'));
  return `\n  Report: ${open.join(', ')}\n  Exit ${code}: ${why}\n`;
}

function reasonOf(error: unknown): string {
  if (error instanceof PublishError) return error.message;
  throw error;
}
