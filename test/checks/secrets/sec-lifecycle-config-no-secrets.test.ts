import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import check from '../../../checks/secrets/sec-lifecycle-config-no-secrets.ts';
import { classifyScript } from '../../../src/collectors/support/lifecycle-scripts.ts';
import type {
  LifecycleScript,
  NotebookLifecycleConfig,
  StudioLifecycleConfig,
} from '../../../src/inventory/lifecycle-configs.ts';
import type { Notebook } from '../../../src/inventory/notebooks.ts';
import { lifecycleConfigs, type LifecycleConfig } from '../../../src/lineage/lifecycle-scripts.ts';
import { createScanner } from '../../../src/secrets/scanner.ts';
import { denied, listOf, run } from '../../support/inventory.ts';
import { aNotebookLifecycleConfig, aScript, aStudioLifecycleConfig } from '../../support/lifecycle-configs.ts';
import { aNotebook } from '../../support/notebooks.ts';
import { aDomain, aProfile } from '../../support/studio.ts';
import { verdictOnNothing } from '../../support/nothing.ts';

const token = { rule: 'github-token', line: 4, fingerprint: '0123456789abcdef', critical: false };
const keyPair = { rule: 'aws-key-pair', line: 7, fingerprint: 'fedcba9876543210', critical: true };
const unreadable = (why: string, field = 'OnStart[0].Content'): LifecycleScript => ({ readable: false, field, why });
const notebookConfig = (...scripts: readonly LifecycleScript[]) => configOf(aNotebookLifecycleConfig(scripts));
const studioConfig = (script: LifecycleScript) => configOf(undefined, aStudioLifecycleConfig(script));

test.for([
  ['a clean script', notebookConfig(aScript()), 'PASS'],
  ['a clean Studio script', studioConfig(aScript({ field: 'StudioLifecycleConfigContent' })), 'PASS'],
  ['a token', notebookConfig(aScript({ findings: [token] })), 'FAIL'],
  ['a token in Studio', studioConfig(aScript({ field: 'StudioLifecycleConfigContent', findings: [token] })), 'FAIL'],
  ['a token beside what cannot be read', notebookConfig(unreadable('not Base64'), aScript({ findings: [token] })), 'FAIL'],
  ['what we may not read', configOf(aNotebookLifecycleConfig(denied('sagemaker:DescribeX'))), 'UNKNOWN'],
  ['content that is not Base64', notebookConfig(unreadable('not Base64')), 'UNKNOWN'],
  ['content that is not UTF-8', notebookConfig(aScript(), unreadable('not UTF-8 text')), 'UNKNOWN'],
  ['edge 5: no script at all', notebookConfig(), 'PASS'],
  ['edge 5: a hook without content', notebookConfig(unreadable('AWS gave no content')), 'UNKNOWN'],
  ['edge 5: a Studio script without content', studioConfig(unreadable('AWS gave no content')), 'UNKNOWN'],
] as const)('%s is %s', ([, config, status]) => {
  expect(check.evaluate(config, {}, run).status).toBe(status);
});

