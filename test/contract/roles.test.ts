import { test } from 'vitest';
import { keysIn } from '../seeds/expected/arns.ts';
import { createNotebook } from './accounts/notebooks.ts';
import { createPolicy, createRole } from './accounts/roles.ts';
import { openAccount, sharedAccount } from './support/account.ts';
import { expectVerdicts, scanAccount } from './support/scan.ts';

const id = sharedAccount;
const region = 'eu-west-2';
const at = keysIn(id);

const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
const fullAccess = 'arn:aws:iam::aws:policy/AmazonSageMakerFullAccess';
const everything = { Effect: 'Allow', Action: '*', Resource: '*' } as const;
const readOne = { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::data/*'] } as const;

test('execution roles: how much they may do', async () => {
  const account = await openAccount(id, region);
  const fence = await createPolicy(account, 'fence', readOne);
  const own = await createPolicy(account, 'own-admin', everything);
  const roles = {
    admin: { policies: [administrator] },
    'own-admin': { policies: [own] },
    'inline-admin': { policies: [everything] },
    'full-access': { policies: [fullAccess] },
    scoped: { policies: [readOne] },
    bounded: { policies: [administrator], boundary: fence },
  };
  for (const [name, role] of Object.entries(roles))
    await createNotebook(account, name, { RoleArn: await createRole(account, name, role) });
  await createNotebook(account, 'gone', { RoleArn: `arn:aws:iam::${id}:role/gone` });

  const { report } = await scanAccount(account, ['lp-role-no-admin-access', 'lp-role-no-sagemaker-full-access']);
  expectVerdicts(report, {
    'lp-role-no-admin-access': {
      PASS: [at.role('full-access'), at.role('scoped'), at.role('bounded')],
      FAIL: [at.role('admin'), at.role('own-admin'), at.role('inline-admin')],
      UNKNOWN: [at.anyRole(region)],
      NOT_APPLICABLE: [at.role('gone')],
    },
    'lp-role-no-sagemaker-full-access': {
      PASS: [at.role('scoped'), at.role('bounded')],
      FAIL: [at.role('full-access'), at.role('admin'), at.role('own-admin'), at.role('inline-admin')],
      UNKNOWN: [at.anyRole(region)],
      NOT_APPLICABLE: [at.role('gone')],
    },
  });
});
