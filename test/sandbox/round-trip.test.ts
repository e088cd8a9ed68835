import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { expect, test } from 'vitest';
import { createEndpoint } from '../../src/sandbox/endpoint.ts';
import { membersOf } from '../../src/sandbox/schema.ts';
import { isEventStream, loadModel, serviceNames, type OperationModel } from '../../src/sandbox/services.ts';
import type { Handlers, Members } from '../../src/sandbox/types.ts';
import type { Service } from '../../src/core/operation.ts';
import { clientOf, commandOf, outcomeOf } from './support/clients.ts';
import { Samples } from './support/samples.ts';

/** What does not come back as it was sent, and why that is not the endpoint's doing. */
const exceptions = {
  'events:PutEvents': 'an EndpointId makes the client choose another host and SigV4a',
  's3:HeadObject': 'the client fills ExpiresString from the header of Expires',
  'sts:AssumeRoleWithSAML': 'the client does not sign it, and the endpoint reads the service from the signature',
  'sts:AssumeRoleWithWebIdentity': 'as above',
} as const satisfies Record<string, string>;

let passed = 0;
const skipped: string[] = [];

test.for(serviceNames)('every operation of %s goes there and back', async (service) => {
  expect(await brokenTrips(service, {})).toEqual([]);
});

test('every operation of cloudwatch goes there and back in CBOR', async () => {
  expect(await brokenTrips('cloudwatch', { protocol: SmithyRpcV2CborProtocol })).toEqual([]);
});

test('few operations are left out', () => {
  // An SDK upgrade that makes operations vanish must not pass as a smaller test.
  expect(passed).toBeGreaterThan(2500);
  expect(skipped.length).toBeLessThan(50);
});

/** Sends every operation's sample input, answers its sample output, and says which of them arrived otherwise. */
async function brokenTrips(service: Service, config: object): Promise<readonly string[]> {
  const model = await loadModel(service);
  const broken: string[] = [];
  let seen: Members | undefined;
  let output: Members = {};
  const answer = (received: Members): Members => {
    seen = received;
    return output;
  };
  const handlers: Handlers = Object.fromEntries([...model.operations.keys()].map((name) => [`${service}:${name}`, answer]));
  const client = await clientOf(service, createEndpoint({ handlers }), config);
  for (const operation of model.operations.values()) {
    const id = `${service}:${operation.name}`;
    if (id in exceptions || !isPlain(operation)) {
      skipped.push(id);
      continue;
    }
    const samples = new Samples(operation.name.length * 7919 + 11);
    const input = samples.of(operation.input) as Members; // inputs and outputs are structs or units
    output = samples.of(operation.output) as Members;
    seen = undefined;
    try {
      const answered = await outcomeOf(client.send(await commandOf(service, operation.name, input)));
      expect(normal(seen)).toEqual(normal(input));
      expect(normal(answered)).toEqual(normal(output));
      passed += 1;
    } catch (error) {
      broken.push(`${id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  client.destroy();
  return broken;
}

/** Streams have tests of their own. */
function isPlain({ input, output }: OperationModel): boolean {
  return [input, output].every(
    (schema) => !isEventStream(schema) && !membersOf(schema).some(([, member]) => member.isStreaming()),
  );
}

/** JSON texts and blobs of the SDK are objects of its own. */
function normal(value: unknown): unknown {
  if (Object.prototype.toString.call(value) === '[object String]') return String(value);
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(normal);
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, normal(one)]])));
}
