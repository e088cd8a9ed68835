import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/vpcs.ts';
import { collectWith, target } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const ec2 = mockClient(EC2Client);
const targets = [target('vpc', 'vpc-1'), target('vpc', 'vpc-2')];

beforeEach(() => {
  ec2.reset();
  ec2.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('every VPC that ML runs in, with its owner', async () => {
  ec2
    .on(DescribeVpcsCommand, { VpcIds: ['vpc-1'] })
    .resolves({ Vpcs: [{ VpcId: 'vpc-1', OwnerId: home.account }] })
    .on(DescribeVpcsCommand, { VpcIds: ['vpc-2'] })
    .resolves({ Vpcs: [{ VpcId: 'vpc-2', OwnerId: '999999999999' }] });
  const { items, gaps } = await collectWith(collector, { targets });
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    { arn: `arn:aws:ec2:${region}:${home.account}:vpc/vpc-1`, details: { value: { ownerId: home.account } } },
    { arn: `arn:aws:ec2:${region}:${home.account}:vpc/vpc-2`, details: { value: { ownerId: '999999999999' } } },
  ]);
});

test('a denied VPC is a gap, one that does not exist is none', async () => {
  ec2
    .on(DescribeVpcsCommand, { VpcIds: ['vpc-1'] })
    .rejects(awsError('UnauthorizedOperation', 'not authorized', 403))
    .on(DescribeVpcsCommand, { VpcIds: ['vpc-2'] })
    .rejects(awsError('InvalidVpcID.NotFound'));
  const { items } = await collectWith(collector, { targets });
  expect(items).toMatchObject([
    { details: { known: false, gap: { reason: 'denied', action: 'ec2:DescribeVpcs' } } },
    { details: { known: true, value: null } },
  ]);
});
