import { CloudFrontClient, ListDistributionsCommand, type DistributionSummary } from '@aws-sdk/client-cloudfront';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/distributions.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';

const cloudfront = mockClient(CloudFrontClient);
const page = (items: readonly Partial<DistributionSummary>[] | undefined, next?: string) => ({
  DistributionList: {
    Marker: '',
    MaxItems: 100,
    IsTruncated: next !== undefined,
    Quantity: items?.length ?? 0,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a summary has 20 members, and the collector reads six
    ...(items === undefined ? {} : { Items: items as DistributionSummary[] }),
    ...(next === undefined ? {} : { NextMarker: next }),
  },
});
const listed = (id: string, host: string, webAcl = ''): Partial<DistributionSummary> => ({
  Id: id,
  ARN: `arn:aws:cloudfront::111122223333:distribution/${id}`,
  Enabled: true,
  Aliases: { Quantity: 1, Items: ['ml.example.com'] },
  Origins: {
    Quantity: 1,
    Items: [
      {
        Id: 'api',
        DomainName: host,
        OriginPath: '/prod',
        CustomHeaders: { Quantity: 1, Items: [{ HeaderName: 'x-origin', HeaderValue: 'hunter2' }] },
      },
    ],
  },
  WebACLId: webAcl,
});

beforeEach(() => cloudfront.reset());

test('of two pages those in front of an API, without the secret of their headers', async () => {
  cloudfront
    .on(ListDistributionsCommand)
    .resolves(page([listed('E1', 'A1B2.execute-api.eu-west-1.amazonaws.com', 'arn:acl')], 'more'))
    .on(ListDistributionsCommand, { Marker: 'more' })
    .resolves(page([listed('E2', 'site.s3.amazonaws.com'), listed('E3', 'c3.execute-api.cn-north-1.amazonaws.com.cn')]));
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    {
      name: 'E1',
      region: 'global',
      enabled: true,
      aliases: ['ml.example.com'],
      origins: [{ domainName: 'a1b2.execute-api.eu-west-1.amazonaws.com', path: '/prod' }],
      webAclId: 'arn:acl',
    },
    { name: 'E3', webAclId: null },
  ]);
  expect(JSON.stringify(items)).not.toContain('hunter2');
});

test('an account without distributions has a list without items', async () => {
  cloudfront.on(ListDistributionsCommand).resolves(page(undefined));
  expect(await collectWith(collector)).toEqual({ items: [], gaps: [] });
});

test('a list that breaks keeps what came before, and is a gap', async () => {
  cloudfront
    .on(ListDistributionsCommand)
    .resolves(page([listed('E1', 'a1b2.execute-api.eu-west-1.amazonaws.com')], 'more'))
    .on(ListDistributionsCommand, { Marker: 'more' })
    .rejects(awsError('AccessDenied', 'no', 403));
  const { items, gaps } = await collectWith(collector);
  expect(items.map(({ name }) => name)).toEqual(['E1']);
  expect(gaps).toMatchObject([{ reason: 'denied', operation: 'cloudfront:ListDistributions' }]);
});

test('an answer without the list is none', async () => {
  cloudfront.on(ListDistributionsCommand).resolves({});
  expect((await collectWith(collector)).gaps).toMatchObject([{ reason: 'malformed' }]);
});
