import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Interrupted } from '../../src/core/gap-error.ts';
import { aCaller } from './support/caller.ts';
import { json, jsonError, xml, type Received } from './support/server.ts';

const name = (index: number) => ({ NotebookInstanceName: `n${index}`, NotebookInstanceArn: `arn:n${index}` });
const token = ({ body }: Received): string | undefined => JSON.parse(body).NextToken;

/** Three pages, the middle one empty. */
function threePages(request: Received) {
  switch (token(request)) {
    case undefined:
      return json({ NotebookInstances: [name(1), name(2)], NextToken: 'a' });
    case 'a':
      return json({ NotebookInstances: [], NextToken: 'b' });
    default:
      return json({ NotebookInstances: [name(3)] });
  }
}

test('all pages, the empty one included', async () => {
  const { calls, server } = await aCaller(threePages);
  const fact = await calls.list.all({ StatusEquals: 'InService' });
  expect(fact).toMatchObject({
    known: true,
    value: [name(1), name(2), name(3)],
    from: { operation: 'sagemaker:ListNotebookInstances' },
  });
  expect(server.requests.map((request) => JSON.parse(request.body))).toEqual([
    { MaxResults: 100, StatusEquals: 'InService' },
    { MaxResults: 100, StatusEquals: 'InService', NextToken: 'a' },
    { MaxResults: 100, StatusEquals: 'InService', NextToken: 'b' },
  ]);
});

test('each item is visited once, with its page', async () => {
  const { calls } = await aCaller(threePages);
  const seen: unknown[] = [];
  await calls.list.each({}, (item, listed) => {
    seen.push([item.NotebookInstanceName, listed.page.NextToken, listed.fact(1)]);
  });
  const fact = { known: true, value: 1, from: { operation: 'sagemaker:ListNotebookInstances' } };
  expect(seen).toMatchObject([
    ['n1', 'a', fact],
    ['n2', 'a', fact],
    ['n3', undefined, fact],
  ]);
});

test('pages that overlap tell each item once', async () => {
  const { calls } = await aCaller((request) =>
    token(request) === undefined
      ? json({ NotebookInstances: [name(1), name(2)], NextToken: 'a' })
      : json({ NotebookInstances: [name(2), name(3), { ...name(1), NotebookInstanceStatus: 'Stopped' }] }),
  );
  const names = ['n1', 'n2', 'n3', 'n1'];
  expect(await calls.list.all({})).toMatchObject({ value: names.map((NotebookInstanceName) => ({ NotebookInstanceName })) });
  const seen: unknown[] = [];
  await calls.list.each({}, (item) => {
    seen.push(item.NotebookInstanceName);
  });
  // The last one has changed in between.
  expect(seen).toEqual(names);
});

test.for([
  ['the same token', () => 'a', 2],
  ['two tokens in turn', (number: number) => `${number % 2}`, 3],
  ['fifty tokens in turn', (number: number) => `${number % 50}`, 51],
  ['new tokens for ever', (number: number) => `${number}`, 100],
] as const)('%s: the list is cut short', async ([, tokenOf, pages]) => {
  const { calls, server } = await aCaller(
    ({ number }) => json({ NotebookInstances: [name(number)], NextToken: tokenOf(number) }),
    { maxPages: 100 },
  );
  expect(await calls.list.all({})).toMatchObject({
    known: false,
    gap: { reason: 'truncated', operation: 'sagemaker:ListNotebookInstances' },
  });
  expect(server.requests).toHaveLength(pages);
  const seen: unknown[] = [];
  await expect(calls.list.each({}, (item) => void seen.push(item))).rejects.toMatchObject({
    name: 'Interrupted',
    gap: { reason: 'truncated' },
  });
  expect(seen).toHaveLength(pages);
});

test.for([
  ['no list', json({})],
  ['a list that is a text', json({ NotebookInstances: 'x' })],
  ['a list of texts', json({ NotebookInstances: ['x'] })],
  ['a token that is a number', json({ NotebookInstances: [], NextToken: 5 })],
  ['a web page', { headers: { 'content-type': 'text/html' }, body: '<html></html>' }],
  ['an empty body', { headers: { 'content-type': 'application/x-amz-json-1.1' } }],
] as const)('%s is no page', async ([, answer]) => {
  const { calls } = await aCaller(() => answer);
  expect(await calls.list.all({})).toMatchObject({ known: false, gap: { reason: 'malformed' } });
});

