import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { endpointKey, nameOf, parseArn, sameArn, sameEndpoint } from '../../src/lineage/arn.ts';

const endpoint = (region: string, name: string) => `arn:aws:sagemaker:${region}:111122223333:endpoint/${name}`;

test.for([
  [
    'a regional resource',
    'arn:aws:sagemaker:eu-west-1:111122223333:model/m',
    { partition: 'aws', service: 'sagemaker', region: 'eu-west-1', account: '111122223333', resource: 'model/m' },
  ],
  [
    'a role with a path',
    'arn:aws-cn:iam::111122223333:role/a/b',
    { partition: 'aws-cn', service: 'iam', region: '', account: '111122223333', resource: 'role/a/b' },
  ],
  ['a bucket', 'arn:aws:s3:::data', { partition: 'aws', service: 's3', region: '', account: '', resource: 'data' }],
  [
    'colons in the resource',
    'arn:aws:lambda:eu-west-1:111122223333:function:f:1',
    { partition: 'aws', service: 'lambda', region: 'eu-west-1', account: '111122223333', resource: 'function:f:1' },
  ],
  ['a name', 'my-role', null],
  ['an ARN that is cut short', 'arn:aws:iam::111122223333', null],
  ['an ARN without a resource', 'arn:aws:iam::111122223333:', null],
] as const)('parseArn of %s', ([, text, expected]) => {
  expect(parseArn(text)).toEqual(expected);
});

test.for([
  ['arn:aws:iam::111122223333:role/service-role/fraud', 'fraud'],
  ['arn:aws:lambda:eu-west-1:111122223333:function:score', 'score'],
  ['arn:aws:s3:::data', 'data'],
  ['plain', 'plain'],
] as const)('the name of %s is %s', ([arn, name]) => {
  expect(nameOf(arn)).toBe(name);
});

test('names lose their case in ARNs of SageMaker, and nowhere else', () => {
  expect(sameArn(endpoint('eu-west-1', 'Fraud'), endpoint('eu-west-1', 'fraud'))).toBe(true);
  expect(sameArn('arn:aws:iam::111122223333:role/A', 'arn:aws:iam::111122223333:role/a')).toBe(false);
});

test.for([
  ['Fraud', 'fraud', true],
  ['Fraud', endpoint('eu-west-1', 'fraud'), true],
  [endpoint('eu-west-1', 'FRAUD'), endpoint('eu-west-1', 'fraud'), true],
  [endpoint('eu-west-1', 'fraud'), endpoint('us-east-1', 'fraud'), false],
  ['fraud', 'fraud-2', false],
] as const)('%s and %s are one endpoint: %s', ([a, b, same]) => {
  expect(sameEndpoint(a, b)).toBe(same);
  expect(sameEndpoint(b, a)).toBe(same);
});

test('any text has a key, and an ARN is its parts', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(endpointKey(text)).toBe(endpointKey(text).toLowerCase());
      expect(parseArn(text)?.service).not.toBe('');
    }),
  );
  const part = fc.stringMatching(/^[a-z0-9-]+$/);
  fc.assert(
    fc.property(part, part, part, part, fc.string({ minLength: 1 }), (partition, service, region, account, resource) => {
      expect(parseArn(`arn:${partition}:${service}:${region}:${account}:${resource}`)).toEqual({
        partition,
        service,
        region,
        account,
        resource,
      });
    }),
  );
});
