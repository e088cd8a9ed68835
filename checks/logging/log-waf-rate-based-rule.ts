import { defineCheck, every, fail, notApplicable, pass, seen, unknown, whenKnown } from '../../src/kit.ts';
import type { Evidence, Verdict } from '../../src/kit.ts';
import type { RateStatement, WebAclDetails } from '../../src/inventory/waf.ts';
import { modelWebAcls, type ModelWebAcl, type ProtectedPath } from '../../src/lineage/model-web-acls.ts';
import { matchesPath, rateLimits } from '../../src/lineage/rate-limits.ts';
import { updateRulesCommand } from '../../src/lineage/web-acl-command.ts';

type From = Parameters<typeof seen>[0];

export default defineCheck({
  id: 'log-waf-rate-based-rule',
  control: 'logging',
  severity: 'HIGH',
  tier: 1,
  origin: 'post',
  stage: 'serve',
  title: 'The web ACL in front of a model limits the requests of each client',
  why: 'Inference attacks take many queries: a client without a limit can copy the model or find out what it was trained on.',
  advice: 'Limit how many requests one client address may send in a trailing window.',
  threat: {
    text: 'Membership inference, inversion and extraction through the number of queries',
    atlas: ['AML.T0024', 'AML.T0034', 'AML.T0029'],
  },
  mapping: ['ATLAS AML.M0004', 'NIST SC-5'],
  resourceTypes: ['AWS::WAFv2::WebACL'],
  subject: modelWebAcls,
  fix: ({ arn, details }) => ({
    text: 'Put the present rules of the web ACL (get-web-acl gives them, and the lock token) into rules.json, add this one before every rule that allows, and set them: {"Name":"limit-each-client","Priority":0,"Statement":{"RateBasedStatement":{"Limit":500,"EvaluationWindowSec":300,"AggregateKeyType":"IP"}},"Action":{"Block":{}},"VisibilityConfig":{"SampledRequestsEnabled":true,"CloudWatchMetricsEnabled":true,"MetricName":"limit-each-client"}}. Behind CloudFront or another proxy take FORWARDED_IP.',
    command: updateRulesCommand(arn, (details.known ? details.value?.defaultAction : null) ?? 'Allow'),
  }),
  evaluate: (acl, _views, run) =>
    whenKnown(acl.details, (details, from) => {
      if (details === null) return notApplicable('deleted', 'the web ACL no longer exists');
      const max = run.parameters.wafMaxRatePer5Min;
      const [first, ...others] = placesOf(acl).map((place) => judge(details, place, { acl, from, max }));
      return first === undefined
        ? notApplicable('not-used-by-ml', 'the web ACL is in front of no model')
        : every([first, ...others]);
    }),
});

/** Each path once. */
function placesOf({ protects }: ModelWebAcl): readonly ProtectedPath[] {
  return [...new Map(protects.map((place) => [`${place.path} ${place.proxy ?? ''}`, place])).values()];
}

interface Judging {
  readonly acl: ModelWebAcl;
  readonly from: From;
  readonly max: number;
}

function judge(details: WebAclDetails, place: ProtectedPath, { acl, from, max }: Judging): Verdict {
  const { limits, failures, unread } = rateLimits(details, place.path, { max, place: acl });
  const [strictest] = limits.toSorted((a, b) => a.per5Min - b.per5Min);
  if (strictest !== undefined) {
    const { rule, action, statement, per5Min } = strictest;
    return pass(
      `${rule} stops a client that sends more than ${per5Min} requests in 5 minutes`,
      ...statementEvidence(statement, place, from),
      seen(from, 'Rule.Action', action, rule),
    );
  }
  const evidence = failures.flatMap(({ statement }) => statementEvidence(statement, place, from));
  const [gap] = unread;
  if (gap !== undefined)
    return unknown(
      gap,
      `no rule that can be read limits the requests of a client, but ${unread.map(({ detail }) => detail).join('; ')}`,
      ...evidence,
    );
  if (failures.length > 0) return fail(failures.map(({ why }) => why).join('; '), ...evidence);
  return fail(
    'no rule limits the requests of a client',
    seen(
      from,
      'WebACL.Rules',
      details.rules.map(({ name }) => name),
    ),
  );
}

function statementEvidence(statement: RateStatement, place: ProtectedPath, from: From): readonly [Evidence, ...Evidence[]] {
  const { limit, windowSec, aggregateKeyType, customKeys, scopeDown } = statement;
  const byProxy = aggregateKeyType === 'IP' && place.proxy !== null;
  return [
    seen(from, 'RateBasedStatement.Limit', limit),
    seen(from, 'RateBasedStatement.EvaluationWindowSec', windowSec, windowSec === null ? 'defaulted: 300 seconds' : undefined),
    seen(
      from,
      'RateBasedStatement.AggregateKeyType',
      aggregateKeyType,
      byProxy ? "behind CloudFront the address is its edge's: FORWARDED_IP would be the client's" : undefined,
    ),
    ...(aggregateKeyType === 'CUSTOM_KEYS' ? [seen(from, 'RateBasedStatement.CustomKeys', customKeys)] : []),
    ...(scopeDown === null
      ? []
      : [
          seen(
            from,
            'RateBasedStatement.ScopeDownStatement',
            scopeDown.kind === 'other' ? scopeDown.type : scopeDown.kind,
            matchesPath(scopeDown, place.path) === 'unknown'
              ? `of the requests to ${place.path} it counts only some`
              : place.path,
          ),
        ]),
  ];
}
