import type { Fact } from '../../src/core/fact.ts';
import {
  notebookLifecycleConfigs,
  studioLifecycleConfigs,
  type LifecycleScript,
  type NotebookLifecycleConfig,
  type ReadableScript,
  type StudioLifecycleConfig,
} from '../../src/inventory/lifecycle-configs.ts';
import { home, region, told } from './inventory.ts';

const base = { account: home.account, region };

/** A clean script of a notebook's OnStart hook. */
export function aScript(overrides: Partial<ReadableScript> = {}): ReadableScript {
  return {
    readable: true,
    field: 'OnStart[0].Content',
    sha256: 'f'.repeat(64),
    lineCount: 12,
    usesSecretsManager: false,
    usesCodeArtifact: false,
    findings: [],
    ...overrides,
  };
}

/** A notebook's lifecycle configuration with these scripts, or a gap. */
export function aNotebookLifecycleConfig(
  scripts: readonly LifecycleScript[] | Fact<readonly LifecycleScript[]> = [aScript()],
): NotebookLifecycleConfig {
  const name = 'fraud-setup';
  return {
    ...base,
    arn: `arn:aws:sagemaker:${region}:${home.account}:notebook-instance-lifecycle-config/${name}`,
    type: notebookLifecycleConfigs.type,
    name,
    scripts: 'known' in scripts ? scripts : told(scripts, 'sagemaker:DescribeNotebookInstanceLifecycleConfig'),
  };
}

/** A Studio lifecycle configuration with this script. */
export function aStudioLifecycleConfig(
  script: LifecycleScript = aScript({ field: 'StudioLifecycleConfigContent' }),
): StudioLifecycleConfig {
  const name = 'lab-setup';
  return {
    ...base,
    arn: `arn:aws:sagemaker:${region}:${home.account}:studio-lifecycle-config/${name}`,
    type: studioLifecycleConfigs.type,
    name,
    appType: 'JupyterLab',
    scripts: told([script], 'sagemaker:DescribeStudioLifecycleConfig'),
  };
}
