import { expect, test } from 'vitest';
import check from '../../../checks/vpc/vpc-notebook-custom-vpc.ts';
import { denied, run } from '../../support/inventory.ts';
import { aNotebook } from '../../support/notebooks.ts';

test.for([
  ['in a subnet', aNotebook(), 'PASS'],
  ['without a subnet', aNotebook({ subnetId: null }), 'FAIL'],
  ['with an empty subnet', aNotebook({ subnetId: '' }), 'FAIL'],
  ['without a subnet, though stopped', aNotebook({ subnetId: null }, { status: 'Stopped' }), 'FAIL'],
  ['settings that we may not read', aNotebook(denied('sagemaker:DescribeNotebookInstance')), 'UNKNOWN'],
  ['a failed notebook', aNotebook({ subnetId: null }, { status: 'Failed' }), 'NOT_APPLICABLE'],
  ['edge 1: a second way out beside the subnet, judged elsewhere', aNotebook({ directInternetAccess: 'Enabled' }), 'PASS'],
] as const)('%s is %s', ([, notebook, status]) => {
  expect(check.evaluate(notebook, {}, run).status).toBe(status);
});

test('the evidence names the subnet, or that there is none', () => {
  const field = 'DescribeNotebookInstanceOutput.SubnetId';
  expect(check.evaluate(aNotebook(), {}, run).evidence).toMatchObject([{ field, value: 'subnet-0a1b2c3d4e5f60001' }]);
  expect(check.evaluate(aNotebook({ subnetId: null }), {}, run).evidence).toMatchObject([{ field, value: null }]);
});

test('the fix recreates the notebook with its own values and asks for a subnet', () => {
  const { text, command } = check.fix(aNotebook({ subnetId: null, securityGroups: [] }));
  expect(text).toContain('cannot be changed');
  expect(command).toContain('--region eu-west-1 --notebook-instance-name fraud-research --instance-type ml.t3.medium');
  expect(command).toContain('--role-arn arn:aws:iam::111122223333:role/fraud-notebook');
  expect(command).toContain('--subnet-id SUBNET_ID --security-group-ids SECURITY_GROUP_ID');
});
