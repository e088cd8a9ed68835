/**
 * Operations are values: a collector lists the SDK operations that it may call, with the IAM action each needs. The engine
 * hands it exactly these, and the auditor's policy, the permission documents and the list of loadable commands derive from them.
 */

/** The SDK clients that mlwarden may load, as types only: nothing here imports a client at run time. */
export interface Sdk {
  account: typeof import('@aws-sdk/client-account');
  apigateway: typeof import('@aws-sdk/client-api-gateway');
  apigatewayv2: typeof import('@aws-sdk/client-apigatewayv2');
  cloudfront: typeof import('@aws-sdk/client-cloudfront');
  cloudtrail: typeof import('@aws-sdk/client-cloudtrail');
  cloudwatch: typeof import('@aws-sdk/client-cloudwatch');
  ec2: typeof import('@aws-sdk/client-ec2');
  events: typeof import('@aws-sdk/client-eventbridge');
  guardduty: typeof import('@aws-sdk/client-guardduty');
  iam: typeof import('@aws-sdk/client-iam');
  kms: typeof import('@aws-sdk/client-kms');
  lambda: typeof import('@aws-sdk/client-lambda');
  s3: typeof import('@aws-sdk/client-s3');
  s3control: typeof import('@aws-sdk/client-s3-control');
  sagemaker: typeof import('@aws-sdk/client-sagemaker');
  scheduler: typeof import('@aws-sdk/client-scheduler');
  secretsmanager: typeof import('@aws-sdk/client-secrets-manager');
  servicequotas: typeof import('@aws-sdk/client-service-quotas');
  sts: typeof import('@aws-sdk/client-sts');
  wafv2: typeof import('@aws-sdk/client-wafv2');
}

export type Service = keyof Sdk;

/** The verbs that a declared operation may start with; the second lock after the list of declared commands. */
export const readVerbs = ['List', 'Get', 'Describe', 'Search', 'Lookup', 'BatchDescribe', 'Head'] as const;

/** Readers that give out secrets, content or credentials, or sign something: the third lock (decisions.md 2). */
export const deniedOperations: readonly RegExp[] = [
  /^secretsmanager:(BatchGet|Get)SecretValue$/,
  /^s3:(Get|Head)Object(?!LockConfiguration)/,
  /^ssm:GetParameter/,
  /^lambda:GetFunction/,
  /^apigateway:GetApiKeys?$/,
  /^kms:(Decrypt|GenerateDataKey)/,
  /:Get\w*Credentials$/,
  /:GetAuthorizationToken$/,
  /:CreatePresigned/,
  /:InvokeEndpoint/,
];

type ReadName = `${(typeof readVerbs)[number]}${string}`;

/** The reading operations of a service's SDK client. */
export type OperationName<S extends Service> = {
  [K in keyof Sdk[S]]: K extends `${infer N extends ReadName}Command` ? N : never;
}[keyof Sdk[S]];

type CommandOf<S extends Service, N extends string> = `${N}Command` extends infer K extends keyof Sdk[S]
  ? Sdk[S][K] extends abstract new (...input: never[]) => infer C
    ? C
    : never
  : never;

/** What a service's operation takes. */
export type InputOf<S extends Service, N extends string> = CommandOf<S, N> extends { readonly input: infer I } ? I : never;

// oxlint-disable-next-line typescript/no-explicit-any -- only the output's type is read from the command's signature
type Answers<O> = { resolveMiddleware(stack: any, configuration: any, options: any): (input: any) => Promise<{ output: O }> };

/** What a service's operation answers. */
export type OutputOf<S extends Service, N extends string> =
  CommandOf<S, N> extends Answers<infer O> ? Omit<O, '$metadata'> : never;

/** An error that is an answer: by name, or by name and a pattern of its message (catalogue 1.3). */
export type Absence = string | { readonly name: string; readonly message: RegExp };

interface Declared {
  readonly service: Service;
  /** SDK operation name, without `Command`. */
  readonly name: string;
  /** IAM action, `service:Action`. */
  readonly action: string;
  /** Members that a believable answer has; an answer without one is malformed, not empty. */
  readonly required: readonly string[];
  /** Errors by which AWS says "there is none". */
  readonly absent: readonly Absence[];
  /** Longest time of one attempt, ms, for calls that AWS documents as slow. */
  readonly attemptMs?: number;
  /** Root element of the XML answer, where an answer without any member is a good one. */
  readonly root?: string;
}

/** One request, one answer. `Absent` tells whether "there is none" is a possible answer. */
export interface Operation<I, O, Absent extends boolean = boolean> extends Declared {
  readonly kind: 'single';
  /** Whether an answer can be the operation's, where its members cannot tell: S3 hands out any body as a bucket policy. */
  believable?(answer: O): boolean;
  readonly types?: { readonly input: I; readonly output: O; readonly absent: Absent };
}

