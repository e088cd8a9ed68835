import { expect, test } from 'vitest';
import type { Reached } from '../../src/lineage/reached.ts';
import { primaryOf } from '../../src/lineage/secret-reference.ts';
import { mlSecrets } from '../../src/lineage/secrets.ts';
import { denied, gapOf, home, listOf, region, run, told } from '../support/inventory.ts';
import { aSecret, secretArn } from '../support/secrets.ts';

const reference = (arn: string, field: string): Reached => ({
  arn,
  type: 'secret',
  name: arn,
  account: home.account,
  region,
  edges: [
    {
      from: 'someone',
      field,
      to: { kind: 'secret', id: arn, region, account: home.account },
      certainty: 'declared',
      use: null,
      prefix: null,
    },
  ],
  more: 0,
});
const withoutSuffix = secretArn.replace(/-a1B2c3$/, '');

test('one item for a secret, by however many references', () => {
  const { items, gaps } = mlSecrets.derive(
    {
      reached: listOf([reference(secretArn, 'GitConfig.SecretArn'), reference(withoutSuffix, 'Environment')]),
      secrets: listOf([aSecret(), aSecret({}, { arn: withoutSuffix })]),
    },
    run,
  );
  expect(gaps).toEqual([]);
  expect([...items]).toMatchObject([
    { arn: secretArn, name: 'ml/git', region, edges: [{ field: 'GitConfig.SecretArn' }, { field: 'Environment' }] },
  ]);
});

test('a replica brings its primary with it', () => {
  const primary = secretArn.replace(region, 'eu-central-1');
  const { items } = mlSecrets.derive(
    {
      reached: listOf([reference(secretArn, 'GitConfig.SecretArn')]),
      secrets: listOf([
        aSecret({ primaryRegion: 'eu-central-1' }),
        aSecret({ secretArn: primary, primaryRegion: 'eu-central-1' }, { arn: primary, region: 'eu-central-1' }),
      ]),
    },
    run,
  );
  expect([...items].map((item) => [item.arn, item.region])).toEqual([
    [secretArn, region],
    [primary, 'eu-central-1'],
  ]);
});

test('what is not known of a secret is a gap of that secret alone', () => {
  const missed = gapOf('sagemaker:ListCodeRepositories');
  const { items, gaps } = mlSecrets.derive(
    {
      reached: listOf(
        [reference(secretArn, 'a'), reference(`${withoutSuffix}2-a1B2c3`, 'b'), reference(`${withoutSuffix}3-a1B2c3`, 'c')],
        missed,
      ),
      secrets: listOf([
        aSecret(denied('secretsmanager:DescribeSecret')),
        aSecret(told(null), { arn: `${withoutSuffix}2-a1B2c3` }),
      ]),
    },
    run,
  );
  expect(gaps).toEqual([missed]);
  expect([...items].map(({ secret }) => (secret.known ? secret.value : secret.gap.reason))).toEqual([
    'denied',
    null,
    'not-collected',
  ]);
});

test.for([
  ['a replica', 'eu-central-1', { arn: secretArn.replace(region, 'eu-central-1'), region: 'eu-central-1' }],
  ['a primary', region, null],
  ['a secret that was never replicated', null, null],
] as const)('the primary of %s', ([, primaryRegion, primary]) => {
  expect(primaryOf({ secretArn, primaryRegion })).toEqual(primary);
});
