import { z } from 'zod';
import { limitsOf, placeOf } from './limits.ts';

export const limitsFormat = 'mlwarden-limits';
export const limitsVersion = 1;

const callsASecond = z.number().positive();

const schema = z.strictObject({
  format: z.literal(limitsFormat),
  version: z.literal(limitsVersion),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  account: z.string().regex(/^\d{12}$/),
  /** When the quotas were read, ISO 8601, UTC. */
  readAt: z.iso.datetime(),
  /** Regions whose quotas were asked for; those that could not be read in full have gaps, and the table's rates for the rest. */
  regions: z.array(z.string()).readonly(),
  gaps: z.array(z.strictObject({ region: z.string(), serviceCode: z.string(), reason: z.string() })),
  /** By Region (`global` for services with one control plane) and `service:Operation`. */
  limits: z.record(
    z.string(),
    z.record(z.string(), z.strictObject({ rate: callsASecond, burst: callsASecond, quotas: z.array(z.string()).readonly() })),
  ),
});

/** An account's own call limits, as `mlwarden calibrate` writes them. */
export type LimitsFile = Readonly<z.infer<typeof schema>>;

/** A limits file that cannot be used; the message says why, in one line. */
export class LimitsFileError extends Error {
  override readonly name = 'LimitsFileError';
}

export function encodeLimits(file: LimitsFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Reads a limits file.
 * @throws LimitsFileError for anything that this version did not write
 */
export function decodeLimits(text: string): LimitsFile {
  const data = jsonOf(text);
  const { format, version }: Record<string, unknown> = Object(data);
  if (format !== limitsFormat) throw new LimitsFileError('is not a limits file of mlwarden calibrate');
  if (typeof version === 'number' && version > limitsVersion)
    throw new LimitsFileError(`was written by a newer mlwarden (version ${version}, this one reads ${limitsVersion})`);
  const read = schema.safeParse(data);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new LimitsFileError(`is not valid at ${issue?.path.join(' ') ?? 'its root'}: ${issue?.message ?? 'unknown reason'}`);
  }
  for (const [region, limits] of Object.entries(read.data.limits)) for (const id of Object.keys(limits)) checkPlace(id, region);
  return read.data;
}

/** @throws LimitsFileError for another account's file, or one that does not know all of the Regions */
export function checkScope(file: LimitsFile, place: { readonly account: string; readonly regions: readonly string[] }): void {
  checkAccount(file, place.account);
  const missing = place.regions.filter((region) => !file.regions.includes(region));
  if (missing.length > 0) throw new LimitsFileError(`knows nothing of ${missing.join(', ')}: calibrate there, too`);
}

/** @throws LimitsFileError for another account's file */
export function checkAccount(file: LimitsFile, account: string): void {
  if (file.account !== account) throw new LimitsFileError(`holds the limits of account ${file.account}, not of ${account}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LimitsFileError('is not JSON');
  }
}

/** An operation of the table, and in a place where it has a bucket. */
function checkPlace(id: string, region: string): void {
  const [limit] = limitsOf(id);
  if (limit === undefined) throw new LimitsFileError(`has a limit for '${id}', which mlwarden does not call`);
  if (placeOf(limit, region) !== region)
    throw new LimitsFileError(`has a limit for ${id} in ${region}: there is one for the account, in global`);
}
