import { defineCollector } from '../core/collector.ts';
import { paged } from '../core/operation.ts';
import { flowLogs } from '../inventory/network.ts';

export default defineCollector({
  section: flowLogs,
  runs: 'ml-regions',
  operations: {
    list: paged('ec2', 'DescribeFlowLogs', {
      token: ['NextToken', 'NextToken'],
      items: (page) => page.FlowLogs,
      size: { MaxResults: 1000 },
    }),
  },
  async collect(aws, { partition, account, region }, emit) {
    await aws.list.each({}, (log, { origin }) => {
      const { FlowLogId: id } = log;
      if (id === undefined) return;
      emit({
        arn: `arn:${partition}:ec2:${region}:${account}:vpc-flow-log/${id}`,
        type: flowLogs.type,
        name: id,
        account,
        region,
        from: origin,
        resourceId: log.ResourceId ?? null,
        status: log.FlowLogStatus ?? null,
        deliveryStatus: log.DeliverLogsStatus ?? null,
        deliveryError: log.DeliverLogsErrorMessage ?? null,
        trafficType: log.TrafficType ?? null,
        destinationType: log.LogDestinationType ?? null,
      });
    });
  },
});
