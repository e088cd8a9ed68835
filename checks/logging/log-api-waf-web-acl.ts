import { ask, cli, defineCheck, fail, notApplicable, pass, seen, unknown, whenKnown } from '../../src/kit.ts';
import type { Collection, Evidence, Gap, Verdict } from '../../src/kit.ts';
import { distributions, type Distribution } from '../../src/inventory/distributions.ts';
import { wafArn } from '../../src/lineage/api-edges.ts';
import { directWay, type DirectWay } from '../../src/lineage/direct-way.ts';
import { modelStages, type ModelStage, type ModelStageDetails } from '../../src/lineage/model-apis.ts';
import { frontsOf, modelWebAcls, type ModelWebAcl } from '../../src/lineage/model-web-acls.ts';
import { updateRulesCommand } from '../../src/lineage/web-acl-command.ts';

interface Views {
  readonly distributions: Collection<Distribution>;
  readonly modelWebAcls: Collection<ModelWebAcl>;
}

const field = 'Stage.webAclArn';

export default defineCheck({
  id: 'log-api-waf-web-acl',
  control: 'logging',
  severity: 'HIGH',
  tier: 1,
  origin: 'post',
  stage: 'serve',
  title: 'An AWS WAF web ACL protects every public REST stage that serves a model',
  why: 'Without a firewall in front, anyone who finds the stage can send the model as many probing requests as it will answer.',
  advice: 'Put AWS WAF in front of the API against repeated probing of the model.',
  threat: {
    text: 'Membership inference, model inversion and extraction',
    atlas: ['AML.T0024.000', 'AML.T0024.001', 'AML.T0024.002', 'AML.T0029'],
  },
  mapping: [
    'Security Hub APIGateway.4',
    'Security Hub ELB.16',
    'Security Hub CloudFront.6',
    'Security Hub WAF.10',
    'NIST SC-7',
    'NIST SI-10',
  ],
  resourceTypes: ['AWS::ApiGateway::Stage'],
  subject: modelStages,
  uses: { distributions, modelWebAcls },
  fix: fixOf,
  evaluate: (item, views) =>
    whenKnown(item.stage, (details, from) => {
      const { api } = item;
      const { webAclArn } = details;
      const evidence = seen(from, field, webAclArn);
      if (api.protocol !== 'REST') {
        const kind = api.protocol === 'HTTP' ? 'an HTTP' : 'a WebSocket';
        return notApplicable('unsupported', `AWS WAF cannot stand in front of a stage of ${kind} API`);
      }
      if (api.endpointTypes.includes('PRIVATE')) {
        const types = seen(api.from, 'RestApi.endpointConfiguration.types', api.endpointTypes);
        return notApplicable('unsupported', 'the API is private: only your VPCs reach it', types, evidence);
      }
      if (webAclArn === null) return withoutOwn(item, details, { views, evidence });
      const arn = wafArn(webAclArn);
      if (arn === null)
        return fail('the stage has a web ACL of WAF Classic, which AWS has given up: move its rules to AWS WAF', evidence);
      return judgeAcl(arn, views, evidence);
    }),
});

/** Whether the web ACL does anything. */
function judgeAcl(arn: string, { modelWebAcls: acls }: Views, ...evidence: readonly Evidence[]): Verdict {
  const found = acls.find(arn);
  return whenKnown(found, (acl) => {
    if (acl === undefined)
      return unknown(undecided('wafv2:GetWebACL', { arn, why: 'the web ACL was not looked at' }), undefined, ...evidence);
    if (!acl.details.known) return unknown(acl.details.gap, undefined, ...evidence);
    const { value: details, from } = acl.details;
    if (details === null) return fail('the web ACL no longer exists', ...evidence);
    const { rules, defaultAction } = details;
    const read = [
      seen(
        from,
        'WebACL.Rules',
        rules.map(({ name }) => name),
      ),
      seen(from, 'WebACL.DefaultAction', defaultAction),
    ] as const;
    if (rules.length === 0 && defaultAction !== 'Block')
      return fail('the web ACL has no rule and lets everything through', ...evidence, ...read);
    return pass(`the web ACL ${acl.name} is in front of the stage`, ...read, ...evidence);
  });
}

