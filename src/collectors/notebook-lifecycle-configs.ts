import { defineCollector } from '../core/collector.ts';
import { known, present } from '../core/fact.ts';
import { op, paged, type OutputOf } from '../core/operation.ts';
import type { SecretScanner } from '../core/secret.ts';
import { notebookLifecycleConfigs, type LifecycleScript } from '../inventory/lifecycle-configs.ts';
import { gone } from './support/absence.ts';
import { classifyScript } from './support/lifecycle-scripts.ts';

export default defineCollector({
  section: notebookLifecycleConfigs,
  runs: 'every-region',
  operations: {
    list: paged('sagemaker', 'ListNotebookInstanceLifecycleConfigs', {
      token: ['NextToken', 'NextToken'],
      items: (page) => page.NotebookInstanceLifecycleConfigs,
      size: { MaxResults: 100 },
    }),
    describe: op('sagemaker', 'DescribeNotebookInstanceLifecycleConfig', {
      required: ['NotebookInstanceLifecycleConfigArn'],
      absent: gone,
    }),
  },
  async collect(aws, { account, region, secrets }, emit) {
    await aws.list.each({}, async (listed) => {
      const { NotebookInstanceLifecycleConfigArn: arn, NotebookInstanceLifecycleConfigName: name } = listed;
      if (arn === undefined || name === undefined) return;
      const detail = present(await aws.describe({ NotebookInstanceLifecycleConfigName: name }));
      if (detail === null) return;
      const scripts = detail.known ? known(await classify(detail.value, secrets), detail.from) : detail;
      emit({ arn, name, account, region, type: notebookLifecycleConfigs.type, scripts });
    });
  },
});

type Description = OutputOf<'sagemaker', 'DescribeNotebookInstanceLifecycleConfig'>;

async function classify(answer: Description, secrets: SecretScanner): Promise<readonly LifecycleScript[]> {
  const hooks = (['OnCreate', 'OnStart'] as const).flatMap((hook) =>
    (answer[hook] ?? []).map(({ Content }, index) => ({ field: `${hook}[${index}].Content`, content: Content })),
  );
  return await Promise.all(hooks.map(({ field, content }) => classifyScript(field, content, secrets)));
}
