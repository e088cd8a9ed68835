import type { Fact } from '../../src/core/fact.ts';
import { notebooks, type Notebook, type NotebookSettings } from '../../src/inventory/notebooks.ts';
import { home, region, told } from './inventory.ts';

/** A notebook in service; `settings` overrides single settings, or takes a gap. */
export function aNotebook(
  settings: Partial<NotebookSettings> | Fact<NotebookSettings> = {},
  overrides: Partial<Notebook> = {},
): Notebook {
  const name = overrides.name ?? 'fraud-research';
  return {
    arn: `arn:aws:sagemaker:${region}:${home.account}:notebook-instance/${name}`,
    type: notebooks.type,
    name,
    account: home.account,
    region,
    status: 'InService',
    settings: 'known' in settings ? settings : told({ ...defaults, ...settings }, 'sagemaker:DescribeNotebookInstance'),
    ...overrides,
  };
}

const defaults: NotebookSettings = {
  directInternetAccess: 'Disabled',
  subnetId: 'subnet-0a1b2c3d4e5f60001',
  securityGroups: ['sg-0a1b2c3d4e5f60001'],
  kmsKeyId: null,
  roleArn: `arn:aws:iam::${home.account}:role/fraud-notebook`,
  instanceType: 'ml.t3.medium',
  lifecycleConfigName: null,
  repositories: [],
};
