import { expect, test } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemTime } from '../../src/aws/time.ts';
import { account, aCaller, callerTo, operations, region } from './support/caller.ts';
import { json, jsonError, s3Error, webPage, xml, type Answer } from './support/server.ts';

const arn = `arn:aws:sagemaker:${region}:${account}:notebook-instance/n`;
const good = json({ NotebookInstanceArn: arn, RoleArn: 'arn:aws:iam::123456789012:role/r' });
const input = { NotebookInstanceName: 'n' };
const fast = { connect: 300, idle: 200, attempt: 200, call: 800 };

test('an answer is a fact with its origin', async () => {
  const { calls, events } = await aCaller(() => good, { time: { ...systemTime, now: () => Date.UTC(2026, 10, 24) } });
  const fact = await calls.describe(input);
  expect(fact).toMatchObject({
    known: true,
    value: { NotebookInstanceArn: arn },
    from: { operation: 'sagemaker:DescribeNotebookInstance', region, at: '2026-11-24T00:00:00.000Z' },
  });
  expect(events).toEqual([
    {
      type: 'call',
      operation: 'sagemaker:DescribeNotebookInstance',
      region,
      ms: expect.any(Number),
      attempts: 1,
      throttles: 0,
      status: 'ok',
    },
  ]);
});

test.for([
  ['a described resource', 'describe', 'text/html; charset=utf-8', good.body, { RoleArn: 'arn:aws:iam::123456789012:role/r' }],
  ['a bucket policy', 'bucketPolicy', 'text/html; charset=utf-8', '{"Statement":[]}', { Policy: '{"Statement":[]}' }],
  ['a bucket policy', 'bucketPolicy', 'application/xml', '{"Statement":[]}', { Policy: '{"Statement":[]}' }],
] as const)('%s is an answer to %s, also as %s', async ([, call, type, body, value]) => {
  const { calls } = await aCaller(() => ({ headers: { 'content-type': type }, body: body ?? '' }));
  expect(await calls[call]({ ...input, Bucket: 'b' })).toMatchObject({ known: true, value });
});

test('a call goes to the place that it names', async () => {
  const { calls, server } = await aCaller(() => good);
  const fact = await calls.describe(input, { region: 'us-west-2' });
  expect(fact).toMatchObject({ known: true, from: { region: 'us-west-2' } });
  expect(server.requests[0]).toMatchObject({ region: 'us-west-2', service: 'sagemaker' });
});

test('a global call goes to the home Region', async () => {
  const { caller, server } = await aCaller(() => good);
  const calls = caller.callsFor(operations, { account, region: 'global', signal: new AbortController().signal });
  expect(await calls.describe(input)).toMatchObject({ known: true, from: { region: 'global' } });
  expect(server.requests[0]).toMatchObject({ region: 'us-east-1' });
});