const details = (inner: string) =>
  xml(
    `<GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult>${inner}</GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>`,
  );

test.for([
  [
    'two pages',
    details(
      '<UserDetailList><member><UserName>a</UserName></member></UserDetailList><IsTruncated>true</IsTruncated><Marker>m</Marker>',
    ),
    { known: true },
  ],
  ['an empty list', details('<UserDetailList/><IsTruncated>false</IsTruncated>'), { known: true, value: [] }],
  [
    'no token for the next page',
    details('<UserDetailList/><IsTruncated>true</IsTruncated>'),
    { known: false, gap: { reason: 'malformed' } },
  ],
  ['another root', xml('<Other/>'), { known: false, gap: { reason: 'malformed' } }],
] as const)('IAM: %s', async ([, answer, fact]) => {
  const last = details('<UserDetailList/><IsTruncated>false</IsTruncated>');
  const { calls } = await aCaller(({ body }) => (body.includes('Marker=m') ? last : answer));
  expect(await calls.users.all({})).toMatchObject(fact);
});

test('what was visited before a list broke stays, and nothing is left running', async () => {
  let ended = 0;
  const { calls } = await aCaller((request) =>
    token(request) === undefined ? threePages(request) : jsonError('AccessDeniedException'),
  );
  const list = calls.list.each({}, async () => {
    await sleep(50);
    ended += 1;
  });
  await expect(list).rejects.toBeInstanceOf(Interrupted);
  await expect(list).rejects.toMatchObject({ gap: { reason: 'denied', action: 'sagemaker:ListNotebookInstances' } });
  expect(ended).toBe(2);
});

test.for([
  [
    'at once',
    () => {
      throw new TypeError('defect');
    },
  ],
  [
    'later',
    async () => {
      await sleep(5);
      throw new TypeError('defect');
    },
  ],
] as const)('a defect in a visit comes out %s, after the others', async ([, fail]) => {
  let ended = 0;
  const { calls } = await aCaller(threePages);
  const list = calls.list.each({}, async (item) => {
    if (item.NotebookInstanceName === 'n1') await fail();
    await sleep(30);
    ended += 1;
  });
  await expect(list).rejects.toThrow(TypeError);
  expect(ended).toBe(2);
});

test('a synchronous defect is a defect too', async () => {
  const { calls } = await aCaller(threePages);
  await expect(
    calls.list.each({}, () => {
      throw new TypeError('defect');
    }),
  ).rejects.toThrow(TypeError);
});

test('a defect does not hide behind a list that broke', async () => {
  const { calls } = await aCaller((request) =>
    token(request) === undefined ? threePages(request) : jsonError('AccessDeniedException'),
  );
  await expect(
    calls.list.each({}, () => {
      throw new TypeError('defect');
    }),
  ).rejects.toThrow(TypeError);
});

test('a visit can end the list', async () => {
  const { calls, server } = await aCaller(({ number }) => json({ NotebookInstances: [name(number)], NextToken: `${number}` }));
  await calls.list.each({}, (item) => (item.NotebookInstanceName === 'n2' ? 'stop' : undefined));
  expect(server.requests).toHaveLength(3);
});

const items = (page: number) => Array.from({ length: 100 }, (_, index) => name(page * 100 + index));

test('the next page is asked for while items are visited, but not all of them', async () => {
  let visits = 0;
  let most = 0;
  const { calls } = await aCaller(({ number }) =>
    json({ NotebookInstances: items(number), ...(number < 9 ? { NextToken: `${number}` } : {}) }),
  );
  await calls.list.each({}, async () => {
    visits += 1;
    most = Math.max(most, visits);
    await sleep(20);
    visits -= 1;
  });
  expect(most).toBeGreaterThan(100);
  expect(most).toBeLessThanOrEqual(300);
});
