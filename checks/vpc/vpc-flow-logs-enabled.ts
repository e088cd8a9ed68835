import { ask, cli, defineCheck, fail, notApplicable, pass, seen, unknown, whenKnown } from '../../src/kit.ts';
import type { Evidence, Gap } from '../../src/kit.ts';
import { flowLogs, type FlowLog } from '../../src/inventory/network.ts';
import { mlVpcs, type MlVpc } from '../../src/lineage/ml-vpcs.ts';

export default defineCheck({
  id: 'vpc-flow-logs-enabled',
  control: 'vpc',
  severity: 'MEDIUM',
  tier: 1,
  origin: 'post',
  stage: 'account',
  title: 'Flow logs of ML VPCs record all traffic and are delivered',
  why: 'Without a record of all traffic nobody sees data leave the network of training and notebooks, nor can tell afterwards what left.',
  advice: 'Monitor all traffic into and out of training containers with VPC Flow Logs.',
  threat: { text: 'Exfiltration of training data or models that nobody sees', atlas: ['AML.T0025'] },
  mapping: ['Security Hub EC2.6', 'NIST AU-2', 'NIST AU-12', 'NIST SI-4'],
  resourceTypes: ['AWS::EC2::VPC'],
  subject: mlVpcs,
  uses: { flowLogs },
  fix: ({ name, region }) => ({
    text: 'Create a flow log of the whole VPC for all traffic: subnets to come then have it too. Where one exists but is not delivered, repair the policy or role of its destination. Security Hub EC2.6 is content with rejected traffic; stolen data leaves as accepted traffic.',
    command: cli`aws ec2 create-flow-logs --region ${region} --resource-type VPC --resource-ids ${name} --traffic-type ALL --log-destination-type s3 --log-destination ${ask('LOG_BUCKET_ARN')}`,
  }),
  evaluate: (vpc, { flowLogs: logs }, { account }) =>
    whenKnown(vpc.details, (details, from) => {
      if (details === null) return notApplicable('deleted', 'the VPC does not exist any more');
      const { ownerId } = details;
      const owner = seen(from, 'Vpc.OwnerId', ownerId);
      if (ownerId !== account)
        return unknown(
          ofOwner(vpc),
          `the VPC is shared by ${ownerId ?? 'another account'}: only that one sees its flow logs`,
          owner,
        );

      // Those of a network interface count for nothing: SageMaker's come and go.
      const logsOf = (id: string) =>
        logs.all
          .values()
          .filter(({ resourceId, region }) => resourceId === id && region === vpc.region)
          .toArray();
      const ofVpc = logsOf(vpc.name);
      if (recordAll(ofVpc)) return pass('the VPC has a flow log of all traffic', owner, ...evidenceOf(ofVpc.filter(works)));
      const hiddenLogs = logs.gapIn(vpc.region);
      if (hiddenLogs !== undefined) return unknown(hiddenLogs);

      const ofSubnets = vpc.subnetIds.map(logsOf);
      // What the VPC's log leaves out, the subnet's may record.
      const recorded = ofSubnets.every((ofSubnet) => recordAll([...ofVpc, ...ofSubnet]));
      if (recorded && vpc.hiddenSubnets !== null) return unknown(vpc.hiddenSubnets);
      if (recorded && ofSubnets.length > 0)
        return pass(
          'every subnet that ML uses has a flow log of all traffic',
          owner,
          ...evidenceOf([...ofVpc, ...ofSubnets.flat()].filter(works)),
        );
      return fail(whyNot(ofVpc), owner, ...evidenceOf(ofVpc));
    }),
});

/** Absent is not failed: for S3 there may be no delivery status. */
function works({ status, deliveryStatus }: FlowLog): boolean {
  return status === 'ACTIVE' && deliveryStatus !== 'FAILED';
}

function recordAll(logs: readonly FlowLog[]): boolean {
  const traffic = new Set(logs.filter(works).map(({ trafficType }) => trafficType));
  return traffic.has('ALL') || (traffic.has('ACCEPT') && traffic.has('REJECT'));
}

function whyNot(ofVpc: readonly FlowLog[]): string {
  const subnets = 'and not every subnet that ML uses has one of all traffic';
  if (ofVpc.length === 0) return `the VPC has no flow log, ${subnets}`;
  const working = ofVpc.find(works);
  if (working !== undefined) return `the VPC's flow log records ${working.trafficType} traffic only, ${subnets}`;
  const causes = new Set(ofVpc.map((log) => log.deliveryError ?? log.deliveryStatus ?? log.status ?? 'no status'));
  return `the VPC's flow log is not delivered (${[...causes].join(', ')}), ${subnets}`;
}

function evidenceOf(logs: readonly FlowLog[]): readonly Evidence[] {
  return logs.flatMap(({ from, name, resourceId, trafficType, status, deliveryStatus }) => [
    seen(from, 'FlowLog.TrafficType', trafficType, `${name} of ${resourceId}`),
    seen(from, 'FlowLog.FlowLogStatus', status, name),
    seen(from, 'FlowLog.DeliverLogsStatus', deliveryStatus, name),
  ]);
}

function ofOwner({ account, region }: MlVpc): Gap {
  return {
    reason: 'not-collected',
    operation: 'ec2:DescribeFlowLogs',
    action: 'ec2:DescribeFlowLogs',
    account,
    region,
    error: 'SharedVpc',
    detail: `scan ${account}, which owns the VPC`,
  };
}
