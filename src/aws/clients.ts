import { operationId, type AnyOperation, type Service } from '../core/operation.ts';
import { endpointConfig, type Endpoints } from './endpoint.ts';
import { clientDefaults, type HandleOptions, type WholeAnswerHandler } from './http.ts';
import { LockedOperation } from './locks.ts';
import { homeRegion } from './partitions.ts';
import type { SdkClient, SdkLoaders, SdkModule } from './sdk.ts';
import type { Session } from './session.ts';
import { refuseMisshapen } from './shape.ts';

export interface ClientOptions {
  readonly sdk: SdkLoaders;
  readonly session: Pick<Session, 'credentials'>;
  readonly endpoints: Endpoints;
  readonly http: WholeAnswerHandler;
  readonly partition: string;
}

export interface SendOptions {
  readonly region: string;
  readonly signal: AbortSignal;
  /** Waits until the request, signed and ready, may be sent. */
  readonly leave?: (() => Promise<void>) | undefined;
}

/** One SDK client for each service and Region. They send once: retries, limits and time-outs are the caller's. */
export class Clients {
  readonly #options: ClientOptions;
  readonly #clients = new Map<string, SdkClient>();
  readonly #modules = new Map<Service, Promise<SdkModule>>();

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /**
   * Sends one request and checks its answer. `global` is the partition's home Region.
   * @throws LockedOperation for a command that is not declared (the first lock), else what the SDK or the checks throw
   */
  async send(operation: AnyOperation, input: object, { region, signal, leave }: SendOptions): Promise<object> {
    const { Client, commands } = await this.#module(operation);
    const Command = commands[operation.name];
    if (Command === undefined) throw new LockedOperation(`${operationId(operation)} is not declared: run npm run generate`);
    const client = this.#client(operation.service, region === 'global' ? homeRegion(this.#options.partition) : region, Client);
    const command = new Command(input);
    const options: HandleOptions = { abortSignal: signal, root: operation.root, leave };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the client and its command come from one module: their types belong together
    const answer = await client.send(command as never, options);
    refuseMisshapen(operation, Object(command).schema, answer);
    return answer;
  }

  close(): void {
    for (const client of this.#clients.values()) client.destroy();
  }

  async #module(operation: AnyOperation): Promise<SdkModule> {
    const load = this.#options.sdk[operation.service];
    if (load === undefined) throw new LockedOperation(`${operationId(operation)} is not declared: run npm run generate`);
    const module = this.#modules.get(operation.service) ?? load();
    this.#modules.set(operation.service, module);
    return await module;
  }

  #client(service: Service, region: string, Client: SdkModule['Client']): SdkClient {
    const key = `${service} ${region}`;
    const existing = this.#clients.get(key);
    if (existing !== undefined) return existing;
    const { session, http, endpoints } = this.#options;
    const settings = { region, credentials: session.credentials, ...clientDefaults, requestHandler: http };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every SDK client has `send` and `destroy`
    const client = new Client({ ...settings, ...endpointConfig(service, endpoints.of(service)) }) as SdkClient;
    this.#clients.set(key, client);
    return client;
  }
}
