import type { AccountOf, SageMakerData } from '../account.ts';
import { defineHandlers, type Handlers, type SandboxCall } from '../types.ts';
import { given, pageOf } from './pages.ts';
import { notFound, sagemakerPages } from './sagemaker.ts';

/** SageMaker: notebook instances and their lifecycle configurations. */
export function sagemakerNotebooks(accountOf: AccountOf): Handlers {
  const here = (call: SandboxCall): SageMakerData => accountOf(call).in[call.region]?.sagemaker ?? {};
  return defineHandlers('sagemaker', {
    ListNotebookInstances({ NextToken, MaxResults }, call) {
      const { page, next } = pageOf(here(call).notebookInstances ?? [], {
        token: NextToken,
        size: MaxResults,
        ...sagemakerPages,
      });
      const summaries = page.map((one) => ({
        NotebookInstanceName: one.NotebookInstanceName,
        NotebookInstanceArn: one.NotebookInstanceArn,
        NotebookInstanceStatus: one.NotebookInstanceStatus,
        InstanceType: one.InstanceType,
        CreationTime: one.CreationTime,
      }));
      return given({ NotebookInstances: summaries, NextToken: next });
    },
    DescribeNotebookInstance({ NotebookInstanceName: name = '' }, call) {
      const found = here(call).notebookInstances?.find((one) => one.NotebookInstanceName === name);
      return found ?? notFound();
    },
    ListNotebookInstanceLifecycleConfigs({ NextToken, MaxResults }, call) {
      const all = here(call).notebookLifecycleConfigs ?? [];
      const { page, next } = pageOf(all, { token: NextToken, size: MaxResults, ...sagemakerPages });
      const summaries = page.map((one) =>
        given({
          NotebookInstanceLifecycleConfigName: one.NotebookInstanceLifecycleConfigName,
          NotebookInstanceLifecycleConfigArn: one.NotebookInstanceLifecycleConfigArn,
          CreationTime: one.CreationTime,
          LastModifiedTime: one.LastModifiedTime,
        }),
      );
      return given({ NotebookInstanceLifecycleConfigs: summaries, NextToken: next });
    },
    DescribeNotebookInstanceLifecycleConfig({ NotebookInstanceLifecycleConfigName: name }, call) {
      const found = here(call).notebookLifecycleConfigs?.find((one) => one.NotebookInstanceLifecycleConfigName === name);
      return found ?? notFound();
    },
  });
}
