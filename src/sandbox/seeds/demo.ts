import type { AccountData, Seed } from '../account.ts';

const id = '111122223333';

/** A believable company: three ML teams in four Regions, one empty Region, and one that an organization policy closes. */
export const demo: Seed = {
  name: 'demo',
  description: 'three ML teams; something of every status',
  account: (): AccountData => ({
    id,
    partition: 'aws',
    auditor: `arn:aws:sts::${id}:assumed-role/mlwarden-auditor/mlwarden`,
    regions: [
      { name: 'eu-central-1', status: 'ENABLED_BY_DEFAULT' },
      { name: 'eu-west-1', status: 'ENABLED_BY_DEFAULT' },
    ],
    in: {
      'eu-west-1': {
        sagemaker: {
          notebookInstances: [
            {
              NotebookInstanceArn: `arn:aws:sagemaker:eu-west-1:${id}:notebook-instance/fraud-research`,
              NotebookInstanceName: 'fraud-research',
              NotebookInstanceStatus: 'InService',
              InstanceType: 'ml.t3.xlarge',
              SubnetId: 'subnet-0f1a000000000001',
              SecurityGroups: ['sg-0f1a000000000001'],
              RoleArn: `arn:aws:iam::${id}:role/fraud-notebook`,
              DirectInternetAccess: 'Disabled',
            },
            {
              NotebookInstanceArn: `arn:aws:sagemaker:eu-west-1:${id}:notebook-instance/churn-playground`,
              NotebookInstanceName: 'churn-playground',
              NotebookInstanceStatus: 'InService',
              InstanceType: 'ml.t3.medium',
              RoleArn: `arn:aws:iam::${id}:role/churn-notebook`,
              DirectInternetAccess: 'Enabled',
            },
          ],
        },
      },
    },
  }),
};
