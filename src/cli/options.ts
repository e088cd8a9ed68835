import { InvalidArgumentError, Option, type Command } from 'commander';
import { bucketPlace, PlaceError } from '../publish/place.ts';

/** Every long option can also be set as MLWARDEN_<NAME>; a flag wins. */
function option(flags: string, description: string): Option {
  const made = new Option(flags, description);
  return made.env(`MLWARDEN_${made.name().replaceAll('-', '_').toUpperCase()}`);
}

export interface CommonOptions {
  readonly quiet: boolean;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug' | undefined;
  readonly logFormat: 'json' | 'pretty' | undefined;
  readonly progress: boolean;
  readonly color: boolean;
}

export interface SelectionOptions {
  readonly check: readonly string[];
  readonly skipCheck: readonly string[];
  readonly control: readonly string[];
  readonly severity: string | undefined;
}

export interface GateOptions {
  readonly failOn: 'critical' | 'high' | 'medium' | 'low' | 'none';
  readonly allowPartial: boolean;
  readonly exitZero: boolean;
}

export interface OutputOptions {
  /** Folders and `s3://bucket/prefix`. */
  readonly output: readonly string[];
  readonly outputProfile: string | undefined;
  readonly outputRoleArn: string | undefined;
  readonly outputExternalId: string | undefined;
  readonly outputAccount: string | undefined;
  readonly outputEndpointUrl: string | undefined;
  readonly outputKmsKey: string | undefined;
  readonly allowCustomEndpoint: boolean;
  readonly json: boolean;
}

export interface AccountOptions {
  readonly profile: string | undefined;
  readonly regions: readonly string[];
  readonly roleArn: string | undefined;
  readonly externalId: string | undefined;
  readonly account: string | undefined;
  readonly endpointUrl: string | undefined;
  /** Share of the known call rates to use, 0 < share <= 1. */
  readonly rateShare: number;
  readonly concurrency: number;
  /** Deadline of the whole command, seconds. */
  readonly timeout: number;
}

export interface CollectOptions {
  /** File of `mlwarden calibrate`. */
  readonly limits: string | undefined;
  /** `undefined`: not said, so the default, or what the run that is resumed has. */
  readonly jobsLookback: number | undefined;
  /** Infinite for all: of a parser's `null` commander makes an empty text. `undefined` as above. */
  readonly jobsMax: number | undefined;
}

export interface ResumeOptions {
  /** Id of the run to go on with. */
  readonly resume: string | undefined;
}

export interface ScheduleOptions {
  readonly cron: string;
  readonly tz: string | undefined;
  /** Longest random wait before a run, ms. */
  readonly jitter: number;
  readonly runAtStart: boolean;
  readonly healthHost: string;
  readonly healthPort: number | undefined;
}

export type ScanOptions = CommonOptions &
  SelectionOptions &
  GateOptions &
  OutputOptions &
  AccountOptions &
  CollectOptions &
  Partial<ResumeOptions>;

export function addCommonOptions(command: Command): Command {
  return command
    .addOption(option('-q, --quiet', 'print nothing on success but what was asked for').default(false))
    .addOption(
      option('--log-level <level>', 'what to log on stderr (default: warn on a terminal, info elsewhere)').choices([
        'silent',
        'error',
        'warn',
        'info',
        'debug',
      ]),
    )
    .addOption(option('--log-format <format>', 'default: pretty on a terminal, json elsewhere').choices(['json', 'pretty']))
    .addOption(new Option('--no-progress', 'no progress display'))
    .addOption(new Option('--no-color', 'no colours (NO_COLOR works as well)'));
}

export function addSelectionOptions(command: Command): Command {
  return command
    .addOption(option('--check <id...>', "checks to run, by id or pattern ('vpc-*')").argParser(list).default([], 'all'))
    .addOption(option('--skip-check <id...>', 'checks to leave out').argParser(list).default([], 'none'))
    .addOption(option('--control <number...>', 'controls to score, 1 to 7').argParser(list).default([], 'all'))
    .addOption(option('--severity <level>', 'only this severity; high+ for that and worse'));
}

export function addGateOptions(command: Command): Command {
  return command
    .addOption(
      option('--fail-on <severity>', 'exit 1 when a check of this severity or worse fails')
        .choices(['critical', 'high', 'medium', 'low', 'none'])
        .default('none')
        .argParser(lowerChoice(['critical', 'high', 'medium', 'low', 'none'])),
    )
    .addOption(option('--allow-partial', 'exit 0 although something could not be read').default(false))
    .addOption(option('--exit-zero', 'exit 0 although --fail-on found something').default(false));
}

/** The consent to an endpoint elsewhere. */
export function customEndpoint(): Option {
  return option('--allow-custom-endpoint', 'allow endpoints that are not on this machine').default(false);
}

export function addOutputOptions(command: Command, json = 'print report.json on stdout instead of the summary'): Command {
  return command
    .addOption(
      option('-o, --output <place...>', 'folder or s3://BUCKET/PREFIX for the report; repeatable')
        .argParser(places)
        .default([], './mlwarden-report'),
    )
    .addOption(option('--output-profile <name>', 'AWS profile for s3:// outputs (default: the one of the command)'))
    .addOption(option('--output-role-arn <arn>', 'role to assume for s3:// outputs').argParser(roleArn))
    .addOption(option('--output-external-id <id>', 'external id for --output-role-arn'))
    .addOption(
      option('--output-account <id>', 'account that owns the buckets (default: that of the credentials)').argParser(accountId),
    )
    .addOption(option('--output-kms-key <key>', "KMS key for s3:// outputs (default: the bucket's)").argParser(kmsKey))
    .addOption(new Option('--output-endpoint-url <url>', 'S3 endpoint for s3:// outputs').env('AWS_ENDPOINT_URL_S3'))
    .addOption(customEndpoint())
    .addOption(option('--json', json).default(false));
}