test.for([
  ['a refusal', jsonError('AccessDeniedException', 'User: x is not authorized'), 'denied'],
  [
    'a refusal by an organization',
    jsonError('AccessDeniedException', 'not authorized with an explicit deny in a service control policy'),
    'denied-scp',
  ],
  [
    'a refusal by a resource policy',
    jsonError('AccessDeniedException', 'with an explicit deny in a resource-based policy'),
    'denied-resource-policy',
  ],
  ['a Region that is not enabled', jsonError('UnrecognizedClientException', 'The security token is invalid'), 'unavailable'],
  ['an unknown error', jsonError('ValidationException', 'bad'), 'failed'],
  ['an answer without required members', json({ NotebookInstanceArn: arn }), 'malformed'],
  ['an empty object', json({}), 'malformed'],
  ['an empty body', { headers: { 'content-type': 'application/x-amz-json-1.1' } }, 'malformed'],
  ['a web page', webPage, 'malformed'],
  ['a web page that refuses', { ...webPage, status: 403 }, 'malformed'],
  ['a text under the type of a web page', { headers: { 'content-type': 'text/html' }, body: 'Blocked' }, 'malformed'],
  ['an empty object under the type of a web page', { headers: { 'content-type': 'text/html' }, body: '{}' }, 'malformed'],
  ['a list', { headers: { 'content-type': 'application/x-amz-json-1.1' }, body: '[]' }, 'malformed'],
  ['members of other types', json({ NotebookInstanceArn: [arn], RoleArn: 5 }), 'malformed'],
  ['a body without its end', { ...good, play: 'half-then-end' }, 'malformed'],
  ['no answer', { play: 'hang' }, 'timeout'],
  ['no body', { ...good, play: 'headers-then-hang' }, 'timeout'],
  ['half a body', { ...good, play: 'half-then-hang' }, 'timeout'],
  ['a body that drips', { ...good, play: 'drip' }, 'timeout'],
  ['a server that fails', json({ __type: 'InternalFailure' }, 500), 'unavailable'],
  ['a gateway that fails', { status: 502, ...webPage }, 'unavailable'],
  ['connections that break', { play: 'reset' }, 'unavailable'],
  ['answers that break', { ...good, play: 'half-then-reset' }, 'unavailable'],
  ['throttling without end', jsonError('ThrottlingException', 'Rate exceeded'), 'throttled'],
] as const satisfies readonly (readonly [string, Answer, string])[])(
  '%s is a gap',
  { timeout: 20_000 },
  async ([, answer, reason]) => {
    // The idle time-out must not end first what only the attempt's signal can end.
    const { calls } = await aCaller(() => answer, { timeouts: { ...fast, idle: 5000 } });
    const started = performance.now();
    expect(await calls.describe(input)).toEqual({
      known: false,
      gap: {
        reason,
        operation: 'sagemaker:DescribeNotebookInstance',
        action: 'sagemaker:DescribeNotebookInstance',
        account,
        region,
        error: expect.any(String),
        detail: expect.stringMatching(/^sagemaker:DescribeNotebookInstance .{1,160}$/),
      },
    });
    expect(performance.now() - started).toBeLessThan(6000);
  },
);

test.for([
  ['throttling', jsonError('ThrottlingException')],
  ['throttling with status 429', json({ __type: 'Odd' }, 429)],
  ['a server fault', json({ __type: 'InternalFailure' }, 500)],
  ['a broken connection', { play: 'reset' }],
  ['a broken answer', { ...good, play: 'half-then-reset' }],
  ['an empty body', { headers: { 'content-type': 'application/x-amz-json-1.1' } }],
  ['a web page', webPage],
  ['a body without its end', { ...good, play: 'half-then-end' }],
  ['an empty object', json({})],
  ['no answer', { play: 'hang' }],
] as const satisfies readonly (readonly [string, Answer])[])('%s is tried again', async ([, answer]) => {
  const { calls, events } = await aCaller(({ number }) => (number === 0 ? answer : good), { timeouts: fast });
  expect(await calls.describe(input)).toMatchObject({ known: true });
  expect(events).toMatchObject([{ attempts: 2, status: 'ok' }]);
});

test('a refusal is not tried again', async () => {
  const { calls, server } = await aCaller(() => jsonError('AccessDeniedException'));
  await calls.describe(input);
  expect(server.requests).toHaveLength(1);
});

test('an answer that says there is more is not the whole one', async () => {
  const { calls } = await aCaller(({ number }) => json({ NotebookInstances: [], ...(number < 5 ? { NextToken: 't' } : {}) }));
  expect(await calls.listOnce({})).toMatchObject({ known: false, gap: { reason: 'malformed' } });
  expect(await calls.listOnce({})).toMatchObject({ known: true });
});

test('an error that means "there is none" is an answer', async () => {
  const { calls, events } = await aCaller(({ path }) =>
    path.includes('policy') ? s3Error('NoSuchBucketPolicy', 404) : jsonError('ValidationException', 'Could not find notebook'),
  );
  expect(await calls.describeIfThere(input)).toMatchObject({ known: true, value: null });
  expect(await calls.bucketPolicy({ Bucket: 'b' })).toMatchObject({ known: true, value: null });
  // The same error of an operation that does not declare it.
  expect(await calls.describe(input)).toMatchObject({ known: false, gap: { reason: 'failed' } });
  expect(events.map((event) => event.status)).toEqual(['absent', 'absent', 'failed']);
});

