import { defineCollector } from '../core/collector.ts';
import { mapFact, present } from '../core/fact.ts';
import { op, paged, type OutputOf } from '../core/operation.ts';
import { notebooks, type NotebookRepository, type NotebookSettings } from '../inventory/notebooks.ts';
import { gone } from './support/absence.ts';
import { repositoryReference } from './support/repositories.ts';

export default defineCollector({
  section: notebooks,
  runs: 'every-region',
  operations: {
    list: paged('sagemaker', 'ListNotebookInstances', {
      token: ['NextToken', 'NextToken'],
      items: (page) => page.NotebookInstances,
      size: { MaxResults: 100 },
    }),
    describe: op('sagemaker', 'DescribeNotebookInstance', { required: ['NotebookInstanceArn', 'RoleArn'], absent: gone }),
  },
  async collect(aws, { account, region }, emit) {
    await aws.list.each({}, async ({ NotebookInstanceArn: arn, NotebookInstanceName: name, NotebookInstanceStatus: status }) => {
      if (arn === undefined || name === undefined || status === undefined || status === 'Deleting') return;
      const detail = present(await aws.describe({ NotebookInstanceName: name }));
      if (detail === null) return;
      emit({ arn, name, account, region, type: notebooks.type, status, settings: mapFact(detail, toSettings) });
    });
  },
});

type Description = OutputOf<'sagemaker', 'DescribeNotebookInstance'>;

function toSettings(answer: Description & { RoleArn: string }): NotebookSettings {
  return {
    directInternetAccess: answer.DirectInternetAccess ?? null,
    subnetId: answer.SubnetId ?? null,
    securityGroups: answer.SecurityGroups ?? [],
    kmsKeyId: answer.KmsKeyId ?? null,
    roleArn: answer.RoleArn,
    instanceType: answer.InstanceType ?? null,
    lifecycleConfigName: answer.NotebookInstanceLifecycleConfigName ?? null,
    repositories: repositories(answer),
  };
}

function repositories(answer: Description): readonly NotebookRepository[] {
  const { DefaultCodeRepository: first, AdditionalCodeRepositories: others = [] } = answer;
  return [
    ...(first === undefined ? [] : [{ field: 'DefaultCodeRepository' as const, ...repositoryReference(first) }]),
    ...others.map((value) => ({ field: 'AdditionalCodeRepositories' as const, ...repositoryReference(value) })),
  ];
}
