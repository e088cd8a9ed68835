import { expect, test } from 'vitest';
import check from '../../../checks/vpc/vpc-notebook-direct-internet-access.ts';
import { denied, run } from '../../support/inventory.ts';
import { aNotebook } from '../../support/notebooks.ts';

test.for([
  ['disabled', aNotebook({ directInternetAccess: 'Disabled' }), 'PASS'],
  ['enabled', aNotebook({ directInternetAccess: 'Enabled' }), 'FAIL'],
  ['not set, so the default Enabled', aNotebook({ directInternetAccess: null }), 'FAIL'],
  ['settings that we may not read', aNotebook(denied('sagemaker:DescribeNotebookInstance')), 'UNKNOWN'],
  ['a failed notebook', aNotebook({}, { status: 'Failed' }), 'NOT_APPLICABLE'],
  ['edge 1: stopped still counts', aNotebook({ directInternetAccess: 'Enabled' }, { status: 'Stopped' }), 'FAIL'],
  ['edge 1: pending maintenance still counts', aNotebook({}, { status: 'PendingMaintenance' }), 'PASS'],
  ['edge 2: disabled in a subnet, whatever its routes', aNotebook({ subnetId: 'subnet-0a1b2c3d4e5f60002' }), 'PASS'],
] as const)('%s is %s', ([, notebook, status]) => {
  expect(check.evaluate(notebook, {}, run).status).toBe(status);
});

test('edge 3: the fix recreates the notebook with its own values', () => {
  const { text, command } = check.fix(aNotebook({ directInternetAccess: 'Enabled' }));
  expect(text).toContain('cannot be changed');
  expect(command).toContain('--notebook-instance-name fraud-research');
  expect(command).toContain('--subnet-id subnet-0a1b2c3d4e5f60001');
});

test('the evidence names the field and says when a default was assumed', () => {
  expect(check.evaluate(aNotebook({ directInternetAccess: null }), {}, run).evidence).toMatchObject([
    {
      operation: 'sagemaker:DescribeNotebookInstance',
      field: 'DescribeNotebookInstanceOutput.DirectInternetAccess',
      value: null,
    },
  ]);
});
