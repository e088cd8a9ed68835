import { createHmac } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Edge } from '../aws/edge.ts';
import type { Parameters } from '../core/resource.ts';
import { Journal } from '../engine/journal.ts';
import { Past, type JournalLine, type JournalPlace } from '../engine/journal-lines.ts';
import { findJournal, JournalError, JournalFile, resumableMs, type FoundJournal } from '../publish/journal-file.ts';
import { registry } from '../registry.gen.ts';
import { tool } from '../version.ts';
import { usageError } from './exit.ts';
import { jobsLookbackOf, jobsMaxOf, type ScanOptions } from './options.ts';
import { selectChecks, selects } from './select.ts';

const format = 'mlwarden-journal';
const version = 1;

/** What a run is: whoever goes on with it must be told the same, and see the same account. */
export interface RunHeader {
  readonly format: typeof format;
  readonly version: typeof version;
  readonly tool: { readonly name: string; readonly version: string };
  readonly runId: string;
  /** Start of the first attempt, ms since the epoch. */
  readonly now: number;
  readonly account: string;
  /** ARN, without the name of the role's session. */
  readonly principal: string;
  readonly regions: { readonly enabled: readonly string[]; readonly scanned: readonly string[] };
  /** Ids of the checks. */
  readonly plan: readonly string[];
  readonly parameters: Parameters;
  readonly jobsMax: number | null;
  /** Tells the key of the fingerprints, where it is the user's; `null` for one that ends with the process. */
  readonly fingerprints: string | null;
}

/** An earlier attempt of the run that `--resume` names. */
export interface Earlier {
  readonly header: RunHeader;
  readonly past: Past;
  readonly found: FoundJournal;
}

/**
 * Finds the run below the first folder and compares it with the command line. Nothing is written.
 * @throws Exit (2) when there is nothing that can be gone on with
 */
export async function findRun(
  runId: string,
  options: ScanOptions,
  { folder, fingerprintKey }: { readonly folder: string; readonly fingerprintKey: string | undefined },
): Promise<Earlier> {
  const past = new Past();
  const found = await findJournal(folder, runId, (line, place) => past.add(written<JournalLine>(line), place)).catch(
    (error: unknown): never => {
      if (error instanceof JournalError) throw cannotResume(runId, error.message);
      throw error;
    },
  );
  const header = written<RunHeader>(found.header);
  const contradiction =
    header.format !== format || header.runId !== runId
      ? `${found.file} is the journal of something else`
      : (differentTool(header) ?? tooOld(header) ?? differentOptions(header, options) ?? differentKey(header, fingerprintKey));
  if (contradiction !== undefined) throw cannotResume(runId, contradiction);
  return { header, past, found };
}

/** @throws Exit (2) when the account is not as the run saw it */
export function compareAccount({ header }: Earlier, { identity, regions }: Pick<Edge, 'identity' | 'regions'>): void {
  const principal = principalOf(identity.arn);
  if (identity.account !== header.account)
    throw cannotResume(header.runId, `it is of account ${header.account}, and the credentials are of ${identity.account}`);
  if (principal !== header.principal)
    throw cannotResume(header.runId, `${header.principal} began it, and the credentials are of ${principal}`);
  if (!isDeepStrictEqual(regions, header.regions.enabled))
    throw cannotResume(header.runId, 'the account has other Regions enabled than it had then');
}

/** The header of a new run. */
export function headerOf(
  run: Pick<RunHeader, 'runId' | 'now' | 'plan' | 'parameters' | 'jobsMax'> & { readonly regions: readonly string[] },
  { identity, regions: enabled }: Pick<Edge, 'identity' | 'regions'>,
  fingerprintKey: string | undefined,
): RunHeader {
  return {
    format,
    version,
    tool,
    ...run,
    account: identity.account,
    principal: principalOf(identity.arn),
    regions: { enabled, scanned: run.regions },
    fingerprints: fingerprintsOf(run.runId, fingerprintKey),
  };
}

/** The journal of a scan, and the file behind it, if there is one. */
export interface ScanJournal {
  readonly journal: Journal;
  readonly file: JournalFile | undefined;
}

/**
 * Opens the journal of a run, or goes on with the earlier attempt's. One that cannot be written does not stop the scan.
 * @param warn told in one line why the scan cannot be resumed
 */
