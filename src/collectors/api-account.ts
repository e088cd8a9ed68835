import { defineCollector } from '../core/collector.ts';
import { mapFact } from '../core/fact.ts';
import { op } from '../core/operation.ts';
import { apiAccounts } from '../inventory/apis.ts';

export default defineCollector({
  section: apiAccounts,
  runs: 'ml-regions',
  operations: {
    // The role may be left out; the throttle settings never are.
    get: op('apigateway', 'GetAccount', { action: 'apigateway:GET', required: ['throttleSettings'] }),
  },
  async collect(aws, { partition, account, region }, emit) {
    const answer = await aws.get({});
    emit({
      arn: `arn:${partition}:apigateway:${region}::/account`,
      type: apiAccounts.type,
      name: account,
      account,
      region,
      settings: mapFact(answer, ({ cloudwatchRoleArn }) => ({ cloudwatchRoleArn: cloudwatchRoleArn ?? null })),
    });
  },
});
