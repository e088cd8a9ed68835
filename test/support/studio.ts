import type { Fact, Gap } from '../../src/core/fact.ts';
import type { Notebook } from '../../src/inventory/notebooks.ts';
import {
  domains,
  spaces,
  userProfiles,
  type AppSettings,
  type Domain,
  type DomainSettings,
  type Space,
  type UserProfile,
  type UserSettings,
} from '../../src/inventory/studio.ts';
import { developmentEnvironments, type DevelopmentEnvironment } from '../../src/lineage/development-environments.ts';
import { home, listOf, originOf, region, run, told } from './inventory.ts';

const domainId = 'd-0a1b2c3d4e5f';
const base = { account: home.account, region, status: 'InService' };
const arnOf = (path: string) => `arn:aws:sagemaker:${region}:${home.account}:${path}`;

/** A domain in service; `settings` overrides single settings, or takes a gap. */
export function aDomain(settings: Partial<DomainSettings> | Fact<DomainSettings> = {}, overrides: Partial<Domain> = {}): Domain {
  return {
    ...base,
    arn: arnOf(`domain/${domainId}`),
    type: domains.type,
    name: domainId,
    from: originOf('sagemaker:ListDomains'),
    settings: 'known' in settings ? settings : told({ ...domainDefaults, ...settings }, 'sagemaker:DescribeDomain'),
    ...overrides,
  };
}

/** A user of that domain. */
export function aProfile(
  settings: Partial<UserSettings> | Fact<UserSettings> = {},
  overrides: Partial<UserProfile> = {},
): UserProfile {
  const { name = 'anna' } = overrides;
  return {
    ...base,
    arn: arnOf(`user-profile/${domainId}/${name}`),
    type: userProfiles.type,
    name,
    domainId,
    settings: 'known' in settings ? settings : told({ ...userDefaults, ...settings }, 'sagemaker:DescribeUserProfile'),
    ...overrides,
  };
}

/** A space of that domain. */
export function aSpace(settings: Partial<AppSettings> | Fact<AppSettings> = {}, overrides: Partial<Space> = {}): Space {
  const { name = 'fraud' } = overrides;
  return {
    ...base,
    arn: arnOf(`space/${domainId}/${name}`),
    type: spaces.type,
    name,
    domainId,
    settings: 'known' in settings ? settings : told({ ...appDefaults, ...settings }, 'sagemaker:DescribeSpace'),
    ...overrides,
  };
}

/** Repositories as JupyterLab's default settings hold them. */
export function labRepositories(...urls: readonly string[]): AppSettings {
  const field = 'DefaultUserSettings.JupyterLabAppSettings.CodeRepositories';
  return { ...appDefaults, repositories: urls.map((value) => ({ field, value, userinfo: false })) };
}

/** What an account holds of places to work in; lists are complete, but for the gaps. */
export interface Workplaces {
  readonly notebooks?: readonly Notebook[];
  readonly domains?: readonly Domain[];
  readonly profiles?: readonly UserProfile[];
  readonly spaces?: readonly Space[];
  readonly gaps?: { readonly domains?: Gap; readonly profiles?: Gap; readonly spaces?: Gap };
}

/** The environments of these, and the gaps that may hide further ones. */
export function environmentsOf(places: Workplaces): {
  readonly items: readonly DevelopmentEnvironment[];
  readonly gaps: readonly Gap[];
} {
  const { gaps = {} } = places;
  const { items, gaps: hiding } = developmentEnvironments.derive(
    {
      notebooks: listOf(places.notebooks ?? []),
      domains: listOf(places.domains ?? [], ...some(gaps.domains)),
      userProfiles: listOf(places.profiles ?? [], ...some(gaps.profiles)),
      spaces: listOf(places.spaces ?? [], ...some(gaps.spaces)),
    },
    run,
  );
  return { items: [...items], gaps: hiding };
}

const appDefaults: AppSettings = { repositories: [], lifecycleConfigs: [] };
const userDefaults: UserSettings = { ...appDefaults, roles: [], keys: [], locations: [] };
const domainDefaults: DomainSettings = {
  ...userDefaults,
  roles: [{ field: 'DefaultUserSettings.ExecutionRole', value: `arn:aws:iam::${home.account}:role/studio` }],
  subnets: ['subnet-0a1b2c3d4e5f60001'],
  vpcId: 'vpc-0a1b2c3d4e5f60001',
};

function some(gap: Gap | undefined): readonly Gap[] {
  return gap === undefined ? [] : [gap];
}
