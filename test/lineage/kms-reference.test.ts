import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseKeyReference } from '../../src/lineage/kms-reference.ts';

const at = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const id = '1234abcd-12ab-34cd-56ef-1234567890ab';
const multiRegion = 'mrk-1234abcd12ab34cd56ef1234567890ab';
const here = 'arn:aws:kms:eu-west-1:111122223333:';
const elsewhere = 'arn:aws-cn:kms:cn-north-1:444455556666:';

test.for([
  ['key id', id, { kind: 'key', arn: `${here}key/${id}` }],
  ['key id in capitals', id.toUpperCase(), { kind: 'key', arn: `${here}key/${id}` }],
  ['multi-Region key id', multiRegion, { kind: 'key', arn: `${here}key/${multiRegion}` }],
  ['key ARN', `${here}key/${id}`, { kind: 'key', arn: `${here}key/${id}` }],
  ['key ARN of another account', `${elsewhere}key/${multiRegion}`, { kind: 'key', arn: `${elsewhere}key/${multiRegion}` }],
  ['alias name', 'alias/ml/data', { kind: 'alias', arn: `${here}alias/ml/data`, name: 'alias/ml/data', awsManaged: false }],
  ['alias ARN', `${elsewhere}alias/ml`, { kind: 'alias', arn: `${elsewhere}alias/ml`, name: 'alias/ml', awsManaged: false }],
  ['alias name of AWS', 'alias/aws/s3', { kind: 'alias', arn: `${here}alias/aws/s3`, name: 'alias/aws/s3', awsManaged: true }],
  [
    'alias ARN of AWS',
    `${here}alias/aws/ebs`,
    { kind: 'alias', arn: `${here}alias/aws/ebs`, name: 'alias/aws/ebs', awsManaged: true },
  ],
  [
    'alias of ours that looks like one of AWS',
    'alias/awsome',
    { kind: 'alias', arn: `${here}alias/awsome`, name: 'alias/awsome', awsManaged: false },
  ],
] as const)('%s', ([, raw, reference]) => {
  expect(parseKeyReference(raw, at)).toEqual(reference);
});

test.for([
  '',
  'AES256',
  'ml-key',
  'alias/',
  'key/x',
  `${here}key/`,
  `${here}key/x`,
  'arn:aws:s3:::data',
  'arn:aws:kms:::alias/x',
  `alias/\${Key}`,
])('%s is unresolved', (raw) => {
  expect(parseKeyReference(raw, at)).toEqual({ kind: 'unresolved', raw, why: 'not a key id, key ARN, alias or alias ARN' });
});

test('no text makes it throw, and what is resolved resolves to itself', () => {
  const text = fc.oneof(
    fc.string(),
    fc.uuid(),
    fc.string().map((rest) => `alias/${rest}`),
    fc.string().map((rest) => here + rest),
  );
  fc.assert(
    fc.property(text, (raw) => {
      const reference = parseKeyReference(raw, at);
      const again =
        reference.kind === 'unresolved' ? reference : parseKeyReference(reference.arn, { ...at, region: 'us-east-1' });
      expect(again).toEqual(reference);
    }),
  );
});
