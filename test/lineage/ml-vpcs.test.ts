import { expect, test } from 'vitest';
import type { Gap } from '../../src/core/fact.ts';
import type { Subnet } from '../../src/inventory/network.ts';
import { mlVpcs } from '../../src/lineage/ml-vpcs.ts';
import { denied, gapOf, listOf, run, told } from '../support/inventory.ts';
import { aSubnet, aVpc, subnetId, vpcId } from '../support/network.ts';

test('a VPC knows the subnets that ML names in it', () => {
  const subnets = listOf([aSubnet(), aSubnet('subnet-2', told({ vpcId: 'vpc-2' })), aSubnet('subnet-3', told(null))]);
  expect(mlVpcs.derive({ vpcs: listOf([aVpc()]), subnets }, run)).toMatchObject({
    items: [{ arn: aVpc().arn, name: vpcId, subnetIds: [subnetId], hiddenSubnets: null }],
    gaps: [],
  });
});

test('a shared VPC has the ARN of its owner', () => {
  const vpcs = listOf([aVpc(vpcId, told({ ownerId: '999999999999' }))]);
  const { items } = mlVpcs.derive({ vpcs, subnets: listOf([]) }, run);
  expect(items).toMatchObject([{ arn: `arn:aws:ec2:eu-west-1:999999999999:vpc/${vpcId}`, account: '999999999999' }]);
});

test('a subnet that was not read may be in the VPC; a list that broke elsewhere hides none', () => {
  expect(hiddenBy([aSubnet(), aSubnet('subnet-2', denied('ec2:DescribeSubnets'))])).toMatchObject({ reason: 'denied' });
  expect(hiddenBy([aSubnet()], gapOf('sagemaker:Search'))).toMatchObject({ operation: 'sagemaker:Search' });
  expect(hiddenBy([aSubnet()], gapOf('sagemaker:Search', { region: 'us-east-1' }))).toBe(null);
});

test('the gaps are those that may hide a VPC', () => {
  const gap = gapOf('sagemaker:ListDomains');
  expect(mlVpcs.derive({ vpcs: listOf([], gap), subnets: listOf([]) }, run).gaps).toEqual([gap]);
});

function hiddenBy(subnets: readonly Subnet[], ...gaps: readonly Gap[]): Gap | null | undefined {
  const { items } = mlVpcs.derive({ vpcs: listOf([aVpc()]), subnets: listOf(subnets, ...gaps) }, run);
  return [...items][0]?.hiddenSubnets;
}
