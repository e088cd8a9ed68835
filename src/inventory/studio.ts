import type { Fact, Origin } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';
import type { RepositoryValue } from './code-repositories.ts';
import type { FieldValue } from './values.ts';

/** What a space sets for its applications. Fields are relative to the describing call's answer. */
export interface AppSettings {
  /** Repositories of JupyterServer and JupyterLab. */
  readonly repositories: readonly RepositoryValue[];
  /** ARNs of Studio lifecycle configurations. */
  readonly lifecycleConfigs: readonly FieldValue[];
}

/** What a domain sets for all of its users, or a profile for one. */
export interface UserSettings extends AppSettings {
  /** Execution roles. */
  readonly roles: readonly FieldValue[];
  /** Key ids, key ARNs, alias names or alias ARNs. */
  readonly keys: readonly FieldValue[];
  /** Where shared notebook outputs and Canvas artifacts go. */
  readonly locations: readonly FieldValue[];
}

/** DescribeDomain. The deprecated HomeEfsFileSystemKmsKeyId is a key of its own field. */
export interface DomainSettings extends UserSettings {
  readonly subnets: readonly string[];
  /** `null` where AWS left it out. */
  readonly vpcId: string | null;
}

/** A Studio domain; `name` is its id. */
export interface Domain extends Resource {
  /** The call that listed it. */
  readonly from: Origin;
  /** `InService`, `Pending`, `Updating`, `Failed`, `Update_Failed`, `Delete_Failed`. */
  readonly status: string;
  readonly settings: Fact<DomainSettings>;
}

export const domains = section<Domain>({
  name: 'sagemaker.domains',
  type: 'AWS::SageMaker::Domain',
  scope: 'regional',
  core: true,
  arn: 'arn:P:sagemaker:R:A:domain/*',
});

/** A user of a domain. */
export interface UserProfile extends Resource {
  readonly domainId: string;
  /** The same words as a domain's. */
  readonly status: string;
  readonly settings: Fact<UserSettings>;
}

export const userProfiles = section<UserProfile>({
  name: 'sagemaker.user-profiles',
  type: 'AWS::SageMaker::UserProfile',
  scope: 'regional',
  core: true,
  arn: 'arn:P:sagemaker:R:A:user-profile/*',
});

/** A place of work in a domain, for one user or shared. */
export interface Space extends Resource {
  readonly domainId: string;
  /** The same words as a domain's. */
  readonly status: string;
  readonly settings: Fact<AppSettings>;
}

export const spaces = section<Space>({
  name: 'sagemaker.spaces',
  type: 'AWS::SageMaker::Space',
  scope: 'regional',
  core: true,
  arn: 'arn:P:sagemaker:R:A:space/*',
});
