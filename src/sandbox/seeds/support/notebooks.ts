import type * as SageMaker from '@aws-sdk/client-sagemaker';
import type { SageMakerData } from '../../account.ts';
import { daysAgo, hoursAgo, roleArn, sageMakerArn, type Place } from './place.ts';

type Notebook = NonNullable<SageMakerData['notebookInstances']>[number];
type LifecycleConfig = NonNullable<SageMakerData['notebookLifecycleConfigs']>[number];

/** A notebook in service. `DirectInternetAccess` is only what the seed says. */
export function notebook(at: Place, name: string, role: string, more: Partial<Notebook>): Notebook {
  return {
    NotebookInstanceArn: sageMakerArn(at, 'notebook-instance', name),
    NotebookInstanceName: name,
    NotebookInstanceStatus: 'InService',
    Url: `${name}-x7k2.notebook.${at.region}.sagemaker.aws`,
    InstanceType: 'ml.t3.xlarge',
    RoleArn: roleArn(at, role),
    LastModifiedTime: hoursAgo(at, 9),
    CreationTime: daysAgo(at, 130),
    VolumeSizeInGB: 50,
    RootAccess: 'Enabled',
    PlatformIdentifier: 'notebook-al2023-v1',
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' },
    ...more,
  };
}

/** A lifecycle configuration with one script on start; `script` is text, or bytes that are none. */
export function lifecycleConfig(at: Place, name: string, script: string | Uint8Array): LifecycleConfig {
  return {
    NotebookInstanceLifecycleConfigArn: sageMakerArn(at, 'notebook-instance-lifecycle-config', name),
    NotebookInstanceLifecycleConfigName: name,
    OnCreate: [],
    OnStart: [{ Content: base64(script) }],
    LastModifiedTime: daysAgo(at, 80),
    CreationTime: daysAgo(at, 120),
  };
}

export function base64(script: string | Uint8Array): string {
  return Buffer.from(script).toString('base64');
}

export function codeRepository(at: Place, name: string, GitConfig: SageMaker.GitConfig): SageMaker.CodeRepositorySummary {
  return {
    CodeRepositoryName: name,
    CodeRepositoryArn: sageMakerArn(at, 'code-repository', name),
    CreationTime: daysAgo(at, 200),
    LastModifiedTime: daysAgo(at, 90),
    GitConfig,
  };
}
