import type { FlowLog, Subnet, Vpc } from '@aws-sdk/client-ec2';
import { arnOf, daysAgo, type Place } from './place.ts';

/** A VPC of the account; `OwnerId` makes it one that another account shares. */
export function vpc({ account }: Place, VpcId: string, CidrBlock: string, more: Vpc = {}): Vpc {
  return {
    VpcId,
    CidrBlock,
    OwnerId: account,
    State: 'available',
    DhcpOptionsId: 'dopt-0a1b2c3d4e5f60718',
    InstanceTenancy: 'default',
    IsDefault: false,
    ...more,
  };
}

export function subnet(at: Place, SubnetId: string, network: Vpc, zone: 'a' | 'b' = 'a'): Subnet {
  const { VpcId, OwnerId = at.account, CidrBlock = '10.0.0.0/16' } = network;
  return {
    SubnetId,
    SubnetArn: arnOf({ ...at, account: OwnerId }, 'ec2', `subnet/${SubnetId}`),
    VpcId,
    OwnerId,
    CidrBlock: CidrBlock.replace(/\.0\.0\/16$/, zone === 'a' ? '.0.0/24' : '.1.0/24'),
    AvailabilityZone: `${at.region}${zone}`,
    State: 'available',
    AvailableIpAddressCount: 231,
    DefaultForAz: network.IsDefault ?? false,
    MapPublicIpOnLaunch: network.IsDefault ?? false,
  };
}

/** A flow log to CloudWatch Logs that is delivered. */
export function flowLog(at: Place, ResourceId: string, TrafficType: 'ALL' | 'ACCEPT' | 'REJECT', more: FlowLog = {}): FlowLog {
  return {
    FlowLogId: `fl-${ResourceId.replace(/^[a-z]+-/, '').slice(0, 16)}${TrafficType.charCodeAt(0)}`,
    ResourceId,
    TrafficType,
    FlowLogStatus: 'ACTIVE',
    DeliverLogsStatus: 'SUCCESS',
    LogDestinationType: 'cloud-watch-logs',
    LogGroupName: `/vpc/${ResourceId}`,
    CreationTime: daysAgo(at, 300),
    MaxAggregationInterval: 600,
    ...more,
  };
}
