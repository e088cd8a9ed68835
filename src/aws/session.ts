import { loadConfig, NODE_REGION_CONFIG_FILE_OPTIONS, NODE_REGION_CONFIG_OPTIONS } from '@smithy/core/config';
import { EndpointError, type Endpoints } from './endpoint.ts';
import { CredentialsLost, kindOf, MalformedAnswer, reachOf, type ErrorKind } from './errors.ts';
import { clientDefaults, type WholeAnswerHandler } from './http.ts';
import { pauseBefore, retryAfterMs } from './retry.ts';
import type { Time } from './time.ts';

/** No credentials, or none that AWS accepts. */
export class NoIdentityError extends Error {
  override readonly name = 'NoIdentityError';
}

/** The credentials are for another account than the one named. */
export class WrongAccountError extends Error {
  override readonly name = 'WrongAccountError';
}

/** Neither ListRegions nor DescribeRegions answered. */
export class NoRegionsError extends Error {
  override readonly name = 'NoRegionsError';
}

export interface Identity {
  readonly account: string;
  readonly arn: string;
  /** aws, aws-cn, aws-us-gov, ... */
  readonly partition: string;
}

/** An access key, as the SDK has it. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** When AWS refuses it; never for long-lived keys. */
  readonly expiration?: Date;
}

export interface SessionOptions {
  readonly profile: string | undefined;
  readonly roleArn: string | undefined;
  readonly externalId: string | undefined;
  readonly runId: string;
  /** Region of the STS calls; `undefined` for the one that the SDK is configured with, else us-east-1. */
  readonly region: string | undefined;
  readonly endpoints: Endpoints;
  /** Instead of the default chain: the demo's. */
  readonly credentials?: Credentials | undefined;
  readonly http: WholeAnswerHandler;
  readonly time: Time;
  /** What flags for these credentials begin with, where a message names one: `--output-profile`. */
  readonly flags?: '--' | '--output-';
}

/** For an answer of STS, with all attempts. */
const stsMs = 30_000;
const refreshBeforeMs = 5 * 60_000;
/** Of its lifetime, for sessions that are shorter than five times `refreshBeforeMs`. */
const refreshBeforeShare = 0.2;
/** After a failed refresh, before STS is asked again. */
const lostForMs = 30_000;

interface Loaded {
  readonly identity: Credentials;
  /** ms since the epoch; when to get fresh ones, and when these end. */
  readonly refreshAt: number;
  readonly endsAt: number;
}

type Memoized = (() => Promise<Credentials>) & { readonly memoized: true };

