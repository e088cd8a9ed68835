import { expect, test } from 'vitest';
import { cloudOf } from '../../src/sandbox/cloud.ts';
import { chance } from '../../src/sandbox/random.ts';
import { demo } from '../../src/sandbox/seeds/demo.ts';
import { hardened } from '../../src/sandbox/seeds/hardened.ts';
import type { Handler, Handlers, Members } from '../../src/sandbox/types.ts';
import { now } from '../support/inventory.ts';
import { truths, untruths, verdictsIn, verdictsOf, type Struck } from './support/oracle.ts';
import { faultyScan, isList, ofScan } from './support/scans.ts';

test.for([
  ['every page twice', { kind: 'duplicate-pages' }],
  ['three empty pages before each list', { kind: 'empty-pages', size: 3 }],
] as const)('R9: %s: the same set', async ([, rule]) => {
  const { report, snapshot } = await faultyScan(demo, { rules: [{ ...rule, match: isList }] });
  expect(verdictsOf(report.findings)).toEqual(verdictsIn(truths.demo));
  for (const { section, items } of snapshot.slices)
    expect([section, new Set(items.values().map(({ arn }) => arn)).size]).toEqual([section, items.length]);
});

test.for([
  ['pages of two that overlap by one', overlapping],
  ['pages of two in any order', shuffled],
] as const)('R9: %s: the same set', async ([, spoil]) => {
  const { handlers } = cloudOf(demo.account(now));
  const { report, log } = await faultyScan(demo, { endpoint: { handlers: spoil(handlers) } });
  const whole = await faultyScan(demo);
  expect(verdictsOf(report.findings)).toEqual(verdictsIn(truths.demo));
  expect(log.entries.length).toBeGreaterThan(whole.log.entries.length);
});

test.for([1, 2, 50])('R10: tokens that come again after %d pages: every list is cut short', async (size) => {
  const { report, snapshot, log } = await faultyScan(hardened, {
    rules: [{ kind: 'token-loop', size, match: (call) => ofScan(call) && isList(call) }],
  });
  expect(untruths(truths.hardened, report.findings, (gap) => gap.reason === 'truncated')).toEqual([]);
  const gaps = snapshot.slices.flatMap((slice) => slice.gaps);
  expect(gaps.length).toBeGreaterThan(20);
  expect(new Set(gaps.map((gap) => gap.reason))).toEqual(new Set(['truncated']));
  // A page that repeats its token is noticed on the next one.
  expect(Math.max(...log.operations().map((operation) => log.count(operation)))).toBeLessThanOrEqual(2 * (size + 1));
});

const isEndless = ({ service, operation, region }: { service: string; operation: string; region: string }) =>
  `${service}:${operation} ${region}` === 'sagemaker:ListEndpoints us-east-1';
const struck: Struck = ({ operation, reason, region }) =>
  operation === 'sagemaker:ListEndpoints' && reason === 'truncated' && region === 'us-east-1';

test('R10: a hundred thousand empty pages end at the cap', async () => {
  const cap = 2000;
  const { report, log } = await faultyScan(hardened, {
    http: false,
    rules: [{ kind: 'empty-pages', size: 100_000, match: isEndless }],
    edge: { maxPages: cap },
  });
  expect(log.entries.filter(isEndless)).toHaveLength(cap);
  expect(untruths(truths.hardened, report.findings, struck)).toEqual([]);
  expect(report.findings.some((finding) => finding.status === 'UNKNOWN' && struck(finding.gap))).toBe(true);
});

/** Members by which services take the size of a page. */
const sizes = ['MaxResults', 'maxResults', 'MaxItems', 'Limit', 'limit', 'MaxBuckets'];

/** Lists in pages of two, whatever is asked for. */
function small(input: Members): Members {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, sizes.includes(name) ? (typeof value === 'string' ? '2' : 2) : value]),
  );
}

/** Each page starts with the last item of the one before. */
function overlapping(handlers: Handlers): Handlers {
  const last = new Map<string, unknown>();
  return eachList(handlers, (handler, id) => async (input, call) => {
    const page = { ...(await handler(small(input), call)) };
    const list = Object.entries(page).find((member): member is [string, unknown[]] => Array.isArray(member[1]));
    if (list === undefined) return page;
    const [name, items] = list;
    const key = `${id} ${call.region} ${JSON.stringify({ ...input, NextToken: '' })}`;
    const before = 'NextToken' in input && input['NextToken'] !== undefined && last.has(key) ? [last.get(key)] : [];
    last.set(key, items.at(-1));
    return { ...page, [name]: [...before, ...items] };
  });
}

/** The items of each page in another order, where the request asks for none. */
function shuffled(handlers: Handlers): Handlers {
  return eachList(handlers, (handler, id) => {
    const rank = (item: unknown) => chance(7, id + JSON.stringify(item));
    const mixed = (value: unknown) => (Array.isArray(value) ? value.toSorted((a, b) => rank(a) - rank(b)) : value);
    return async (input, call) => {
      const page = { ...(await handler(small(input), call)) };
      if ('SortBy' in input) return page;
      return Object.fromEntries(Object.entries(page).map(([name, value]) => [name, mixed(value)]));
    };
  });
}

const lists = /:(List|Search|GetRestApis|GetApis|GetAccountAuthorizationDetails|DescribeAlarms)/;

function eachList(handlers: Handlers, spoil: (handler: Handler, id: string) => Handler): Handlers {
  return Object.fromEntries(Object.entries(handlers).map(([id, handler]) => [id, lists.test(id) ? spoil(handler, id) : handler]));
}
