import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAwsOwned, isUnder, parseS3Location } from '../../src/lineage/s3-location.ts';

const bucket = (name: string, prefix = '') => ({ kind: 'bucket', bucket: name, prefix });
const directory = (name: string, prefix = '') => ({ kind: 'directory-bucket', bucket: name, prefix });
const point = (arn: string, prefix = '') => ({ kind: 'access-point', arn, prefix });
const alias = (name: string, prefix = '') => ({ kind: 'access-point-alias', alias: name, prefix });
const multiRegion = (name: string, prefix = '') => ({ kind: 'multi-region-access-point', alias: name, prefix });

const pointArn = 'arn:aws:s3:eu-west-1:111122223333:accesspoint/team';
const pointAlias = 'team-hgj3ukcdiqaxhmpzs8xw8qpujuse1a-s3alias';
const express = 'hot--use1-az4--x-s3';

test.for([
  ['s3 URI', 's3://data/train/x.csv', bucket('data', 'train/x.csv')],
  ['s3 URI of a bucket', 's3://data', bucket('data')],
  ['s3 URI of a bucket with a slash', 's3://data/', bucket('data')],
  ['s3 URI with a key that begins with a slash', 's3://data//train', bucket('data', '/train')],
  ['s3a URI of Spark', 's3a://data/train', bucket('data', 'train')],
  ['s3 URI in capitals', 'S3://data/Train', bucket('data', 'Train')],
  ['s3 URI of a bucket from before 2018', 's3://Old_Data/x', bucket('Old_Data', 'x')],
  ['virtual host', 'https://data.s3.eu-west-1.amazonaws.com/train/x', bucket('data', 'train/x')],
  ['virtual host with a port and a query', 'https://data.s3.eu-west-1.amazonaws.com:443/x?versionId=1', bucket('data', 'x')],
  ['virtual host, us-east-1 legacy', 'https://data.s3.amazonaws.com/x', bucket('data', 'x')],
  ['virtual host, dash before the Region', 'https://data.s3-us-west-2.amazonaws.com/x', bucket('data', 'x')],
  ['virtual host, external-1', 'https://data.s3-external-1.amazonaws.com/x', bucket('data', 'x')],
  ['virtual host, dual-stack', 'https://data.s3.dualstack.eu-west-1.amazonaws.com/x', bucket('data', 'x')],
  ['virtual host, FIPS', 'https://data.s3-fips.us-gov-west-1.amazonaws.com/x', bucket('data', 'x')],
  ['virtual host, FIPS and dual-stack', 'https://data.s3-fips.dualstack.us-east-1.amazonaws.com/x', bucket('data', 'x')],
  ['virtual host, accelerate', 'https://data.s3-accelerate.amazonaws.com/x', bucket('data', 'x')],
  ['virtual host, accelerate and dual-stack', 'https://data.s3-accelerate.dualstack.amazonaws.com/x', bucket('data', 'x')],
  ['virtual host, China', 'https://data.s3.cn-north-1.amazonaws.com.cn/x', bucket('data', 'x')],
  ['virtual host, a bucket with dots', 'https://my.data.s3.eu-west-1.amazonaws.com/x', bucket('my.data', 'x')],
  ['virtual host, a bucket named like the service', 'https://my.s3.s3.eu-west-1.amazonaws.com/x', bucket('my.s3', 'x')],
  ['virtual host, website', 'http://data.s3-website-us-east-1.amazonaws.com/x', bucket('data', 'x')],
  ['virtual host, percent-encoded key', 'https://data.s3.eu-west-1.amazonaws.com/a%20b', bucket('data', 'a b')],
  ['virtual host, broken percent-encoding', 'https://data.s3.eu-west-1.amazonaws.com/a%2', bucket('data', 'a%2')],
  [
    'virtual host, interface endpoint',
    'https://data.bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com/x',
    bucket('data', 'x'),
  ],
  ['path style', 'https://s3.eu-west-1.amazonaws.com/data/train/x', bucket('data', 'train/x')],
  ['path style, us-east-1 legacy', 'https://s3.amazonaws.com/data/x', bucket('data', 'x')],
  ['path style, dash before the Region', 'https://s3-us-west-2.amazonaws.com/data/x', bucket('data', 'x')],
  ['path style, dual-stack', 'https://s3.dualstack.eu-west-1.amazonaws.com/data', bucket('data')],
  ['path style, China', 'https://s3.cn-north-1.amazonaws.com.cn/data/x', bucket('data', 'x')],
  [
    'path style, interface endpoint',
    'https://bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com/data/x',
    bucket('data', 'x'),
  ],
  ['bucket ARN', 'arn:aws:s3:::data', bucket('data')],
  ['object ARN', 'arn:aws-cn:s3:::data/train/x', bucket('data', 'train/x')],
  ['access point ARN', pointArn, point(pointArn)],
  ['access point ARN with a key', `${pointArn}/object/train/x`, point(pointArn, 'train/x')],
  [
    'access point ARN with a colon',
    'arn:aws:s3:eu-west-1:111122223333:accesspoint:team',
    point('arn:aws:s3:eu-west-1:111122223333:accesspoint:team'),
  ],
  ['s3 URI of an access point ARN', `s3://${pointArn}/train/x`, point(pointArn, 'train/x')],
  ['access point host', 'https://team-111122223333.s3-accesspoint.eu-west-1.amazonaws.com/x', point(pointArn, 'x')],
  ['access point alias', `s3://${pointAlias}/train`, alias(pointAlias, 'train')],
  ['access point alias as a host', `https://${pointAlias}.s3.eu-west-1.amazonaws.com/x`, alias(pointAlias, 'x')],
  ['access point of a directory bucket', 's3://team--use1-az4--xa-s3/x', alias('team--use1-az4--xa-s3', 'x')],
  ['multi-Region access point ARN', 'arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap', multiRegion('mfzwi23gnjvgw.mrap')],
  [
    's3 URI of a multi-Region access point',
    's3://arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap/x',
    multiRegion('mfzwi23gnjvgw.mrap', 'x'),
  ],
  [
    'multi-Region access point host',
    'https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/x',
    multiRegion('mfzwi23gnjvgw.mrap', 'x'),
  ],
  ['directory bucket', `s3://${express}/train`, directory(express, 'train')],
  ['directory bucket in a local zone', 's3://hot--usw2-lax1-az1--x-s3/x', directory('hot--usw2-lax1-az1--x-s3', 'x')],
  ['directory bucket host', `https://${express}.s3express-use1-az4.us-east-1.amazonaws.com/x`, directory(express, 'x')],
  ['directory bucket ARN', `arn:aws:s3express:us-east-1:111122223333:bucket/${express}`, directory(express)],
] as const)('%s: %s', ([, raw, location]) => {
  expect(parseS3Location(raw)).toEqual(location);
});

