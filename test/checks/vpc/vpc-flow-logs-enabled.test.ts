import { expect, test } from 'vitest';
import check from '../../../checks/vpc/vpc-flow-logs-enabled.ts';
import type { Gap } from '../../../src/core/fact.ts';
import type { FlowLog } from '../../../src/inventory/network.ts';
import type { MlVpc } from '../../../src/lineage/ml-vpcs.ts';
import { denied, gapOf, listOf, run, told } from '../../support/inventory.ts';
import { aFlowLog, anMlVpc, subnetId } from '../../support/network.ts';

const second = 'subnet-0a1b2c3d4e5f60002';
const accepts = aFlowLog({ name: 'fl-1', trafficType: 'ACCEPT' });
const rejects = aFlowLog({ name: 'fl-2', trafficType: 'REJECT' });
const ofSubnet = (resourceId: string, log: Partial<FlowLog> = {}) => aFlowLog({ name: `fl-${resourceId}`, resourceId, ...log });
const noLogs = gapOf('ec2:DescribeFlowLogs');

test.for([
  ['all traffic of the VPC', anMlVpc(), [aFlowLog({ deliveryStatus: 'SUCCESS' })], 'PASS'],
  ['all traffic of every ML subnet', anMlVpc(), [ofSubnet(subnetId)], 'PASS'],
  ['no flow log', anMlVpc(), [], 'FAIL'],
  ['accepted traffic only', anMlVpc(), [accepts], 'FAIL'],
  ['failed delivery', anMlVpc(), [aFlowLog({ deliveryStatus: 'FAILED', deliveryError: 'Access error' })], 'FAIL'],
  ['a log that is not active', anMlVpc(), [aFlowLog({ status: null })], 'FAIL'],
  ['a log of another VPC', anMlVpc(), [aFlowLog({ resourceId: 'vpc-0a1b2c3d4e5f60009' })], 'FAIL'],
  ['a log of another Region', anMlVpc(), [aFlowLog({ region: 'us-east-1' })], 'FAIL'],
  ['a VPC without ML subnets and flow logs', anMlVpc({ subnetIds: [] }), [], 'FAIL'],
  ['a VPC that does not exist any more', anMlVpc({ details: told(null) }), [], 'NOT_APPLICABLE'],
  ['a VPC that we may not read', anMlVpc({ details: denied('ec2:DescribeVpcs') }), [aFlowLog()], 'UNKNOWN'],
  ['a VPC of another account', anMlVpc({ details: told({ ownerId: '999999999999' }) }), [], 'UNKNOWN'],
  ['a VPC whose owner EC2 does not tell', anMlVpc({ details: told({ ownerId: null }) }), [], 'UNKNOWN'],
  ['edge 1: rejected traffic only, though it is enough for EC2.6', anMlVpc(), [rejects], 'FAIL'],
  ['edge 2: no delivery status is not a failure', anMlVpc(), [aFlowLog({ deliveryStatus: null })], 'PASS'],
  ['edge 3: a log of a network interface', anMlVpc(), [ofSubnet('eni-0a1b2c3d4e5f60001')], 'FAIL'],
  ['edge 4: accepted and rejected traffic in two logs', anMlVpc(), [accepts, rejects], 'PASS'],
  ['edge 4: two logs of which one fails', anMlVpc(), [accepts, { ...rejects, deliveryStatus: 'FAILED' }], 'FAIL'],
  [
    'edge 4: one log of the VPC, the other of its subnet',
    anMlVpc(),
    [accepts, ofSubnet(subnetId, { trafficType: 'REJECT' })],
    'PASS',
  ],
  ['edge 5: a second subnet without a log of its own', anMlVpc({ subnetIds: [subnetId, second] }), [ofSubnet(subnetId)], 'FAIL'],
  ['edge 5: a second subnet under the log of the VPC', anMlVpc({ subnetIds: [subnetId, second] }), [aFlowLog()], 'PASS'],
] as const)('%s: %s', ([, vpc, logs, status]) => {
  expect(statusOf(vpc, logs)).toBe(status);
});

test('a denied list hides logs, but not those that were read before', () => {
  expect(statusOf(anMlVpc(), [], noLogs)).toBe('UNKNOWN');
  expect(statusOf(anMlVpc(), [rejects], noLogs)).toBe('UNKNOWN');
  expect(statusOf(anMlVpc(), [aFlowLog()], noLogs)).toBe('PASS');
  expect(statusOf(anMlVpc(), [], gapOf('ec2:DescribeFlowLogs', { region: 'us-east-1' }))).toBe('FAIL');
});

test('a hidden subnet makes logs of subnets unknown, but not the lack of one', () => {
  const hiddenSubnets = gapOf('ec2:DescribeSubnets');
  expect(statusOf(anMlVpc({ hiddenSubnets }), [ofSubnet(subnetId)])).toBe('UNKNOWN');
  expect(statusOf(anMlVpc({ hiddenSubnets, subnetIds: [] }), [])).toBe('UNKNOWN');
  expect(statusOf(anMlVpc({ hiddenSubnets }), [])).toBe('FAIL');
  expect(statusOf(anMlVpc({ hiddenSubnets }), [aFlowLog()])).toBe('PASS');
});

test('a shared VPC names its owner', () => {
  const vpc = anMlVpc({ account: '999999999999', details: told({ ownerId: '999999999999' }) });
  expect(judge(vpc, [])).toMatchObject({
    message: 'the VPC is shared by 999999999999: only that one sees its flow logs',
    gap: { reason: 'not-collected', account: '999999999999', operation: 'ec2:DescribeFlowLogs' },
  });
});

test.for([
  [[], 'the VPC has no flow log'],
  [[rejects], "the VPC's flow log records REJECT traffic only"],
  [[aFlowLog({ deliveryStatus: 'FAILED', deliveryError: 'Access error' })], "the VPC's flow log is not delivered (Access error)"],
] as const)('the message says what is wrong: %j', ([logs, message]) => {
  expect(judge(anMlVpc(), logs).message).toContain(message);
});

test('the evidence names the logs', () => {
  expect(judge(anMlVpc(), [aFlowLog({ name: 'fl-7' })]).evidence).toMatchObject([
    { operation: 'ec2:DescribeVpcs', field: 'Vpc.OwnerId', value: '111122223333' },
    { operation: 'ec2:DescribeFlowLogs', field: 'FlowLog.TrafficType', value: 'ALL', note: 'fl-7 of vpc-0a1b2c3d4e5f60001' },
    { field: 'FlowLog.FlowLogStatus', value: 'ACTIVE' },
    { field: 'FlowLog.DeliverLogsStatus', value: null },
  ]);
});

test('edge 1: the fix logs all traffic of this VPC, and says why less is not enough', () => {
  const { text, command } = check.fix(anMlVpc());
  expect(command).toBe(
    'aws ec2 create-flow-logs --region eu-west-1 --resource-type VPC --resource-ids vpc-0a1b2c3d4e5f60001 --traffic-type ALL --log-destination-type s3 --log-destination LOG_BUCKET_ARN',
  );
  expect(text).toContain('EC2.6');
});

function judge(vpc: MlVpc, logs: readonly FlowLog[], ...gaps: readonly Gap[]) {
  return check.evaluate(vpc, { flowLogs: listOf(logs, ...gaps) }, run);
}

function statusOf(...args: Parameters<typeof judge>) {
  return judge(...args).status;
}
