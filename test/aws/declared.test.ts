import { NormalizedSchema } from '@smithy/core/schema';
import { expect, test } from 'vitest';
import { calibrationOperations } from '../../src/aws/quotas.ts';
import { scanOperations } from '../../src/aws/regions.ts';
import { sdk } from '../../src/aws/sdk.gen.ts';
import { operationId, type AnyOperation, type Operation, type Paged } from '../../src/core/operation.ts';
import { operationsOf } from '../../src/engine/plan.ts';
import { registry } from '../../src/registry.gen.ts';
import { account, aCaller, region } from './support/caller.ts';
import { webPage, type Answer } from './support/server.ts';

const declared = new Map(
  [...operationsOf(registry), ...scanOperations, ...calibrationOperations].map((operation) => [
    operationId(operation),
    operation,
  ]),
);
const place = { account, region, signal: new AbortController().signal };

/** What a broken answer looks like: whatever the protocol, it may never be an empty inventory. */
const broken = {
  'an empty body': { body: '' },
  'a web page': webPage,
  'a web page without its type': { body: webPage.body ?? '' },
  'the root element of another answer': { headers: { 'content-type': 'text/xml' }, body: '<Other/>' },
  'a JSON list as XML': { headers: { 'content-type': 'text/xml' }, body: '[]' },
  'a JSON list': { headers: { 'content-type': 'application/json' }, body: '[]' },
} as const satisfies Record<string, Answer>;

test.for([...declared])('%s is never OK with a broken answer', async ([, operation]) => {
  const outcomes: Record<string, unknown> = {};
  for (const [what, answer] of Object.entries(broken)) outcomes[what] = await outcome(operation, answer);
  const malformed = { known: false, gap: { reason: 'malformed' } };
  expect(outcomes).toMatchObject(Object.fromEntries(Object.keys(broken).map((what) => [what, malformed])));
});

test.for(
  [...declared].flatMap(([id, operation]) =>
    ['application/json', 'application/xml', 'text/html'].map((type) => [id, type, operation] as const),
  ),
)('%s is not OK with an empty object as %s, unless that is an answer', async ([, type, operation]) => {
  const fact = await outcome(operation, { headers: { 'content-type': type }, body: '{}' });
  const mayBeEmpty = operation.kind === 'single' && operation.required.length === 0 && operation.root === undefined;
  expect(fact).toMatchObject(mayBeEmpty ? { known: true } : { known: false, gap: { reason: 'malformed' } });
});

async function outcome(operation: AnyOperation, answer: Answer): Promise<unknown> {
  const { caller } = await aCaller(() => answer, { sdk });
  const input = await inputOf(operation);
  if (operation.kind === 'single') {
    // Which types it has does not matter for what is broken.
    const single: Operation<object, object, false> = operation;
    return await caller.callsFor({ single }, place).single(input);
  }
  const list: Paged<object, object, unknown> = operation;
  return await caller.callsFor({ list }, place).list.all(input);
}

/** An input with what the request's path needs. */
async function inputOf({ service, name }: AnyOperation): Promise<object> {
  const module = await sdk[service]?.();
  const Command = module?.commands[name];
  if (Command === undefined) throw new Error(`${service}:${name} is not in sdk.gen.ts`);
  const schema: unknown = Object(new Command({})).schema?.[4];
  if (schema === undefined) return {};
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK's schemas are tuples that only `NormalizedSchema` can tell apart
  const members = [...NormalizedSchema.of(schema as Parameters<typeof NormalizedSchema.of>[0]).structIterator()];
  const needed = members.filter(([, member]) => member.getMergedTraits().httpLabel);
  return Object.fromEntries([
    ...needed.map(([member]) => [member, account]),
    ...(service === 's3control' ? [['AccountId', account]] : []),
  ]);
}
