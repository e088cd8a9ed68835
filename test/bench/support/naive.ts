/**
 * What is written first: all calls at once, with the SDK's clients as they come. The collectors and the plan are mlwarden's, so that
 * the work is the same; nothing waits for a limit, and the SDK's three attempts are all there are.
 */
import type { NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { endpointConfig } from '../../../src/aws/endpoint.ts';
import { isAbsence, toGap, type Place } from '../../../src/aws/errors.ts';
import { pagedCall } from '../../../src/aws/pager.ts';
import { sdk } from '../../../src/aws/sdk.gen.ts';
import type { SdkClient } from '../../../src/aws/sdk.ts';
import type { Calls } from '../../../src/core/collector.ts';
import { known, missing } from '../../../src/core/fact.ts';
import { operationId, type AnyOperation, type Operations, type Service } from '../../../src/core/operation.ts';
import { scan } from '../../../src/scan.ts';
import type { Found } from '../truth.ts';
import { credentials } from './send.ts';
import { benchRequest } from './request.ts';

export interface NaiveRun {
  readonly url: string;
  readonly account: string;
  readonly regions: readonly string[];
  readonly now: number;
  readonly onFound: (found: Found) => void;
  readonly onCall: (lost: boolean) => void;
}

export async function naive({ url, account, regions, now, onFound, onCall }: NaiveRun): Promise<void> {
  const clients = new Map<string, SdkClient>();
  const send = async (operation: AnyOperation, input: object, { region }: Place): Promise<object | null> => {
    const module = await sdk[operation.service]?.();
    const Command = module?.commands[operation.name];
    if (module === undefined || Command === undefined) throw new Error(`the SDK has no ${operationId(operation)}`);
    const client = clientOf(clients, { service: operation.service, region, url, Client: module.Client });
    try {
      const answer = await client.send(new Command(input) as never);
      onCall(false);
      return answer;
    } catch (error) {
      const absent = isAbsence(error, operation.absent);
      onCall(!absent);
      if (absent) return null;
      throw error;
    }
  };
  await scan(
    {
      identity: { account, arn: `arn:aws:iam::${account}:root`, partition: 'aws' },
      regions,
      callsFor: (operations, { region }) => callsOf(operations, { account, region }, send),
      calls: () => [],
    },
    benchRequest({ regions, now, onItem: (section, { region, arn }) => onFound({ section, region, arn }) }),
  );
  for (const client of clients.values()) client.destroy();
}

function clientOf(
  clients: Map<string, SdkClient>,
  { service, region, url, Client }: { service: Service; region: string; url: string; Client: new (options: object) => unknown },
): SdkClient {
  const key = `${service} ${region}`;
  // As it comes, but for the warning that calls wait for sockets.
  const requestHandler: NodeHttpHandlerOptions = { logger: silent };
  const settings = { region: region === 'global' ? 'us-east-1' : region, credentials, requestHandler };
  const client = clients.get(key) ?? (new Client({ ...settings, ...endpointConfig(service, url) }) as SdkClient);
  clients.set(key, client);
  return client;
}

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

type SendOne = (operation: AnyOperation, input: object, place: Place) => Promise<object | null>;

function callsOf(operations: Operations, place: Place, send: SendOne): Calls<Operations> {
  const at = (region: string | undefined) => ({ ...place, region: region ?? place.region });
  const call = (operation: AnyOperation): unknown => {
    const origin = (region: string | undefined) => ({ operation: operationId(operation), region: at(region).region, at: '' });
    if (operation.kind === 'paged')
      return pagedCall(operation, {
        maxPages: 100_000,
        page: async (input, region) => await send(operation, { ...operation.size, ...input }, at(region)),
        origin,
        gap: (error, region) => toGap(error, operation, at(region)),
      });
    return async (input: object, to?: { readonly region?: string }) => {
      try {
        return known(await send(operation, input, at(to?.region)), origin(to?.region));
      } catch (error) {
        return missing(toGap(error, operation, at(to?.region)));
      }
    };
  };
  return Object.fromEntries(
    Object.entries<AnyOperation>(operations).map(([name, one]) => [name, call(one)]),
  ) as Calls<Operations>;
}
