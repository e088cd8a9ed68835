import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/subnets.ts';
import { collectWith, target } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const ec2 = mockClient(EC2Client);

beforeEach(() => {
  ec2.reset();
  ec2.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('every subnet that ML names, with its VPC', async () => {
  ec2
    .on(DescribeSubnetsCommand, { SubnetIds: ['subnet-1'] })
    .resolves({ Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1' }] })
    .on(DescribeSubnetsCommand, { SubnetIds: ['subnet-2'] })
    .resolves({ Subnets: [{ SubnetId: 'subnet-2', VpcId: 'vpc-2', OwnerId: '999999999999' }] });
  const { items, gaps } = await collectWith(collector, {
    targets: [target('subnet', 'subnet-1'), target('subnet', 'subnet-2')],
  });
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    { arn: `arn:aws:ec2:${region}:${home.account}:subnet/subnet-1`, name: 'subnet-1', details: { value: { vpcId: 'vpc-1' } } },
    { name: 'subnet-2', details: { known: true, value: { vpcId: 'vpc-2' } } },
  ]);
});

test('a denied subnet is a gap of that subnet alone', async () => {
  ec2
    .on(DescribeSubnetsCommand, { SubnetIds: ['subnet-1'] })
    .rejects(awsError('UnauthorizedOperation', 'not authorized', 403))
    .on(DescribeSubnetsCommand, { SubnetIds: ['subnet-2'] })
    .resolves({ Subnets: [{ SubnetId: 'subnet-2', VpcId: 'vpc-2' }] });
  const { items } = await collectWith(collector, { targets: [target('subnet', 'subnet-1'), target('subnet', 'subnet-2')] });
  expect(items).toMatchObject([
    { name: 'subnet-1', details: { known: false, gap: { reason: 'denied', action: 'ec2:DescribeSubnets' } } },
    { name: 'subnet-2', details: { known: true } },
  ]);
});

test.for(['InvalidSubnetID.NotFound', 'InvalidSubnetID.Malformed'])('%s says that there is no such subnet', async (error) => {
  ec2.on(DescribeSubnetsCommand).rejects(awsError(error));
  const { items } = await collectWith(collector, { targets: [target('subnet', 'subnet-1')] });
  expect(items).toMatchObject([{ details: { known: true, value: null } }]);
});

test('a subnet that the answer leaves out is not there', async () => {
  ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [] });
  const { items } = await collectWith(collector, { targets: [target('subnet', 'subnet-1')] });
  expect(items).toMatchObject([{ details: { known: true, value: null } }]);
});
