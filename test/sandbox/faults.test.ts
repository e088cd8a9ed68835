import { request } from 'node:http';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { createEndpoint } from '../../src/sandbox/endpoint.ts';
import { faultKinds, type FaultRule } from '../../src/sandbox/faults.ts';
import { serve, type SandboxServer } from '../../src/sandbox/server.ts';
import { loadModel } from '../../src/sandbox/services.ts';
import type { Handlers } from '../../src/sandbox/types.ts';

let server: SandboxServer | undefined;

// The first answer of a service waits for its schemas.
beforeAll(async () => {
  await Promise.all([loadModel('sagemaker'), loadModel('iam')]);
});

afterEach(async () => {
  await server?.close();
  server = undefined;
});

const pages: readonly (readonly string[])[] = [['a', 'b'], ['c'], ['d']];

const handlers: Handlers = {
  'sagemaker:ListModels': ({ NextToken }) => {
    const page = Number(NextToken ?? 0);
    const Models = (pages[page] ?? []).map((ModelName) => ({ ModelName }));
    return page + 1 < pages.length ? { Models, NextToken: String(page + 1) } : { Models };
  },
  'iam:ListRoles': () => ({ Roles: [], IsTruncated: false }),
};

interface Got {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  /** How it ended: the whole answer, a reset, or silence until patience ran out. */
  readonly end: 'whole' | 'reset' | 'silence';
}

/** Long enough for a busy machine to answer what is answered at all. */
const patienceMs = 900;

