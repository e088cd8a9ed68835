import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { styleText } from 'node:util';
import { ulid } from 'ulid';
import type { Edge } from '../aws/edge.ts';
import { describeGap } from '../core/verdict.ts';
import { planFor, type Plan } from '../engine/plan.ts';
import { registry } from '../registry.gen.ts';
import { PublishError } from '../publish/files.ts';
import { urlOf, type BucketPlace } from '../publish/place.ts';
import { permissionFix } from '../report/build.ts';
import { Exit, exitCodes, type ExitCode } from './exit.ts';
import type { AccountOptions, CommonOptions, OutputOptions, SelectionOptions } from './options.ts';
import { usesColor } from './output.ts';
import { outputsOf, type Outputs } from './outputs.ts';
import { probesFor, tryProbe, type Probe } from './probes.ts';
import { chosenRegions, openAccount } from './account.ts';
import { maxSkewMs } from './scan.ts';
import { printable, selectChecks } from './select.ts';

export type DoctorOptions = CommonOptions & SelectionOptions & AccountOptions & OutputOptions;
type Environment = Readonly<Record<string, string | undefined>>;

/** One thing that was tried. */
interface Line {
  readonly name: string;
  readonly status: 'ok' | 'problem' | 'not checked';
  /** What was seen. */
  readonly text: string;
  /** What to do about a problem. */
  readonly fix?: string;
}

interface Problem {
  readonly name: string;
  readonly text: string;
  readonly fix: string | undefined;
}

/** A line, and the code with which a scan would end for it. */
interface Finding extends Line {
  readonly code: ExitCode;
}

/** Short: whoever waits here wants to know, not to be patient. */
const timeouts = { attempt: 10_000, call: 20_000 };

const outputName = 'output';

/** `mlwarden doctor`: tries what a scan needs, and says what is missing. It only reads. */
export async function runDoctor(options: DoctorOptions, env: Environment): Promise<number> {
  const plan = planFor(selectChecks(registry.checks, options), registry);
  const outputs = outputsOf(options, options);
  const { account, findings: ofAccount } = await lookAtAccount(plan, options);
  const findings = [
    ok('Node', process.versions.node),
    ok('endpoint', endpointText(options, env)),
    ...ofAccount,
    ...(await Promise.all(outputs.folders.map(folderFinding))),
    ...(await Promise.all(outputs.buckets.map(async (place) => await bucketFinding(place, outputs, account)))),
  ];
  const code = [exitCodes.cannotRun, exitCodes.outputFailed, exitCodes.incomplete].find((one) =>
    findings.some((finding) => finding.code === one),
  );
  const exit = code ?? exitCodes.ok;
  const lines = findings.map((finding): Line => {
    const { name, status, text, fix } = finding;
    return fix === undefined ? { name, status, text } : { name, status, text, fix };
  });
  process.stdout.write(options.json ? `${JSON.stringify({ exit, lines }, null, 2)}\n` : table(lines, usesColor(options)));
  return exit;
}

function ok(name: string, text: string): Finding {
  return { name, status: 'ok', text, code: exitCodes.ok };
}

function problem(code: ExitCode, { name, text, fix }: Problem): Finding {
  return { name, status: 'problem', text, code, ...(fix === undefined ? {} : { fix }) };
}

function endpointText({ endpointUrl }: AccountOptions, env: Environment): string {
  const own = Object.entries(env).filter(([name, value]) => name.startsWith('AWS_ENDPOINT_URL_') && value !== undefined);
  const services = own.map(([name, value]) => `${name.slice('AWS_ENDPOINT_URL_'.length).toLowerCase()} ${value ?? ''}`);
  return printable([endpointUrl ?? 'of AWS', ...services].join(', '));
}

interface Seen {
  /** `undefined` without an identity. */
  readonly account: string | undefined;
  readonly findings: readonly Finding[];
}

async function lookAtAccount(plan: Plan, options: DoctorOptions): Promise<Seen> {
  let edge: Edge;
  try {
    edge = await openAccount(options, ulid(), { timeouts });
  } catch (error) {
    if (!(error instanceof Exit) || error.code !== exitCodes.cannotRun) throw error;
    const [text, fix] = halves(error.message);
    return { account: undefined, findings: [problem(exitCodes.cannotRun, { name: 'account', text, fix })] };
  }
  try {
    const regions = chosenRegions(options.regions, edge.regions);
    const signal = AbortSignal.timeout(options.timeout * 1000);
    const { account, arn, partition } = edge.identity;
    const findings = [
      ok('identity', `${arn}, account ${account}, partition ${partition}`),
      credentialsFinding(edge.credentialsEnd(), Date.now()),
      clockFinding(edge.stats().skewMs),
      ok('Regions', `${edge.regions.length} enabled: ${edge.regions.join(', ')}`),
      ...(await serviceFindings(edge, plan, { regions, signal })),
    ];
    return { account, findings };
  } finally {
    edge.close();
  }
}

/** "What happened: what to do." */
function halves(message: string): readonly [string, string?] {
  const at = message.indexOf(': ');
  return at === -1 ? [message] : [message.slice(0, at), message.slice(at + 2)];
}

function credentialsFinding(end: Date | null, now: number): Finding {
  if (end === null) return ok('credentials', 'without an end');
  const minutes = Math.floor((end.getTime() - now) / 60_000);
  return ok('credentials', `end ${end.toISOString()}, in ${minutes} min`);
}