/** A list over pages. */
export interface Paged<I, O, Item> extends Declared {
  readonly kind: 'paged';
  /** Input member that takes the page token. */
  readonly token: string;
  /** The next page's token; `undefined` or empty ends the list. */
  next(page: O): string | undefined;
  /** The page's items; `undefined` when the member that must be there is not: malformed. */
  items(page: O): readonly Item[] | undefined;
  /** Input that asks for the largest page. */
  readonly size: Readonly<Record<string, unknown>>;
  readonly types?: { readonly input: I; readonly output: O };
}

// oxlint-disable-next-line typescript/no-explicit-any -- erased on purpose: a record of operations of any type
export type AnyOperation = Operation<any, any, any> | Paged<any, any, any>;
export type Operations = Readonly<Record<string, AnyOperation>>;

type Keys<T> = T extends unknown ? Extract<keyof T, string> : never;

interface OpOptions<O, R extends string> {
  /** When the IAM action is not `service:Operation`. */
  readonly action?: string;
  /** Members that a believable answer has; the types then know that they are there. */
  readonly required: readonly R[];
  /** Longest time of one attempt, ms, for calls that AWS documents as slow. */
  readonly attemptMs?: number;
  /** Root element of the XML answer, where an answer without any member is a good one. */
  readonly root?: string;
  /** Whether an answer can be the operation's, where its members cannot tell. */
  readonly believable?: (answer: O) => boolean;
}

/** An answer whose required members were checked. */
type Checked<O, R extends string> = O & { readonly [K in R & keyof O]-?: NonNullable<O[K]> };

const iamPrefixes: Partial<Record<Service, string>> = { s3control: 's3' };

/** `service:Operation`, as reports and logs print it. */
export function operationId(operation: Pick<Declared, 'service' | 'name'>): string {
  return `${operation.service}:${operation.name}`;
}

/** Declares a single call. With `absent`, the answer may be `null`: AWS said that there is none. */
export function op<S extends Service, N extends OperationName<S>, const R extends Keys<OutputOf<S, N>>>(
  service: S,
  name: N,
  options: OpOptions<NoInfer<OutputOf<S, N>>, R> & { readonly absent: readonly Absence[] },
): Operation<InputOf<S, N>, Checked<OutputOf<S, N>, R>, true>;
export function op<S extends Service, N extends OperationName<S>, const R extends Keys<OutputOf<S, N>>>(
  service: S,
  name: N,
  options: OpOptions<NoInfer<OutputOf<S, N>>, R>,
): Operation<InputOf<S, N>, Checked<OutputOf<S, N>, R>, false>;
export function op(
  service: Service,
  name: string,
  options: DeclaredOptions & Pick<Operation<unknown, unknown>, 'believable'>,
): Operation<unknown, unknown> {
  const { believable } = options;
  return { kind: 'single', ...declared(service, name, options), ...(believable === undefined ? {} : { believable }) };
}

interface PagedOptions<I, O, Item> {
  readonly action?: string;
  readonly attemptMs?: number;
  /** Input member that takes the token, and where the answer holds the next one. */
  readonly token: readonly [Keys<I>, Keys<O> | ((page: O) => string | undefined)];
  /** The page's items; `undefined` where the member that must be there is not. */
  readonly items: (page: O) => readonly Item[] | undefined;
  /** Input that asks for the largest page. */
  readonly size?: Readonly<Partial<Record<Keys<I>, unknown>>>;
}

/** Declares a paged list, with its page tokens. */
export function paged<S extends Service, N extends OperationName<S>, Item>(
  service: S,
  name: N,
  options: PagedOptions<InputOf<S, N>, OutputOf<S, N>, Item>,
): Paged<InputOf<S, N>, OutputOf<S, N>, Item> {
  const [token, next] = options.token;
  return {
    kind: 'paged',
    ...declared(service, name, { ...options, required: [] }),
    token,
    next: typeof next === 'function' ? next : (page) => textMember(page, next),
    items: options.items,
    size: options.size ?? {},
  };
}

interface DeclaredOptions {
  readonly action?: string;
  readonly required: readonly string[];
  readonly absent?: readonly Absence[];
  readonly attemptMs?: number;
  readonly root?: string;
}

function declared(service: Service, name: string, options: DeclaredOptions): Declared {
  return {
    service,
    name,
    action: options.action ?? `${iamPrefixes[service] ?? service}:${name}`,
    required: options.required,
    absent: options.absent ?? [],
    ...(options.attemptMs === undefined ? {} : { attemptMs: options.attemptMs }),
    ...(options.root === undefined ? {} : { root: options.root }),
  };
}

function textMember(page: unknown, member: string): string | undefined {
  const value: unknown = Object(page)[member];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