/** A stage without a web ACL: good only behind a distribution with one that cannot be passed by (edge 4). */
function withoutOwn(
  item: ModelStage,
  details: ModelStageDetails,
  { views, evidence }: { readonly views: Views; readonly evidence: Evidence },
): Verdict {
  const { api } = item;
  const way = directWay(api, item.name, details.routes);
  const fronts = frontsOf(item, views.distributions.all).filter(({ webAclId }) => webAclId !== null);
  const seenFronts = fronts.map((front) => seen(front.from, 'DistributionSummary.WebACLId', front.webAclId, front.arn));
  const all = [evidence, ...seenFronts, ...directEvidence(item, details, way)];
  const [front] = fronts;
  if (front === undefined) {
    const hidden = way === 'open' ? undefined : views.distributions.gapIn('global');
    return hidden === undefined ? fail('no web ACL is in front of the stage', evidence) : unknown(hidden, undefined, evidence);
  }
  if (way === 'open') {
    const note = api.executeApiDisabled
      ? ': its own host name is off, but a custom domain leads past CloudFront all the same'
      : '';
    return fail(`the web ACL at CloudFront can be passed by: the stage answers anyone directly${note}`, ...all);
  }
  const arn = wafArn(front.webAclId);
  if (arn === null) return fail('the distribution in front has a web ACL of WAF Classic: move its rules to AWS WAF', ...all);
  const acl = judgeAcl(arn, views, ...all);
  if (way === 'closed' || acl.status !== 'PASS') return acl;
  return unknown(undecided('apigateway:GetRestApis', { arn: item.arn, why: whyUndecided[way] }), whyUndecided[way], ...all);
}

const whyUndecided = {
  guarded: 'the web ACL is at CloudFront, and whether the authorizer refuses calls that come past it cannot be read',
  unknown: 'the web ACL is at CloudFront, and whether the resource policy refuses calls that come past it depends on the request',
} as const satisfies Partial<Record<DirectWay, string>>;

function directEvidence({ api }: ModelStage, { routes, linkedBy }: ModelStageDetails, way: DirectWay): readonly Evidence[] {
  const authorizations = [...new Set(routes.map(({ integration }) => integration.authorization ?? 'NONE'))];
  return [
    seen(api.from, 'RestApi.disableExecuteApiEndpoint', api.executeApiDisabled),
    seen(api.from, 'RestApi.policy', api.policy === null ? null : 'set', `the direct way is ${way}`),
    seen(linkedBy, 'Method.authorizationType', authorizations),
  ];
}

function undecided(operation: string, { arn, why }: { readonly arn: string; readonly why: string }): Gap {
  const [, , , region = '', account = ''] = arn.split(':');
  const action = operation.startsWith('apigateway:') ? 'apigateway:GET' : operation;
  return { reason: 'not-collected', operation, action, account, region, error: 'NotDecidable', detail: why };
}

function fixOf({ arn, region, stage }: ModelStage) {
  const webAclArn = stage.known ? wafArn(stage.value.webAclArn) : null;
  if (webAclArn !== null)
    return {
      text: 'Give the web ACL rules: at least a rate-based one, which limits the requests of each client.',
      command: updateRulesCommand(webAclArn, 'Allow'),
    };
  return {
    text: 'Create a web ACL of AWS WAF in the Region, with a rate-based rule, and put it in front of the stage. One at CloudFront is enough only if a resource policy refuses every call that does not come through it.',
    command: cli`aws wafv2 associate-web-acl --region ${region} --web-acl-arn ${ask('WEB_ACL_ARN')} --resource-arn ${arn}`,
  };
}
