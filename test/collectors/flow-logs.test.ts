import { DescribeFlowLogsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import collector from '../../src/collectors/flow-logs.ts';
import { collectWith } from '../support/collect.ts';
import { awsError } from '../support/errors.ts';
import { home, region } from '../support/inventory.ts';

const ec2 = mockClient(EC2Client);

beforeEach(() => {
  ec2.reset();
  ec2.onAnyCommand().rejects(new Error('the test answers this not'));
});

test('every flow log of two pages, asked for in pages', async () => {
  ec2
    .on(DescribeFlowLogsCommand, { MaxResults: 1000 })
    .resolves({
      FlowLogs: [
        {
          FlowLogId: 'fl-1',
          ResourceId: 'vpc-1',
          FlowLogStatus: 'ACTIVE',
          DeliverLogsStatus: 'FAILED',
          DeliverLogsErrorMessage: 'Access error',
          TrafficType: 'ALL',
          LogDestinationType: 'cloud-watch-logs',
        },
      ],
      NextToken: 'more',
    })
    .on(DescribeFlowLogsCommand, { MaxResults: 1000, NextToken: 'more' })
    .resolves({ FlowLogs: [{ FlowLogId: 'fl-2', ResourceId: 'tgw-1', FlowLogStatus: 'ACTIVE', LogDestinationType: 's3' }] });
  const { items, gaps } = await collectWith(collector);
  expect(gaps).toEqual([]);
  expect(items).toMatchObject([
    {
      arn: `arn:aws:ec2:${region}:${home.account}:vpc-flow-log/fl-1`,
      from: { operation: 'ec2:DescribeFlowLogs', region },
      resourceId: 'vpc-1',
      status: 'ACTIVE',
      deliveryStatus: 'FAILED',
      deliveryError: 'Access error',
      trafficType: 'ALL',
      destinationType: 'cloud-watch-logs',
    },
    { name: 'fl-2', deliveryStatus: null, deliveryError: null, trafficType: null },
  ]);
});

test('a list that breaks keeps what came before, and is a gap', async () => {
  ec2
    .on(DescribeFlowLogsCommand)
    .resolves({ FlowLogs: [{ FlowLogId: 'fl-1' }], NextToken: 'more' })
    .on(DescribeFlowLogsCommand, { NextToken: 'more' })
    .rejects(awsError('UnauthorizedOperation', 'not authorized', 403));
  const { items, gaps } = await collectWith(collector);
  expect(items.map(({ name }) => name)).toEqual(['fl-1']);
  expect(gaps).toMatchObject([{ reason: 'denied', operation: 'ec2:DescribeFlowLogs', region }]);
});
