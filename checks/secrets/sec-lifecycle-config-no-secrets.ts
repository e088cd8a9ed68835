import { ask, cli, defineCheck, every, fail, pass, seen, unknown, whenKnown } from '../../src/kit.ts';
import type { Verdict } from '../../src/kit.ts';
import type { LifecycleScript, ReadableScript } from '../../src/inventory/lifecycle-configs.ts';
import { nameOf } from '../../src/lineage/arn.ts';
import { lifecycleConfigs, type LifecycleConfig } from '../../src/lineage/lifecycle-scripts.ts';
import { undecided } from '../../src/lineage/undecided.ts';

export default defineCheck({
  id: 'sec-lifecycle-config-no-secrets',
  control: 'secrets',
  severity: 'HIGH',
  tier: 1,
  origin: 'post',
  stage: 'develop',
  title: 'Lifecycle scripts contain no credentials',
  why: 'Whoever may describe a lifecycle configuration reads its script, and with it every password or token in it.',
  advice: 'Credentials do not belong into code: keep them in Secrets Manager and fetch them when the script runs.',
  threat: { text: 'Theft of database and cloud credentials, then data poisoning', atlas: ['AML.T0055'] },
  mapping: ['Prowler sagemaker_notebook_instance_no_secrets', 'NIST IA-5(7)'],
  resourceTypes: ['AWS::SageMaker::NotebookInstanceLifecycleConfig', 'AWS::SageMaker::StudioLifecycleConfig'],
  subject: lifecycleConfigs,
  fix: (config) => ({
    text: `Store the value in Secrets Manager, let the script fetch it with get-secret-value, and replace the leaked credential: treat it as stolen. ${change[config.kind]} Scripts of HyperPod clusters lie in S3 and are not read here: look through them too.`,
    command: [createSecret(config), replaceScript[config.kind](config)].join(' && '),
  }),
  evaluate: (config) =>
    whenKnown(config.scripts, (scripts, from): Verdict => {
      const [first, ...others] = scripts.map((script) => judge(config, script, from));
      if (first === undefined)
        return pass('it holds no script', seen(from, `${config.answer}.OnStart`, null, 'neither is OnCreate set'));
      return withAttachment(every([first, ...others]), config);
    }),
});

function judge(config: LifecycleConfig, script: LifecycleScript, from: Parameters<typeof seen>[0]): Verdict {
  const field = `${config.answer}.${script.field}`;
  const name = scriptName(script);
  if (!script.readable) {
    const cause = { reason: 'malformed', error: 'UnreadableScript', detail: `${script.field}: ${script.why}` } as const;
    return unknown(undecided(from, config, cause), `${name} could not be scanned: ${script.why}`);
  }
  const { findings, sha256, lineCount } = script;
  if (findings.length === 0) return pass(`no secret in ${name}`, seen(from, field, { sha256, lines: lineCount }));
  return fail(
    `${name} holds ${summary(script)}`,
    ...findings.map(({ rule, line, fingerprint }) => seen(from, field, { rule, line, fingerprint }, 'the value is not kept')),
  );
}

/** Rules and lines; a key that can be used at once comes with its true weight. */
function summary({ findings }: ReadableScript): string {
  const all = findings.map(({ rule, line }) => `${rule} in line ${line ?? '?'}`).join(', ');
  return findings.some(({ critical }) => critical) ? `${all}: CRITICAL, as an AWS key or private key can be used at once` : all;
}

/** A secret leaks by description alone; whether the script runs tells how soon it must be replaced. */
function withAttachment(verdict: Verdict, { attachedTo }: LifecycleConfig): Verdict {
  if (verdict.status !== 'FAIL') return verdict;
  return { ...verdict, message: `${verdict.message}; ${attachment(attachedTo)}` };
}

function attachment(attachedTo: LifecycleConfig['attachedTo']): string {
  if (!attachedTo.known) return `whether anything uses it is not known without ${attachedTo.gap.action}`;
  const [first, ...others] = attachedTo.value;
  if (first === undefined) return 'nothing uses it now';
  return `used by ${nameOf(first)}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

function scriptName({ field }: LifecycleScript): string {
  const hook = /^On[A-Z][a-z]+/.exec(field)?.[0];
  return hook === undefined ? 'the script' : `the ${hook} script`;
}

const change = {
  notebook: 'The update replaces the hooks that it names.',
  studio: 'A Studio configuration cannot be changed: create another, attach it in place of this one, then delete this one.',
} as const satisfies Record<LifecycleConfig['kind'], string>;

function createSecret({ name, region }: LifecycleConfig): string {
  return cli`aws secretsmanager create-secret --region ${region} --name ${name} --secret-string file://secret.json`;
}

const replaceScript = {
  notebook: ({ name, region, scripts }) => {
    const hooks = scripts.known ? scripts.value.map(({ field }) => field) : [];
    const flags = [
      hooks.some((field) => field.startsWith('OnCreate')) ? ` --on-create Content=${encoded('on-create.sh')}` : '',
      hooks.some((field) => field.startsWith('OnStart')) ? ` --on-start Content=${encoded('on-start.sh')}` : '',
    ];
    return `${cli`aws sagemaker update-notebook-instance-lifecycle-config --region ${region} --notebook-instance-lifecycle-config-name ${name}`}${flags.join('')}`;
  },
  studio: ({ region, appType }) =>
    `${cli`aws sagemaker create-studio-lifecycle-config --region ${region} --studio-lifecycle-config-name ${ask('NEW_NAME')} --studio-lifecycle-config-app-type ${appType ?? ask('APP_TYPE')}`} --studio-lifecycle-config-content ${encoded('script.sh')}`,
} as const satisfies Record<LifecycleConfig['kind'], (config: LifecycleConfig) => string>;

function encoded(file: string): string {
  return `"$(base64 < ${file} | tr -d '\\n')"`;
}
