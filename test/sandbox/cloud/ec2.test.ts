import { expect, test } from 'vitest';
import type { AccountData } from '../../../src/sandbox/account.ts';
import { ec2 } from '../../../src/sandbox/cloud/ec2.ts';

const id = '111122223333';
const account: AccountData = {
  id,
  partition: 'aws',
  auditor: `arn:aws:iam::${id}:role/auditor`,
  regions: [],
  in: {
    'eu-west-1': {
      ec2: {
        subnets: [
          { SubnetId: 'subnet-1', VpcId: 'vpc-1' },
          { SubnetId: 'subnet-2', VpcId: 'vpc-2' },
        ],
        flowLogs: Array.from({ length: 7 }, (_, n) => ({ FlowLogId: `fl-${n}`, ResourceId: n < 6 ? 'vpc-1' : 'subnet-2' })),
      },
    },
  },
};

async function answer(operation: string, input: object, region = 'eu-west-1'): Promise<unknown> {
  const call = { service: 'ec2', operation, region, accessKeyId: 'AKIA', now: 0 };
  return await ec2(() => account)[`ec2:${operation}`]?.({ ...input }, call);
}

test('ids name subnets; one that is not there refuses the request', async () => {
  expect(await answer('DescribeSubnets', { SubnetIds: ['subnet-2'] })).toEqual({
    Subnets: [{ SubnetId: 'subnet-2', VpcId: 'vpc-2' }],
  });
  await expect(answer('DescribeSubnets', { SubnetIds: ['subnet-2', 'subnet-9'] })).rejects.toMatchObject({
    code: 'InvalidSubnetID.NotFound',
  });
  await expect(answer('DescribeSubnets', { SubnetIds: ['x'] })).rejects.toMatchObject({ code: 'InvalidSubnetID.Malformed' });
  await expect(answer('DescribeVpcs', { VpcIds: ['vpc-1'] })).rejects.toMatchObject({ code: 'InvalidVpcID.NotFound' });
  await expect(answer('DescribeSubnets', { SubnetIds: ['subnet-2'], MaxResults: 5 })).rejects.toMatchObject({
    code: 'InvalidParameterCombination',
  });
});

test('filters match by patterns, and all of them', async () => {
  const Filters = [
    { Name: 'subnet-id', Values: ['subnet-*'] },
    { Name: 'vpc-id', Values: ['vpc-9', 'vpc-?'] },
  ];
  expect(await answer('DescribeSubnets', { Filters })).toMatchObject({ Subnets: [{}, {}] });
  expect(await answer('DescribeSubnets', { Filters: [{ Name: 'vpc-id', Values: ['vpc'] }] })).toEqual({ Subnets: [] });
  await expect(answer('DescribeVpcs', { Filters: [{ Name: 'colour', Values: ['red'] }] })).rejects.toThrow('colour');
});

test('pages come only when asked for', async () => {
  expect(await answer('DescribeFlowLogs', {})).not.toHaveProperty('NextToken');
  const first = await answer('DescribeFlowLogs', { MaxResults: 5 });
  expect(first).toMatchObject({ FlowLogs: [{}, {}, {}, {}, {}], NextToken: 'page-5' });
  expect(await answer('DescribeFlowLogs', { MaxResults: 5, NextToken: 'page-5' })).toEqual({
    FlowLogs: [
      { FlowLogId: 'fl-5', ResourceId: 'vpc-1' },
      { FlowLogId: 'fl-6', ResourceId: 'subnet-2' },
    ],
  });
  expect(await answer('DescribeFlowLogs', {}, 'us-east-1')).toEqual({ FlowLogs: [] });
});