test('the same error with another message is a gap', async () => {
  const { calls } = await aCaller(() => jsonError('ValidationException', 'Member must have length 1'));
  expect(await calls.describeIfThere(input)).toMatchObject({
    known: false,
    gap: { reason: 'failed', error: 'ValidationException' },
  });
});

test.for([
  ['never versioned', xml('<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>'), { known: true }],
  [
    'versioned',
    xml('<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>'),
    { known: true, value: { Status: 'Enabled' } },
  ],
  [
    'a text',
    xml('<VersioningConfiguration xmlns="http://s3.amazonaws.com/">x</VersioningConfiguration>'),
    { known: false, gap: { reason: 'malformed' } },
  ],
  ['JSON', { headers: { 'content-type': 'application/xml' }, body: '{}' }, { known: false, gap: { reason: 'malformed' } }],
  ['another root', xml('<Something/>'), { known: false, gap: { reason: 'malformed' } }],
  ['an error with status 200', xml('<Error><Code>InternalError</Code></Error>'), { known: false, gap: { reason: 'malformed' } }],
  ['an empty body', { headers: { 'content-type': 'application/xml' } }, { known: false, gap: { reason: 'malformed' } }],
  ['a web page', webPage, { known: false, gap: { reason: 'malformed' } }],
  [
    'half an error',
    { ...xml('<Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error>'), status: 400, play: 'half-then-end' },
    { known: false, gap: { reason: 'malformed' } },
  ],
  [
    'XML without its end',
    { ...xml('<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>'), play: 'half-then-end' },
    { known: false, gap: { reason: 'malformed' } },
  ],
] as const satisfies readonly (readonly [string, Answer, object])[])('bucket versioning: %s', async ([, answer, fact]) => {
  const { calls, server } = await aCaller(() => answer);
  expect(await calls.versioning({ Bucket: 'my.bucket' })).toMatchObject(fact);
  expect(server.requests[0]?.path).toMatch(/^\/my\.bucket\/?\?versioning/);
});

test.for([
  ['127.0.0.1', '127.0.0.1'],
  ['127.0.0.1', 'localhost'],
  ['::1', '[::1]'],
] as const)('S3 Control works at %s as %s', async ([host, hostName]) => {
  const body = '<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>';
  const { calls, server } = await aCaller(() => xml(body), { host, hostName });
  const fact = await calls.publicAccess({ AccountId: account });
  expect(fact).toMatchObject({ known: true, value: { PublicAccessBlockConfiguration: { BlockPublicAcls: true } } });
  expect(server.requests[0]).toMatchObject({ region, service: 's3', path: '/v20180820/configuration/publicAccessBlock' });
});

test('a redirect is not followed', async () => {
  const { calls, server } = await aCaller(({ path }) => ({ status: 307, headers: { location: `${path}x` }, body: '' }));
  expect(await calls.describe(input)).toMatchObject({ known: false });
  expect(server.requests).toHaveLength(1);
});

