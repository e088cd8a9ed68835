import type { Fact, Origin } from '../core/fact.ts';
import { section, type Resource } from '../core/resource.ts';

export interface SubnetDetails {
  /** `null` where AWS left it out. */
  readonly vpcId: string | null;
}

/** A subnet that ML names. Its ARN has the account of whoever names it: a shared subnet belongs to another one. */
export interface Subnet extends Resource {
  /** Known to be `null` when EC2 knows no such subnet. */
  readonly details: Fact<SubnetDetails | null>;
}

export const subnets = section<Subnet>({
  name: 'ec2.subnets',
  type: 'AWS::EC2::Subnet',
  scope: 'regional',
  arn: 'arn:P:ec2:R:A:subnet/*',
});

export interface VpcDetails {
  /** Account that owns it: another one for a shared VPC. `null` where AWS left it out. */
  readonly ownerId: string | null;
}

/** A VPC that ML runs in. Its ARN has the account of whoever names it. */
export interface Vpc extends Resource {
  /** Known to be `null` when EC2 knows no such VPC. */
  readonly details: Fact<VpcDetails | null>;
}

export const vpcs = section<Vpc>({
  name: 'ec2.vpcs',
  type: 'AWS::EC2::VPC',
  scope: 'regional',
  arn: 'arn:P:ec2:R:A:vpc/*',
});

/** A flow log of the account. Those of a shared VPC are seen by its owner only. */
export interface FlowLog extends Resource {
  /** The call that listed it. */
  readonly from: Origin;
  /** Id of a VPC, a subnet or a network interface. */
  readonly resourceId: string | null;
  /** `ACTIVE`. */
  readonly status: string | null;
  /** `SUCCESS` or `FAILED`; `null` where AWS left it out, as it may for S3. */
  readonly deliveryStatus: string | null;
  /** `Rate limited`, `Access error`, `Unknown error`. */
  readonly deliveryError: string | null;
  /** `ACCEPT`, `REJECT`, `ALL`. */
  readonly trafficType: string | null;
  /** `cloud-watch-logs`, `s3`, `kinesis-data-firehose`. */
  readonly destinationType: string | null;
}

export const flowLogs = section<FlowLog>({
  name: 'ec2.flow-logs',
  type: 'AWS::EC2::FlowLog',
  scope: 'regional',
  arn: 'arn:P:ec2:R:A:vpc-flow-log/*',
});
