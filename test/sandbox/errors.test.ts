import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { expect, test } from 'vitest';
import type { Service } from '../../src/core/operation.ts';
import { createEndpoint } from '../../src/sandbox/endpoint.ts';
import { SandboxError } from '../../src/sandbox/types.ts';
import { clientOf, commandOf } from './support/clients.ts';

/** Service, operation and input, what the handler throws, and what the caller sees. */
const rows: readonly (readonly [Service, string, object, SandboxError, object])[] = [
  [
    'sagemaker',
    'DescribeModel',
    { ModelName: 'm' },
    new SandboxError('ValidationException', 'Could not find model "m".'),
    { name: 'ValidationException', message: 'Could not find model "m".' },
  ],
  ['sagemaker', 'DescribeDomain', { DomainId: 'd' }, new SandboxError('ResourceNotFound', 'gone'), { name: 'ResourceNotFound' }],
  ['kms', 'DescribeKey', { KeyId: 'k' }, new SandboxError('NotFoundException', 'no key'), { name: 'NotFoundException' }],
  [
    'iam',
    'GetRole',
    { RoleName: 'r' },
    new SandboxError('NoSuchEntity', 'no role', 404),
    { name: 'NoSuchEntityException', $metadata: { httpStatusCode: 404 } },
  ],
  [
    'iam',
    'GetRole',
    { RoleName: 'r' },
    new SandboxError('NoSuchEntityException', 'no <role>'),
    { name: 'NoSuchEntityException', message: 'no <role>', $metadata: { httpStatusCode: 404 } },
  ],
  [
    'sts',
    'AssumeRole',
    { RoleArn: 'arn', RoleSessionName: 's' },
    new SandboxError('AccessDenied', 'no', 403),
    { name: 'AccessDenied' },
  ],
  [
    'ec2',
    'DescribeVpcs',
    {},
    new SandboxError('InvalidVpcID.NotFound', 'no vpc'),
    { name: 'InvalidVpcID.NotFound', message: 'no vpc' },
  ],
  [
    's3',
    'GetBucketPolicy',
    { Bucket: 'b' },
    new SandboxError('NoSuchBucketPolicy', 'none', 404, { BucketName: 'b' }),
    { name: 'NoSuchBucketPolicy', BucketName: 'b' },
  ],
  ['s3', 'HeadObject', { Bucket: 'b', Key: 'k' }, new SandboxError('NoSuchKey', 'none', 404), { name: 'NotFound' }],
  [
    's3control',
    'GetPublicAccessBlock',
    { AccountId: '111122223333' },
    new SandboxError('NoSuchPublicAccessBlockConfiguration', 'none'),
    { name: 'NoSuchPublicAccessBlockConfiguration', $metadata: { httpStatusCode: 404 } },
  ],
  [
    'cloudfront',
    'GetDistribution',
    { Id: 'd' },
    new SandboxError('NoSuchDistribution', 'none'),
    { name: 'NoSuchDistribution', $metadata: { httpStatusCode: 404 } },
  ],
  [
    'lambda',
    'GetPolicy',
    { FunctionName: 'f' },
    new SandboxError('ResourceNotFoundException', 'none'),
    { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } },
  ],
  [
    'apigateway',
    'GetRestApi',
    { restApiId: 'a' },
    new SandboxError('NotFoundException', 'none', 404),
    { name: 'NotFoundException', message: 'none' },
  ],
  [
    'guardduty',
    'GetDetector',
    { DetectorId: 'd' },
    new SandboxError('BadRequestException', 'none'),
    { name: 'BadRequestException' },
  ],
  ['cloudwatch', 'DescribeAlarms', {}, new SandboxError('InvalidNextToken', 'bad'), { name: 'InvalidNextToken' }],
  [
    'wafv2',
    'GetWebACL',
    { Id: 'w', Scope: 'REGIONAL', Name: 'w' },
    new SandboxError('WAFNonexistentItemException', 'none'),
    { name: 'WAFNonexistentItemException' },
  ],
];

test.for(rows)('%s:%s says its error in its own dialect', async ([service, operation, input, thrown, expected]) => {
  const endpoint = createEndpoint({
    handlers: {
      [`${service}:${operation}`]: () => {
        throw thrown;
      },
    },
  });
  const client = await clientOf(service, endpoint);
  await expect(client.send(await commandOf(service, operation, input))).rejects.toMatchObject(expected);
});

test('CBOR names its error shape', async () => {
  const handlers = {
    'cloudwatch:DescribeAlarms': () => {
      throw new SandboxError('InvalidNextToken', 'bad');
    },
  };
  const client = await clientOf('cloudwatch', createEndpoint({ handlers }), { protocol: SmithyRpcV2CborProtocol });
  await expect(client.send(await commandOf('cloudwatch', 'DescribeAlarms'))).rejects.toMatchObject({
    name: 'InvalidNextToken',
    message: 'bad',
  });
});

/** An operation without a handler is one that AWS does not have. */
const unknowns: readonly (readonly [Service, string, object, string])[] = [
  ['sagemaker', 'ListModels', {}, 'UnknownOperationException'],
  ['iam', 'ListRoles', {}, 'InvalidAction'],
  ['ec2', 'DescribeVpcs', {}, 'InvalidAction'],
  ['lambda', 'ListFunctions', {}, 'MissingAuthenticationTokenException'],
  ['s3', 'ListBuckets', {}, 'MethodNotAllowed'],
  ['cloudfront', 'ListDistributions', {}, 'MethodNotAllowed'],
];

test.for(unknowns)('%s:%s without a handler is an unknown action', async ([service, operation, input, name]) => {
  const client = await clientOf(service, createEndpoint({ handlers: {} }));
  await expect(client.send(await commandOf(service, operation, input))).rejects.toMatchObject({ name });
});

test.for([
  ['a member that the shape does not have', { Rolls: [] }, 'ListRolesResponse has no member Rolls'],
  ['a string for a list', { Roles: 'all' }, 'must be an array, not the string all'],
  ['a text for a date', { Roles: [{ CreateDate: '2026-01-01' }] }, 'CreateDate must be a timestamp, not the string 2026-01-01'],
] as const)('a fixture with %s fails the test that uses it', async ([, output, message]) => {
  const client = await clientOf('iam', createEndpoint({ handlers: { 'iam:ListRoles': () => output } }));
  await expect(client.send(await commandOf('iam', 'ListRoles'))).rejects.toThrow(message);
});