test.for([
  ['', 'not an S3 location'],
  ['data/train', 'not an S3 location'],
  ['/opt/ml/input', 'not an S3 location'],
  ['file:///opt/ml', 'not an S3 location'],
  ['https://example.com/data', 'not a host of S3'],
  ['https://s3.eu-west-1.amazonaws.com.evil.example/data', 'not a host of S3'],
  ['https://evils3.amazonaws.com/data', 'not a host of S3'],
  ['https://sagemaker.eu-west-1.amazonaws.com/data', 'not a host of S3'],
  ['s3://${bucket}/x', 'not a bucket name'],
  ['s3://a', 'not a bucket name'],
  ['arn:aws:iam::111122223333:role/x', 'not an ARN of S3'],
  ['arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/x', 'an ARN of S3 object-lambda'],
  ['arn:aws:s3-outposts:eu-west-1:111122223333:outpost/op-1/accesspoint/x', 'an ARN of S3 outposts'],
  ['s3://x-a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1--ol-s3/x', 'an Object Lambda access point alias'],
  ['s3://x-a1a1a1a1a1a1a1a1a1a1a1a1a1--op-s3/x', 'an Outposts access point alias'],
  ['s3://63a8e430-6e0b-46f5-k833abtwr6s8tmtsycedn8s4yc3xhuse1b--table-s3', 'an S3 table'],
] as const)('%s is unresolved: %s', ([raw, why]) => {
  expect(parseS3Location(raw)).toEqual({ kind: 'unresolved', raw, why });
});