function clockFinding(skewMs: number | null): Finding {
  if (skewMs === null) return { name: 'clock', status: 'not checked', text: 'no answer was dated', code: exitCodes.ok };
  const text = `${Math.abs(Math.round(skewMs / 1000))} s ${skewMs < 0 ? 'ahead of' : 'behind'} the endpoint's`;
  if (Math.abs(skewMs) <= maxSkewMs) return ok('clock', text);
  return problem(exitCodes.incomplete, { name: 'clock', text, fix: 'Set this clock: ages would be wrong by as much.' });
}

interface Where {
  readonly regions: readonly string[];
  readonly signal: AbortSignal;
}

/** SageMaker in every Region, as a scan starts; the others once, where SageMaker answered. */
async function serviceFindings(edge: Edge, plan: Plan, { regions, signal }: Where): Promise<readonly Finding[]> {
  const probes = probesFor(plan.collectors, edge.identity.account);
  const sagemaker = probes.get('sagemaker') ?? null;
  const everywhere = await Promise.all(
    regions.map(async (region) => ({
      region,
      gap: sagemaker === null ? null : await tryProbe(edge, sagemaker, { region, signal }),
    })),
  );
  const answering = everywhere.filter(({ gap }) => gap === null).map(({ region }) => region);
  const one = answering[0] ?? regions[0] ?? 'global';
  const findings = await Promise.all(
    [...probes].map(async ([service, probe]): Promise<readonly Finding[]> => {
      if (probe === null)
        return [{ name: service, status: 'not checked', text: 'has no call that is cheap', code: exitCodes.ok }];
      if (probe !== sagemaker)
        return [await serviceFinding(edge, service, probe, { region: probe.global ? 'global' : one, signal })];
      const gaps = everywhere.flatMap(({ gap }) => gap ?? []);
      return [
        ...(answering.length > 0 ? [ok(service, `${probe.operation.name} in ${answering.join(', ')}`)] : []),
        ...gaps.map((gap) => gapFinding(service, gap)),
      ];
    }),
  );
  return findings.flat();
}

async function serviceFinding(
  edge: Edge,
  service: string,
  probe: Probe,
  place: { readonly region: string; readonly signal: AbortSignal },
): Promise<Finding> {
  const gap = await tryProbe(edge, probe, place);
  if (gap !== null) return gapFinding(service, gap);
  const where = place.region === 'global' ? '' : ` in ${place.region}`;
  return ok(service, `${probe.operation.name}${where}${probe.nothing === undefined ? '' : ' (for a name that nobody has)'}`);
}

function gapFinding(name: string, gap: Parameters<typeof describeGap>[0]): Finding {
  return problem(exitCodes.incomplete, { name, text: printable(describeGap(gap)), fix: printable(permissionFix(gap).text) });
}

/** Whether a report could be written there: nothing is. */
async function folderFinding(place: string): Promise<Finding> {
  const refused = await whyNotWritable(path.resolve(place));
  if (refused === null) return ok(outputName, `${printable(place)} can be written`);
  return problem(exitCodes.outputFailed, {
    name: outputName,
    text: `${printable(place)} cannot be written: ${refused}`,
    fix: 'Choose another --output, or give this user the right to write there.',
  });
}

/** Asks for a write that can never take place, below the folder of the account that would be scanned. */
async function bucketFinding(place: BucketPlace, { access: given }: Outputs, account: string | undefined): Promise<Finding> {
  const url = urlOf(place);
  if (account === undefined) return { name: outputName, status: 'not checked', text: `${url}: no account`, code: exitCodes.ok };
  const [{ openBucket }, { tryWrite }] = await Promise.all([import('../publish/bucket.ts'), import('../publish/s3.ts')]);
  try {
    const bucket = await openBucket(place, { ...given, runId: ulid(), signal: AbortSignal.timeout(timeouts.call) });
    try {
      await tryWrite(bucket, place.prefix, account);
    } finally {
      bucket.close();
    }
    return ok(outputName, `${url} can be written`);
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    const [why, fix = 'Mend it, or choose another --output.'] = halves(error.message);
    return problem(exitCodes.outputFailed, { name: outputName, text: `${url} cannot be written: ${why}`, fix });
  }
}

/** Looks at the folder, or where it does not exist yet, at the one in which it would be made. */
async function whyNotWritable(folder: string): Promise<string | null> {
  try {
    if (!(await stat(folder)).isDirectory()) return `${printable(folder)} is a file, not a folder`;
    await access(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if ((code === 'ENOENT' || code === 'ENOTDIR') && path.dirname(folder) !== folder)
      return await whyNotWritable(path.dirname(folder));
    return code;
  }
}

function table(lines: readonly Line[], color: boolean): string {
  const tones = { ok: 'green', problem: 'red', 'not checked': 'dim' } as const;
  const nameWidth = Math.max(...lines.map(({ name }) => name.length));
  const statusWidth = 'not checked'.length;
  return lines
    .map(({ name, status, text, fix }) => {
      const word = status.padEnd(statusWidth);
      const first = `${color ? styleText(tones[status], word, { validateStream: false }) : word}  ${name.padEnd(nameWidth)}  ${text}\n`;
      return fix === undefined ? first : `${first}${' '.repeat(statusWidth + nameWidth + 4)}${fix}\n`;
    })
    .join('');
}
