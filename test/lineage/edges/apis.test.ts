import { expect, test } from 'vitest';
import type { EdgeSet } from '../../../src/core/edge.ts';
import type { Fact } from '../../../src/core/fact.ts';
import { apiAccounts, type ApiAccount } from '../../../src/inventory/apis.ts';
import accountRule from '../../../src/lineage/edges/api-account.ts';
import distributionRule from '../../../src/lineage/edges/distributions.ts';
import functionRule from '../../../src/lineage/edges/functions.ts';
import httpRule from '../../../src/lineage/edges/http-apis.ts';
import stageRule from '../../../src/lineage/edges/rest-api-stages.ts';
import restRule from '../../../src/lineage/edges/rest-apis.ts';
import { aDistribution, aFunction, anApi, anIntegration, aStage, functionUri } from '../../support/apis.ts';
import { denied, home, region, told } from '../../support/inventory.ts';
import { classicAclArn, edgeAclArn, webAclArn } from '../../support/waf.ts';

const ends = (set: Fact<EdgeSet>) =>
  set.known ? set.value.edges.map(({ to, use }) => [to.kind, to.id, to.region, use]) : set.gap.operation;
const secret = `arn:aws:secretsmanager:${region}:${home.account}:secret:db-AbCdEf`;
const roleArn = (name: string) => `arn:aws:iam::${home.account}:role/${name}`;
const references = [
  { field: 'ENDPOINT', value: 'fraud' },
  { field: 'SECRET', value: secret },
  { field: 'OUT', value: 's3://results/scores' },
];
const account = (cloudwatchRoleArn: string | null): ApiAccount => ({
  arn: `arn:aws:apigateway:${region}::/account`,
  type: apiAccounts.type,
  name: home.account,
  account: home.account,
  region,
  settings: told({ cloudwatchRoleArn }),
});

test.for([
  ['the role that invokes an endpoint', restRule.edges(anApi(), home), [['role', roleArn('fraud-api'), 'global', 'integration']]],
  [
    'not the caller passed through',
    restRule.edges(anApi({ integrations: told([anIntegration({ credentials: 'arn:aws:iam::*:user/*' })]) }), home),
    [],
  ],
  [
    'not the role that calls a function',
    restRule.edges(anApi({ integrations: told([anIntegration({ uri: functionUri })]) }), home),
    [],
  ],
  [
    'the role of a WebSocket API',
    httpRule.edges(anApi({ integrations: told([anIntegration()]) }, 'WEBSOCKET'), home),
    [['role', roleArn('fraud-api'), 'global', 'integration']],
  ],
  [
    'the web ACL of a stage',
    stageRule.edges(anApi({ stages: told([aStage({ webAclArn }), aStage()]) }), home),
    [['web-acl', webAclArn, region, null]],
  ],
  ['not one of WAF Classic', stageRule.edges(anApi({ stages: told([aStage({ webAclArn: classicAclArn })]) }), home), []],
  ['stages that nobody asked for', stageRule.edges(anApi({ stages: null }), home), []],
  ['stages that are hidden', stageRule.edges(anApi({ stages: denied('apigateway:GetStages') }), home), 'apigateway:GetStages'],
  [
    'a web ACL at CloudFront, in us-east-1',
    distributionRule.edges(aDistribution({ webAclId: edgeAclArn }), home),
    [['web-acl', edgeAclArn, 'us-east-1', null]],
  ],
  [
    'the role for logs',
    accountRule.edges(account(roleArn('api-logs')), home),
    [['role', roleArn('api-logs'), 'global', 'logging']],
  ],
  ['no role for logs', accountRule.edges(account(null), home), []],
  [
    'what a function refers to',
    functionRule.edges(aFunction({ references }), home),
    [
      ['role', roleArn('score'), 'global', 'function'],
      ['secret', secret, region, null],
      ['bucket', 'results', 'global', null],
    ],
  ],
  [
    'not what a function refers to that may call any endpoint',
    functionRule.edges(aFunction({ references, link: told('possible') }), home),
    [],
  ],
  ['what is hidden with its link', functionRule.edges(aFunction({ link: denied('kms:Decrypt') }), home), 'kms:Decrypt'],
] as const)('%s', ([, set, wanted]) => {
  expect(ends(set)).toEqual(wanted);
});
