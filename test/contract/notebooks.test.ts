import { test } from 'vitest';
import { keysIn } from '../seeds/expected/arns.ts';
import { createKey } from './accounts/keys.ts';
import { createBucket } from './accounts/buckets.ts';
import { createNetwork } from './accounts/network.ts';
import { createNotebook } from './accounts/notebooks.ts';
import { openAccount, sharedAccount } from './support/account.ts';
import { expectVerdicts, scanAccount } from './support/scan.ts';

const id = sharedAccount;
const region = 'eu-west-1';
const at = keysIn(id);

test('notebooks, their network, keys and repositories', async () => {
  const account = await openAccount(id, region);
  const bucket = await createBucket(account, 'flow-logs-1');
  const watched = await createNetwork(account, { traffic: 'ALL', bucket });
  const halfWatched = await createNetwork(account, { traffic: 'REJECT', bucket });
  const unwatched = await createNetwork(account);
  const rotating = await createKey(account, { rotatesAfter: 365 });
  const slow = await createKey(account, { rotatesAfter: 730 });
  const still = await createKey(account);
  const signing = await createKey(account, { spec: 'RSA_2048' });
  await createNotebook(account, 'closed', {
    SubnetId: watched.subnet,
    DirectInternetAccess: 'Disabled',
    KmsKeyId: rotating,
    DefaultCodeRepository: `https://git-codecommit.${region}.amazonaws.com/v1/repos/research`,
  });
  await createNotebook(account, 'half-open', {
    SubnetId: halfWatched.subnet,
    KmsKeyId: `arn:aws:kms:${region}:${id}:key/${slow}`,
    AdditionalCodeRepositories: ['https://me:not-a-real-token@git.example.com/research'],
  });
  await createNotebook(account, 'open', { KmsKeyId: still });
  await createNotebook(account, 'plain', { SubnetId: unwatched.subnet, DirectInternetAccess: 'Disabled', KmsKeyId: signing });
  await createNotebook(account, 'default');

  const { report } = await scanAccount(account, [
    'vpc-notebook-direct-internet-access',
    'vpc-notebook-custom-vpc',
    'vpc-flow-logs-enabled',
    'enc-notebook-volume-cmk',
    'enc-kms-key-rotation',
    'ver-code-repository-associated',
    'sec-git-credentials-in-secrets-manager',
  ]);
  const closed = at.notebook(region, 'closed');
  const halfOpen = at.notebook(region, 'half-open');
  const open = at.notebook(region, 'open');
  const plain = at.notebook(region, 'plain');
  const byDefault = at.notebook(region, 'default');
  expectVerdicts(report, {
    'vpc-notebook-direct-internet-access': { PASS: [closed, plain], FAIL: [halfOpen, open, byDefault] },
    'vpc-notebook-custom-vpc': { PASS: [closed, halfOpen, plain], FAIL: [open, byDefault] },
    'vpc-flow-logs-enabled': {
      PASS: [at.vpc(region, watched.vpc)],
      FAIL: [at.vpc(region, halfWatched.vpc), at.vpc(region, unwatched.vpc)],
      UNKNOWN: [at.vpc(region, '*')],
    },
    'enc-notebook-volume-cmk': { PASS: [closed, halfOpen, open, plain], FAIL: [byDefault] },
    'enc-kms-key-rotation': {
      FAIL: [at.key(region, still)],
      // moto does not tell the period of a rotation.
      UNKNOWN: [at.key(region, rotating), at.key(region, slow), at.key(region, '*')],
      NOT_APPLICABLE: [at.key(region, signing)],
    },
    'ver-code-repository-associated': { PASS: [closed, halfOpen], FAIL: [open, plain, byDefault] },
    'sec-git-credentials-in-secrets-manager': {
      PASS: [closed],
      FAIL: [halfOpen],
      UNKNOWN: [at.repository(region, '*')],
    },
  });
});