const token36 = ['ghp', 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5'].join('_');
const leaking = `#!/bin/bash\nexport GITHUB_TOKEN=${token36}\n`;
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');

test.for([
  ['edge 1: Base64', base64(leaking), 'FAIL'],
  ['edge 1: Base64 with gzip inside', base64(gzipSync(leaking)), 'FAIL'],
  [
    'edge 2: variables and calls are no secrets',
    base64('export DB_PASSWORD=$PASSWORD\nexport API_TOKEN=$(aws secretsmanager get-secret-value --secret-id ml/api)\n'),
    'PASS',
  ],
] as const)('%s is %s', async ([, content, status]) => {
  const script = await classifyScript('OnStart[0].Content', content, createScanner({ fingerprintKey: 'tests' }));
  expect(JSON.stringify(script)).not.toContain('ghp_');
  expect(check.evaluate(notebookConfig(script), {}, run).status).toBe(status);
});

test('edge 3: unattached configurations are judged, and the message says whether anything uses them', () => {
  const notebook = aNotebookLifecycleConfig([aScript({ findings: [token] })]);
  const studio = aStudioLifecycleConfig(aScript({ findings: [token] }));
  const uses = [{ field: 'UserSettings.JupyterLabAppSettings.LifecycleConfigArns', value: studio.arn }];
  expect(messageOf(configOf(notebook))).toContain('nothing uses it now');
  expect(messageOf(configOf(notebook, undefined, [aNotebook({ lifecycleConfigName: notebook.name })]))).toContain(
    'used by fraud-research',
  );
  expect(messageOf(configOf(notebook, undefined, [aNotebook(denied('sagemaker:DescribeNotebookInstance'))]))).toContain(
    'not known without sagemaker:DescribeNotebookInstance',
  );
  expect(messageOf(configOf(undefined, studio))).toContain('nothing uses it now');
  expect(messageOf(studioUsedBy(studio, aProfile({ lifecycleConfigs: uses })))).toContain('used by anna');
});

test('edge 4: the fix says that scripts of HyperPod clusters are not read', () => {
  expect(check.fix(notebookConfig(aScript())).text).toContain('HyperPod');
});

test('the evidence is rule, line and fingerprint of each secret', () => {
  const verdict = check.evaluate(notebookConfig(aScript({ findings: [token, keyPair] })), {}, run);
  const field = 'DescribeNotebookInstanceLifecycleConfigOutput.OnStart[0].Content';
  expect(verdict.evidence).toMatchObject([
    { field, value: { rule: 'github-token', line: 4, fingerprint: '0123456789abcdef' } },
    { field, value: { rule: 'aws-key-pair', line: 7, fingerprint: 'fedcba9876543210' } },
  ]);
  expect(verdict.message).toContain('CRITICAL');
});

test('the fix stores the secret and replaces the hooks that the configuration has', () => {
  const { command } = check.fix(notebookConfig(aScript(), aScript({ field: 'OnCreate[0].Content' })));
  expect(command).toContain('create-secret --region eu-west-1 --name fraud-setup');
  expect(command).toContain('--notebook-instance-lifecycle-config-name fraud-setup --on-create Content=');
  expect(command).toContain('--on-start Content=');
  expect(check.fix(studioConfig(aScript())).command).toContain(
    'create-studio-lifecycle-config --region eu-west-1 --studio-lifecycle-config-name NEW_NAME --studio-lifecycle-config-app-type JupyterLab',
  );
});

function configOf(
  notebook: NotebookLifecycleConfig | undefined,
  studio?: StudioLifecycleConfig,
  notebooks: readonly Notebook[] = [],
): LifecycleConfig {
  const [config] = lifecycleConfigs.derive(
    {
      notebookConfigs: listOf(notebook === undefined ? [] : [notebook]),
      studioConfigs: listOf(studio === undefined ? [] : [studio]),
      notebooks: listOf(notebooks),
      domains: listOf([]),
      userProfiles: listOf([]),
      spaces: listOf([]),
    },
    run,
  ).items;
  if (config === undefined) throw new Error('nothing was derived');
  return config;
}

function studioUsedBy(studio: StudioLifecycleConfig, profile: ReturnType<typeof aProfile>): LifecycleConfig {
  const [config] = lifecycleConfigs.derive(
    {
      notebookConfigs: listOf([]),
      studioConfigs: listOf([studio]),
      notebooks: listOf([]),
      domains: listOf([aDomain(denied('sagemaker:DescribeDomain'))]),
      userProfiles: listOf([profile]),
      spaces: listOf([]),
    },
    run,
  ).items;
  if (config === undefined) throw new Error('nothing was derived');
  return config;
}

function messageOf(config: LifecycleConfig): string {
  return check.evaluate(config, {}, run).message;
}

test('there is no lifecycle configuration: NOT_APPLICABLE', () => {
  expect(verdictOnNothing(check)).toMatchObject({ status: 'NOT_APPLICABLE', reason: 'no-resource' });
});
