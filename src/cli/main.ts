import { Command, CommanderError, Option } from 'commander';
import { tool } from '../version.ts';
import { Exit, exitCodes } from './exit.ts';
import {
  addAccountOptions,
  addCollectOptions,
  addCommonOptions,
  addGateOptions,
  addOutputOptions,
  addResumeOption,
  addScheduleOptions,
  addSelectionOptions,
  customEndpoint,
  port,
  type AccountOptions,
  type CommonOptions,
  type GateOptions,
  type OutputOptions,
  type ScanOptions,
  type ScheduleOptions,
  type SelectionOptions,
} from './options.ts';
import type { CalibrateOptions } from './calibrate.ts';
import type { ListTopic } from './list.ts';

type DoctorOptions = CommonOptions & SelectionOptions & AccountOptions & OutputOptions;
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Runs one command line and returns its exit code. Results go to stdout, all else to stderr. Commands are loaded when they are
 * used: help stays fast.
 */
export async function main(argv: readonly string[], env: Environment): Promise<number> {
  let code: number = exitCodes.ok;
  const program = createProgram(env, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    return endedBy(error);
  }
  return code;
}

/** Says on stderr what ended a command, in one line unless it is a defect, and returns the exit code for it. */
export function endedBy(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has printed help, the version or its one line already.
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  if (error instanceof Exit) {
    process.stderr.write(`mlwarden: ${error.message}\n`);
    return error.code;
  }
  process.stderr.write(
    `mlwarden: this is a defect, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return exitCodes.cannotRun;
}

function createProgram(env: Environment, end: (code: number) => void): Command {
  const program = new Command('mlwarden')
    .description(
      "Audits the machine learning workloads of an AWS account against the seven controls of the AWS Security Blog's post.",
    )
    .version(tool.version, '-V, --version')
    .showSuggestionAfterError()
    .showHelpAfterError('See mlwarden --help.')
    .configureOutput({
      outputError: (text, write) => write(`mlwarden: ${text.replace(/^error: /, '').replace(/\n(?=\()/, ' ')}`),
    })
    .exitOverride();

  const add = (name: string, description: string) =>
    addCommonOptions(program.command(name).description(description).exitOverride());

  addResumeOption(
    addOutputOptions(
      addGateOptions(addSelectionOptions(addCollectOptions(addAccountOptions(add('scan', 'scan an AWS account and report'))))),
    ),
  ).action(async (options: ScanOptions) => {
    const { runScan } = await import('./scan.ts');
    end(await runScan(options, env));
  });

  addOutputOptions(
    addGateOptions(
      addSelectionOptions(
        addCollectOptions(addAccountOptions(addScheduleOptions(add('schedule', 'scan whenever it is due, until it is stopped')))),
      ),
    ),
  ).action(async (options: ScanOptions & ScheduleOptions) => {
    const { runSchedule } = await import('./schedule.ts');
    end(await runSchedule(options, env));
  });

  program
    .command('health')
    .description('ask a schedule on this machine how it is: exit 0 when it is well, else 4')
    .exitOverride()
    .addOption(new Option('--port <number>', 'its --health-port').argParser(port).makeOptionMandatory())
    .action(async (options: { port: number }) => {
      const { runHealth } = await import('./health.ts');
      end(await runHealth(options));
    });

  addOutputOptions(
    addSelectionOptions(addAccountOptions(add('doctor', 'try everything that a scan needs, and say what is missing'))),
    'print the result as data',
  ).action(async (options: DoctorOptions) => {
    const { runDoctor } = await import('./doctor.ts');
    end(await runDoctor(options, env));
  });

  addOutputOptions(
    addGateOptions(
      addSelectionOptions(
        add('check', 'score a snapshot again: no AWS calls, no credentials').argument(
          '<snapshot>',
          'snapshot.ndjson.gz of a scan',
        ),
      ),
    ),
  ).action(async (file: string, options: CommonOptions & SelectionOptions & GateOptions & OutputOptions) => {
    const { runCheck } = await import('./check.ts');
    end(await runCheck(file, options, env));
  });

  addOutputOptions(addSelectionOptions(add('demo', 'scan an embedded AWS account: no credentials, no network'))).action(
    async (options: CommonOptions & SelectionOptions & OutputOptions) => {
      const { runDemo } = await import('./demo.ts');
      end(await runDemo(options, env));
    },
  );

  addAccountOptions(add('calibrate', "read the account's own call rates from Service Quotas, for scan --limits"))
    .addOption(customEndpoint())
    .addOption(new Option('-o, --output <file>', 'limits file to write or replace (default: stdout)'))
    .addHelpText(
      'after',
      "\nNeeds servicequotas:ListServiceQuotas, which the scan's policy (mlwarden policy) does not hold. It only reads.",
    )
    .action(async (options: CalibrateOptions) => {
      const { runCalibrate } = await import('./calibrate.ts');
      end(await runCalibrate(options));
    });

  add('sandbox', 'serve an embedded AWS account for any client (AWS_ENDPOINT_URL)')
    .addOption(new Option('--seed <name>', 'which account').default('demo'))
    .addOption(new Option('--host <address>', 'address to listen on').default('127.0.0.1'))
    .addOption(new Option('--port <number>', 'port to listen on').default(4566).argParser(port))
    .addOption(new Option('--latency', 'answer as slowly as AWS does').default(false))
    .addOption(new Option('--limits', "throttle as AWS's token buckets do").default(false))
    .action(async (options: { seed: string; host: string; port: number; latency: boolean; limits: boolean }) => {
      const { runSandbox } = await import('./sandbox.ts');
      end(await runSandbox(options));
    });

  program
    .command('list')
    .description('list what there is')
    .exitOverride()
    .addArgument(
      program
        .createArgument('<topic>', 'checks, controls, limits or permissions')
        .choices(['checks', 'controls', 'limits', 'permissions'] satisfies ListTopic[]),
    )
    .option('--json', 'as data', false)
    .action(async (topic: ListTopic, { json }: { json: boolean }) => {
      const [{ list }, { registry }] = await Promise.all([import('./list.ts'), import('../registry.gen.ts')]);
      process.stdout.write(list(topic, registry, json));
    });

  program
    .command('explain')
    .description('what a check looks at, why, and what to do')
    .exitOverride()
    .argument('<check>', 'id of a check')
    .addOption(new Option('--format <format>').choices(['md', 'json']).default('md'))
    .action(async (id: string, { format }: { format: 'md' | 'json' }) => {
      const [{ explain }, { findCheck }, { registry }] = await Promise.all([
        import('./explain.ts'),
        import('./select.ts'),
        import('../registry.gen.ts'),
      ]);
      process.stdout.write(explain(findCheck(registry.checks, id), registry, format));
    });

  addSelectionOptions(
    program.command('policy').description("print the auditor's IAM policy: exactly the actions that are called").exitOverride(),
  )
    .addOption(
      new Option('--partition <name>', 'of the account').choices(['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc']).default('aws'),
    )
    .action(async (options: SelectionOptions & { partition: string }) => {
      const { printPolicy } = await import('./policy.ts');
      process.stdout.write(printPolicy(options));
    });

  return program;
}
