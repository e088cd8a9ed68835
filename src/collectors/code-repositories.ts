import { defineCollector } from '../core/collector.ts';
import { mapFact, present } from '../core/fact.ts';
import { op, paged, type OutputOf } from '../core/operation.ts';
import { codeRepositories, type GitSettings } from '../inventory/code-repositories.ts';
import { gone } from './support/absence.ts';
import { repositoryReference } from './support/repositories.ts';

export default defineCollector({
  section: codeRepositories,
  runs: 'every-region',
  operations: {
    list: paged('sagemaker', 'ListCodeRepositories', {
      token: ['NextToken', 'NextToken'],
      items: (page) => page.CodeRepositorySummaryList,
      size: { MaxResults: 100 },
    }),
    /** Only where a summary lacks its Git configuration, which its type allows. */
    describe: op('sagemaker', 'DescribeCodeRepository', { required: ['GitConfig'], absent: gone }),
  },
  async collect(aws, { account, region }, emit) {
    await aws.list.each({}, async ({ CodeRepositoryArn: arn, CodeRepositoryName: name, GitConfig: listed }, { fact }) => {
      if (arn === undefined || name === undefined) return;
      const config =
        listed === undefined
          ? present(mapFact(await aws.describe({ CodeRepositoryName: name }), (answer) => answer?.GitConfig ?? null))
          : fact(listed);
      if (config === null) return;
      emit({ arn, name, account, region, type: codeRepositories.type, git: mapFact(config, toSettings) });
    });
  },
});

type GitConfig = NonNullable<OutputOf<'sagemaker', 'DescribeCodeRepository'>['GitConfig']>;

function toSettings({ RepositoryUrl: raw, Branch: branch, SecretArn: secretArn }: GitConfig): GitSettings {
  const { value, userinfo } = repositoryReference(raw ?? '');
  return { url: value, userinfo, branch: branch ?? null, secretArn: secretArn ?? null };
}
