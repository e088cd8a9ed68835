import type { AccountOf, SageMakerData } from '../account.ts';
import { defineHandlers, SandboxError, type Handlers, type SandboxCall } from '../types.ts';
import { given, pageOf } from './pages.ts';

/** Page sizes of SageMaker's lists (API reference, MaxResults). */
const sizes = { usual: 10, most: 100 };

/** SageMaker. */
export function sagemaker(accountOf: AccountOf): Handlers {
  const here = (call: SandboxCall): SageMakerData => accountOf(call).in[call.region]?.sagemaker ?? {};
  return defineHandlers('sagemaker', {
    ListNotebookInstances({ NextToken, MaxResults }, call) {
      const { page, next } = pageOf(here(call).notebookInstances ?? [], { token: NextToken, size: MaxResults, ...sizes });
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
      return found ?? gone('RecordNotFound');
    },
  });
}

/** SageMaker's answer for what is not there; its model has no error for most kinds. */
function gone(message: string): never {
  throw new SandboxError('ValidationException', `${message}: Could not find the requested resource`, 400);
}
