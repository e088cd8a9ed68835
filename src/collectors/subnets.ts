import { defineCollector } from '../core/collector.ts';
import { mapFact } from '../core/fact.ts';
import { op, type OutputOf } from '../core/operation.ts';
import { subnets, type SubnetDetails } from '../inventory/network.ts';

export default defineCollector({
  section: subnets,
  runs: 'target-regions',
  follows: 'subnet',
  operations: {
    describe: op('ec2', 'DescribeSubnets', {
      required: ['Subnets'],
      absent: ['InvalidSubnetID.NotFound', 'InvalidSubnetID.Malformed'],
    }),
  },
  async collect(aws, { partition, eachTarget }, emit) {
    await eachTarget(async ({ id, account, region }) => {
      const arn = `arn:${partition}:ec2:${region}:${account}:subnet/${id}`;
      const found = await aws.describe({ SubnetIds: [id] });
      emit({ arn, type: subnets.type, name: id, account, region, details: mapFact(found, toDetails) });
    });
  },
});

function toDetails(answer: OutputOf<'ec2', 'DescribeSubnets'> | null): SubnetDetails | null {
  const subnet = answer?.Subnets?.[0];
  return subnet === undefined ? null : { vpcId: subnet.VpcId ?? null };
}
