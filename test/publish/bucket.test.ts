import { expect, test } from 'vitest';
import { EndpointError } from '../../src/aws/endpoint.ts';
import { openBucket, type BucketOptions } from '../../src/publish/bucket.ts';
import { PublishError } from '../../src/publish/files.ts';
import { publishRun } from '../../src/publish/s3.ts';
import type { Denial } from '../../src/sandbox/deny.ts';
import { bucketServer, read, type ServerOptions } from './support/bucket.ts';
import { account, testRun } from './support/run.ts';

function denying(operation: string, denial: Denial = {}): ServerOptions {
  return { deny: (call) => (call.operation === operation ? denial : undefined) };
}

const cases: readonly (readonly [string, ServerOptions, Partial<BucketOptions>, RegExp])[] = [
  ['no right to write', denying('PutObject'), {}, /^access denied: the credentials need s3:PutObject, .*account 111122223333's/],
  ['no right to read', denying('GetObject'), {}, /^access denied: the credentials need s3:GetObject/],
  [
    "another account's bucket",
    { owner: '999988887777' },
    {},
    /account 111122223333's \(else name its owner: --output-account\)$/,
  ],
  [
    'no right to use the key',
    denying('PutObject', { message: 'User: x is not authorized to perform: kms:GenerateDataKey on resource: y' }),
    {},
    /^access denied: the credentials need kms:GenerateDataKey on the bucket's KMS key$/,
  ],
  [
    'a key that is off',
    denying('PutObject', { code: 'KMS.DisabledException', status: 400 }),
    {},
    /KMS key cannot be used \(KMS\./,
  ],
  ['unknown credentials', denying('PutObject', { code: 'InvalidAccessKeyId', status: 403 }), {}, /AWS refused the credentials/],
  ['expired credentials', denying('PutObject', { code: 'ExpiredToken', status: 400 }), {}, /have expired: log in again/],
  ['credentials that STS refuses', denying('GetCallerIdentity'), {}, /no identity: AWS refused the credentials/],
  ['a store without conditions', denying('PutObject', { code: 'NotImplemented', status: 501 }), {}, /no conditional writes/],
  ['whatever else', denying('PutObject', { code: 'InvalidRequest', status: 400 }), {}, /^S3 refused it \(InvalidRequest\)$/],
];

test.for(cases)('%s is one clear line', async ([, server, options, text]) => {
  const { bucket, publish } = await bucketServer(server);
  const failing = publish(testRun('01A')).then(async () => await publish(testRun('01B', 1), options));
  await expect(failing).rejects.toThrow(text);
  await expect(failing).rejects.toBeInstanceOf(PublishError);
  expect(read(bucket)?.runId).not.toBe('01B');
});

test('a bucket that does not exist', async () => {
  const { url } = await bucketServer();
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 's' };
  const bucket = await openBucket({ bucket: 'gone', prefix: '' }, { runId: '01A', endpointUrl: url, credentials });
  await expect(publishRun(bucket, '', testRun('01A'))).rejects.toThrow('there is no such bucket');
});

test('the owner can be named, and then nobody asks who publishes', async () => {
  const { bucket, publish } = await bucketServer({ owner: '999988887777', ...denying('GetCallerIdentity') });
  await publish(testRun('01A'), { owner: '999988887777' });
  expect(read(bucket)).toMatchObject({ runId: '01A' });
});

test('a bucket in another Region is found by what S3 says of it', async () => {
  const { bucket, publish } = await bucketServer({ region: 'ap-southeast-4' });
  await publish(testRun('01A'), { owner: account });
  expect(read(bucket)).toMatchObject({ runId: '01A' });
});

test('an endpoint elsewhere needs permission', async () => {
  const place = { bucket: 'reports', prefix: '' };
  await expect(openBucket(place, { runId: '1', endpointUrl: 'http://192.0.2.1' })).rejects.toBeInstanceOf(EndpointError);
  await expect(openBucket(place, { runId: '1', endpointUrls: { s3: 'http://192.0.2.1' } })).rejects.toThrow(
    /--allow-custom-endpoint/,
  );
});
