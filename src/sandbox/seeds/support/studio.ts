import type { SageMakerData } from '../../account.ts';
import { base64 } from './notebooks.ts';
import { arnOf, daysAgo, roleArn, sageMakerArn, type Place } from './place.ts';

type Domain = NonNullable<SageMakerData['domains']>[number];
type UserProfile = NonNullable<SageMakerData['userProfiles']>[number];
type Space = NonNullable<SageMakerData['spaces']>[number];
type LifecycleConfig = NonNullable<SageMakerData['studioLifecycleConfigs']>[number];

/** A Studio domain in service. */
export function domain(at: Place, id: string, name: string, role: string, more: Partial<Domain>): Domain {
  return {
    DomainArn: sageMakerArn(at, 'domain', id),
    DomainId: id,
    DomainName: name,
    Status: 'InService',
    AuthMode: 'IAM',
    CreationTime: daysAgo(at, 220),
    LastModifiedTime: daysAgo(at, 40),
    HomeEfsFileSystemId: 'fs-0b1c2d3e4f5a60718',
    Url: `https://${id}.studio.${at.region}.sagemaker.aws`,
    AppNetworkAccessType: 'PublicInternetOnly',
    DefaultUserSettings: { ExecutionRole: roleArn(at, role) },
    ...more,
  };
}

export function userProfile(
  at: Place,
  DomainId: string,
  name: string,
  UserSettings: UserProfile['UserSettings'] = {},
): UserProfile {
  return {
    DomainId,
    UserProfileArn: arnOf(at, 'sagemaker', `user-profile/${DomainId}/${name}`),
    UserProfileName: name,
    HomeEfsFileSystemUid: '200005',
    Status: 'InService',
    CreationTime: daysAgo(at, 180),
    LastModifiedTime: daysAgo(at, 180),
    UserSettings,
  };
}

export function space(at: Place, DomainId: string, name: string, OwnerUserProfileName: string): Space {
  return {
    DomainId,
    SpaceArn: arnOf(at, 'sagemaker', `space/${DomainId}/${name}`),
    SpaceName: name,
    Status: 'InService',
    CreationTime: daysAgo(at, 60),
    LastModifiedTime: daysAgo(at, 60),
    SpaceSettings: { AppType: 'JupyterLab', JupyterLabAppSettings: {} },
    OwnershipSettings: { OwnerUserProfileName },
    SpaceSharingSettings: { SharingType: 'Private' },
  };
}

export function studioLifecycleConfig(at: Place, name: string, script: string): LifecycleConfig {
  return {
    StudioLifecycleConfigArn: sageMakerArn(at, 'studio-lifecycle-config', name),
    StudioLifecycleConfigName: name,
    StudioLifecycleConfigContent: base64(script),
    StudioLifecycleConfigAppType: 'JupyterLab',
    CreationTime: daysAgo(at, 95),
    LastModifiedTime: daysAgo(at, 95),
  };
}
