import { expect, onTestFinished, test } from 'vitest';
import { createEdge, type EdgeOptions } from '../../src/aws/edge.ts';
import { paged } from '../../src/core/operation.ts';
import { assumedRole, awsAccount, stsError } from './support/aws.ts';
import { account } from './support/caller.ts';
import { json, jsonError, startServer, type Answer, type Answering } from './support/server.ts';

const roleArn = `arn:aws:iam::${account}:role/auditor`;
const hour = 3_600_000;
const operations = {
  list: paged('sagemaker', 'ListNotebookInstances', {
    token: ['NextToken', 'NextToken'],
    items: (page) => page.NotebookInstances,
  }),
};

/** An edge with a role, in front of a server that hands out credentials for as long as told. */
async function withRole(
  others: Answering,
  options: Partial<EdgeOptions> & { lifetimeMs?: number; refuse?: (number: number) => Answer | undefined } = {},
) {
  const { lifetimeMs = hour, refuse = () => undefined, ...rest } = options;
  const clock = { now: Date.now() };
  const server = await startServer(
    awsAccount((request) =>
      request.operation === 'AssumeRole'
        ? (refuse(request.number) ?? assumedRole(`ASIA${request.number}`, clock.now + lifetimeMs))
        : others(request),
    ),
  );
  onTestFinished(server.close);
  const edge = await createEdge({
    runId: '01RUN',
    endpointUrl: server.url,
    credentials: { accessKeyId: 'AKIAHUB', secretAccessKey: 'hub' },
    roleArn,
    region: 'eu-central-1',
    rateShare: 1000,
    clock: () => clock.now,
    random: () => 0,
    ...rest,
  });
  onTestFinished(edge.close);
  const list = async (region: string) =>
    await edge.callsFor(operations, { account, region, signal: new AbortController().signal }).list.all({});
  const assumed = () => server.requests.filter((request) => request.operation === 'AssumeRole');
  return { edge, server, clock, list, assumed };
}

/** The role can be assumed once. */
function refuseLater(number: number): Answer | undefined {
  return number > 0 ? stsError('AccessDenied') : undefined;
}

const empty = json({ NotebookInstances: [] });

test('the role is assumed once for all clients, with the external id and the run in its session name', async () => {
  const { list, assumed, server } = await withRole(() => empty, { externalId: 'e-1' });
  const regions = Array.from({ length: 30 }, (_, index) => `eu-test-${index}`);
  const facts = await Promise.all(regions.map(list));
  expect(facts.every((fact) => fact.known)).toBe(true);
  expect(assumed()).toHaveLength(1);
  expect(assumed()[0]).toMatchObject({ accessKeyId: 'AKIAHUB', region: 'eu-central-1' });
  const parameters = new URLSearchParams(assumed()[0]?.body);
  expect(Object.fromEntries(parameters)).toMatchObject({
    RoleArn: roleArn,
    ExternalId: 'e-1',
    RoleSessionName: 'mlwarden-01RUN',
    DurationSeconds: '3600',
  });
  expect(
    server.requests.filter(({ service }) => service === 'sagemaker').every(({ accessKeyId }) => accessKeyId === 'ASIA0'),
  ).toBe(true);
});

test('an STS that fails now and then costs time and nothing else', async () => {
  let failing = 10;
  const { list, assumed, clock } = await withRole(() => empty, {
    refuse: () => ((failing -= 1) >= 0 ? stsError('InternalFailure', 500) : undefined),
  });
  expect(await list('eu-central-1')).toMatchObject({ known: true });
  expect(assumed()).toHaveLength(11);
  failing = 10;
  clock.now += hour;
  expect(await list('eu-central-1')).toMatchObject({ known: true });
  expect(assumed()).toHaveLength(22);
});

test('credentials are renewed five minutes before they end, once', async () => {
  const { list, assumed, clock } = await withRole(() => empty);
  clock.now += hour - 5 * 60_000 - 1;
  await list('eu-central-1');
  expect(assumed()).toHaveLength(1);
  clock.now += 2;
  await Promise.all([list('eu-central-1'), list('us-east-1'), list('eu-west-1')]);
  expect(assumed()).toHaveLength(2);
});

test('sessions of 200 seconds are not renewed on every call', async () => {
  const { list, assumed, clock } = await withRole(() => empty, { lifetimeMs: 200_000 });
  for (let call = 0; call < 40; call += 1) {
    await list('eu-central-1');
    clock.now += 10_000;
  }
  // 400 s in sessions of 200 s that are renewed after 160 s.
  expect(assumed()).toHaveLength(3);
});

test('credentials that AWS calls expired are replaced once for all calls that fail with them', async () => {
  const { list, assumed } = await withRole(({ accessKeyId }) =>
    accessKeyId === 'ASIA0' ? jsonError('ExpiredTokenException') : empty,
  );
  const facts = await Promise.all(Array.from({ length: 20 }, async (_, index) => await list(`eu-test-${index}`)));
  expect(facts.filter((fact) => !fact.known)).toEqual([]);
  expect(assumed()).toHaveLength(2);
});

test('EC2 calls expired credentials an expired request', async () => {
  const { list, assumed } = await withRole(({ accessKeyId }) =>
    accessKeyId === 'ASIA0' ? jsonError('RequestExpired', 'Request has expired.') : empty,
  );
  expect(await list('eu-central-1')).toMatchObject({ known: true });
  expect(assumed()).toHaveLength(2);
});

test('throttles do not use up the one renewal', async () => {
  const { list, assumed } = await withRole(({ accessKeyId, number }) => {
    if (number < 3) return jsonError('ThrottlingException');
    return accessKeyId === 'ASIA0' ? jsonError('ExpiredTokenException') : empty;
  });
  expect(await list('eu-central-1')).toMatchObject({ known: true });
  expect(assumed()).toHaveLength(2);
});

test('fresh credentials that are refused as well end the call', async () => {
  const { list, assumed } = await withRole(() => jsonError('ExpiredTokenException'));
  expect(await list('eu-central-1')).toMatchObject({
    known: false,
    gap: { reason: 'unavailable', error: 'ExpiredTokenException' },
  });
  expect(assumed()).toHaveLength(2);
});

test('when no fresh credentials can be had, calls end in gaps and STS is left alone', async () => {
  const { list, assumed, clock } = await withRole(() => empty, { refuse: refuseLater });
  clock.now += hour - 60_000;
  // The old ones are good for a minute more.
  expect(await list('eu-central-1')).toMatchObject({ known: true });
  clock.now += 61_000;
  for (const region of ['eu-central-1', 'us-east-1', 'eu-west-1']) {
    expect(await list(region)).toMatchObject({
      known: false,
      gap: { reason: 'unavailable', error: 'CredentialsLost', action: 'sagemaker:ListNotebookInstances' },
    });
  }
  expect(assumed().length).toBeLessThanOrEqual(3);
});
