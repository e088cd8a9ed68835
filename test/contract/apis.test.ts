import { test } from 'vitest';
import { keysIn } from '../seeds/expected/arns.ts';
import { createDistribution, createHttpApi, createRestApi, deploy, protect, rateRule, setLogRole } from './accounts/apis.ts';
import { createBucket } from './accounts/buckets.ts';
import { createRole } from './accounts/roles.ts';
import { createEndpoint, createFunction, createModel } from './accounts/serving.ts';
import { openAccount, sharedAccount, type Account } from './support/account.ts';
import { expectVerdicts, scanAccount } from './support/scan.ts';

const id = sharedAccount;
const region = 'ca-central-1';
const at = keysIn(id);

const pushToLogs = 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs';
const identity = ['sourceIp', 'caller', 'user'].map((name) => `$context.identity.${name}`);
const everyRequest = ['requestId', 'requestTime', 'httpMethod', 'status', 'protocol', 'responseLength'].map(
  (name) => `$context.${name}`,
);
const whole = [...identity, ...everyRequest, '$context.resourcePath'].join(' ');
const wholeHttp = [...identity, ...everyRequest, '$context.routeKey'].join(' ');

test('APIs in front of models: their logs and web ACLs', async () => {
  const account = await openAccount(id, region);
  await serveModel(account);
  await setLogRole(account, await createRole(account, 'api-logs', { policies: [pushToLogs], service: 'apigateway' }));
  const rest = await createRestApi(account, 'scoring', 'scorer');
  await deploy(account, rest, { stage: 'limited', format: whole });
  await deploy(account, rest, { stage: 'lax', format: '$context.requestId $context.status' });
  await deploy(account, rest, { stage: 'open' });
  const limited = await protect(account, { api: rest, name: 'limited' }, { name: 'strict', rules: [rateRule(500)] });
  const lax = await protect(account, { api: rest, name: 'lax' }, { name: 'lenient', rules: [rateRule(100_000)] });
  await createDistribution(account, rest);
  await deploy(account, await createRestApi(account, 'unrelated'), { stage: 'v1' });
  const target = await createFunction(account, 'front', { ENDPOINT_NAME: 'scorer' });
  const http = await createHttpApi(account, 'logged', { target, format: wholeHttp });
  const silent = await createHttpApi(account, 'silent', { target });

  const { report } = await scanAccount(account, [
    'log-api-cloudwatch-role',
    'log-api-access-logging',
    'log-api-access-log-format',
    'log-api-waf-web-acl',
    'log-waf-rate-based-rule',
  ]);
  const stage = (name: string) => at.rest(region, rest, name);
  const [httpLive, silentLive] = [at.http(region, http, 'live'), at.http(region, silent, 'live')];
  expectVerdicts(report, {
    'log-api-cloudwatch-role': { PASS: [at.apiAccount(region)] },
    'log-api-access-logging': { PASS: [stage('limited'), stage('lax'), httpLive], FAIL: [stage('open'), silentLive] },
    'log-api-access-log-format': {
      PASS: [stage('limited'), httpLive],
      FAIL: [stage('lax')],
      NOT_APPLICABLE: [stage('open'), silentLive],
    },
    'log-api-waf-web-acl': {
      PASS: [stage('limited'), stage('lax')],
      FAIL: [stage('open')],
      NOT_APPLICABLE: [httpLive, silentLive],
    },
    'log-waf-rate-based-rule': {
      PASS: [at.webAcl(region, 'strict', limited)],
      FAIL: [at.webAcl(region, 'lenient', lax)],
    },
  });
});

test('a Region where API Gateway has no role to write logs with', async () => {
  const nowhere = await openAccount(id, 'sa-east-1');
  await serveModel(nowhere);
  await deploy(nowhere, await createRestApi(nowhere, 'scoring', 'scorer'), { stage: 'v1' });
  const { report } = await scanAccount(nowhere, ['log-api-cloudwatch-role']);
  expectVerdicts(report, { 'log-api-cloudwatch-role': { FAIL: [at.apiAccount('sa-east-1')] } });
});

async function serveModel(account: Account): Promise<void> {
  const bucket = await createBucket(account, `models-${account.region}`);
  await createModel(account, 'scorer', bucket);
  await createEndpoint(account, 'scorer', { model: 'scorer' });
}
