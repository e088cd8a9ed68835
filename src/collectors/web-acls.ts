import type { WebACL } from '@aws-sdk/client-wafv2';
import { defineCollector } from '../core/collector.ts';
import { known, mapFact, missing, type Gap } from '../core/fact.ts';
import { op } from '../core/operation.ts';
import { webAcls, type WebAclDetails } from '../inventory/waf.ts';
import { parseArn } from '../lineage/arn.ts';
import { actionOf, toManagerRules, toRules, type ReadGroup } from './support/waf-rules.ts';

const absent = ['WAFNonexistentItemException'];

export default defineCollector({
  section: webAcls,
  runs: 'target-regions',
  follows: 'web-acl',
  operations: {
    get: op('wafv2', 'GetWebACL', { required: ['WebACL'], absent }),
    group: op('wafv2', 'GetRuleGroup', { required: ['RuleGroup'], absent }),
  },
  async collect(aws, { account, region, eachTarget, shared }, emit) {
    const readGroup: ReadGroup = async (arn) => {
      const owner = parseArn(arn)?.account;
      if (owner !== account) return missing(foreign(arn, { account, region }));
      const answer = await aws.group({ ARN: arn });
      if (!answer.known || answer.value === null) return mapFact(answer, () => null);
      return known(await toRules(answer.value.RuleGroup.Rules ?? [], readGroup), answer.from);
    };
    const group: ReadGroup = (arn) => shared(arn, () => readGroup(arn));
    await eachTarget(async ({ id: arn, account: owner }) => {
      // Only its owner may read a web ACL: a foreign one would look as if it did not exist.
      if (owner !== account) return;
      const answer = await aws.get({ ARN: arn });
      const [, , name = arn] = (parseArn(arn)?.resource ?? '').split('/');
      const acl = answer.known ? answer.value?.WebACL : undefined;
      const read = acl === undefined ? null : await toDetails(acl, group);
      emit({ arn, type: webAcls.type, name, account, region, details: mapFact(answer, () => read) });
    });
  },
});

async function toDetails(acl: WebACL, group: ReadGroup): Promise<WebAclDetails> {
  const { PreProcessFirewallManagerRuleGroups: first = [], PostProcessFirewallManagerRuleGroups: last = [] } = acl;
  const own = await toRules(acl.Rules ?? [], group);
  return {
    defaultAction: actionOf(acl.DefaultAction),
    rules: [...toManagerRules(first), ...own, ...toManagerRules(last)],
  };
}

function foreign(arn: string, { account, region }: { readonly account: string; readonly region: string }): Gap {
  return {
    reason: 'not-collected',
    operation: 'wafv2:GetRuleGroup',
    action: 'wafv2:GetRuleGroup',
    account,
    region,
    error: 'OtherAccount',
    detail: `${arn} belongs to another account`,
  };
}
