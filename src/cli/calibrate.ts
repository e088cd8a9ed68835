import path from 'node:path';
import { ulid } from 'ulid';
import type { Edge } from '../aws/edge.ts';
import { checkAccount, encodeLimits, limitsFormat, limitsVersion, type LimitsFile } from '../aws/limits-file.ts';
import { callLimits } from '../aws/limits.ts';
import { quotaOperations, readQuotas, type QuotaReading } from '../aws/quotas.ts';
import type { Gap } from '../core/fact.ts';
import { PublishError } from '../publish/files.ts';
import { publishLocal } from '../publish/local.ts';
import { tool } from '../version.ts';
import { chosenRegions, openAccount } from './account.ts';
import { Exit, exitCodes, type ExitCode } from './exit.ts';
import { readLimits, usable } from './limits.ts';
import { loggerFor } from './logging.ts';
import type { AccountOptions, CommonOptions, ScanOptions } from './options.ts';

export interface CalibrateOptions extends CommonOptions, AccountOptions, Pick<ScanOptions, 'allowCustomEndpoint'> {
  /** Where the file goes; stdout without. */
  readonly output: string | undefined;
}

/** `mlwarden calibrate`: writes down what the account's own quotas say of the calls that a scan makes. */
export async function runCalibrate(options: CalibrateOptions): Promise<ExitCode> {
  const { output } = options;
  // Whatever stands there and is no limits file of ours stays.
  const earlier = output === undefined ? undefined : await readLimits(output);
  const log = await loggerFor(options);
  const now = Date.now();
  const edge = await openAccount(options, ulid(now), { onEvent: (event) => log.debug(event, 'call') });
  try {
    const { account } = edge.identity;
    if (output !== undefined && earlier !== undefined) usable(output, () => checkAccount(earlier, account));
    const regions = chosenRegions(options.regions, edge.regions);
    const readings = await readAll(edge, regions, AbortSignal.timeout(options.timeout * 1000));
    const gaps = readings.flatMap(({ gap }) => gap ?? []);
    if (gaps.length === readings.length) throw new Exit(exitCodes.incomplete, `no quota could be read: ${whyOf(gaps)}`);
    const file: LimitsFile = {
      format: limitsFormat,
      version: limitsVersion,
      tool,
      account,
      readAt: new Date(now).toISOString(),
      regions,
      gaps: readings.flatMap(({ region, serviceCode, gap }) =>
        gap === undefined ? [] : [{ region, serviceCode, reason: gap.reason }],
      ),
      limits: limitsOfAll(readings),
    };
    await write(file, output);
    if (output !== undefined && !options.quiet) process.stdout.write(summaryOf(file, output));
    if (gaps.length > 0) throw new Exit(exitCodes.incomplete, `some quotas could not be read: ${whyOf(gaps)}`);
    return exitCodes.ok;
  } finally {
    edge.close();
  }
}

async function readAll(edge: Edge, regions: readonly string[], signal: AbortSignal): Promise<readonly QuotaReading[]> {
  const { account } = edge.identity;
  return await readQuotas((region) => edge.callsFor(quotaOperations, { account, region, signal }), regions);
}

/** By place and operation, sorted; a place without any is left out. */
function limitsOfAll(readings: readonly QuotaReading[]): LimitsFile['limits'] {
  const places = Map.groupBy(readings, ({ region }) => region);
  return Object.fromEntries(
    [...places]
      .map(
        ([region, own]) =>
          [region, Object.fromEntries(own.flatMap(({ limits }) => Object.entries(limits)).toSorted(byKey))] as const,
      )
      .filter(([, limits]) => Object.keys(limits).length > 0)
      .toSorted(byKey),
  );
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

async function write(file: LimitsFile, output: string | undefined): Promise<void> {
  const text = encodeLimits(file);
  if (output === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    await publishLocal(path.dirname(output), [
      { name: path.basename(output), body: Buffer.from(text), contentType: 'application/json' },
    ]);
  } catch (error) {
    if (error instanceof PublishError) throw new Exit(exitCodes.outputFailed, error.message);
    throw error;
  }
}

function summaryOf({ account, regions, limits }: LimitsFile, output: string): string {
  const operations = new Set(callLimits.flatMap((limit) => limit.operations));
  const known = new Set(Object.values(limits).flatMap((own) => Object.keys(own)));
  return [
    `account ${account}, ${regions.length} Regions: its quotas give the rates of ${known.size} of ${operations.size} operations.`,
    `The others keep those of mlwarden list limits. Use them: mlwarden scan --limits ${output}`,
    '',
  ].join('\n');
}

/** The permissions that are missing and where, or what else went wrong. */
function whyOf(gaps: readonly Gap[]): string {
  const reasons = Map.groupBy(gaps, ({ reason, action }) => `${action} (${reason})`);
  return [...reasons].map(([what, own]) => `${what} in ${[...new Set(own.map(({ region }) => region))].join(', ')}`).join('; ');
}