test.for([
  ['in time tells about the Region: no further one is tried', 3100, 3],
  ['late tells about this machine, which stood still', 5000, 6],
] as const)('a connection that is given up %s', async ([, ms, wanted]) => {
  let now = 0;
  let sent = 0;
  class Deaf {
    async send(): Promise<never> {
      sent += 1;
      now += ms;
      throw await Promise.resolve(new Error('the socket did not establish a connection in time'));
    }
    destroy(): void {}
  }
  const { DescribeNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
  const commands = { DescribeNotebookInstance: DescribeNotebookInstanceCommand };
  const { calls } = await aCaller(() => good, {
    sdk: { sagemaker: async () => await Promise.resolve({ Client: Deaf, commands }) },
    time: { ...systemTime, elapsed: () => now, sleep: async () => await Promise.resolve() },
  });
  for (let call = 0; call < 2; call += 1)
    expect(await calls.describe(input)).toMatchObject({ known: false, gap: { reason: 'unavailable' } });
  expect(sent).toBe(wanted);
});

test('a call ends at its deadline', async () => {
  const { calls } = await aCaller(() => json({ __type: 'InternalFailure' }, 500), {
    timeouts: { call: 300 },
    time: { ...systemTime, random: () => 0.9 },
  });
  const started = performance.now();
  expect(await calls.describe(input)).toMatchObject({ known: false, gap: { reason: 'unavailable' } });
  expect(performance.now() - started).toBeLessThan(450);
});

test('what AWS asks for by Retry-After is honoured, unless the deadline comes first', async () => {
  const slow = { ...jsonError('ThrottlingException'), headers: { 'retry-after': '60' } };
  const { calls, server } = await aCaller(() => slow, { timeouts: { call: 1000 } });
  expect(await calls.describe(input)).toMatchObject({ known: false, gap: { reason: 'throttled' } });
  expect(server.requests).toHaveLength(1);
});

test('an aborted scan ends its calls, those that wait too', async () => {
  const scan = new AbortController();
  const { calls, server } = await aCaller(() => ({ play: 'hang' }), { signal: scan.signal, concurrency: 2 });
  const facts = Promise.all(Array.from({ length: 10 }, async () => await calls.describe(input)));
  await sleep(100);
  scan.abort();
  for (const fact of await facts)
    expect(fact).toMatchObject({
      known: false,
      gap: { reason: 'not-collected', error: 'ScanStopped', detail: expect.stringContaining('the scan was stopped') },
    });
  expect(server.requests).toHaveLength(2);
  // And no further one starts.
  expect(await calls.describe(input)).toMatchObject({ known: false, gap: { reason: 'not-collected' } });
});

test('calls that the deadline cuts off have timed out', async () => {
  const { calls } = await aCaller(() => ({ play: 'hang' }), { signal: AbortSignal.timeout(100) });
  expect(await calls.describe(input)).toMatchObject({
    known: false,
    gap: { reason: 'timeout', detail: expect.stringContaining('the scan ended first') },
  });
});

test('an attempt that was given up closes its connection', async () => {
  const { calls, http, server } = await aCaller(() => ({ ...good, play: 'drip' }), { timeouts: { attempt: 100, call: 150 } });
  await calls.describe(input);
  http.close();
  const started = performance.now();
  await server.close();
  expect(performance.now() - started).toBeLessThan(200);
});

test.for([
  ['no headers', { play: 'hang' }, 'TimeoutError'],
  ['no body', { ...good, play: 'headers-then-hang' }, 'ECONNRESET'],
] as const satisfies readonly (readonly [string, Answer, string])[])(
  '%s: silence ends an attempt before its time is over',
  async ([, silence, error]) => {
    const { calls, events } = await aCaller(() => silence, { timeouts: { idle: 100, attempt: 10_000, call: 250 } });
    expect(await calls.describe(input)).toMatchObject({ known: false, gap: { error } });
    expect(events[0]?.ms).toBeLessThan(400);
  },
);

test('no more requests than the limit are under way at once', async () => {
  let running = 0;
  let most = 0;
  const { calls } = await aCaller(
    async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(5);
      running -= 1;
      return good;
    },
    { concurrency: 4 },
  );
  await Promise.all(Array.from({ length: 40 }, async () => await calls.describe(input)));
  expect(most).toBe(4);
});

