/** From a request to an operation: who signed it, which service and operation it means, and what it asks. */
import { decodeChunks } from './aws-chunked.ts';
import { cborDecoder, cborEncoder, cborBytes, cborTree } from './codec-cbor.ts';
import { jsonRpc } from './codec-json.ts';
import { formReader } from './codec-query.ts';
import { bytesOf } from './codec-text.ts';
import { xmlContent } from './codec-xml.ts';
import type { Dialect } from './dialects.ts';
import { matchRoute, readRest, targetOf, writeRest, type BodyFormat } from './rest.ts';
import { loadModel, servicesSignedAs, type OperationModel, type Protocol, type ServiceModel } from './services.ts';
import type { Members, SandboxRequest, SandboxResponse } from './types.ts';

/** What a signature says of its sender; it is read, not verified. */
export interface Scope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly signingName: string;
}

/** Reads the credential scope of the Authorization header or of a presigned URL; `undefined` for an unsigned request. */
export function scopeOf({ headers, url }: SandboxRequest): Scope | undefined {
  const authorization = headers['authorization'] ?? '';
  const credential = /Credential=([^,\s]+)/.exec(authorization)?.[1] ?? presigned(url);
  if (credential === undefined) return undefined;
  const parts = credential.split('/');
  const [accessKeyId = '', , region = '', signingName = ''] = parts;
  if (parts.length === 5) return { accessKeyId, region, signingName };
  // SigV4a: the Regions stand in a header.
  if (parts.length === 4) return { accessKeyId, region: headers['x-amz-region-set'] ?? '*', signingName: region };
  return undefined;
}

function presigned(url: string): string | undefined {
  const found = /[?&]X-Amz-Credential=([^&]+)/.exec(url)?.[1];
  return found === undefined ? undefined : decodeURIComponent(found);
}

/** The dialect of a request whose service is not known. */
export function dialectOfForm({ headers }: SandboxRequest): Dialect {
  if (headers['x-amz-target'] !== undefined) return 'json';
  if (isForm(headers)) return 'query';
  return headers['content-type'] === 'application/json' ? 'rest-json' : 's3';
}

/** A request that was understood as far as its service. */
export interface Route {
  readonly model: ServiceModel;
  readonly dialect: Dialect;
  /** Name that was asked for, known or not. */
  readonly name: string;
  /** `undefined` when the service has no such operation. */
  readonly operation: OperationModel | undefined;
  /** Decodes the input. */
  readonly read: (operation: OperationModel) => Members;
}

/** Finds the operation of a signed request; `undefined` when no service is signed so. */
export async function routeOf(request: SandboxRequest, scope: Scope): Promise<Route | undefined> {
  const names = servicesSignedAs(scope.signingName);
  const [first] = names;
  if (first === undefined) return undefined;
  const sibling = siblingOf(request, first, scope.signingName);
  const name = names.length === 1 ? first : (names.find((one) => one === sibling) ?? first);
  const model = await loadModel(name);
  return rpcRoute(request, model) ?? restRoute(request, model);
}

/** S3 Control has its own paths and a header; API Gateway's second version has its own paths. */
function siblingOf({ url, headers }: SandboxRequest, first: string, signingName: string): string {
  if (first === 's3') {
    const controls = headers['x-amz-account-id'] !== undefined || signingName === 's3-outposts';
    return controls && url.startsWith('/v20180820/') ? 's3control' : 's3';
  }
  return url.startsWith('/v2/') ? 'apigatewayv2' : 'apigateway';
}

function rpcRoute(request: SandboxRequest, model: ServiceModel): Route | undefined {
  const target = request.headers['x-amz-target'];
  if (target !== undefined) {
    const name = target.slice(target.lastIndexOf('.') + 1);
    return {
      model,
      dialect: 'json',
      name,
      operation: model.operations.get(name),
      read: ({ input }) => readJson(input, request.body),
    };
  }
  const cbor = /^\/service\/[^/]+\/operation\/([^/?]+)/.exec(request.url)?.[1];
  if (cbor !== undefined && request.headers['smithy-protocol'] === 'rpc-v2-cbor') {
    const read = ({ input }: OperationModel) => membersFrom(cborDecoder(input)(cborTree(request.body)));
    return { model, dialect: 'cbor', name: cbor, operation: model.operations.get(cbor), read };
  }
  if (model.operations.values().next().value?.http !== undefined) return undefined;
  const form = new URLSearchParams(
    isForm(request.headers) ? bytesOf(request.body).toString('utf8') : (request.url.split('?')[1] ?? ''),
  );
  const name = form.get('Action');
  if (name === null) return undefined;
  const style = model.protocol === 'ec2Query' ? 'ec2' : 'query';
  return {
    model,
    dialect: style,
    name,
    operation: model.operations.get(name),
    read: ({ input }) => membersFrom(formReader(input, style)(form)),
  };
}

