import type { EdgeRule } from '../../core/edge.ts';
import { mapFact } from '../../core/fact.ts';
import { apiAccounts, type ApiAccount } from '../../inventory/apis.ts';
import { edgesOf } from '../references.ts';

export default {
  from: apiAccounts,
  to: ['role'],
  uses: ['logging'],
  edges: (account, home) =>
    mapFact(account.settings, ({ cloudwatchRoleArn }) =>
      edgesOf(account, home, 'Account', (to) => [to.role('cloudwatchRoleArn', cloudwatchRoleArn, 'logging')]),
    ),
} satisfies EdgeRule<ApiAccount>;
