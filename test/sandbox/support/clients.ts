import { inProcess } from '../../../src/sandbox/in-process.ts';
import type { Endpoint } from '../../../src/sandbox/endpoint.ts';
import { loadModule } from '../../../src/sandbox/services.ts';
import type { Service } from '../../../src/core/operation.ts';

/** A real SDK client, whatever its service. */
export interface AnyClient {
  send: (command: unknown) => Promise<Record<string, unknown>>;
  destroy: () => void;
}

const credentials = { accessKeyId: 'AKIDSANDBOX', secretAccessKey: 'secret' };

/** The service's own client over an endpoint in process. */
export async function clientOf(service: Service, endpoint: Endpoint, config: object = {}): Promise<AnyClient> {
  const [, Client] = Object.entries(await loadModule(service)).find(([name]) => /^[A-Z]\w*Client$/.test(name)) ?? [];
  const Constructor = Client as new (options: object) => AnyClient; // every package exports one
  return new Constructor({ region: 'eu-central-1', credentials, maxAttempts: 1, requestHandler: inProcess(endpoint), ...config });
}

/** A command of the service, by its operation's name. */
export async function commandOf(service: Service, operation: string, input: object = {}): Promise<unknown> {
  const module = await loadModule(service);
  const Command = module[`${operation}Command`] as new (options: object) => unknown; // every operation has one
  return new Command(input);
}

/** Sends one command and answers what came of it: the output without metadata, or the error. */
export async function outcomeOf(promise: Promise<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const { $metadata: _metadata, ...output } = await promise;
  return output;
}