function restRoute(request: SandboxRequest, model: ServiceModel): Route {
  const target = targetOf(request, model);
  const match = matchRoute(model, request, target);
  const format: BodyFormat = model.protocol === 'restXml' ? 'xml' : 'json';
  return {
    model,
    dialect: restDialect(model),
    name: match?.operation.name ?? `${request.method} ${request.url.split('?')[0]}`,
    operation: match?.operation,
    read: (operation) =>
      readRest(operation, format, {
        labels: match?.labels ?? new Map(),
        query: target.query,
        headers: request.headers,
        body: bodyOf(request),
      }),
  };
}

function restDialect({ service, protocol }: ServiceModel): Dialect {
  if (service === 's3') return 's3';
  switch (protocol) {
    case 'restXml':
      return 'rest-xml';
    case 'restJson1':
      return 'rest-json';
    case 'awsJson1_0':
    case 'awsJson1_1':
      return 'json';
    case 'awsQuery':
      return 'query';
    case 'ec2Query':
      return 'ec2';
    case 'rpcv2Cbor':
      return 'cbor';
  }
}

/** S3 clients send bodies in chunks with a checksum after them. */
function bodyOf({ headers, body }: SandboxRequest): Uint8Array {
  const chunked = headers['content-encoding']?.includes('aws-chunked') ?? false;
  return chunked || (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-') ? decodeChunks(body) : body;
}

function readJson(input: OperationModel['input'], body: Uint8Array): Members {
  const text = bytesOf(body).toString('utf8');
  return membersFrom(jsonRpc.decoder(input)(text === '' ? {} : JSON.parse(text)));
}

/** Decoders answer records; a unit's is empty. */
function membersFrom(value: unknown): Members {
  return Object(value);
}

function isForm(headers: SandboxRequest['headers']): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

interface Success {
  readonly dialect: Dialect;
  readonly model: ServiceModel;
  readonly operation: OperationModel;
  readonly requestId: string;
}

/** Writes an operation's output. Throws SchemaMismatch. */
export function successAnswer({ dialect, model, operation, requestId }: Success, output: object): SandboxResponse {
  const id = { 'x-amzn-requestid': requestId };
  switch (dialect) {
    case 'json': {
      const headers = { ...id, 'content-type': `application/x-amz-json-${jsonVersion(model.protocol)}` };
      return { status: 200, headers, body: Buffer.from(JSON.stringify(jsonRpc.encoder(operation.output)(output)), 'utf8') };
    }
    case 'cbor': {
      const headers = { ...id, 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
      return { status: 200, headers, body: cborBytes(cborEncoder(operation.output)(output)) };
    }
    case 'query':
    case 'ec2': {
      const content = xmlContent(operation.output)(output);
      const inner =
        dialect === 'ec2'
          ? `<requestId>${requestId}</requestId>${content}`
          : `<${operation.name}Result>${content}</${operation.name}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
      const text = `<?xml version="1.0" encoding="UTF-8"?>\n<${operation.name}Response xmlns="${model.xmlNamespace}">${inner}</${operation.name}Response>`;
      return { status: 200, headers: { ...id, 'content-type': 'text/xml' }, body: Buffer.from(text, 'utf8') };
    }
    case 'rest-json':
    case 'rest-xml':
    case 's3': {
      const format: BodyFormat = dialect === 'rest-json' ? 'json' : 'xml';
      const { status, headers, body } = writeRest(operation, format, model, output);
      const type = { 'content-type': format === 'json' ? 'application/json' : 'application/xml' };
      return {
        status: status ?? operation.http?.status ?? 200,
        headers: { ...id, ...(body.byteLength > 0 ? type : {}), ...headers },
        body,
      };
    }
  }
}

function jsonVersion(protocol: Protocol): string {
  return protocol === 'awsJson1_0' ? '1.0' : '1.1';
}
