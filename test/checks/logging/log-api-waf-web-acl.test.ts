import { expect, test } from 'vitest';
import check from '../../../checks/logging/log-api-waf-web-acl.ts';
import type { Distribution } from '../../../src/inventory/distributions.ts';
import type { ModelWebAcl } from '../../../src/lineage/model-web-acls.ts';
import { aDistribution, aModelStage, anApi, anIntegration } from '../../support/apis.ts';
import { denied, gapOf, listOf, run, told } from '../../support/inventory.ts';
import { aRule, aWebAcl, classicAclArn, edgeAclArn, webAclArn } from '../../support/waf.ts';

const views = (acls: readonly ModelWebAcl[] = [], fronts: readonly Distribution[] = []) => ({
  modelWebAcls: listOf(acls),
  distributions: listOf(fronts),
});
const own = aModelStage({ webAclArn });
const bare = aModelStage();
const edgeAcl = aWebAcl([aRule()], { arn: edgeAclArn, name: 'fraud-edge', region: 'us-east-1' });
const behindEdge = views([edgeAcl], [aDistribution({ webAclId: edgeAclArn })]);

const invoke = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const policed = (...statements: readonly object[]) =>
  aModelStage({}, anApi({ policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }));
const refererOnly = policed({ ...invoke, Condition: { StringEquals: { 'aws:Referer': 'from-the-edge' } } });
const authorized = (authorization: string) => aModelStage({}, anApi(), anIntegration({ authorization }));

test.for([
  ['a web ACL with a rule', own, views([aWebAcl([aRule()])]), 'PASS'],
  ['a web ACL without rules that blocks', own, views([aWebAcl(told({ defaultAction: 'Block', rules: [] }))]), 'PASS'],
  ['a web ACL without rules that allows', own, views([aWebAcl([])]), 'FAIL'],
  ['none', bare, views(), 'FAIL'],
  ['a web ACL that we may not read', own, views([aWebAcl(denied('wafv2:GetWebACL'))]), 'UNKNOWN'],
  ['a web ACL of another account', own, views(), 'UNKNOWN'],
  ['a stage that we may not read', aModelStage(denied('apigateway:GetStages')), views(), 'UNKNOWN'],
  ['a private API', aModelStage({}, anApi({ endpointTypes: ['PRIVATE'] })), views(), 'NOT_APPLICABLE'],
  ['an HTTP API', aModelStage({}, anApi({}, 'HTTP')), views(), 'NOT_APPLICABLE'],
  ['a WebSocket API', aModelStage({}, anApi({}, 'WEBSOCKET')), views(), 'NOT_APPLICABLE'],
  ['edge 2: WAF Classic', aModelStage({ webAclArn: classicAclArn }), views(), 'FAIL'],
  ['edge 2: WAF Classic at CloudFront', refererOnly, views([], [aDistribution({ webAclId: '11111111-2222' })]), 'FAIL'],
  ['edge 4: CloudFront in front, and the stage open', bare, behindEdge, 'FAIL'],
  ['edge 4: CloudFront in front, and a policy that asks for its header', refererOnly, behindEdge, 'PASS'],
  [
    'edge 4: CloudFront in front, and a policy that denies all other addresses',
    policed(invoke, { ...invoke, Effect: 'Deny', Condition: { NotIpAddress: { 'aws:SourceIp': ['130.176.0.0/16'] } } }),
    behindEdge,
    'PASS',
  ],
  ['edge 4: CloudFront in front, and a policy open to all', policed(invoke), behindEdge, 'FAIL'],
  ['edge 4: CloudFront in front, and an authorizer that may ask for its header', authorized('CUSTOM'), behindEdge, 'UNKNOWN'],
  [
    'edge 4: CloudFront in front, and only the default host switched off',
    aModelStage({}, anApi({ executeApiDisabled: true })),
    behindEdge,
    'FAIL',
  ],
  [
    'edge 4: a closed stage, and a web ACL at CloudFront that does nothing',
    refererOnly,
    { ...behindEdge, modelWebAcls: listOf([{ ...edgeAcl, details: told({ defaultAction: 'Allow', rules: [] }) }]) },
    'FAIL',
  ],
  [
    'edge 4: a closed stage, and CloudFront for another stage only',
    refererOnly,
    views(
      [edgeAcl],
      [
        aDistribution({
          webAclId: edgeAclArn,
          origins: [{ domainName: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com', path: '/beta' }],
        }),
      ],
    ),
    'FAIL',
  ],
  [
    'edge 4: a closed stage, and distributions that we may not list',
    refererOnly,
    { ...views(), distributions: listOf<Distribution>([], gapOf('cloudfront:ListDistributions', { region: 'global' })) },
    'UNKNOWN',
  ],
  [
    'edge 4: an open stage, and distributions that we may not list',
    bare,
    { ...views(), distributions: listOf<Distribution>([], gapOf('cloudfront:ListDistributions', { region: 'global' })) },
    'FAIL',
  ],
] as const)('%s is %s', ([, stage, given, status]) => {
  expect(check.evaluate(stage, given, run).status).toBe(status);
});

test('edge 1: the fix names the stage as AWS WAF does', () => {
  expect(check.fix(bare).command).toBe(
    'aws wafv2 associate-web-acl --region eu-west-1 --web-acl-arn WEB_ACL_ARN --resource-arn arn:aws:apigateway:eu-west-1::/restapis/a1b2c3d4e5/stages/prod',
  );
});

test('edge 2: WAF Classic comes with the way out', () => {
  expect(check.evaluate(aModelStage({ webAclArn: classicAclArn }), views(), run).message).toContain('move its rules to AWS WAF');
});

test('edge 3: a web ACL at CloudFront is looked for in us-east-1, by the distribution that names it', () => {
  const verdict = check.evaluate(refererOnly, behindEdge, run);
  expect(verdict.evidence).toContainEqual(expect.objectContaining({ field: 'DistributionSummary.WebACLId', value: edgeAclArn }));
});

test('edge 4: the message tells that switching the default host off is not enough', () => {
  const { message } = check.evaluate(aModelStage({}, anApi({ executeApiDisabled: true })), behindEdge, run);
  expect(message).toContain('a custom domain leads past CloudFront');
});

test('a private API still shows its web ACL', () => {
  const { evidence } = check.evaluate(aModelStage({ webAclArn }, anApi({ endpointTypes: ['PRIVATE'] })), views(), run);
  expect(evidence).toContainEqual(expect.objectContaining({ field: 'Stage.webAclArn', value: webAclArn }));
});

test('the fix of an empty web ACL changes that one', () => {
  expect(check.fix(own).command).toContain('--scope REGIONAL --name fraud-api --id 11111111-2222-4333-8444-000000000001');
});
