import { describe, expect, onTestFinished, test } from 'vitest';
import { manifestOf, type Run } from '../../src/publish/files.ts';
import { latestOf } from '../../src/publish/latest.ts';
import { publishLocal } from '../../src/publish/local.ts';
import { publishRun } from '../../src/publish/s3.ts';
import type { FaultKind, FaultRule } from '../../src/sandbox/faults.ts';
import { RequestLog } from '../../src/sandbox/request-log.ts';
import type { SandboxCall, SandboxRequest } from '../../src/sandbox/types.ts';
import { Spool } from '../../src/spool/spool.ts';
import { tempFolder } from '../support/cli.ts';
import { bucketServer, read } from './support/bucket.ts';
import { readFolder } from './support/folder.ts';
import { account, start, testRun } from './support/run.ts';

const put = ({ operation }: SandboxCall) => operation === 'PutObject';
const get = ({ operation }: SandboxCall) => operation === 'GetObject';
const folder = `ml/${account}/runs/2026-11-24`;

test('a run goes below its account and day, the manifest after its files, the pointer last', async () => {
  const sent: SandboxRequest[] = [];
  const { bucket, publish } = await bucketServer({
    around: (endpoint) => ({
      handle: async (request) => {
        sent.push(request);
        return await endpoint.handle(request);
      },
    }),
  });
  expect(await publish(testRun('01A'))).toEqual({ url: `s3://reports/${folder}/01A`, latest: 'moved' });
  expect([...bucket.objects.keys()]).toEqual([
    `${folder}/01A/report.json`,
    `${folder}/01A/report.html`,
    `${folder}/01A/snapshot.ndjson.gz`,
    `${folder}/01A/manifest.json`,
    `ml/${account}/latest.json`,
  ]);
  expect(JSON.parse(Buffer.from(bucket.objects.get(`ml/${account}/latest.json`)?.body ?? []).toString())).toEqual({
    format: 'mlwarden-latest',
    version: 1,
    runId: '01A',
    seq: start,
    startedAt: '2026-11-24T23:59:00.000Z',
    manifestSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    scores: { overall: { score: 47 } },
    coverage: { complete: true },
    links: {
      'report.json': 'runs/2026-11-24/01A/report.json',
      'report.html': 'runs/2026-11-24/01A/report.html',
      'snapshot.ndjson.gz': 'runs/2026-11-24/01A/snapshot.ndjson.gz',
      'manifest.json': 'runs/2026-11-24/01A/manifest.json',
    },
  });
  expect(read(bucket)).toMatchObject({ runId: '01A' });
  const puts = sent.filter(({ method }) => method === 'PUT');
  expect(puts).toHaveLength(5);
  for (const { headers } of puts) {
    expect(headers).toMatchObject({
      'if-none-match': '*',
      'cache-control': 'no-store',
      'x-amz-expected-bucket-owner': account,
      'x-amz-checksum-sha256': expect.any(String),
    });
    expect(headers).not.toHaveProperty('x-amz-server-side-encryption');
  }
  expect(puts.map(({ headers }) => headers['content-type'])).toContain('text/html; charset=utf-8');
});

test('a key of KMS is asked for where one is named', async () => {
  const sent: SandboxRequest[] = [];
  const { publish } = await bucketServer({
    around: ({ handle }) => ({
      handle: async (request) => {
        sent.push(request);
        return await handle(request);
      },
    }),
  });
  await publish(testRun('01A'), { kmsKey: 'alias/reports', owner: account });
  expect(sent.map(({ headers }) => headers['x-amz-server-side-encryption-aws-kms-key-id'])).toEqual(
    Array.from({ length: 5 }, () => 'alias/reports'),
  );
});

test('publishing a run again changes nothing', async () => {
  const { bucket, publish } = await bucketServer();
  await publish(testRun('01A'));
  const before = new Map(bucket.objects);
  expect(await publish(testRun('01A'))).toMatchObject({ latest: 'moved' });
  expect(bucket.objects).toEqual(before);
});

test('another report under the same run id is refused', async () => {
  const { bucket, publish } = await bucketServer();
  await publish(testRun('01A'));
  await expect(publish(testRun('01A', 0, { text: 'other' }))).rejects.toThrow(
    `s3://reports/${folder}/01A/report.json holds something else already, and files of a run are never overwritten`,
  );
  expect(read(bucket)).toMatchObject({ runId: '01A' });
});

