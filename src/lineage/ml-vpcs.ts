import { inherit } from '../core/collection.ts';
import type { Fact, Gap } from '../core/fact.ts';
import { derived, type Collection, type Home, type Resource } from '../core/resource.ts';
import { subnets, vpcs, type Subnet, type Vpc, type VpcDetails } from '../inventory/network.ts';

/** A VPC that ML runs in, owned by this account or shared with it. */
export interface MlVpc extends Resource {
  /** Known to be `null` when it does not exist any more. */
  readonly details: Fact<VpcDetails | null>;
  /** Ids of its subnets that ML names. */
  readonly subnetIds: readonly string[];
  /** Why ML may name further ones; `null`: it does not. */
  readonly hiddenSubnets: Gap | null;
}

/** VPCs that the graph reaches, by a subnet or by name. Their section holds no others, and its gaps are those of the graph. */
export const mlVpcs = derived({
  name: 'lineage.ml-vpcs',
  type: 'AWS::EC2::VPC',
  arn: 'arn:P:ec2:R:A:vpc/*',
  from: { vpcs, subnets },
  derive: (views, run) => ({
    items: [...views.vpcs.all].map((vpc) => mlVpc(vpc, views.subnets, run)),
    gaps: inherit(views.vpcs),
  }),
});

function mlVpc(vpc: Vpc, subnetsOfMl: Collection<Subnet>, { partition }: Home): MlVpc {
  const { name, region, details } = vpc;
  const account = (details.known ? details.value?.ownerId : null) ?? vpc.account;
  const subnetIds: string[] = [];
  let hidden = subnetsOfMl.gapIn(region);
  for (const { name: id, details: subnet } of subnetsOfMl.all.values().filter((one) => one.region === region)) {
    if (!subnet.known) hidden ??= subnet.gap;
    else if (subnet.value?.vpcId === name) subnetIds.push(id);
  }
  const arn = `arn:${partition}:ec2:${region}:${account}:vpc/${name}`;
  return { arn, type: vpc.type, name, account, region, details, subnetIds, hiddenSubnets: hidden ?? null };
}
