import { defineCollector } from '../core/collector.ts';
import { mapFact } from '../core/fact.ts';
import { op, type OutputOf } from '../core/operation.ts';
import { vpcs, type VpcDetails } from '../inventory/network.ts';

export default defineCollector({
  section: vpcs,
  runs: 'target-regions',
  follows: 'vpc',
  operations: {
    describe: op('ec2', 'DescribeVpcs', { required: ['Vpcs'], absent: ['InvalidVpcID.NotFound', 'InvalidVpcID.Malformed'] }),
  },
  async collect(aws, { partition, eachTarget }, emit) {
    await eachTarget(async ({ id, account, region }) => {
      const arn = `arn:${partition}:ec2:${region}:${account}:vpc/${id}`;
      const found = await aws.describe({ VpcIds: [id] });
      emit({ arn, type: vpcs.type, name: id, account, region, details: mapFact(found, toDetails) });
    });
  },
});

function toDetails(answer: OutputOf<'ec2', 'DescribeVpcs'> | null): VpcDetails | null {
  const vpc = answer?.Vpcs?.[0];
  return vpc === undefined ? null : { ownerId: vpc.OwnerId ?? null };
}
