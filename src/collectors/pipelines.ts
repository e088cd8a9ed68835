import type { DescribePipelineResponse } from '@aws-sdk/client-sagemaker';
import { defineCollector } from '../core/collector.ts';
import { known, present } from '../core/fact.ts';
import { op, paged } from '../core/operation.ts';
import type { SecretScanner } from '../core/secret.ts';
import { pipelines, type PipelineDetails } from '../inventory/pipelines.ts';
import { gone } from './support/absence.ts';
import { field } from './support/job-parts.ts';
import { scanParameters } from './support/parameters.ts';
import { readDefinition } from './support/pipeline-definition.ts';

/** Whole definitions: Search has none. */
export default defineCollector({
  section: pipelines,
  runs: 'every-region',
  operations: {
    list: paged('sagemaker', 'ListPipelines', {
      token: ['NextToken', 'NextToken'],
      items: (page) => page.PipelineSummaries,
      size: { MaxResults: 100 },
    }),
    describe: op('sagemaker', 'DescribePipeline', { required: ['PipelineArn'], absent: gone }),
  },
  async collect(aws, { account, region, secrets }, emit) {
    await aws.list.each({}, async ({ PipelineArn: arn, PipelineName: name }) => {
      if (arn === undefined || name === undefined) return;
      const described = present(await aws.describe({ PipelineName: name }));
      if (described === null) return;
      const details = described.known ? known(await toDetails(described.value, secrets), described.from) : described;
      emit({ arn, name, account, region, type: pipelines.type, details });
    });
  },
});

type Description = Pick<DescribePipelineResponse, 'PipelineDefinition' | 'RoleArn'>;

async function toDetails(pipeline: Description, secrets: SecretScanner): Promise<PipelineDetails | null> {
  const definition = readDefinition(pipeline.PipelineDefinition ?? '');
  if (definition === null) return null;
  const { literals, roles, ...references } = definition;
  return {
    ...references,
    roles: [...field('RoleArn', pipeline.RoleArn), ...roles],
    parameters: await scanParameters(secrets, 'DescribePipelineResponse', literals),
  };
}
