import { InvalidArgumentError, Option, type Command } from 'commander';

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
  readonly output: readonly string[];
  readonly json: boolean;
}

export interface AccountOptions {
  readonly profile: string | undefined;
  readonly regions: readonly string[];
  readonly roleArn: string | undefined;
  readonly externalId: string | undefined;
  readonly account: string | undefined;
  readonly endpointUrl: string | undefined;
  readonly allowCustomEndpoint: boolean;
  /** Share of the known call rates to use, 0 < share <= 1. */
  readonly rateShare: number;
  readonly concurrency: number;
  /** Deadline of the whole command, seconds. */
  readonly timeout: number;
}

export interface CollectOptions {
  /** File of `mlwarden calibrate`. */
  readonly limits: string | undefined;
  readonly jobsLookback: number;
  readonly jobsMax: number | null;
}

export type ScanOptions = CommonOptions & SelectionOptions & GateOptions & OutputOptions & AccountOptions & CollectOptions;

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

export function addOutputOptions(command: Command): Command {
  return command
    .addOption(
      option('-o, --output <place...>', 'folder for the report; repeatable').argParser(list).default([], './mlwarden-report'),
    )
    .addOption(option('--json', 'print report.json on stdout instead of the summary').default(false));
}

export function addAccountOptions(command: Command): Command {
  return command
    .addOption(new Option('--profile <name>', 'AWS profile').env('MLWARDEN_PROFILE'))
    .addOption(option('--regions <names...>', 'Regions to look at').argParser(list).default([], 'all enabled ones'))
    .addOption(option('--role-arn <arn>', 'role to assume').argParser(roleArn))
    .addOption(option('--external-id <id>', 'external id for --role-arn'))
    .addOption(option('--account <id>', 'refuse any other account').argParser(accountId))
    .addOption(new Option('--endpoint-url <url>', 'AWS endpoint for all services').env('AWS_ENDPOINT_URL'))
    .addOption(option('--allow-custom-endpoint', 'allow an endpoint that is not on this machine').default(false))
    .addOption(
      option('--rate-share <share>', "share of the account's call rates to use, above 0, up to 1").argParser(share).default(0.5),
    )
    .addOption(option('--concurrency <calls>', 'calls under way at once').argParser(whole(1, 1000)).default(64))
    .addOption(option('--timeout <seconds>', 'deadline of the whole command').argParser(whole(1, 86_400)).default(3600));
}

export function addCollectOptions(command: Command): Command {
  return command
    .addOption(option('--limits <file>', "the account's own call rates, as mlwarden calibrate writes them"))
    .addOption(option('--jobs-lookback <days>', 'how far back to look at jobs').argParser(whole(1, 3650)).default(30))
    .addOption(
      option('--jobs-max <count>', "jobs to look at in a Region and of a type, or 'all'").argParser(jobsMax).default(500),
    );
}

/** `a,b` and repeated flags both add up. */
function list(value: string, previous: readonly string[]): readonly string[] {
  const added = value.split(',').map((part) => part.trim());
  if (added.some((part) => part === '')) throw new InvalidArgumentError('an empty name.');
  return [...previous, ...added];
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

function share(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && number > 0 && number <= 1) return number;
  throw new InvalidArgumentError('Use a number above 0, up to 1.');
}

function jobsMax(value: string): number | null {
  return value === 'all' ? null : whole(1, 10_000_000)(value);
}

function accountId(value: string): string {
  if (/^\d{12}$/.test(value)) return value;
  throw new InvalidArgumentError('Use the 12 digits of an account id.');
}

function roleArn(value: string): string {
  if (/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(value)) return value;
  throw new InvalidArgumentError('Use the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME.');
}
