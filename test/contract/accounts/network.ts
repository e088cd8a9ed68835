import { CreateFlowLogsCommand, CreateSubnetCommand, CreateVpcCommand, type TrafficType } from '@aws-sdk/client-ec2';
import type { Account } from '../support/account.ts';

export interface Network {
  readonly vpc: string;
  readonly subnet: string;
}

/** A VPC with one subnet, and flow logs of what is asked for. */
export async function createNetwork({ ec2 }: Account, flowLogs?: { traffic: TrafficType; bucket: string }): Promise<Network> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const vpc = Vpc?.VpcId ?? '';
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: vpc, CidrBlock: '10.0.1.0/24' }));
  if (flowLogs !== undefined) {
    await ec2.send(
      new CreateFlowLogsCommand({
        ResourceIds: [vpc],
        ResourceType: 'VPC',
        TrafficType: flowLogs.traffic,
        LogDestinationType: 's3',
        LogDestination: `arn:aws:s3:::${flowLogs.bucket}`,
      }),
    );
  }
  return { vpc, subnet: Subnet?.SubnetId ?? '' };
}
