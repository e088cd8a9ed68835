import type { Service } from '../core/operation.ts';
import type { HandleOptions } from './http.ts';

/** What the edge needs of an SDK client. */
export interface SdkClient {
  send: (command: never, options?: HandleOptions) => Promise<object>;
  destroy: () => void;
}

// oxlint-disable-next-line typescript/no-explicit-any -- erased on purpose: every service has its own configuration and input types
type Constructor<T> = new (...args: any[]) => T;

/** One service's client class and the commands that may be sent with it. */
export interface SdkModule {
  readonly Client: Constructor<unknown>;
  readonly commands: Readonly<Record<string, Constructor<unknown>>>;
}

export type SdkLoaders = Readonly<Partial<Record<Service, () => Promise<SdkModule>>>>;