export function addAccountOptions(command: Command): Command {
  return command
    .addOption(new Option('--profile <name>', 'AWS profile').env('MLWARDEN_PROFILE'))
    .addOption(option('--regions <names...>', 'Regions to look at').argParser(list).default([], 'all enabled ones'))
    .addOption(option('--role-arn <arn>', 'role to assume').argParser(roleArn))
    .addOption(option('--external-id <id>', 'external id for --role-arn'))
    .addOption(option('--account <id>', 'refuse any other account').argParser(accountId))
    .addOption(new Option('--endpoint-url <url>', 'AWS endpoint for all services').env('AWS_ENDPOINT_URL'))
    .addOption(
      option('--rate-share <share>', "share of the account's call rates to use, above 0, up to 1").argParser(share).default(0.5),
    )
    .addOption(option('--concurrency <calls>', 'most calls under way at once').argParser(whole(1, 1000)).default(256))
    .addOption(option('--timeout <seconds>', 'deadline of the whole command').argParser(whole(1, 86_400)).default(3600));
}

export function addCollectOptions(command: Command): Command {
  return command
    .addOption(option('--limits <file>', "the account's own call rates, as mlwarden calibrate writes them"))
    .addOption(
      option('--jobs-lookback <days>', `how far back to look at jobs (default: ${defaultLookback})`).argParser(whole(1, 3650)),
    )
    .addOption(
      option('--jobs-max <count>', `jobs to look at in a Region and of a type, or 'all' (default: ${defaultJobsMax})`).argParser(
        jobsMax,
      ),
    );
}

const defaultLookback = 30;
const defaultJobsMax = 500;

/** Days. */
export function jobsLookbackOf({ jobsLookback: said }: Pick<CollectOptions, 'jobsLookback'>): number {
  return said ?? defaultLookback;
}

/** `null` for all. */
export function jobsMaxOf({ jobsMax: said = defaultJobsMax }: Pick<CollectOptions, 'jobsMax'>): number | null {
  return Number.isFinite(said) ? said : null;
}

export function addResumeOption(command: Command): Command {
  return command.addOption(
    option(
      '--resume <run>',
      'go on with a run that was stopped or killed at most 6 hours ago, under the same --output',
    ).argParser(runId),
  );
}

export function addScheduleOptions(command: Command): Command {
  return command
    .addOption(
      option('--cron <expression>', "when to scan: five fields, '0 2 * * *' is every night at two").makeOptionMandatory(),
    )
    .addOption(option('--tz <zone>', "time zone of --cron, such as Europe/Berlin (default: the machine's)"))
    .addOption(
      option('--jitter <duration>', 'wait up to so long, at random, before each run: 90s, 10m, 1h')
        .argParser(duration)
        .default(0, 'none'),
    )
    .addOption(option('--run-at-start', 'scan at the start as well').default(false))
    .addOption(option('--health-port <number>', 'serve /healthz on this port').argParser(port))
    .addOption(option('--health-host <address>', 'address for /healthz').default('127.0.0.1'));
}

/** `a,b` and repeated flags both add up. */
function list(value: string, previous: readonly string[]): readonly string[] {
  const added = value.split(',').map((part) => part.trim());
  if (added.some((part) => part === '')) throw new InvalidArgumentError('an empty name.');
  return [...previous, ...added];
}

/** Places add up as names do. */
function places(value: string, previous: readonly string[]): readonly string[] {
  const all = list(value, previous);
  for (const place of all) {
    try {
      bucketPlace(place);
    } catch (error) {
      if (error instanceof PlaceError) throw new InvalidArgumentError(`${error.message}.`);
      throw error;
    }
  }
  return all;
}

function lowerChoice(choices: readonly string[]) {
  return (value: string): string => {
    if (choices.includes(value.toLowerCase())) return value.toLowerCase();
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  };
}

function whole(min: number, max: number) {
  return (value: string): number => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(`Use a whole number from ${min} to ${max}.`);
  };
}

/** A TCP port; 0 takes any free one. */
export const port = whole(0, 65_535);

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** `90s`, `10m` or `1h`, in ms. */
function duration(value: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,6})([smh])$/.exec(value) ?? [];
  const ms = Number(amount) * (units[unit] ?? Number.NaN);
  if (amount !== '' && ms <= 24 * 3_600_000) return ms;
  throw new InvalidArgumentError('Use seconds, minutes or hours, up to a day: 90s, 10m, 1h.');
}

function share(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && number > 0 && number <= 1) return number;
  throw new InvalidArgumentError('Use a number above 0, up to 1.');
}

function jobsMax(value: string): number {
  return value === 'all' ? Number.POSITIVE_INFINITY : whole(1, 10_000_000)(value);
}

function runId(value: string): string {
  if (/^[0-9A-Z]{26}$/.test(value)) return value;
  throw new InvalidArgumentError('Use the id of a run: 26 capital letters and digits, as in run-ID.journal.');
}

function accountId(value: string): string {
  if (/^\d{12}$/.test(value)) return value;
  throw new InvalidArgumentError('Use the 12 digits of an account id.');
}

/** An id, an alias, or the ARN of either. */
function kmsKey(value: string): string {
  if (/^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:)?(key\/)?(mrk-)?[0-9a-f-]{32,36}$/.test(value)) return value;
  if (/^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:)?alias\/[\w/-]+$/.test(value)) return value;
  throw new InvalidArgumentError('Use the ARN of a KMS key, its id, or alias/NAME.');
}

function roleArn(value: string): string {
  if (/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(value)) return value;
  throw new InvalidArgumentError('Use the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME.');
}
