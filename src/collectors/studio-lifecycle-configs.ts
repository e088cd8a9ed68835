import { defineCollector } from '../core/collector.ts';
import { known, present } from '../core/fact.ts';
import { op, paged } from '../core/operation.ts';
import { studioLifecycleConfigs } from '../inventory/lifecycle-configs.ts';
import { gone } from './support/absence.ts';
import { classifyScript } from './support/lifecycle-scripts.ts';

const field = 'StudioLifecycleConfigContent';

export default defineCollector({
  section: studioLifecycleConfigs,
  runs: 'every-region',
  operations: {
    list: paged('sagemaker', 'ListStudioLifecycleConfigs', {
      token: ['NextToken', 'NextToken'],
      items: (page) => page.StudioLifecycleConfigs,
      size: { MaxResults: 100 },
    }),
    describe: op('sagemaker', 'DescribeStudioLifecycleConfig', { required: ['StudioLifecycleConfigArn'], absent: gone }),
  },
  async collect(aws, { account, region, secrets }, emit) {
    await aws.list.each({}, async (listed) => {
      const { StudioLifecycleConfigArn: arn, StudioLifecycleConfigName: name, StudioLifecycleConfigAppType: appType } = listed;
      if (arn === undefined || name === undefined) return;
      const detail = present(await aws.describe({ StudioLifecycleConfigName: name }));
      if (detail === null) return;
      const scripts = detail.known ? known([await classifyScript(field, detail.value[field], secrets)], detail.from) : detail;
      emit({ arn, name, account, region, type: studioLifecycleConfigs.type, appType: appType ?? null, scripts });
    });
  },
});
