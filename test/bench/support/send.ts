/** How the models of other schedulers send: once, over sockets or in virtual time, and with the retries of botocore's standard mode. */
import { endpointConfig } from '../../../src/aws/endpoint.ts';
import type { SdkClient } from '../../../src/aws/sdk.ts';
import type { Service } from '../../../src/core/operation.ts';
import type { AccountData } from '../../../src/sandbox/account.ts';
import { latencyOf } from '../../../src/sandbox/latency.ts';
import { Limits } from '../../../src/sandbox/limits.ts';
import { chance, Counter } from '../../../src/sandbox/random.ts';
import { loadModule } from '../../../src/sandbox/services.ts';
import { SandboxError, type Members } from '../../../src/sandbox/types.ts';
import { latencyMs } from '../presets.ts';
import { Tally } from './tally.ts';
import { worldOf } from './world.ts';

export interface Target {
  readonly service: Service;
  readonly operation: string;
  readonly region: string;
}

/** One request; rejects with an error whose name is AWS's code. */
export type Send = (target: Target, input: Members) => Promise<Members>;

export const credentials = { accessKeyId: 'AKIASANDBOX0', secretAccessKey: 'sandbox' };

/** The SDK's own clients over HTTP, each call once: Prowler's retries stand above. */
export function overSockets(url: string): Send {
  const clients = new Map<string, Promise<{ readonly client: SdkClient; readonly commands: Members }>>();
  return async ({ service, operation, region }, input) => {
    const key = `${service} ${region}`;
    const opened = clients.get(key) ?? open(service, region, url);
    clients.set(key, opened);
    const { client, commands } = await opened;
    const Command = commands[`${operation}Command`] as new (input: Members) => never;
    return { ...(await client.send(new Command(input))) };
  };
}

async function open(service: Service, region: string, url: string) {
  const commands = await loadModule(service);
  const name = Object.keys(commands).find((one) => /^[A-Za-z0-9]+Client$/.test(one) && one !== '__Client') ?? '';
  const Client = commands[name] as new (options: object) => SdkClient;
  const client = new Client({ region, credentials, maxAttempts: 1, ...endpointConfig(service, url) });
  return { client, commands };
}

/** Real or virtual time. */
export interface Clock {
  readonly elapsed: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The same account, limits and latencies without sockets, by any clock. */
export function direct(data: AccountData, clock: Clock, tally: Tally): Send {
  const { handlers } = worldOf(new Map([[credentials.accessKeyId, data]]));
  const limits = new Limits({ clock: clock.elapsed });
  const msOf = latencyOf({ seed: 1, baseMs: latencyMs });
  return async ({ service, operation, region }, input) => {
    const id = `${service}:${operation}`;
    await clock.sleep(msOf(region, id));
    const throttled = !limits.take({ account: data.id, region }, service, operation);
    tally.add({ service, operation, region, account: data.id, throttled });
    if (throttled) throw refusal('ThrottlingException', 400);
    const handler = handlers[id];
    if (handler === undefined) throw new Error(`the sandbox lacks ${id}`);
    try {
      return { ...(await handler(input, { service, operation, region, accessKeyId: credentials.accessKeyId, now: 0 })) };
    } catch (error) {
      throw error instanceof SandboxError ? refusal(error.code, error.status ?? 400, error.message) : error;
    }
  };
}

/** An error as the SDK's clients throw it. */
function refusal(name: string, httpStatusCode: number, message: string = name): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

export interface RetryOptions {
  readonly attempts: number;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Hears of the end of each call: lost when a throttle ended it. */
  readonly onCall: (lost: boolean) => void;
}

/** Tokens of botocore's standard mode: each client has 500, a retry takes 5, and a success gives them back. */
const [quota, retryCost] = [500, 5];

/** Botocore's standard mode: so many attempts, pauses of up to 1, 2, 4 ... 20 s drawn evenly, and a quota of retries for each client. */
export function withRetries(send: Send, { attempts, sleep, onCall }: RetryOptions): Send {
  const tokens = new Map<string, number>();
  const calls = new Counter();
  return async (target, input) => {
    const client = `${target.service} ${target.region}`;
    for (let attempt = 1; ; attempt += 1) {
      const left = tokens.get(client) ?? quota;
      try {
        const answer = await send(target, input);
        tokens.set(client, Math.min(quota, left + (attempt > 1 ? retryCost : 1)));
        onCall(false);
        return answer;
      } catch (error) {
        const throttled = error instanceof Error && isThrottle(error.name);
        if (!throttled || attempt >= attempts || left < retryCost) {
          onCall(throttled);
          throw error;
        }
        tokens.set(client, left - retryCost);
        await sleep(chance(1, `${client} ${calls.next(client)}`) * Math.min(20, 2 ** (attempt - 1)) * 1000);
      }
    }
  };
}

/** Codes with which AWS's services throttle. */
function isThrottle(name: string): boolean {
  return /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|^LimitExceeded/i.test(name);
}
