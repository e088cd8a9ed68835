import type { Fact } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';
import type { FieldValue } from './values.ts';

/** A repository as a notebook or a Studio setting names it: the name of a code repository, or a URL without its userinfo. */
export interface RepositoryValue extends FieldValue {
  /** The URL held a user name or token. */
  readonly userinfo: boolean;
}

/** GitConfig of a code repository. */
export interface GitSettings {
  /** Without userinfo; empty where the text is no URL. */
  readonly url: string;
  /** The URL held a user name or token. */
  readonly userinfo: boolean;
  /** `null`: the repository's own default. */
  readonly branch: string | null;
  /** Secret with the credentials; `null`: none. */
  readonly secretArn: string | null;
}

/** A Git repository that is registered in SageMaker. */
export interface CodeRepository extends Resource {
  readonly git: Fact<GitSettings>;
}

export const codeRepositories = section<CodeRepository>({
  name: 'sagemaker.code-repositories',
  type: 'AWS::SageMaker::CodeRepository',
  scope: 'regional',
  core: true,
  arn: 'arn:P:sagemaker:R:A:code-repository/*',
});
