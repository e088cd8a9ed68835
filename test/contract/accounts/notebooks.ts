import { CreateNotebookInstanceCommand, type CreateNotebookInstanceInput } from '@aws-sdk/client-sagemaker';
import type { Account } from '../support/account.ts';

/** A notebook instance; moto has it in service at once. */
export async function createNotebook(
  { sagemaker, id }: Account,
  name: string,
  settings: Partial<CreateNotebookInstanceInput> = {},
): Promise<void> {
  await sagemaker.send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName: name,
      InstanceType: 'ml.t3.medium',
      RoleArn: `arn:aws:iam::${id}:role/notebook`,
      ...settings,
    }),
  );
}
