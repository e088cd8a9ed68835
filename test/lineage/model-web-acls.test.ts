import { expect, test } from 'vitest';
import type { Distribution } from '../../src/inventory/distributions.ts';
import { webAcls, type WebAcl } from '../../src/inventory/waf.ts';
import type { ModelStage } from '../../src/lineage/model-apis.ts';
import { modelWebAcls } from '../../src/lineage/model-web-acls.ts';
import { aDistribution, aModelStage, anApi, anIntegration } from '../support/apis.ts';
import { denied, gapOf, home, listOf, region, run, told } from '../support/inventory.ts';
import { classicAclArn, edgeAclArn, webAclArn } from '../support/waf.ts';

const acl: WebAcl = {
  arn: webAclArn,
  type: webAcls.type,
  name: 'fraud-api',
  account: home.account,
  region,
  details: told({ defaultAction: 'Allow', rules: [] }),
};
const derive = (stages: readonly ModelStage[], fronts: readonly Distribution[] = [], acls: readonly WebAcl[] = [acl]) =>
  modelWebAcls.derive({ modelStages: listOf(stages), distributions: listOf(fronts), webAcls: listOf(acls) }, run);
const paths = (stage: ModelStage, fronts: readonly Distribution[] = []) =>
  [...derive([stage], fronts).items].flatMap(({ protects }) => protects.map(({ path }) => path));

test.for([
  ['a fixed path', aModelStage({ webAclArn }), ['/prod/predict']],
  ['a path with parameters', aModelStage({ webAclArn }, anApi(), anIntegration({ path: '/m/{name}/{proxy+}' })), ['/prod/m/*/*']],
  ['a custom domain only', aModelStage({ webAclArn }, anApi({ executeApiDisabled: true })), ['*/predict']],
  ['no web ACL', aModelStage(), []],
  ['WAF Classic', aModelStage({ webAclArn: classicAclArn }), []],
] as const)('%s', ([, stage, wanted]) => {
  expect(paths(stage)).toEqual(wanted);
});

test('a web ACL at CloudFront, and the proxy in front of the one of the stage', () => {
  const front = aDistribution({ webAclId: edgeAclArn });
  const { items } = derive([aModelStage({ webAclArn })], [front]);
  expect(items).toMatchObject([
    { arn: webAclArn, name: 'fraud-api', region, protects: [{ proxy: front.arn }] },
    {
      arn: edgeAclArn,
      name: 'fraud-edge',
      region: 'us-east-1',
      protects: [{ path: '*', proxy: null }],
      details: { known: false },
    },
  ]);
});

test.for([
  ['switched off', aDistribution({ webAclId: edgeAclArn, enabled: false })],
  [
    'of another API',
    aDistribution({ webAclId: edgeAclArn, origins: [{ domainName: `zzz.execute-api.${region}.amazonaws.com`, path: '' }] }),
  ],
  [
    'of the same id in another Region',
    aDistribution({
      webAclId: edgeAclArn,
      origins: [{ domainName: 'a1b2c3d4e5.execute-api.us-west-2.amazonaws.com', path: '' }],
    }),
  ],
  [
    'of another stage',
    aDistribution({
      webAclId: edgeAclArn,
      origins: [{ domainName: `a1b2c3d4e5.execute-api.${region}.amazonaws.com`, path: '/beta' }],
    }),
  ],
] as const)('a distribution %s is not in front', ([, front]) => {
  expect(derive([aModelStage()], [front]).items).toEqual([]);
});

test('a deleted web ACL is known to be so', () => {
  expect([...derive([aModelStage({ webAclArn })], [], [{ ...acl, details: told(null) }]).items][0]?.details).toMatchObject({
    known: true,
    value: null,
  });
});

test('an API of which nobody can tell, and distributions that are hidden, may hide further ones', () => {
  const distributions = listOf<Distribution>([], gapOf('cloudfront:ListDistributions', { region: 'global' }));
  const stages = listOf([aModelStage(denied('apigateway:GetResources'))]);
  const { items, gaps } = modelWebAcls.derive({ modelStages: stages, distributions, webAcls: listOf<WebAcl>([]) }, run);
  expect(items).toEqual([]);
  expect(gaps.map(({ operation }) => operation)).toEqual(['apigateway:GetResources', 'cloudfront:ListDistributions']);
});
