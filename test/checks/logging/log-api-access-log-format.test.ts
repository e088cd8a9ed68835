import { expect, test } from 'vitest';
import check from '../../../checks/logging/log-api-access-log-format.ts';
import { fullFormat } from '../../../src/lineage/log-format.ts';
import { aDistribution, aModelStage, anApi, anIntegration, logGroup, postFormat } from '../../support/apis.ts';
import { denied, listOf, run } from '../../support/inventory.ts';

const none = { distributions: listOf<ReturnType<typeof aDistribution>>([]) };
const logs = (format: string | null, protocol: 'REST' | 'HTTP' | 'WEBSOCKET' = 'REST') =>
  aModelStage({ accessLog: { destinationArn: logGroup, format } }, anApi({}, protocol));
const clf =
  '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId';
const xml = `<request id="$context.requestId"><ip>$context.identity.sourceIp</ip><caller>$context.identity.caller</caller><user>$context.identity.user</user><requestTime>$context.requestTimeEpoch</requestTime><httpMethod>$context.httpMethod</httpMethod><resourcePath>$context.path</resourcePath><status>$context.status</status><protocol>$context.protocol</protocol><responseLength>$context.responseLength</responseLength></request>`;

test.for([
  ['the format of the post', logs(postFormat), 'PASS'],
  ['a format without the caller', logs(postFormat.replace('$context.identity.caller', '-')), 'FAIL'],
  ['access logging that is off', logs(null), 'NOT_APPLICABLE'],
  ['stages that we may not read', aModelStage(denied('apigateway:GetStages', { action: 'apigateway:GET' })), 'UNKNOWN'],
  ['edge 1: CLF', logs(clf), 'PASS'],
  ['edge 1: XML, with the epoch and the path', logs(xml), 'PASS'],
  ['edge 1: CSV', logs(clf.replaceAll(' ', ',')), 'PASS'],
  [
    'edge 1: an address of something else',
    logs(postFormat.replace('$context.identity.sourceIp', '$context.identity.vpcId')),
    'FAIL',
  ],
  [
    'an HTTP API with its route',
    logs(postFormat.replace('resourcePath"}', '').replace('$context.resourcePath', '$context.routeKey'), 'HTTP'),
    'PASS',
  ],
  ['an HTTP API with a claim', logs(postFormat.replaceAll(/identity\.(caller|user)/g, 'authorizer.claims.sub'), 'HTTP'), 'PASS'],
  [
    'a REST API with a claim in place of the caller',
    logs(postFormat.replaceAll(/identity\.(caller|user)/g, 'authorizer.claims.sub')),
    'FAIL',
  ],
  ['a WebSocket API, which has neither method nor size', logs(fullFormat('WEBSOCKET'), 'WEBSOCKET'), 'PASS'],
] as const)('%s is %s', ([, stage, status]) => {
  expect(check.evaluate(stage, none, run).status).toBe(status);
});

test('a FAIL lists what is missing', () => {
  expect(check.evaluate(logs('$context.requestId $context.identity.sourceIp $context.status'), none, run).message).toBe(
    'access logs lack $context.requestTime or $context.requestTimeEpoch, $context.httpMethod, $context.protocol, $context.responseLength, $context.identity.caller, $context.identity.user, $context.resourcePath or $context.path',
  );
});

test('edge 2: a request id that clients can choose is noted, until the extended one is there', () => {
  const notes = [postFormat, fullFormat('REST')].map((format) => check.evaluate(logs(format), none, run).evidence[0]?.note ?? '');
  expect(notes.map((note) => note.includes('extendedRequestId'))).toEqual([true, false]);
});

test('edge 3: behind CloudFront the address is noted', () => {
  const { evidence } = check.evaluate(logs(postFormat), { distributions: listOf([aDistribution()]) }, run);
  expect(evidence[0]?.note).toContain('X-Forwarded-For');
});

test('edge 4: without IAM authorization caller and user are empty, which is noted and no failure', () => {
  const verdicts = ['NONE', 'AWS_IAM'].map((authorization) =>
    check.evaluate(aModelStage({}, anApi(), anIntegration({ authorization })), none, run),
  );
  expect(verdicts.map(({ status }) => status)).toEqual(['PASS', 'PASS']);
  expect(verdicts.map(({ evidence }) => evidence[0]?.note?.includes('IAM authorization'))).toEqual([true, false]);
});

test.for(['REST', 'HTTP', 'WEBSOCKET'] as const)('the fix of a %s API keeps the destination and passes', (protocol) => {
  const { command } = check.fix(logs('$context.requestId', protocol));
  expect(command).toContain(logGroup);
  expect(command).not.toContain('LOG_GROUP_ARN');
  expect(check.evaluate(logs(fullFormat(protocol), protocol), none, run).status).toBe('PASS');
});
