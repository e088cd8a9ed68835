import { defineCollector } from '../core/collector.ts';
import { mapFact, present } from '../core/fact.ts';
import { op, paged } from '../core/operation.ts';
import { userProfiles } from '../inventory/studio.ts';
import { sagemakerArn } from '../lineage/arn.ts';
import { gone } from './support/absence.ts';
import { toUserSettings } from './support/studio.ts';

export default defineCollector({
  section: userProfiles,
  runs: 'every-region',
  operations: {
    list: paged('sagemaker', 'ListUserProfiles', {
      token: ['NextToken', 'NextToken'],
      items: (page) => page.UserProfiles,
      size: { MaxResults: 100 },
    }),
    describe: op('sagemaker', 'DescribeUserProfile', { required: ['UserProfileArn'], absent: gone }),
  },
  async collect(aws, { account, partition, region }, emit) {
    await aws.list.each({}, async ({ DomainId: domainId, UserProfileName: name, Status: status }) => {
      if (domainId === undefined || name === undefined || status === undefined || status === 'Deleting') return;
      const detail = present(await aws.describe({ DomainId: domainId, UserProfileName: name }));
      if (detail === null) return;
      // The list gives no ARN.
      const arn = detail.known
        ? detail.value.UserProfileArn
        : sagemakerArn({ partition, account }, region, 'user-profile', `${domainId}/${name}`);
      const settings = mapFact(detail, ({ UserSettings }) => toUserSettings('UserSettings', UserSettings));
      emit({ arn, name, account, region, type: userProfiles.type, domainId, status, settings });
    });
  },
});
