import type { AccountOf, RegionData } from '../account.ts';
import { defineHandlers, SandboxError, type Handlers, type SandboxCall } from '../types.ts';
import { given, pageOf } from './pages.ts';

const pages = { usual: 100, most: 100 };

/** EventBridge rules of the default event bus. */
export function events(accountOf: AccountOf): Handlers {
  const rules = (call: SandboxCall): NonNullable<NonNullable<RegionData['events']>['rules']> =>
    accountOf(call).in[call.region]?.events?.rules ?? [];
  return defineHandlers('events', {
    ListRules({ NextToken, Limit }, call) {
      const { page, next } = pageOf(rules(call), { token: NextToken, size: Limit, ...pages });
      return given({ Rules: page.map(({ rule }) => rule), NextToken: next });
    },
    ListTargetsByRule({ Rule: name = '', NextToken, Limit }, call) {
      const found = rules(call).find(({ rule }) => rule.Name === name);
      if (found === undefined)
        throw new SandboxError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
      const { page, next } = pageOf(found.targets, { token: NextToken, size: Limit, ...pages });
      return given({ Targets: page, NextToken: next });
    },
  });
}