test('a host that is not there is tried three times, then no further', async () => {
  // Port 1 refuses.
  const { caller } = callerTo('http://127.0.0.1:1', {});
  const calls = caller.callsFor(operations, { account, region, signal: new AbortController().signal });
  expect(await calls.describe(input)).toMatchObject({
    known: false,
    gap: { reason: 'unavailable', error: expect.stringMatching(/Error|ECONN|RegionUnreachable/) },
  });
  expect(await calls.describe(input)).toMatchObject({ known: false, gap: { reason: 'unavailable', error: 'RegionUnreachable' } });
  // Neither another service nor another Region is given up.
  expect(await calls.versioning({ Bucket: 'b' })).toMatchObject({
    known: false,
    gap: { error: expect.not.stringMatching('RegionUnreachable') },
  });
  expect(caller.stats().map(({ operation, attempts }) => [operation, attempts])).toEqual([
    ['s3:GetBucketVersioning', 3],
    ['sagemaker:DescribeNotebookInstance', 3],
  ]);
});

test('nothing is lost under throttling at random', { timeout: 30_000 }, async () => {
  let state = 42;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const { calls, caller } = await aCaller(() => (random() < 0.3 ? jsonError('ThrottlingException') : good), {
    // Pauses and limits at a twentieth of their length: faster, and a busy machine's work must not reach a deadline.
    timeouts: { attempt: 3_600_000, call: 3_600_000 },
    time: {
      ...systemTime,
      elapsed: () => performance.now() * 20,
      sleep: async (ms, signal) => await sleep(ms / 20, undefined, { signal }),
    },
    rateShare: 10,
  });
  const facts = await Promise.all(Array.from({ length: 300 }, async () => await calls.describe(input)));
  expect(facts.filter((fact) => !fact.known)).toEqual([]);
  const [stats] = caller.stats();
  expect(stats).toMatchObject({ calls: 300, failed: 0 });
  expect(stats?.attempts).toBe(300 + (stats?.throttled ?? 0));
});

test('a guess four times too high loses nothing in front of a real bucket', { timeout: 30_000 }, async () => {
  const scale = 50;
  const now = () => performance.now() * scale;
  // AWS: 5 a second, 10 at once. We: 20 a second, 40 at once.
  let tokens = 10;
  let at = now();
  const aws = () => {
    tokens = Math.min(10, tokens + ((now() - at) / 1000) * 5);
    at = now();
    if (tokens < 1) return jsonError('ThrottlingException');
    tokens -= 1;
    return good;
  };
  const { calls, caller } = await aCaller(aws, {
    time: { ...systemTime, elapsed: now, sleep: async (ms, signal) => await sleep(ms / scale, undefined, { signal }) },
    timeouts: { attempt: 3_600_000, call: 3_600_000 },
    rateShare: 1,
  });
  const facts = await Promise.all(Array.from({ length: 300 }, async () => await calls.describe(input)));
  expect(facts.filter((fact) => !fact.known)).toEqual([]);
  expect(caller.stats()[0]?.failed).toBe(0);
});

test.for([-3_600_000, -600_000, 600_000, 3_600_000])('a clock that is %s ms off is set right', async (offMs) => {
  const aws = () => Date.now() + offMs;
  const { calls, events } = await aCaller(({ at }) => {
    const answer = Math.abs(at - aws()) < 300_000 ? good : jsonError('InvalidSignatureException', 'Signature expired', 403);
    return { ...answer, headers: { ...answer.headers, date: new Date(aws()).toUTCString() } };
  });
  expect(await calls.describe(input)).toMatchObject({ known: true });
  expect(await calls.describe(input)).toMatchObject({ known: true });
  expect(events.map((event) => event.attempts)).toEqual([2, 1]);
});

test('stats count every call', async () => {
  const { calls, caller } = await aCaller(({ number }) => (number === 1 ? jsonError('AccessDeniedException') : good));
  await calls.describe(input);
  await calls.describe(input);
  await calls.describe(input, { region: 'us-west-2' });
  expect(caller.stats()).toMatchObject([
    { operation: 'sagemaker:DescribeNotebookInstance', region: 'eu-central-1', calls: 2, attempts: 2, throttled: 0, failed: 1 },
    { operation: 'sagemaker:DescribeNotebookInstance', region: 'us-west-2', calls: 1, attempts: 1, throttled: 0, failed: 0 },
  ]);
});