test.for([
  ['s3://data/train/x.csv', 's3://data/train', true],
  ['s3://data/train/x.csv', 's3://data/train/', true],
  ['s3://data/train/', 's3://data/train', true],
  ['s3://data/train', 's3://data/train/', true],
  ['s3://data/train-old/x.csv', 's3://data/train', false],
  ['s3://data/train', 's3://data/train/x.csv', false],
  ['s3://data/x', 's3://data', true],
  ['s3://data', 's3://data', true],
  ['s3://data/train', 's3://other/train', false],
  ['https://data.s3.eu-west-1.amazonaws.com/train/x', 's3://data/train', true],
  [`${pointArn}/object/train/x`, `s3://${pointArn}/train`, true],
  [`s3://${pointAlias}/train/x`, `s3://${pointAlias}/train`, true],
  [`s3://${pointAlias}/train/x`, 's3://data/train', false],
  ['/opt/ml/x', '/opt/ml', false],
] as const)('%s is under %s: %s', ([location, prefix, under]) => {
  expect(isUnder(location, prefix)).toBe(under);
});

test.for([
  ['jumpstart-cache-prod-eu-west-1', true],
  ['jumpstart-private-cache-prod-eu-west-1', true],
  ['sagemaker-sample-files', true],
  ['sagemaker-sample-data-us-west-2', true],
  ['sagemaker-eu-west-1-111122223333', false],
  ['my-jumpstart-cache-prod-eu-west-1', false],
] as const)('%s belongs to AWS: %s', ([name, owned]) => {
  expect(isAwsOwned(name)).toBe(owned);
});

const text = fc.oneof(
  fc.string(),
  fc.webUrl({ withQueryParameters: true }),
  fc.string().map((rest) => `s3://${rest}`),
  fc.string().map((rest) => `arn:aws:s3:${rest}`),
);

test('no text makes it throw, and what is resolved is under itself', () => {
  fc.assert(
    fc.property(text, (raw) => {
      expect(isUnder(raw, raw)).toBe(parseS3Location(raw).kind !== 'unresolved');
    }),
  );
});

test('all styles of one object agree', () => {
  const name = fc
    .stringMatching(/^[a-z0-9][a-z0-9-]{1,30}[a-z0-9]$/)
    .filter((value) => parseS3Location(`s3://${value}`).kind === 'bucket');
  const key = fc.array(fc.stringMatching(/^[a-z0-9_=.-]+$/), { minLength: 1 }).map((parts) => parts.join('/'));
  fc.assert(
    fc.property(
      name,
      key,
      fc.constantFrom('us-east-1', 'eu-central-1', 'us-gov-west-1', 'ap-southeast-4'),
      (id, path, region) => {
        const location = { kind: 'bucket', bucket: id, prefix: path };
        expect(parseS3Location(`s3://${id}/${path}`)).toEqual(location);
        expect(parseS3Location(`https://${id}.s3.${region}.amazonaws.com/${path}`)).toEqual(location);
        expect(parseS3Location(`https://s3.${region}.amazonaws.com/${id}/${path}`)).toEqual(location);
        expect(parseS3Location(`arn:aws:s3:::${id}/${path}`)).toEqual(location);
        expect(isUnder(`s3://${id}/${path}`, `s3://${id}`)).toBe(true);
      },
    ),
  );
});