describe('the pointer', () => {
  test.for([
    [{ first: ['01B', 1], second: ['01A', 2] }, '01A', 'moved'],
    [{ first: ['01B', 2], second: ['01A', 1] }, '01B', 'newer'],
    [{ first: ['01A', 1], second: ['01B', 1] }, '01B', 'moved'],
    [{ first: ['01B', 1], second: ['01A', 1] }, '01B', 'newer'],
  ] as const)('%j: leads to %s', async ([{ first, second }, wanted, latest]) => {
    const { bucket, publish } = await bucketServer();
    await publish(testRun(first[0], first[1]));
    expect(await publish(testRun(second[0], second[1]))).toMatchObject({ latest });
    expect(read(bucket)).toMatchObject({ runId: wanted });
  });

  test('never leads to a run that was stopped', async () => {
    const { bucket, publish } = await bucketServer();
    expect(await publish(testRun('01A', 0, { finished: false }))).toMatchObject({ latest: 'unfinished' });
    expect(bucket.objects.has(`${folder}/01A/manifest.json`)).toBe(true);
    expect(read(bucket)).toBeUndefined();
  });

  test("that is not mlwarden's is left alone", async () => {
    const { bucket, open, publish } = await bucketServer();
    const key = `ml/${account}/latest.json`;
    const theirs = { name: 'latest.json', body: Buffer.from('{"mine":1}'), contentType: 'application/json' };
    await (await open()).put(key, theirs, 'nothing-there');
    await expect(publish(testRun('01A'))).rejects.toThrow(/latest\.json was not written by mlwarden: move it away/);
    expect(Buffer.from(bucket.objects.get(key)?.body ?? []).toString()).toBe('{"mine":1}');
  });

  test('that goes while it is swapped is created', async () => {
    const { bucket, open, publish } = await bucketServer();
    await publish(testRun('01A'));
    const store = await open();
    const removing = {
      put: store.put.bind(store),
      pause: store.pause.bind(store),
      url: store.url.bind(store),
      get: async (key: string) => {
        const stored = await store.get(key);
        bucket.objects.delete(key);
        return stored;
      },
    };
    expect(await publishRun(removing, 'ml', testRun('01B', 1))).toMatchObject({ latest: 'moved' });
    expect(read(bucket)).toMatchObject({ runId: '01B' });
  });
});

const kinds: readonly FaultKind[] = [
  'http-503',
  'throttle',
  'html',
  'truncated',
  'reset-before-commit',
  'reset-before-headers',
  'reset-after-headers',
];

describe('a PUT that fails does no harm, whichever it is', () => {
  // A second run: its pointer is written in two attempts, of which the first is refused.
  const nth = kinds.flatMap((kind) => [0, 1, 2, 3, 4, 5].map((from) => [kind, from] as const));
  test.for(nth)('%s, PUT number %i', async ([kind, from]) => {
    const rules: FaultRule[] = [{ kind, match: put, from: 5 + from, until: 6 + from }];
    const { bucket, publish } = await bucketServer({ faults: { seed: 1, rules } });
    await publish(testRun('01A'));
    expect(await publish(testRun('01B', 1))).toMatchObject({ latest: 'moved' });
    expect(read(bucket)).toMatchObject({ runId: '01B' });
  });

  test.for(kinds)('%s, twice in a row and also for GET', async (kind) => {
    const rules: FaultRule[] = [
      { kind, from: 0, until: 2 },
      { kind, match: get, until: 2 },
    ];
    const { bucket, publish } = await bucketServer({ faults: { seed: 1, rules } });
    const options = { owner: account, timeouts: { attempt: 3000 } };
    await publish(testRun('01A'), options);
    await publish(testRun('01B', 1), options);
    expect(read(bucket)).toMatchObject({ runId: '01B' });
  });

  test('409 is tried again', async () => {
    let left = 7;
    const { bucket, publish } = await bucketServer({ conflicts: () => (left -= 1) >= 0 });
    await publish(testRun('01A'));
    expect(read(bucket)).toMatchObject({ runId: '01A' });
  });
});

