import { expect, test } from 'vitest';
import {
  commandLine,
  environment,
  hyperparameters,
  scanParameters,
  text,
  type NamedValue,
} from '../../../src/collectors/support/parameters.ts';
import { createScanner } from '../../../src/secrets/scanner.ts';

const scanner = createScanner({ fingerprintKey: 'tests' });
const secret = 'kV9x2mQp7LwZ4tRb';
const scan = async (values: readonly NamedValue[]) => await scanParameters(scanner, 'Answer', values);

test.for([
  ['an environment variable', environment('Environment', { DB_PASSWORD: secret }), ['Answer.Environment', 'DB_PASSWORD']],
  [
    'a JSON-encoded hyperparameter',
    hyperparameters('HyperParameters', { 'api-key': JSON.stringify(secret) }),
    ['Answer.HyperParameters', 'api-key'],
  ],
  [
    'JSON inside a hyperparameter',
    hyperparameters('HyperParameters', { config: JSON.stringify({ password: secret }) }),
    ['Answer.HyperParameters', 'config'],
  ],
  ['the value after a flag', commandLine('Arguments', ['--db-password', secret]), ['Answer.Arguments', '[1]']],
  ['a flag with its value', commandLine('Arguments', ['train', `--db-password=${secret}`]), ['Answer.Arguments', '[1]']],
  ['a script on the command line', commandLine('Entry', ['sh', '-c', `export DB_PASSWORD=${secret}`]), ['Answer.Entry', '[2]']],
  [
    'a literal in a query',
    text('Query.QueryString', `select * from f(password => '${secret}')`),
    ['Answer.Query.QueryString', 'QueryString'],
  ],
] as const)('%s is found, and not kept', async ([, values, [field, key]]) => {
  const result = await scan(values);
  expect(result.found).toMatchObject([{ field, key }]);
  expect(result.scanned).toBe(values.length);
  expect(JSON.stringify(result)).not.toContain(secret);
});

test('internals of the SageMaker SDK and ML settings are clean', async () => {
  const values = hyperparameters('HyperParameters', {
    sagemaker_submit_directory: '"s3://sagemaker-eu-west-1-111122223333/train-2026-11-20-10-00-00-000/source/sourcedir.tar.gz"',
    sagemaker_program: '"train.py"',
    sagemaker_job_name: '"train-2026-11-20-10-00-00-000"',
    sagemaker_region: '"eu-west-1"',
    sagemaker_container_log_level: '20',
    max_tokens: '"4096"',
    tokenizer: '"bert-base-uncased"',
  });
  expect(await scan(values)).toEqual({ scanned: 7, found: [], secretArns: [] });
});

test('names of secrets are clean, and their ARNs are kept for lineage', async () => {
  const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf';
  const result = await scan([
    ...environment('Environment', {
      DB_SECRET: arn,
      RESOLVED_PASSWORD: `{{resolve:secretsmanager:${arn}:SecretString:password}}`,
      SSM_PASSWORD: 'arn:aws:ssm:eu-west-1:111122223333:parameter/db',
    }),
    ...commandLine('Arguments', ['--password', '{"Get":"Parameters.Password"}', '--secret', arn]),
  ]);
  expect(result.found).toEqual([]);
  expect(result.secretArns).toEqual([
    { field: 'Environment.DB_SECRET', value: arn },
    { field: 'Environment.RESOLVED_PASSWORD', value: arn },
    { field: 'Arguments[3]', value: arn },
  ]);
});
