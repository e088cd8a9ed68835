import { expect, onTestFinished, test, vi } from 'vitest';
import { createEdge, type EdgeOptions } from '../../src/aws/edge.ts';
import { EndpointError } from '../../src/aws/endpoint.ts';
import { NoIdentityError, NoRegionsError, WrongAccountError } from '../../src/aws/session.ts';
import { awsAccount, callerIdentity, stsError } from './support/aws.ts';
import { account } from './support/caller.ts';
import { json, jsonError, startServer, webPage, xml, type Answer, type Answering } from './support/server.ts';

async function open(answering: Answering, options: Partial<EdgeOptions> = {}) {
  const server = await startServer(answering);
  onTestFinished(server.close);
  const opening = createEdge({
    runId: '01RUN',
    endpointUrl: server.url,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
    region: 'eu-central-1',
    random: () => 0,
    timeouts: { idle: 2000, attempt: 2000, call: 8000 },
    ...options,
  });
  return { server, opening };
}

const describeRegions = xml(
  '<DescribeRegionsResponse><regionInfo><item><regionName>us-east-1</regionName></item><item><regionName>eu-west-1</regionName></item></regionInfo></DescribeRegionsResponse>',
);

test('an account: identity, enabled Regions, calls so far', async () => {
  const { opening } = await open(
    awsAccount(() => jsonError('ValidationException')),
    { expectedAccount: account },
  );
  const edge = await opening;
  expect(edge.identity).toEqual({ account, partition: 'aws', arn: `arn:aws:sts::${account}:assumed-role/auditor/mlwarden` });
  expect(edge.regions).toEqual(['eu-south-1', 'us-east-1']);
  expect(edge.calls()).toEqual([
    { operation: 'account:ListRegions', action: 'account:ListRegions', region: 'us-east-1', calls: 1, failed: 0 },
  ]);
  expect(edge.totals()).toEqual({ calls: 1, pending: 0, throttled: 0 });
  expect(Math.abs(edge.stats().skewMs ?? Number.NaN)).toBeLessThan(2000);
  edge.close();
});

test('the difference of the clocks is told', async () => {
  const { opening } = await open(
    awsAccount(() => jsonError('x')),
    { clock: () => Date.now() - 600_000 },
  );
  const { skewMs } = (await opening).stats();
  expect(skewMs).toBeGreaterThan(598_000);
  expect(skewMs).toBeLessThan(602_000);
});

test.for([
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
] as const)('the partition %s comes from the identity', async ([partition, home]) => {
  const identity = callerIdentity(account, `arn:${partition}:iam::${account}:user/u`);
  const { opening, server } = await open((request) =>
    request.operation === 'GetCallerIdentity' ? identity : awsAccount(() => json({}))(request),
  );
  expect((await opening).identity.partition).toBe(partition);
  expect(server.requests.find(({ path }) => path.includes('listRegions'))?.region).toBe(home);
});

test.for([
  ['denied', jsonError('AccessDeniedException', 'no', 403)],
  ['not there', { ...webPage, status: 404 }],
  ['empty', json({ Regions: [] })],
] as const satisfies readonly (readonly [string, Answer])[])(
  'without ListRegions (%s), EC2 tells the Regions',
  async ([, listRegions]) => {
    const { opening } = await open((request) => {
      if (request.path.includes('listRegions')) return listRegions;
      return request.operation === 'DescribeRegions' ? describeRegions : awsAccount(() => json({}))(request);
    });
    expect((await opening).regions).toEqual(['eu-west-1', 'us-east-1']);
  },
);

test('no Regions, no scan', async () => {
  const { opening } = await open((request) =>
    request.operation === 'GetCallerIdentity'
      ? callerIdentity()
      : xml('<Response><Errors><Error><Code>UnauthorizedOperation</Code></Error></Errors></Response>', 403),
  );
  await expect(opening).rejects.toThrow(NoRegionsError);
  await expect(opening).rejects.toThrow(/account:ListRegions and ec2:DescribeRegions/);
});

test('the wrong account ends before any other call', async () => {
  const { opening, server } = await open(
    awsAccount(() => json({})),
    { expectedAccount: '999999999999' },
  );
  await expect(opening).rejects.toThrow(WrongAccountError);
  await expect(opening).rejects.toThrow(`the credentials are for account ${account}, not 999999999999: nothing was scanned`);
  expect(server.requests.map((request) => request.operation)).toEqual(['GetCallerIdentity']);
});

test.for([
  ['a web page', webPage, /is not from AWS/],
  ['an empty answer', { headers: { 'content-type': 'text/xml' } }, /is not from AWS/],
  ['no account', xml('<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>'), /is not from AWS/],
  ['a strange account', callerIdentity('me'), /is not from AWS/],
  ['expired credentials', stsError('ExpiredToken'), /have expired: log in again/],
  ['wrong credentials', stsError('InvalidClientTokenId'), /refused the credentials \(InvalidClientTokenId\)/],
  ['silence', { play: 'hang' }, /does not answer/],
] as const satisfies readonly (readonly [string, Answer, RegExp])[])('no identity: %s', async ([, answer, message]) => {
  const { opening } = await open(() => answer);
  await expect(opening).rejects.toThrow(NoIdentityError);
  await expect(opening).rejects.toThrow(message);
});

test('a role that cannot be assumed', async () => {
  const roleArn = `arn:aws:iam::${account}:role/auditor`;
  const { opening, server } = await open(() => stsError('AccessDenied'), { roleArn, externalId: 'wrong' });
  await expect(opening).rejects.toThrow(`no identity: ${roleArn} cannot be assumed: check its trust policy and --external-id`);
  expect(server.requests.every((request) => request.operation === 'AssumeRole')).toBe(true);
});

test('nobody listens', async () => {
  const opening = createEdge({
    runId: 'r',
    endpointUrl: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'A', secretAccessKey: 's' },
  });
  await expect(opening).rejects.toThrow(/no identity: http:\/\/127.0.0.1:1 cannot be reached \(ECONNREFUSED\)/);
});

test('a foreign endpoint is refused before any request', async () => {
  const credentials = { accessKeyId: 'A', secretAccessKey: 's' };
  await expect(createEdge({ runId: 'r', endpointUrl: 'http://10.1.2.3', credentials })).rejects.toThrow(EndpointError);
});

test('an endpoint from the environment, which only the SDK knows, is refused too', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL_STS', 'http://192.0.2.1:9');
  onTestFinished(() => void vi.unstubAllEnvs());
  const opening = createEdge({ runId: 'r', region: 'eu-central-1', credentials: { accessKeyId: 'A', secretAccessKey: 's' } });
  await expect(opening).rejects.toThrow(EndpointError);
  await expect(opening).rejects.toThrow('http://192.0.2.1 is not AWS: add --allow-custom-endpoint if that is meant');
});
