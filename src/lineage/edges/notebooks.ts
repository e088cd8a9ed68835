import type { EdgeRule } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { notebooks, type Notebook } from '../../inventory/notebooks.ts';
import { edgesOf } from '../references.ts';

export default {
  from: notebooks,
  to: ['role', 'subnet', 'key', 'code-repository'],
  edges: (notebook, home) =>
    mapFact(notebook.settings, (settings) =>
      edgesOf(notebook, home, 'DescribeNotebookInstanceOutput', (to) => [
        to.role('RoleArn', settings.roleArn, 'execution'),
        to.subnet('SubnetId', settings.subnetId),
        to.key('KmsKeyId', settings.kmsKeyId),
        ...settings.repositories.map((repository) => to.repository(repository.field, repository.value)),
      ]),
    ),
} satisfies EdgeRule<Notebook>;
