import { readFile } from 'node:fs/promises';
import { assess } from '../engine/assess.ts';
import { decodeSnapshot, SnapshotError, type Snapshot } from '../inventory/snapshot.ts';
import { registry } from '../registry.gen.ts';
import { buildReport } from '../report/build.ts';
import { usageError } from './exit.ts';
import type { CommonOptions, GateOptions, OutputOptions, SelectionOptions } from './options.ts';
import { deliver } from './output.ts';
import { outputsOf } from './outputs.ts';
import { printable, selectChecks } from './select.ts';

/** Scores a snapshot again with this version's checks: those of the scan, or the ones selected. */
export async function runCheck(
  file: string,
  options: CommonOptions & SelectionOptions & GateOptions & OutputOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const outputs = outputsOf(options, { endpointUrl: env['AWS_ENDPOINT_URL'] });
  const snapshot = await readSnapshot(file);
  const planned = registry.checks.filter((check) => snapshot.header.plan.includes(check.id));
  const selects =
    options.check.length > 0 || options.skipCheck.length > 0 || options.control.length > 0 || options.severity !== undefined;
  const checks = selects ? selectChecks(registry.checks, options) : planned;
  return await deliver(buildReport(assess(snapshot, checks, registry)), snapshot, outputs, options);
}

async function readSnapshot(file: string): Promise<Snapshot> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'there is no such file' : (error.code ?? 'unknown error');
    throw usageError(`cannot read the snapshot ${printable(file)}: ${reason}`);
  });
  try {
    return decodeSnapshot(bytes);
  } catch (error) {
    if (error instanceof SnapshotError) throw usageError(`${printable(file)}: ${error.message}`);
    throw error;
  }
}