/** Sends one raw request and waits a little. */
function get(service: 'sagemaker' | 'iam', token?: string): Promise<Got> {
  const { promise, resolve } = Promise.withResolvers<Got>();
  let status: number | undefined;
  let headers: Readonly<Record<string, unknown>> = {};
  let body = '';
  const authorization = `AWS4-HMAC-SHA256 Credential=AKID/20261124/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const form = service === 'iam';
  const type = form
    ? { 'content-type': 'application/x-www-form-urlencoded' }
    : { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'SageMaker.ListModels' };
  const sent = request(server?.url ?? '', { method: 'POST', headers: { authorization, ...type } }, (response) => {
    ({ statusCode: status, headers } = response);
    response.on('data', (chunk) => {
      body += String(chunk);
    });
    response.on('end', () => end('whole'));
    response.on('error', () => end('reset'));
  });
  const timer = setTimeout(() => {
    end('silence');
    sent.destroy();
  }, patienceMs);
  const end = (how: Got['end']): void => {
    clearTimeout(timer);
    resolve({ status, headers, body, end: how });
  };
  sent.on('error', () => end('reset'));
  sent.end(form ? 'Action=ListRoles&Version=2010-05-08' : JSON.stringify(token === undefined ? {} : { NextToken: token }));
  return promise;
}

async function start(...rules: readonly FaultRule[]): Promise<void> {
  server = await serve(createEndpoint({ handlers, faults: { seed: 3, rules } }));
}

const clean = JSON.stringify({ Models: [{ ModelName: 'a' }, { ModelName: 'b' }], NextToken: '1' });

const singles = [
  ['throttle', { status: 400, body: expect.stringContaining('ThrottlingException') }],
  ['http-500', { status: 500, body: expect.stringContaining('InternalFailure') }],
  ['http-502', { status: 502, body: expect.stringContaining('<html>') }],
  ['http-503', { status: 503, body: expect.stringContaining('ServiceUnavailable') }],
  ['http-504', { status: 504, body: expect.stringContaining('<html>') }],
  ['expired-token', { status: 400, body: expect.stringContaining('ExpiredTokenException') }],
  ['truncated', { status: 200, end: 'whole', body: clean.slice(0, clean.length / 2) }],
  ['empty', { status: 200, end: 'whole', body: '' }],
  ['html', { status: 200, headers: { 'content-type': 'text/html' }, body: expect.stringContaining('<html>') }],
  ['wrong-root', { status: 200, body: '[]' }],
  ['wrong-types', { status: 200, body: '{"Models":"x","NextToken":5}' }],
  ['reset-before-commit', { status: undefined, end: 'reset' }],
  ['reset-before-headers', { status: undefined, end: 'reset' }],
  ['reset-after-headers', { status: 200, body: '', end: 'reset' }],
  ['reset-mid-body', { status: 200, body: clean.slice(0, clean.length / 2), end: 'reset' }],
  ['hang-before-headers', { status: undefined, end: 'silence' }],
  ['hang-after-headers', { status: 200, body: '', end: 'silence' }],
  ['hang-mid-body', { status: 200, body: clean.slice(0, clean.length / 2), end: 'silence' }],
  ['drip', { status: 200, body: expect.stringMatching(/^\{.{0,2}$/), end: 'silence' }],
] as const;

test.for(singles)('%s does what it says', async ([kind, expected]) => {
  await start({ kind });
  expect(await get('sagemaker')).toMatchObject(expected);
});

test.for([
  ['throttle', { status: 400, body: expect.stringContaining('<Code>Throttling</Code>') }],
  ['wrong-root', { status: 200, body: expect.stringContaining('<UnexpectedResponse>') }],
  ['wrong-types', { status: 200, body: expect.stringMatching(/<ListRolesResponse [^>]*>x<\/ListRolesResponse>$/) }],
  ['expired-token', { status: 403, body: expect.stringContaining('<Code>ExpiredToken</Code>') }],
] as const)('%s does so in XML too', async ([kind, expected]) => {
  await start({ kind });
  expect(await get('iam')).toMatchObject(expected);
});

/** Follows tokens for a number of pages. */
async function walk(steps: number): Promise<readonly (readonly [string, string | undefined])[]> {
  const seen: (readonly [string, string | undefined])[] = [];
  let token: string | undefined;
  for (let step = 0; step < steps; step += 1) {
    const { body } = await get('sagemaker', token);
    const page = JSON.parse(body) as { Models: { ModelName: string }[]; NextToken?: string }; // the handler's page
    seen.push([page.Models.map(({ ModelName }) => ModelName).join(''), page.NextToken]);
    token = page.NextToken;
    if (token === undefined) break;
  }
  return seen;
}

test('the same token comes for ever', async () => {
  await start({ kind: 'token-loop' });
  const seen = await walk(4);
  expect(new Set(seen.map(([, token]) => token)).size).toBe(1);
  expect(seen.map(([items]) => items)).toEqual(['ab', 'ab', 'ab', 'ab']);
});

test('two tokens take turns', async () => {
  await start({ kind: 'token-loop', size: 2 });
  const tokens = (await walk(4)).map(([, token]) => token);
  expect(new Set(tokens).size).toBe(2);
  expect(tokens[0]).toBe(tokens[2]);
});

test('empty pages come first, with tokens', async () => {
  await start({ kind: 'empty-pages', size: 3 });
  expect((await walk(10)).map(([items]) => items)).toEqual(['', '', '', 'ab', 'c', 'd']);
});

test('every page comes twice', async () => {
  await start({ kind: 'duplicate-pages' });
  expect((await walk(10)).map(([items]) => items)).toEqual(['ab', 'ab', 'c', 'c', 'd', 'd']);
});

test('paging faults leave operations without pages alone', async () => {
  const plain: Handlers = { 'sagemaker:DescribeModel': () => ({ ModelName: 'm' }) };
  const { handle } = createEndpoint({ handlers: plain, faults: { seed: 1, rules: [{ kind: 'token-loop' }] } });
  const headers = {
    authorization: 'AWS4-HMAC-SHA256 Credential=A/1/r/sagemaker/aws4_request',
    'x-amz-target': 'SageMaker.DescribeModel',
  };
  const answer = await handle({ method: 'POST', url: '/', headers, body: Buffer.from('{}') });
  expect(Buffer.from(answer.body).toString()).toBe('{"ModelName":"m"}');
});

async function statusesOf(calls: number, rule: FaultRule): Promise<readonly (number | undefined)[]> {
  await start(rule);
  const statuses: (number | undefined)[] = [];
  for (let call = 0; call < calls; call += 1) statuses.push((await get('sagemaker')).status);
  await server?.close();
  return statuses;
}

test('a share strikes that part of the calls, the same ones for a seed', async () => {
  const rule: FaultRule = { kind: 'http-503', share: 0.3 };
  const first = await statusesOf(200, rule);
  const struck = first.filter((status) => status === 503).length;
  expect(struck).toBeGreaterThan(40);
  expect(struck).toBeLessThan(80);
  expect(await statusesOf(200, rule)).toEqual(first);
});

test('a token expires at a call and may be renewed', async () => {
  expect(await statusesOf(6, { kind: 'expired-token', from: 2, until: 4 })).toEqual([200, 200, 400, 400, 200, 200]);
});

test('a fault strikes what it is about', async () => {
  await start({ kind: 'http-500', match: ({ service }) => service === 'iam' });
  expect([(await get('sagemaker')).status, (await get('iam')).status]).toEqual([200, 500]);
});

test('faults add up', async () => {
  await start({ kind: 'token-loop' }, { kind: 'truncated' }, { kind: 'reset-mid-body' });
  expect(await get('sagemaker')).toMatchObject({ status: 200, end: 'reset', body: expect.not.stringContaining('}]') });
});

test('a skewed clock shows in the Date header', async () => {
  await start({ kind: 'clock-skew', ms: 3_600_000 });
  const { headers } = await get('sagemaker');
  expect(Date.parse(String(headers['date'])) - Date.now()).toBeGreaterThan(3_500_000);
});

test('every kind is tried here', () => {
  const others = ['token-loop', 'empty-pages', 'duplicate-pages', 'clock-skew'];
  expect([...singles.map(([kind]) => kind), ...others].toSorted()).toEqual(faultKinds.toSorted());
});

test.for([
  ['reset-before-commit', 0],
  ['reset-before-headers', 1],
] as const)('%s: the handler has run %i times', async ([kind, wanted]) => {
  let runs = 0;
  const counting: Handlers = { 'sagemaker:ListModels': () => ({ Models: [], NextToken: String((runs += 1)) }) };
  const faults = { seed: 1, rules: [{ kind }] };
  server = await serve(createEndpoint({ handlers: counting, faults }));
  expect(await get('sagemaker')).toMatchObject({ end: 'reset' });
  expect(runs).toBe(wanted);
});
