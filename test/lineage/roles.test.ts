import { expect, test } from 'vitest';
import { executionRoles, mlRoles } from '../../src/lineage/roles.ts';
import { reached } from '../../src/lineage/reached.ts';
import { gapOf, home, listOf, run } from '../support/inventory.ts';
import { anIamRole, anMlRole, authorizationGap, iamTold } from '../support/roles.ts';

const trainer = anIamRole();
const target = (arn: string, account = home.account) => {
  const { edges } = anMlRole(null, { arn });
  return { arn, type: 'role', name: arn, account, region: 'global', edges, more: 0 };
};

test.for([
  ['a role of the account', target(trainer.arn), iamTold([trainer]), { external: false, role: { value: { name: 'trainer' } } }],
  ['a role that is not there', target(trainer.arn), iamTold([]), { external: false, role: { known: true, value: null } }],
  ['a role that IAM did not tell', target(trainer.arn), iamTold([], authorizationGap()), { role: { known: false } }],
  [
    'a role of another account',
    target('arn:aws:iam::999988887777:role/r', '999988887777'),
    iamTold([], authorizationGap()),
    { external: true, role: { known: true, value: null } },
  ],
] as const)('%s', ([, one, { authorization }, expected]) => {
  const { items, gaps } = executionRoles.derive({ reached: listOf([one]), authorization }, run);
  expect(items).toMatchObject([{ arn: one.arn, uses: ['execution'], ...expected }]);
  expect(gaps).toEqual([]);
});

test('a gap of the graph may hide roles, one of IAM may not', () => {
  const hidden = gapOf('sagemaker:ListNotebookInstances');
  const { authorization } = iamTold([], authorizationGap());
  expect(mlRoles.derive({ reached: listOf([], hidden), authorization }, run).gaps).toEqual([hidden]);
});

test('what a role is used for tells which sections can hide one', () => {
  expect(reached('role', 'execution').name).not.toBe(reached('role').name);
  expect(Object.keys(reached('role', 'execution').from)).toContain('sagemaker.notebooks');
});
