import { createReadStream } from 'node:fs';
import { StoreError } from '../core/store.ts';
import { assess } from '../engine/assess.ts';
import { decodeSnapshot, SnapshotError, type Snapshot } from '../inventory/snapshot.ts';
import { registry } from '../registry.gen.ts';
import { buildReport } from '../report/build.ts';
import { Spool } from '../spool/spool.ts';
import { Exit, exitCodes, usageError } from './exit.ts';
import type { CommonOptions, GateOptions, OutputOptions, SelectionOptions } from './options.ts';
import { deliver } from './output.ts';
import { outputsOf, type Outputs } from './outputs.ts';
import { printable, selectChecks, selects } from './select.ts';

/** Scores a snapshot again with this version's checks: those of the scan, or the ones selected. */
export async function runCheck(
  file: string,
  options: CommonOptions & SelectionOptions & GateOptions & OutputOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const outputs = outputsOf(options, { endpointUrl: env['AWS_ENDPOINT_URL'] });
  const spool = new Spool();
  try {
    return await checkWith(await readSnapshot(file, spool), spool, outputs, options);
  } catch (error) {
    if (error instanceof StoreError) throw new Exit(exitCodes.outputFailed, error.message);
    throw error;
  } finally {
    spool.close();
  }
}

async function checkWith(
  snapshot: Snapshot,
  spool: Spool,
  outputs: Outputs,
  options: CommonOptions & SelectionOptions & GateOptions & OutputOptions,
): Promise<number> {
  const planned = registry.checks.filter((check) => snapshot.header.plan.includes(check.id));
  const checks = selects(options) ? selectChecks(registry.checks, options) : planned;
  const report = buildReport(assess(snapshot, checks, registry, spool), spool);
  return await deliver({ report, snapshot, spool }, outputs, options);
}

async function readSnapshot(file: string, spool: Spool): Promise<Snapshot> {
  try {
    return await decodeSnapshot(createReadStream(file), spool);
  } catch (error) {
    if (error instanceof SnapshotError) throw usageError(`${printable(file)}: ${error.message}`);
    // What Node could not do with the file.
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    const reason = error.code === 'ENOENT' ? 'there is no such file' : String(error.code);
    throw usageError(`cannot read the snapshot ${printable(file)}: ${reason}`);
  }
}