/** One memo of credentials for all clients: one refresh at a time, five minutes before they expire. */
export class Session {
  readonly #options: SessionOptions;
  readonly #region: () => Promise<string>;
  #loaded: Loaded | undefined;
  #loading: Promise<Loaded> | undefined;
  #lost: { readonly error: CredentialsLost; readonly until: number } | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#region = regionOf(options);
  }

  /** The provider that every client gets. `memoized` keeps clients from remembering credentials themselves. */
  readonly credentials: Memoized = Object.assign(async () => await this.#fresh(), { memoized: true } as const);

  /** The Region that was asked for, else that of the environment or the profile. */
  get region(): () => Promise<string> {
    return this.#region;
  }

  /** What to do about an error of these credentials, in one line. */
  adviceFor(error: unknown): string {
    return adviceFor(error instanceof CredentialsLost ? error.cause : error, this.#options);
  }

  /** The credentials in use; `undefined` before the first. */
  get current(): Credentials | undefined {
    return this.#loaded?.identity;
  }

  /**
   * Replaces credentials that AWS called expired. Does nothing when others are in use by now: many calls fail at once.
   * @throws CredentialsLost
   */
  async renew(expired: Credentials | undefined): Promise<void> {
    if (expired === undefined || expired === this.current) await this.#load();
  }

  /**
   * Who looks. The answer is checked before anything else is called.
   * @throws NoIdentityError, EndpointError, or WrongAccountError when it is not `expectedAccount`
   */
  async identify(expectedAccount: string | undefined, signal: AbortSignal): Promise<Identity> {
    const identity = await this.#callerIdentity(signal);
    if (expectedAccount !== undefined && identity.account !== expectedAccount) {
      throw new WrongAccountError(
        `the credentials are for account ${identity.account}, not ${expectedAccount}: nothing was scanned`,
      );
    }
    return identity;
  }

  async #callerIdentity(signal: AbortSignal): Promise<Identity> {
    const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
    const client = new STSClient({ ...this.#stsConfig(), credentials: this.credentials });
    try {
      const { Account: account, Arn: arn } = await this.#persistently(
        async (abortSignal) => await client.send(new GetCallerIdentityCommand({}), { abortSignal }),
        signal,
      );
      const partition = /^arn:(aws[a-z-]*):(?:sts|iam)::\d{12}:/.exec(arn ?? '')?.[1];
      if (account === undefined || arn === undefined || partition === undefined || !/^\d{12}$/.test(account)) {
        throw new MalformedAnswer('the answer names no account');
      }
      return { account, arn, partition };
    } catch (error) {
      const cause = error instanceof CredentialsLost ? error.cause : error;
      if (cause instanceof EndpointError) throw cause;
      throw new NoIdentityError(`no identity: ${adviceFor(cause, this.#options)}`, { cause });
    }
  }

  async #fresh(): Promise<Credentials> {
    const now = this.#options.time.now();
    const loaded = this.#loaded;
    if (loaded !== undefined && now < loaded.refreshAt) return loaded.identity;
    try {
      return (await this.#load()).identity;
    } catch (error) {
      if (loaded !== undefined && now < loaded.endsAt) return loaded.identity;
      throw error;
    }
  }

  async #load(): Promise<Loaded> {
    if (this.#lost !== undefined && this.#options.time.now() < this.#lost.until) throw this.#lost.error;
    this.#loading ??= this.#loadOnce().finally(() => {
      this.#loading = undefined;
    });
    return await this.#loading;
  }

  async #loadOnce(): Promise<Loaded> {
    const { time } = this.#options;
    try {
      const identity = await this.#provide();
      const now = time.now();
      const endsAt = identity.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
      const early = Math.min(refreshBeforeMs, (endsAt - now) * refreshBeforeShare);
      this.#loaded = { identity, endsAt, refreshAt: endsAt - early };
      this.#lost = undefined;
      return this.#loaded;
    } catch (error) {
      const lost = new CredentialsLost('no fresh credentials', { cause: error });
      this.#lost = { error: lost, until: time.now() + lostForMs };
      throw lost;
    }
  }

  async #provide(): Promise<Credentials> {
    const { credentials, profile, roleArn, externalId, runId, http } = this.#options;
    if (credentials !== undefined && roleArn === undefined) return credentials;
    const { fromNodeProviderChain, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
    // A new chain each time: what it has read may have changed.
    const own =
      credentials ??
      fromNodeProviderChain({
        ...(profile === undefined ? {} : { profile }),
        clientConfig: { requestHandler: http },
        // It would print eight lines where both a profile and a key are at hand.
        logger: clientDefaults.logger,
      });
    if (roleArn === undefined) return typeof own === 'function' ? await own() : own;
    const assume = fromTemporaryCredentials({
      masterCredentials: own,
      clientConfig: { ...this.#stsConfig(), region: await this.#region() },
      params: {
        RoleArn: roleArn,
        RoleSessionName: `mlwarden-${runId}`,
        DurationSeconds: 3600,
        ...(externalId === undefined ? {} : { ExternalId: externalId }),
      },
    });
    return await this.#persistently(async () => await assume());
  }

  /** A scan must not end before it began, or lose its role midway, for an answer that is another one the next time. */
  async #persistently<T>(ask: (signal: AbortSignal) => Promise<T>, stop?: AbortSignal): Promise<T> {
    const { time } = this.#options;
    const signal = AbortSignal.any([AbortSignal.timeout(stsMs), ...(stop === undefined ? [] : [stop])]);
    const failures = new Map<ErrorKind, number>();
    for (;;) {
      try {
        return await ask(signal);
      } catch (error) {
        const kind = kindOf(error);
        const failed = (failures.get(kind) ?? 0) + 1;
        failures.set(kind, failed);
        const pauseMs = pauseBefore(failed, kind, { askedMs: retryAfterMs(error), random: time.random });
        // Expired credentials cannot be renewed here: these are the ones to renew with.
        if (pauseMs === null || kind === 'expired' || signal.aborted) throw error;
        await time.sleep(pauseMs, signal).catch(() => undefined);
        if (signal.aborted) throw error;
      }
    }
  }

  #stsConfig() {
    const { endpoints, http } = this.#options;
    const endpoint = endpoints.of('sts');
    return { region: this.#region, requestHandler: http, maxAttempts: 1, ...(endpoint === undefined ? {} : { endpoint }) };
  }
}

/** The Region that was asked for, else that of the environment or the profile, as the SDK reads it. */
function regionOf({ region, profile }: SessionOptions): () => Promise<string> {
  if (region !== undefined) return async () => await Promise.resolve(region);
  const files = { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...(profile === undefined ? {} : { profile }) };
  return loadConfig({ ...NODE_REGION_CONFIG_OPTIONS, default: 'us-east-1' }, files);
}

/** What to do about a failed look-up of credentials or identity. */
function adviceFor(error: unknown, { roleArn, endpoints, flags = '--' }: SessionOptions): string {
  const name = error instanceof Error ? error.name : 'Error';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const sts = endpoints.of('sts') ?? 'AWS STS';
  if (error instanceof MalformedAnswer) return `what ${sts} answered is not from AWS: look at the endpoint and for a proxy`;
  if (name === 'CredentialsProviderError') return `no AWS credentials found: set AWS_PROFILE or ${flags}profile, or log in again`;
  if (name.startsWith('ExpiredToken')) return 'the credentials have expired: log in again';
  if (roleArn !== undefined && /AccessDenied/.test(name))
    return `${roleArn} cannot be assumed: check its trust policy and ${flags}external-id`;
  if (reachOf(error) !== null || code === 'EAI_AGAIN')
    return `${sts} cannot be reached (${code || 'no connection'}): check the endpoint and the network`;
  if (/^(TimeoutError|AbortError|CallTimeout)$/.test(name)) return `${sts} does not answer: check the endpoint and the network`;
  return `AWS refused the credentials (${name.replaceAll(/[^\w.-]/g, '')}): check them and the clock`;
}
