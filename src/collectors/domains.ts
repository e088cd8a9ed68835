import { defineCollector } from '../core/collector.ts';
import { mapFact, present } from '../core/fact.ts';
import { op, paged, type OutputOf } from '../core/operation.ts';
import { domains, type DomainSettings } from '../inventory/studio.ts';
import { gone } from './support/absence.ts';
import { given, toAppSettings, toUserSettings } from './support/studio.ts';

export default defineCollector({
  section: domains,
  runs: 'every-region',
  operations: {
    list: paged('sagemaker', 'ListDomains', {
      token: ['NextToken', 'NextToken'],
      items: (page) => page.Domains,
      size: { MaxResults: 100 },
    }),
    describe: op('sagemaker', 'DescribeDomain', { required: ['DomainArn'], absent: gone }),
  },
  async collect(aws, { account, region }, emit) {
    await aws.list.each({}, async ({ DomainArn: arn, DomainId: name, Status: status }, { origin: from }) => {
      if (arn === undefined || name === undefined || status === undefined || status === 'Deleting') return;
      const detail = present(await aws.describe({ DomainId: name }));
      if (detail === null) return;
      emit({ arn, name, account, region, type: domains.type, from, status, settings: mapFact(detail, toSettings) });
    });
  },
});

function toSettings(answer: OutputOf<'sagemaker', 'DescribeDomain'>): DomainSettings {
  const users = toUserSettings('DefaultUserSettings', answer.DefaultUserSettings);
  const shared = toAppSettings('DefaultSpaceSettings', answer.DefaultSpaceSettings);
  const studio = answer.DomainSettings?.RStudioServerProDomainSettings;
  return {
    subnets: answer.SubnetIds ?? [],
    vpcId: answer.VpcId ?? null,
    roles: [
      ...users.roles,
      ...given('DefaultSpaceSettings.ExecutionRole', answer.DefaultSpaceSettings?.ExecutionRole),
      ...given('DomainSettings.RStudioServerProDomainSettings.DomainExecutionRoleArn', studio?.DomainExecutionRoleArn),
    ],
    keys: [
      ...given('KmsKeyId', answer.KmsKeyId),
      ...given('HomeEfsFileSystemKmsKeyId', answer.HomeEfsFileSystemKmsKeyId),
      ...users.keys,
    ],
    locations: users.locations,
    repositories: [...users.repositories, ...shared.repositories],
    lifecycleConfigs: [...users.lifecycleConfigs, ...shared.lifecycleConfigs],
  };
}
