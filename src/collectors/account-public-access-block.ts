import { defineCollector } from '../core/collector.ts';
import { mapFact } from '../core/fact.ts';
import { op } from '../core/operation.ts';
import { accountPublicAccessBlock } from '../inventory/s3.ts';
import { noPublicAccessBlock, toPublicAccessBlock } from './support/public-access-block.ts';

export default defineCollector({
  section: accountPublicAccessBlock,
  runs: 'once',
  operations: {
    get: op('s3control', 'GetPublicAccessBlock', {
      action: 's3:GetAccountPublicAccessBlock',
      required: ['PublicAccessBlockConfiguration'],
      root: 'PublicAccessBlockConfiguration',
      absent: noPublicAccessBlock,
    }),
  },
  async collect(aws, { partition, account, region }, emit) {
    const answer = await aws.get({ AccountId: account });
    emit({
      arn: `arn:${partition}:iam::${account}:root`,
      type: accountPublicAccessBlock.type,
      name: account,
      account,
      region,
      block: mapFact(answer, (found) => (found === null ? null : toPublicAccessBlock(found.PublicAccessBlockConfiguration))),
    });
  },
});
