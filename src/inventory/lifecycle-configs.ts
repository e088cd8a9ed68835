import type { Fact } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';
import type { SecretMatch } from '../core/secret.ts';

/** One script of a lifecycle configuration, classified in the collector. Nothing of its text is kept. */
export type LifecycleScript = ReadableScript | UnreadableScript;

export interface ReadableScript {
  readonly readable: true;
  /** Field of the describing call's answer, such as `OnStart[0].Content`. */
  readonly field: string;
  /** Of the script's bytes, after Base64 and gzip. */
  readonly sha256: string;
  readonly lineCount: number;
  readonly usesSecretsManager: boolean;
  readonly usesCodeArtifact: boolean;
  readonly findings: readonly SecretMatch[];
}

/** A script without content, or whose content is no Base64 of UTF-8 text: it was not scanned, so it is not clean. */
export interface UnreadableScript {
  readonly readable: false;
  readonly field: string;
  readonly why: string;
}

/** Scripts that run when a notebook instance is created or started. */
export interface NotebookLifecycleConfig extends Resource {
  /** Empty for a configuration without any hook. */
  readonly scripts: Fact<readonly LifecycleScript[]>;
}

export const notebookLifecycleConfigs = section<NotebookLifecycleConfig>({
  name: 'sagemaker.notebook-lifecycle-configs',
  type: 'AWS::SageMaker::NotebookInstanceLifecycleConfig',
  scope: 'regional',
  core: true,
  arn: 'arn:P:sagemaker:R:A:notebook-instance-lifecycle-config/*',
});

/** A script that runs when a Studio application starts. */
export interface StudioLifecycleConfig extends Resource {
  /** `JupyterServer`, `KernelGateway`, `JupyterLab`, `CodeEditor`; `null` where the list left it out. */
  readonly appType: string | null;
  readonly scripts: Fact<readonly LifecycleScript[]>;
}

export const studioLifecycleConfigs = section<StudioLifecycleConfig>({
  name: 'sagemaker.studio-lifecycle-configs',
  type: 'AWS::SageMaker::StudioLifecycleConfig',
  scope: 'regional',
  core: true,
  arn: 'arn:P:sagemaker:R:A:studio-lifecycle-config/*',
});
