import type { Fact } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';

/** What DescribeNotebookInstance says, in our words. */
export interface NotebookSettings {
  /** `null` where AWS left the field out: the service default is Enabled. */
  readonly directInternetAccess: string | null;
  readonly subnetId: string | null;
  readonly securityGroups: readonly string[];
  /** Key id, key ARN, alias name or alias ARN. */
  readonly kmsKeyId: string | null;
  readonly roleArn: string;
  /** `null` where AWS left the field out. */
  readonly instanceType: string | null;
  readonly lifecycleConfigName: string | null;
  /** Names of code repositories, or URLs without their userinfo. */
  readonly repositories: readonly NotebookRepository[];
}

/** A repository of a notebook: the name of a code repository, or a URL. */
export interface NotebookRepository {
  readonly field: 'DefaultCodeRepository' | 'AdditionalCodeRepositories';
  /** The name, or the URL without userinfo. */
  readonly value: string;
  /** The URL held a user name or token. */
  readonly userinfo: boolean;
}

export interface Notebook extends Resource {
  /** NotebookInstanceStatus of the list. */
  readonly status: string;
  readonly settings: Fact<NotebookSettings>;
}

export const notebooks = section<Notebook>({
  name: 'sagemaker.notebooks',
  type: 'AWS::SageMaker::NotebookInstance',
  scope: 'regional',
  core: true,
  arn: 'arn:P:sagemaker:R:A:notebook-instance/*',
});
