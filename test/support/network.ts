import { flowLogs, subnets, vpcs, type FlowLog, type Subnet, type Vpc } from '../../src/inventory/network.ts';
import { mlVpcs, type MlVpc } from '../../src/lineage/ml-vpcs.ts';
import { home, originOf, region, told } from './inventory.ts';

export const vpcId = 'vpc-0a1b2c3d4e5f60001';
export const subnetId = 'subnet-0a1b2c3d4e5f60001';

const arnOf = (kind: string, id: string) => `arn:aws:ec2:${region}:${home.account}:${kind}/${id}`;
const at = { account: home.account, region };

/** A subnet of the usual VPC, or what is known of it. */
export function aSubnet(id = subnetId, details: Subnet['details'] = told({ vpcId }, 'ec2:DescribeSubnets')): Subnet {
  return { ...at, arn: arnOf('subnet', id), type: subnets.type, name: id, details };
}

/** A VPC of the account. */
export function aVpc(id = vpcId, details: Vpc['details'] = told({ ownerId: home.account }, 'ec2:DescribeVpcs')): Vpc {
  return { ...at, arn: arnOf('vpc', id), type: vpcs.type, name: id, details };
}

/** A VPC of the account with one ML subnet. */
export function anMlVpc(overrides: Partial<MlVpc> = {}): MlVpc {
  return { ...aVpc(), type: mlVpcs.type, subnetIds: [subnetId], hiddenSubnets: null, ...overrides };
}

/** A flow log of the usual VPC: of all traffic, to S3, so without a delivery status. */
export function aFlowLog(overrides: Partial<FlowLog> = {}): FlowLog {
  const name = overrides.name ?? 'fl-0a1b2c3d4e5f60001';
  return {
    ...at,
    arn: arnOf('vpc-flow-log', name),
    type: flowLogs.type,
    name,
    from: originOf('ec2:DescribeFlowLogs'),
    resourceId: vpcId,
    status: 'ACTIVE',
    deliveryStatus: null,
    deliveryError: null,
    trafficType: 'ALL',
    destinationType: 's3',
    ...overrides,
  };
}
