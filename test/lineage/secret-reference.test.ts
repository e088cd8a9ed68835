import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findSecret, parseSecretReference, refersToSecret } from '../../src/lineage/secret-reference.ts';

const base = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:';
const git = { name: 'ml/git', arn: `${base}ml/git-AbCdEf` };
const database = { name: 'db', arn: `${base}db-a1B2c3` };
/** Its name ends as the ARN of another does. */
const tricky = { name: 'db-a1B2c3', arn: `${base}db-a1B2c3-Z9y8X7` };
const secrets = [tricky, git, database];

test.for([
  ['ARN', git.arn, git],
  ['ARN without the suffix', `${base}ml/git`, git],
  ['ARN with a JSON key and version', `${git.arn}:token:AWSCURRENT:`, git],
  ['name', 'ml/git', git],
  ['CloudFormation reference by name', '{{resolve:secretsmanager:ml/git:SecretString:token}}', git],
  ['CloudFormation reference by ARN', `{{resolve:secretsmanager:${git.arn}:SecretString:token}}`, git],
  ['path through Parameter Store', '/aws/reference/secretsmanager/ml/git', git],
  ['an ARN that is also the name of another with its suffix cut', database.arn, database],
  ['an ARN without suffix that ends like one', tricky.arn, tricky],
  ['name that ends like a suffix', 'db-a1B2c3', tricky],
  ['another Region', git.arn.replace('eu-west-1', 'us-east-1'), undefined],
  ['another account', git.arn.replace('111122223333', '444455556666'), undefined],
  ['the beginning of a name', `${base}ml/gi`, undefined],
  ['another service', 'arn:aws:ssm:eu-west-1:111122223333:parameter/ml/git', undefined],
  ['nothing', '', undefined],
] as const)('%s', ([, raw, secret]) => {
  expect(findSecret(raw, secrets)).toBe(secret);
  expect(secret === undefined || refersToSecret(raw, secret)).toBe(true);
});

test('no text makes it throw, and a secret is found by all that it is called', () => {
  fc.assert(
    fc.property(fc.string(), (raw) => {
      expect(parseSecretReference(`arn:${raw}`)?.kind).not.toBe('name');
    }),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[\w/+=.@-]+$/), fc.stringMatching(/^[A-Za-z0-9]{6}$/), (name, suffix) => {
      fc.pre(!name.startsWith('arn:') && !name.includes('/aws/reference/'));
      const secret = { name, arn: `${base}${name}-${suffix}` };
      expect([secret.arn, `${base}${name}`, name].map((raw) => refersToSecret(raw, secret))).toEqual([true, true, true]);
    }),
  );
});
