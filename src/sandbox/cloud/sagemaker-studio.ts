import type { AccountOf, SageMakerData } from '../account.ts';
import { defineHandlers, SandboxError, type Handlers, type SandboxCall } from '../types.ts';
import { given, pageOf } from './pages.ts';
import { notFound, sagemakerPages } from './sagemaker.ts';

/** SageMaker: Studio domains, users, spaces, lifecycle configurations and code repositories. */
export function sagemakerStudio(accountOf: AccountOf): Handlers {
  const here = (call: SandboxCall): SageMakerData => accountOf(call).in[call.region]?.sagemaker ?? {};
  return defineHandlers('sagemaker', {
    ListDomains({ NextToken, MaxResults }, call) {
      const { page, next } = pageOf(here(call).domains ?? [], { token: NextToken, size: MaxResults, ...sagemakerPages });
      const summaries = page.map(({ DomainArn, DomainId, DomainName, Status, CreationTime, LastModifiedTime, Url }) =>
        given({ DomainArn, DomainId, DomainName, Status, CreationTime, LastModifiedTime, Url }),
      );
      return given({ Domains: summaries, NextToken: next });
    },
    DescribeDomain({ DomainId: id }, call) {
      return here(call).domains?.find((one) => one.DomainId === id) ?? studioNotFound('Domain', id);
    },
    ListUserProfiles({ NextToken, MaxResults, DomainIdEquals: domain }, call) {
      const all = (here(call).userProfiles ?? []).filter((one) => domain === undefined || one.DomainId === domain);
      const { page, next } = pageOf(all, { token: NextToken, size: MaxResults, ...sagemakerPages });
      const summaries = page.map(({ DomainId, UserProfileName, Status, CreationTime, LastModifiedTime }) =>
        given({ DomainId, UserProfileName, Status, CreationTime, LastModifiedTime }),
      );
      return given({ UserProfiles: summaries, NextToken: next });
    },
    DescribeUserProfile({ DomainId: domain, UserProfileName: name }, call) {
      const found = here(call).userProfiles?.find((one) => one.DomainId === domain && one.UserProfileName === name);
      return found ?? studioNotFound('UserProfile', name);
    },
    ListSpaces({ NextToken, MaxResults, DomainIdEquals: domain }, call) {
      const all = (here(call).spaces ?? []).filter((one) => domain === undefined || one.DomainId === domain);
      const { page, next } = pageOf(all, { token: NextToken, size: MaxResults, ...sagemakerPages });
      const summaries = page.map((one) => {
        const { DomainId, SpaceName, Status, CreationTime, LastModifiedTime, SpaceDisplayName } = one;
        const { SpaceSettings: settings, SpaceSharingSettings: sharing, OwnershipSettings: owner } = one;
        return given({
          DomainId,
          SpaceName,
          Status,
          CreationTime,
          LastModifiedTime,
          SpaceDisplayName,
          SpaceSettingsSummary:
            settings &&
            given({
              AppType: settings.AppType,
              RemoteAccess: settings.RemoteAccess,
              SpaceStorageSettings: settings.SpaceStorageSettings,
            }),
          SpaceSharingSettingsSummary: sharing && { SharingType: sharing.SharingType },
          OwnershipSettingsSummary: owner && { OwnerUserProfileName: owner.OwnerUserProfileName },
        });
      });
      return given({ Spaces: summaries, NextToken: next });
    },
    DescribeSpace({ DomainId: domain, SpaceName: name }, call) {
      const found = here(call).spaces?.find((one) => one.DomainId === domain && one.SpaceName === name);
      return found ?? studioNotFound('Space', name);
    },
    ListStudioLifecycleConfigs({ NextToken, MaxResults }, call) {
      const all = here(call).studioLifecycleConfigs ?? [];
      const { page, next } = pageOf(all, { token: NextToken, size: MaxResults, ...sagemakerPages });
      const summaries = page.map((one) =>
        given({
          StudioLifecycleConfigArn: one.StudioLifecycleConfigArn,
          StudioLifecycleConfigName: one.StudioLifecycleConfigName,
          StudioLifecycleConfigAppType: one.StudioLifecycleConfigAppType,
          CreationTime: one.CreationTime,
          LastModifiedTime: one.LastModifiedTime,
        }),
      );
      return given({ StudioLifecycleConfigs: summaries, NextToken: next });
    },
    DescribeStudioLifecycleConfig({ StudioLifecycleConfigName: name }, call) {
      const found = here(call).studioLifecycleConfigs?.find((one) => one.StudioLifecycleConfigName === name);
      return found ?? studioNotFound('StudioLifecycleConfig', name);
    },
    ListCodeRepositories({ NextToken, MaxResults }, call) {
      const all = here(call).codeRepositories ?? [];
      const { page, next } = pageOf(all, { token: NextToken, size: MaxResults, ...sagemakerPages });
      return given({ CodeRepositorySummaryList: page, NextToken: next });
    },
    DescribeCodeRepository({ CodeRepositoryName: name }, call) {
      return here(call).codeRepositories?.find((one) => one.CodeRepositoryName === name) ?? notFound();
    },
  });
}

/** Studio's describing calls model this error, unlike the rest of SageMaker. */
function studioNotFound(kind: string, name = ''): never {
  throw new SandboxError('ResourceNotFound', `${kind} [${name}] does not exist.`, 400);
}
