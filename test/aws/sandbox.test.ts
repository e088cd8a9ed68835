import { expect, onTestFinished, test } from 'vitest';
import { createEdge } from '../../src/aws/edge.ts';
import { Interrupted } from '../../src/core/gap-error.ts';
import { createEndpoint, type EndpointOptions } from '../../src/sandbox/endpoint.ts';
import type { FaultKind } from '../../src/sandbox/faults.ts';
import { inProcess } from '../../src/sandbox/in-process.ts';
import { serve } from '../../src/sandbox/server.ts';
import { defineHandlers } from '../../src/sandbox/types.ts';
import { account } from './support/caller.ts';
import notebooks from '../../src/collectors/notebooks.ts';

const regions = ['eu-central-1', 'us-east-1'];
const truth = Array.from({ length: 120 }, (_, index) => `n${String(index).padStart(3, '0')}`);
const arnOf = (region: string, name: string) => `arn:aws:sagemaker:${region}:${account}:notebook-instance/${name}`;

const handlers = {
  ...defineHandlers('sts', {
    GetCallerIdentity: () => ({ Account: account, Arn: `arn:aws:iam::${account}:user/u`, UserId: 'U' }),
  }),
  ...defineHandlers('account', {
    ListRegions: () => ({ Regions: regions.map((RegionName) => ({ RegionName, RegionOptStatus: 'ENABLED_BY_DEFAULT' })) }),
  }),
  ...defineHandlers('sagemaker', {
    ListNotebookInstances: ({ NextToken, MaxResults = 10 }, { region }) => {
      const start = Number(NextToken ?? 0);
      const end = start + Math.min(MaxResults, 25);
      const page = truth.slice(start, end).map((NotebookInstanceName) => ({
        NotebookInstanceName,
        NotebookInstanceArn: arnOf(region, NotebookInstanceName),
        NotebookInstanceStatus: 'InService' as const,
      }));
      return { NotebookInstances: page, ...(end < truth.length ? { NextToken: String(end) } : {}) };
    },
    DescribeNotebookInstance: ({ NotebookInstanceName: name = '' }, { region }) => ({
      NotebookInstanceName: name,
      NotebookInstanceArn: arnOf(region, name),
      RoleArn: `arn:aws:iam::${account}:role/r`,
    }),
  }),
};

/** Every notebook of both Regions, as `region name` with its settings seen, and the gaps of broken lists. */
async function scan(options: Omit<EndpointOptions, 'handlers'>, rateShare = 1000) {
  const server = await serve(createEndpoint({ handlers, ...options }));
  onTestFinished(server.close);
  const edge = await createEdge({
    runId: 'r',
    endpointUrl: server.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 's' },
    rateShare,
    random: () => 0.05,
    timeouts: { idle: 1500, attempt: 1500, call: 30_000 },
  });
  onTestFinished(edge.close);
  const seen: string[] = [];
  const gaps: string[] = [];
  await Promise.all(
    edge.regions.map(async (region) => {
      const calls = edge.callsFor(notebooks.operations, { account, region, signal: new AbortController().signal });
      try {
        await calls.list.each({}, async ({ NotebookInstanceName: name = '' }) => {
          const fact = await calls.describe({ NotebookInstanceName: name });
          if (fact.known) seen.push(`${region} ${name}`);
          else gaps.push(fact.gap.reason);
        });
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        gaps.push(error.gap.reason);
      }
    }),
  );
  expect(server.bugs).toEqual([]);
  return { seen: [...new Set(seen)].toSorted(), gaps, stats: edge.stats() };
}

const ofSageMaker = ({ service }: { service: string }) => service === 'sagemaker';
const ofLists = ({ operation }: { operation: string }) => operation === 'ListNotebookInstances';

const everything = regions.flatMap((region) => truth.map((name) => `${region} ${name}`)).toSorted();

test.for([
  ['throttle', 0.5],
  ['http-500', 0.3],
  ['http-502', 0.3],
  ['http-503', 0.3],
  ['http-504', 0.3],
  ['reset-before-headers', 0.3],
  ['reset-after-headers', 0.3],
  ['reset-mid-body', 0.3],
  ['truncated', 0.1],
  ['empty', 0.1],
  ['html', 0.1],
  ['hang-before-headers', 0.02],
  ['hang-mid-body', 0.02],
  ['drip', 0.02],
] as const satisfies readonly (readonly [FaultKind, number])[])(
  '%s at random loses nothing',
  { timeout: 30_000 },
  async ([kind, share]) => {
    const { seen, gaps } = await scan({ faults: { seed: 7, rules: [{ kind, share, match: ofSageMaker }] } });
    expect(gaps).toEqual([]);
    expect(seen).toEqual(everything);
  },
);

test.for(['empty', 'html', 'wrong-types', 'truncated', 'token-loop'] as const)(
  '%s every time is a gap, never an empty list',
  async (kind) => {
    const { gaps } = await scan({ faults: { seed: 7, rules: [{ kind, match: ofLists }] } });
    const reason = kind === 'token-loop' ? 'truncated' : 'malformed';
    expect(gaps).toEqual([reason, reason]);
  },
);

test('empty and repeated pages are no end and no harm', async () => {
  for (const kind of ['empty-pages', 'duplicate-pages'] as const) {
    const { seen, gaps } = await scan({ faults: { seed: 7, rules: [{ kind, size: 5 }] } });
    expect({ seen, gaps }).toEqual({ seen: everything, gaps: [] });
  }
});

test("AWS's own limits, ten times as generous, throttle next to nothing", { timeout: 30_000 }, async () => {
  const { seen, gaps, stats } = await scan({ limits: { scale: 10 } }, 9);
  expect({ seen, gaps }).toEqual({ seen: everything, gaps: [] });
  const throttled = stats.operations.map((operation) => operation.throttled);
  expect(Math.max(...throttled)).toBeLessThanOrEqual(2);
});

test('the sandbox works in process', async () => {
  const edge = await createEdge({
    runId: 'r',
    region: 'eu-central-1',
    credentials: { accessKeyId: 'A', secretAccessKey: 's' },
    requestHandler: inProcess(createEndpoint({ handlers })),
  });
  const calls = edge.callsFor(notebooks.operations, { account, region: 'us-east-1', signal: new AbortController().signal });
  const fact = await calls.list.all({});
  expect(fact.known && fact.value).toHaveLength(truth.length);
});
