import type { EdgeRule } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { codeRepositories, type CodeRepository } from '../../inventory/code-repositories.ts';
import { edgesOf } from '../references.ts';

export default {
  from: codeRepositories,
  to: ['secret'],
  edges: (repository, home) =>
    mapFact(repository.git, ({ secretArn }) =>
      edgesOf(repository, home, 'CodeRepositorySummary', (to) => [to.secret('GitConfig.SecretArn', secretArn)]),
    ),
} satisfies EdgeRule<CodeRepository>;