export async function openJournal(
  folder: string | undefined,
  { header, earlier }: { readonly header: RunHeader; readonly earlier: Earlier | undefined },
  warn: (why: string) => void,
): Promise<ScanJournal> {
  const stableFingerprints = header.fingerprints !== null;
  if (folder === undefined) return { journal: new Journal({ stableFingerprints }), file: undefined };
  try {
    const file =
      earlier === undefined
        ? await JournalFile.create(folder, header.runId, header, warn)
        : await JournalFile.goOn(earlier.found, warn);
    const store = {
      append: (line: JournalLine) => file.append(line),
      read: async (place: JournalPlace) => written<JournalLine>(await file.read(place)),
    };
    return { journal: new Journal({ store, past: earlier?.past, stableFingerprints }), file };
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    if (earlier !== undefined) throw cannotResume(header.runId, error.message);
    warn(error.message);
    return { journal: new Journal({ stableFingerprints }), file: undefined };
  }
}

/** The command that goes on with a run: what names it and its places, and what the answer depends on. */
export function resumeCommand(runId: string, options: ScanOptions): string {
  const flags: readonly (readonly [string, string | boolean | undefined])[] = [
    ['resume', runId],
    ...options.output.map((place) => ['output', place] as const),
    ['output-profile', options.outputProfile],
    ['output-role-arn', options.outputRoleArn],
    ['output-external-id', options.outputExternalId],
    ['output-account', options.outputAccount],
    ['output-kms-key', options.outputKmsKey],
    ['output-endpoint-url', options.outputEndpointUrl],
    ['profile', options.profile],
    ['role-arn', options.roleArn],
    ['external-id', options.externalId],
    ['account', options.account],
    ['endpoint-url', options.endpointUrl],
    ['allow-custom-endpoint', options.allowCustomEndpoint],
    ['limits', options.limits],
    ['fail-on', options.failOn === 'none' ? undefined : options.failOn],
    ['allow-partial', options.allowPartial],
    ['exit-zero', options.exitZero],
    ['json', options.json],
  ];
  const words = flags.flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [`--${name}`] : [`--${name}`, quoted(value)];
  });
  return ['mlwarden', 'scan', ...words].join(' ');
}

function differentTool({ tool: began }: RunHeader): string | undefined {
  return began.version === tool.version ? undefined : `mlwarden ${began.version} began it, and this is ${tool.version}`;
}

function tooOld({ now }: RunHeader): string | undefined {
  const hours = resumableMs / 3_600_000;
  return Date.now() - now <= resumableMs ? undefined : `it began more than ${hours} hours ago`;
}

function differentOptions(header: RunHeader, options: ScanOptions): string | undefined {
  if (selects(options) && !isDeepStrictEqual(planOf(options), header.plan)) return 'it has other checks';
  const { regions } = options;
  const wanted = regions.includes('all') ? header.regions.enabled : regions;
  if (regions.length > 0 && !isDeepStrictEqual(wanted.toSorted(), header.regions.scanned.toSorted()))
    return `its Regions are ${header.regions.scanned.join(', ')}`;
  if (options.jobsLookback !== undefined && jobsLookbackOf(options) !== header.parameters.lookBackDays)
    return `it has --jobs-lookback ${header.parameters.lookBackDays}`;
  if (options.jobsMax !== undefined && jobsMaxOf(options) !== header.jobsMax)
    return `it has --jobs-max ${header.jobsMax ?? 'all'}`;
  return undefined;
}

/** The ids of the checks that the command line selects, in order. */
function planOf(options: ScanOptions): readonly string[] {
  return selectChecks(registry.checks, options)
    .map(({ id }) => id)
    .toSorted();
}

function differentKey({ runId, fingerprints }: RunHeader, key: string | undefined): string | undefined {
  return fingerprints === fingerprintsOf(runId, key) ? undefined : 'it has another MLWARDEN_FINGERPRINT_KEY';
}

function fingerprintsOf(runId: string, key: string | undefined): string | null {
  return key === undefined ? null : createHmac('sha256', key).update(runId).digest('hex').slice(0, 16);
}

/** Who looks: each container may give the role's session a name of its own. */
function principalOf(arn: string): string {
  return /:assumed-role\//.test(arn) ? arn.split('/').slice(0, -1).join('/') : arn;
}

function cannotResume(runId: string, why: string): Error {
  return usageError(`cannot resume ${runId}: ${why}; scan without --resume`);
}

function quoted(word: string): string {
  return /^[\w./:@=+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** A line's value: its check proves that mlwarden wrote it, and the header's version that this one did. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names what it reads
function written<T>(value: unknown): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return value as T;
}
