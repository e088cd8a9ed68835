import { defineCollector } from '../core/collector.ts';
import { mapFact, present } from '../core/fact.ts';
import { op, paged } from '../core/operation.ts';
import { spaces } from '../inventory/studio.ts';
import { sagemakerArn } from '../lineage/arn.ts';
import { gone } from './support/absence.ts';
import { toAppSettings } from './support/studio.ts';

export default defineCollector({
  section: spaces,
  runs: 'every-region',
  operations: {
    list: paged('sagemaker', 'ListSpaces', {
      token: ['NextToken', 'NextToken'],
      items: (page) => page.Spaces,
      size: { MaxResults: 100 },
    }),
    describe: op('sagemaker', 'DescribeSpace', { required: ['SpaceArn'], absent: gone }),
  },
  async collect(aws, { account, partition, region }, emit) {
    await aws.list.each({}, async ({ DomainId: domainId, SpaceName: name, Status: status }) => {
      if (domainId === undefined || name === undefined || status === undefined || status === 'Deleting') return;
      const detail = present(await aws.describe({ DomainId: domainId, SpaceName: name }));
      if (detail === null) return;
      // The list gives no ARN.
      const arn = detail.known
        ? detail.value.SpaceArn
        : sagemakerArn({ partition, account }, region, 'space', `${domainId}/${name}`);
      const settings = mapFact(detail, ({ SpaceSettings }) => toAppSettings('SpaceSettings', SpaceSettings));
      emit({ arn, name, account, region, type: spaces.type, domainId, status, settings });
    });
  },
});