describe('what goes on failing ends, with a reason and without a pointer', () => {
  test.for([
    ['http-503', /S3 keeps failing \(ServiceUnavailable\)/],
    ['reset-before-commit', /S3 cannot be reached/],
  ] as const)('%s', async ([kind, text]) => {
    const log = new RequestLog();
    const { bucket, publish } = await bucketServer({ log, faults: { seed: 1, rules: [{ kind, match: put }] } });
    await expect(publish(testRun('01A'))).rejects.toThrow(text);
    expect(log.count('s3:PutObject')).toBeLessThanOrEqual(20);
    expect(read(bucket)).toBeUndefined();
  });

  test.for(['hang-before-headers', 'hang-mid-body', 'hang-after-headers'] as const)('%s', async (kind) => {
    const { publish } = await bucketServer({ faults: { seed: 1, rules: [{ kind, match: get }] } });
    await publish(testRun('01A'));
    const timeouts = { attempt: 100, call: 400 };
    await expect(publish(testRun('01B', 1), { timeouts })).rejects.toThrow('S3 does not answer');
  });

  test('a proxy that answers for S3', async () => {
    const page = { status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from('<html>Sign in</html>') };
    const { publish } = await bucketServer({ around: () => ({ handle: async () => await Promise.resolve(page) }) });
    await expect(publish(testRun('01A'), { owner: account })).rejects.toThrow(/what answers is not S3/);
    await expect(publish(testRun('01A'))).rejects.toThrow(/not from AWS/);
  });

  test('409 for ever', async () => {
    const { publish } = await bucketServer({ conflicts: () => true });
    await expect(publish(testRun('01A'))).rejects.toThrow('S3 keeps failing (ConditionalRequestConflict)');
  });

  test('a pointer that always changes', async () => {
    const { bucket, open } = await bucketServer();
    const store = await open();
    const key = `ml/${account}/latest.json`;
    const racing = {
      put: store.put.bind(store),
      pause: store.pause.bind(store),
      url: store.url.bind(store),
      get: async (name: string) => {
        const stored = await store.get(name);
        const other = latestOf(testRun('01B', -1, { text: `${bucket.objects.get(key)?.etag}` }));
        if (name === key && stored !== undefined) await store.put(key, other, { etag: stored.etag });
        return stored;
      },
    };
    await store.put(key, latestOf(testRun('01B', -2)), 'nothing-there');
    await expect(publishRun(racing, 'ml', testRun('01A'))).rejects.toThrow(/changes all the time: the run itself is published/);
  });

  test('someone who stops it', async () => {
    const stop = new AbortController();
    const { bucket, publish } = await bucketServer({
      faults: { seed: 1, rules: [{ kind: 'hang-before-headers', match: put, from: 1 }] },
    });
    setTimeout(() => stop.abort(), 300);
    await expect(publish(testRun('01A'), { signal: stop.signal })).rejects.toThrow('it was stopped');
    expect(read(bucket)).toBeUndefined();
  });
});

describe('publishers at once', () => {
  test.for([
    ['different starts', 1],
    ['the same start', 0],
  ] as const)('%s: the newest wins', async ([, step]) => {
    const { bucket, publish } = await bucketServer({
      faults: {
        seed: 3,
        rules: [
          { kind: 'reset-before-headers', share: 0.1 },
          { kind: 'http-503', share: 0.1 },
        ],
      },
    });
    const ids = Array.from({ length: 8 }, (_, index) => `01${String.fromCodePoint(65 + index)}`);
    const sent = await Promise.all(ids.map(async (id, index) => await publish(testRun(id, index * step), { owner: account })));
    expect(sent.every(({ latest }) => latest === 'moved' || latest === 'newer')).toBe(true);
    expect(read(bucket)).toMatchObject({ runId: ids.at(-1) });
  });

  test('of the same run are one', async () => {
    const { bucket, publish } = await bucketServer();
    const sent = await Promise.all(Array.from({ length: 5 }, async () => await publish(testRun('01A'))));
    expect(sent.map(({ latest }) => latest)).toEqual(Array.from({ length: 5 }, () => 'moved'));
    expect(bucket.objects.size).toBe(5);
  });
});

/** The run with one file that lies on disk. */
function spooled(run: Run): Run {
  const spool = new Spool();
  onTestFinished(() => spool.close());
  const draft = spool.draft();
  draft.write('0123456789'.repeat(500_000));
  const files = [{ name: 'report.json', body: draft.end(), contentType: 'application/json' }];
  const manifest = manifestOf(
    { runId: run.runId, tool: { name: 'mlwarden', version: '0' }, startedAt: run.startedAt, account, complete: true },
    files,
  );
  return { ...run, files: [...files, manifest] };
}

describe('a file that is too big for memory', () => {
  test.for([...kinds, 'none'] as const)('is sent whole, and again after a failure: %s', async (kind) => {
    const rules: FaultRule[] = kind === 'none' ? [] : [{ kind, match: put, until: 1 }];
    const { bucket, publish } = await bucketServer({ faults: { seed: 1, rules } });
    expect(await publish(spooled(testRun('01A')))).toMatchObject({ latest: 'moved' });
    expect(read(bucket)).toMatchObject({ runId: '01A' });
  });

  test('is written to a folder', async () => {
    const place = await tempFolder();
    await publishLocal(place, spooled(testRun('01A')).files);
    expect(await readFolder(place)).toBe('01A');
  });
});
