import type { OutputOf } from '../../core/operation.ts';
import type { RepositoryValue } from '../../inventory/code-repositories.ts';
import type { AppSettings, UserSettings } from '../../inventory/studio.ts';
import type { FieldValue } from '../../inventory/values.ts';
import { repositoryReference } from './repositories.ts';

type DomainAnswer = OutputOf<'sagemaker', 'DescribeDomain'>;
type UserSettingsAnswer = NonNullable<DomainAnswer['DefaultUserSettings']>;

/** Settings of applications, as domains, profiles and spaces have them: each level knows some of these. */
interface AppsAnswer {
  readonly JupyterServerAppSettings?: AppAnswer | undefined;
  readonly JupyterLabAppSettings?: AppAnswer | undefined;
  readonly KernelGatewayAppSettings?: AppAnswer | undefined;
  readonly CodeEditorAppSettings?: AppAnswer | undefined;
}

interface AppAnswer {
  readonly CodeRepositories?: readonly { readonly RepositoryUrl: string | undefined }[] | undefined;
  readonly LifecycleConfigArns?: readonly string[] | undefined;
  readonly BuiltInLifecycleConfigArn?: string | undefined;
  readonly DefaultResourceSpec?: { readonly LifecycleConfigArn?: string | undefined } | undefined;
}

const apps = [
  'JupyterServerAppSettings',
  'JupyterLabAppSettings',
  'KernelGatewayAppSettings',
  'CodeEditorAppSettings',
] as const satisfies readonly (keyof AppsAnswer)[];

/** Repositories and lifecycle configurations of the applications below one member of the answer. */
export function toAppSettings(member: string, answer: AppsAnswer = {}): AppSettings {
  return {
    repositories: apps.flatMap((app) => repositoriesOf(`${member}.${app}`, answer[app])),
    lifecycleConfigs: apps.flatMap((app) => lifecycleConfigsOf(`${member}.${app}`, answer[app])),
  };
}

/** What a domain sets for its users, or a profile for one. */
export function toUserSettings(member: string, answer: UserSettingsAnswer = {}): UserSettings {
  const { ExecutionRole: role, SharingSettings: sharing, CanvasAppSettings: canvas } = answer;
  const workspace = `${member}.CanvasAppSettings.WorkspaceSettings`;
  return {
    ...toAppSettings(member, answer),
    roles: given(`${member}.ExecutionRole`, role),
    keys: [
      ...given(`${member}.SharingSettings.S3KmsKeyId`, sharing?.S3KmsKeyId),
      ...given(`${workspace}.S3KmsKeyId`, canvas?.WorkspaceSettings?.S3KmsKeyId),
    ],
    locations: [
      ...given(`${member}.SharingSettings.S3OutputPath`, sharing?.S3OutputPath),
      ...given(`${workspace}.S3ArtifactPath`, canvas?.WorkspaceSettings?.S3ArtifactPath),
    ],
  };
}

/** A field that may be left out, as a list of none or one. */
export function given(field: string, value: string | undefined): readonly FieldValue[] {
  return value === undefined ? [] : [{ field, value }];
}

function repositoriesOf(path: string, answer: AppAnswer = {}): readonly RepositoryValue[] {
  const field = `${path}.CodeRepositories`;
  return (answer.CodeRepositories ?? []).flatMap(({ RepositoryUrl: url }) =>
    url === undefined ? [] : [{ field, ...repositoryReference(url) }],
  );
}

function lifecycleConfigsOf(path: string, answer: AppAnswer = {}): readonly FieldValue[] {
  const { LifecycleConfigArns: arns = [], BuiltInLifecycleConfigArn: builtIn, DefaultResourceSpec: spec } = answer;
  return [
    ...arns.map((value) => ({ field: `${path}.LifecycleConfigArns`, value })),
    ...given(`${path}.BuiltInLifecycleConfigArn`, builtIn),
    ...given(`${path}.DefaultResourceSpec.LifecycleConfigArn`, spec?.LifecycleConfigArn),
  ];
}
