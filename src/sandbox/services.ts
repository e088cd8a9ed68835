/** The emulated services and their schemas, loaded from the SDK's package roots on first use. */
import { NormalizedSchema } from '@smithy/core/schema';
import type { Service } from '../core/operation.ts';
import { packages, type Module } from './packages.ts';
import { membersOf } from './schema.ts';

/** The wire formats that the endpoint speaks. */
export type Protocol = 'awsJson1_0' | 'awsJson1_1' | 'restJson1' | 'restXml' | 'awsQuery' | 'ec2Query' | 'rpcv2Cbor';

export interface OperationModel {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Method, path template and status; REST protocols only. */
  readonly http: { readonly method: string; readonly path: string; readonly status: number } | undefined;
}

export interface ErrorModel {
  /** Name of the error shape. */
  readonly shape: string;
  /** Code that the query protocols send for it. */
  readonly queryCode: string;
  readonly status: number;
  readonly schema: NormalizedSchema;
}

export interface ServiceModel {
  readonly service: Service;
  /** Name of the service shape, which CBOR paths hold. */
  readonly target: string;
  /** The protocol that the SDK's client speaks by itself. */
  readonly protocol: Protocol;
  readonly version: string;
  readonly xmlNamespace: string;
  /** Namespace of the shapes, `com.amazonaws.iam`. */
  readonly namespace: string;
  readonly operations: ReadonlyMap<string, OperationModel>;
  /** By shape name and by query code. */
  readonly errors: ReadonlyMap<string, ErrorModel>;
}

const models = new Map<Service, Promise<ServiceModel>>();

/** Names of all emulated services. */
export const serviceNames: readonly Service[] = Object.keys(packages) as Service[]; // the keys of the table above

/** Services whose requests are signed with this name; S3 and API Gateway share theirs with a sibling. */
export function servicesSignedAs(signingName: string): readonly Service[] {
  const name = /^s3(express|-outposts)$/.test(signingName) ? 's3' : signingName;
  return serviceNames.filter((service) => packages[service].signingName === name);
}

/** Whether a name is one of an emulated service. */
export function isService(name: string): name is Service {
  return Object.hasOwn(packages, name);
}

/** The package's exports, for tests that drive its real client. */
export function loadModule(service: Service): Promise<Module> {
  return packages[service].load();
}

/** A service's schemas; loaded once for the process, since they do not change. */
export function loadModel(service: Service): Promise<ServiceModel> {
  const known = models.get(service);
  if (known !== undefined) return known;
  const loading = loadModule(service).then((module) => modelOf(service, module));
  models.set(service, loading);
  return loading;
}

interface ClientConfig {
  readonly protocol: { getShapeId(): string };
  readonly protocolSettings: {
    readonly version?: string;
    readonly xmlNamespace?: string;
    readonly serviceTarget?: string;
    readonly defaultNamespace: string;
  };
}

type ClientClass = new (config: object) => { readonly config: ClientConfig; destroy(): void };

function modelOf(service: Service, module: Module): ServiceModel {
  const { protocol, settings } = settingsOf(service, module);
  const operations = new Map<string, OperationModel>();
  const errors = new Map<string, ErrorModel>();
  for (const [name, exported] of Object.entries(module)) {
    if (!name.endsWith('$') || !Array.isArray(exported)) continue;
    if (exported[0] === operationTag) {
      const operation = operationOf(exported);
      operations.set(operation.name, operation);
    }
    if (exported[0] === errorTag) {
      const error = errorOf(exported);
      errors.set(error.shape, error);
      if (!errors.has(error.queryCode)) errors.set(error.queryCode, error);
    }
  }
  return {
    service,
    target: settings.serviceTarget ?? service,
    protocol,
    version: settings.version ?? '',
    xmlNamespace: settings.xmlNamespace ?? '',
    namespace: settings.defaultNamespace,
    operations,
    errors,
  };
}

/** First entries of the SDK's schema tuples. */
const operationTag = 9;
const errorTag = -3;

/** The resolved configuration of a client tells the protocol; no request is made with it. */
function settingsOf(service: Service, module: Module): { protocol: Protocol; settings: ClientConfig['protocolSettings'] } {
  const found = Object.entries(module).find(([name, value]) => /^[A-Z]\w*Client$/.test(name) && typeof value === 'function');
  if (found === undefined) throw new Error(`the SDK package of ${service} exports no client`);
  // Erased on purpose: every package has a client class with the same configuration.
  const Client = found[1] as ClientClass;
  const client = new Client({ region: 'us-east-1', credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' } });
  const { protocol, protocolSettings } = client.config;
  client.destroy();
  return { protocol: protocolOf(protocol.getShapeId(), service), settings: protocolSettings };
}

const protocols: readonly string[] = [
  'awsJson1_0',
  'awsJson1_1',
  'restJson1',
  'restXml',
  'awsQuery',
  'ec2Query',
  'rpcv2Cbor',
] satisfies Protocol[];

function protocolOf(shapeId: string, service: string): Protocol {
  const name = shapeId.split('#')[1] ?? '';
  if (!protocols.includes(name)) throw new Error(`the sandbox does not speak ${shapeId}, the protocol of ${service}`);
  return name as Protocol; // looked up above
}

function operationOf(tuple: readonly unknown[]): OperationModel {
  const [, , name, traits, input, output] = tuple;
  const http: unknown = Object(traits).http;
  return {
    name: String(name),
    input: schemaOf(input),
    output: schemaOf(output),
    http: Array.isArray(http) ? httpOf(http) : undefined,
  };
}

function httpOf([method, path, status]: readonly unknown[]): OperationModel['http'] {
  return { method: String(method), path: String(path), status: Number(status) };
}

function errorOf(tuple: readonly unknown[]): ErrorModel {
  const shape = String(tuple[2]);
  const traits: { awsQueryError?: readonly [string, number]; httpError?: number; error?: string } = Object(tuple[3]);
  return {
    shape,
    queryCode: traits.awsQueryError?.[0] ?? shape,
    status: traits.awsQueryError?.[1] ?? traits.httpError ?? (traits.error === 'server' ? 500 : 400),
    schema: schemaOf(tuple),
  };
}

function schemaOf(ref: unknown): NormalizedSchema {
  // The tuples are the SDK's own schema references.
  return NormalizedSchema.of(ref as Parameters<typeof NormalizedSchema.of>[0]);
}

/** Whether an operation streams events or bytes without end, which the endpoint does not play. */
export function isEventStream(schema: NormalizedSchema): boolean {
  return membersOf(schema).some(([, member]) => member.isStreaming() && member.isStructSchema());
}
