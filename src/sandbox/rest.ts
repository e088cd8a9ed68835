/** REST protocols: finds the operation of a method and path, reads its parts, writes an answer's parts. */
import type { NormalizedSchema } from '@smithy/core/schema';
import { restJson } from './codec-json.ts';
import { bytesOf, textReader, textWriter, type TimeFormat } from './codec-text.ts';
import { xmlContent, xmlReader } from './codec-xml.ts';
import { hasTrait, kindOf, membersOf, nameOf, recordOf, requiredMembers, textTrait, unknownMember } from './schema.ts';
import type { OperationModel, ServiceModel } from './services.ts';
import type { Members, SandboxRequest } from './types.ts';
import { parseXml } from './xml-parser.ts';

/** A request's path, split before it is decoded, and its query. */
export interface Target {
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  /** S3 only: the bucket, from the path or the host. */
  readonly bucket: string | undefined;
}

export interface Match {
  readonly operation: OperationModel;
  readonly labels: ReadonlyMap<string, string>;
}

interface Route {
  readonly operation: OperationModel;
  readonly segments: readonly Segment[];
  readonly greedy: boolean;
  readonly literals: readonly (readonly [string, string])[];
  readonly id: string | undefined;
  readonly requiredQuery: readonly string[];
  readonly requiredHeaders: readonly string[];
  readonly takesBucket: boolean;
}

type Segment = { readonly literal: string } | { readonly label: string; readonly greedy: boolean };

const routes = new WeakMap<ServiceModel, ReadonlyMap<string, readonly Route[]>>();

/** The operation that a method and a target mean; the most specific one when several fit. */
export function matchRoute(model: ServiceModel, request: SandboxRequest, target: Target): Match | undefined {
  let best: { readonly match: Match; readonly score: number } | undefined;
  for (const route of routesOf(model).get(request.method) ?? []) {
    const score = scoreOf(route, request, target);
    if (score === undefined || (best !== undefined && best.score >= score)) continue;
    const labels = labelsOf(route, target);
    if (labels !== undefined) best = { match: { operation: route.operation, labels }, score };
  }
  return best?.match;
}

/** Splits a URL. For S3 the first segment is the bucket unless the host holds it. */
export function targetOf(request: SandboxRequest, model: ServiceModel): Target {
  const cut = request.url.indexOf('?');
  const path = (cut === -1 ? request.url : request.url.slice(0, cut)).replace(/^\//, '').split('/');
  const query = new URLSearchParams(cut === -1 ? '' : request.url.slice(cut + 1));
  if (model.service !== 's3') return { path: path.filter((part) => part !== ''), query, bucket: undefined };
  const hosted = bucketOfHost(request.headers['host'] ?? '');
  const [first = '', ...rest] = path;
  if (hosted !== undefined) return { path: path[0] === '' && path.length === 1 ? [] : path, query, bucket: hosted };
  return {
    path: rest.length === 1 && rest[0] === '' ? [] : rest,
    query,
    bucket: first === '' ? undefined : decodeURIComponent(first),
  };
}

/** `bucket.s3.eu-west-1.amazonaws.com` and `bucket.localhost`. */
function bucketOfHost(host: string): string | undefined {
  return /^(.+)\.(?:s3[.-][^/]*amazonaws\.com(?:\.cn)?|localhost)(?::\d+)?$/.exec(host)?.[1];
}

function routesOf(model: ServiceModel): ReadonlyMap<string, readonly Route[]> {
  const known = routes.get(model);
  if (known !== undefined) return known;
  const all = [...model.operations.values()].flatMap((operation) =>
    operation.http === undefined ? [] : [routeOf(operation, operation.http)],
  );
  const byMethod = Map.groupBy(all, (route) => route.operation.http?.method ?? '');
  routes.set(model, byMethod);
  return byMethod;
}

function routeOf(operation: OperationModel, http: NonNullable<OperationModel['http']>): Route {
  const [path = '', search = ''] = http.path.split('?');
  const literals = [...new URLSearchParams(search)];
  const required = requiredMembers(operation.input);
  const members = membersOf(operation.input);
  const requiredIn = (trait: string) =>
    members.flatMap(([name, member]) => (required.has(name) ? (textTrait(member, trait) ?? []) : []));
  const segments = path.split('/').flatMap((part) => (part === '' ? [] : [segmentOf(part)]));
  return {
    operation,
    segments,
    greedy: segments.some((segment) => 'label' in segment && segment.greedy),
    literals: literals.filter(([key]) => key !== 'x-id'),
    id: literals.find(([key]) => key === 'x-id')?.[1],
    requiredQuery: requiredIn('httpQuery'),
    requiredHeaders: requiredIn('httpHeader').map((name) => name.toLowerCase()),
    takesBucket: members.some(
      ([name, member]) => name === 'Bucket' && hasTrait(member, 'httpLabel') && !path.includes('{Bucket}'),
    ),
  };
}

function segmentOf(part: string): Segment {
  const label = /^\{(\w+)(\+?)\}$/.exec(part);
  return label === null ? { literal: part } : { label: label[1] ?? '', greedy: label[2] === '+' };
}

/** How specific a route is for a request; `undefined` when it cannot be meant. */
function scoreOf(route: Route, request: SandboxRequest, target: Target): number | undefined {
  if (route.greedy ? target.path.length < route.segments.length : target.path.length !== route.segments.length) return undefined;
  if (route.takesBucket !== (target.bucket !== undefined)) return undefined;
  if (!route.literals.every(([key, value]) => target.query.has(key) && (value === '' || target.query.get(key) === value)))
    return undefined;
  const id = target.query.get('x-id');
  if (id !== null && route.id !== undefined && id !== route.id) return undefined;
  const literalSegments = route.segments.filter((segment) => 'literal' in segment).length;
  const named = id !== null && id === route.id ? 1000 : 0;
  const queries = route.requiredQuery.every((key) => target.query.has(key)) ? route.requiredQuery.length : -1;
  const headers = route.requiredHeaders.every((key) => request.headers[key] !== undefined) ? route.requiredHeaders.length : -1;
  return named + 100 * route.literals.length + 10 * literalSegments + queries + headers;
}

function labelsOf(route: Route, target: Target): ReadonlyMap<string, string> | undefined {
  const labels = new Map<string, string>();
  if (route.takesBucket && target.bucket !== undefined) labels.set('Bucket', target.bucket);
  for (const [index, segment] of route.segments.entries()) {
    const part = target.path[index] ?? '';
    if ('literal' in segment) {
      if (segment.literal !== part) return undefined;
    } else if (segment.greedy) {
      labels.set(
        segment.label,
        target.path
          .slice(index, target.path.length - (route.segments.length - index - 1))
          .map(decodeURIComponent)
          .join('/'),
      );
    } else {
      labels.set(segment.label, decodeURIComponent(part));
    }
  }
  return labels;
}

/** The body format of a REST service. */
export type BodyFormat = 'json' | 'xml';

interface Parts {
  readonly labels: ReadonlyMap<string, string>;
  readonly query: URLSearchParams;
  readonly headers: SandboxRequest['headers'];
  readonly body: Uint8Array;
}

export interface RestAnswer {
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
  /** Set by a member that is bound to the status. */
  readonly status: number | undefined;
}

type ReadPart = (parts: Parts) => unknown;

const inputs = new WeakMap<OperationModel, (parts: Parts) => Members>();
const outputs = new WeakMap<OperationModel, (output: object) => RestAnswer>();

/** Reads a REST request's input. */
export function readRest(operation: OperationModel, format: BodyFormat, parts: Parts): Members {
  return memo(inputs, operation, () => inputReader(operation, format))(parts);
}

/** Writes a REST answer. Throws SchemaMismatch. */
export function writeRest(operation: OperationModel, format: BodyFormat, model: ServiceModel, output: object): RestAnswer {
  return memo(outputs, operation, () => outputWriter(operation, format, model))(output);
}

function memo<T>(known: WeakMap<OperationModel, T>, operation: OperationModel, build: () => T): T {
  const found = known.get(operation);
  if (found !== undefined) return found;
  const built = build();
  known.set(operation, built);
  return built;
}

function inputReader({ input: schema, http }: OperationModel, format: BodyFormat): (parts: Parts) => Members {
  const members = membersOf(schema);
  const literals = new URLSearchParams(http?.path.split('?')[1] ?? '').keys();
  const boundQueries = new Set([...literals, ...members.flatMap(([, member]) => textTrait(member, 'httpQuery') ?? [])]);
  const readers = members.map(([name, member]) => [name, boundReader(name, member, format, boundQueries)] as const);
  const bound = readers.flatMap(([name, read]) => (read === undefined ? [] : [{ name, read }]));
  const readBody = bound.length < members.length ? bodyReader(schema, format) : undefined;
  return (parts) => {
    const input: Record<string, unknown> =
      readBody === undefined || parts.body.byteLength === 0 ? {} : { ...Object(readBody(parts.body)) };
    for (const { name, read } of bound) {
      const value = read(parts);
      if (value === undefined) delete input[name];
      else input[name] = value;
    }
    return input;
  };
}

/** The reader of a member outside the body; `undefined` when it is in it. */
function boundReader(
  name: string,
  schema: NormalizedSchema,
  format: BodyFormat,
  boundQueries: ReadonlySet<string>,
): ReadPart | undefined {
  const query = textTrait(schema, 'httpQuery');
  const header = textTrait(schema, 'httpHeader')?.toLowerCase();
  const prefix = textTrait(schema, 'httpPrefixHeaders')?.toLowerCase();
  if (hasTrait(schema, 'httpLabel')) {
    const read = textReader(schema, 'date-time');
    return ({ labels }) => mapDefined(labels.get(name), read);
  }
  if (query !== undefined) return queryReader(schema, query);
  if (hasTrait(schema, 'httpQueryParams')) return (parts) => otherQueries(parts.query, schema, boundQueries);
  if (header !== undefined) {
    const read = headerReader(schema);
    return ({ headers }) => mapDefined(headers[header], read);
  }
  if (prefix !== undefined) return ({ headers }) => prefixed(headers, prefix);
  if (hasTrait(schema, 'httpPayload')) {
    const read = payloadReader(schema, format);
    return ({ body }) => (body.byteLength === 0 ? undefined : read(body));
  }
  return undefined;
}

function queryReader(schema: NormalizedSchema, key: string): ReadPart {
  if (kindOf(schema) === 'list') {
    const item = textReader(schema.getValueSchema(), 'date-time');
    return ({ query }) => (query.has(key) ? query.getAll(key).map(item) : undefined);
  }
  const read = textReader(schema, 'date-time');
  return ({ query }) => mapDefined(query.get(key) ?? undefined, read);
}

function otherQueries(query: URLSearchParams, schema: NormalizedSchema, bound: ReadonlySet<string>): unknown {
  const keys = [...new Set(query.keys())].filter((key) => !bound.has(key));
  if (keys.length === 0) return undefined;
  const many = kindOf(schema.getValueSchema()) === 'list';
  return Object.fromEntries(keys.map((key) => [key, many ? query.getAll(key) : query.get(key)]));
}

function headerReader(schema: NormalizedSchema): (text: string) => unknown {
  if (kindOf(schema) !== 'list') return textReader(schema, 'http-date');
  const item = textReader(schema.getValueSchema(), 'http-date');
  return (text) =>
    [...text.matchAll(/\s*(?:"((?:[^"\\]|\\.)*)"|([^,]+))\s*(?:,|$)/g)].map(([, inQuotes, plain]) =>
      item(inQuotes?.replaceAll(/\\(.)/g, '$1') ?? plain?.trim() ?? ''),
    );
}

function prefixed(headers: SandboxRequest['headers'], prefix: string): unknown {
  const found = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return found.length === 0 ? undefined : Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]));
}

function payloadReader(schema: NormalizedSchema, format: BodyFormat): (body: Uint8Array) => unknown {
  const kind = kindOf(schema);
  if (kind === 'blob') return (body) => new Uint8Array(body);
  return kind === 'string' ? (body) => bytesOf(body).toString('utf8') : bodyReader(schema, format);
}

function bodyReader(schema: NormalizedSchema, format: BodyFormat): (body: Uint8Array) => unknown {
  if (format === 'json') {
    const read = restJson.decoder(schema);
    return (body) => read(JSON.parse(bytesOf(body).toString('utf8')));
  }
  const read = xmlReader(schema);
  return (body) => read(parseXml(bytesOf(body).toString('utf8')));
}

/** Operations whose XML answer is its only member itself: GetBucketLocation answers `<LocationConstraint>eu-west-1</...>`. */
const unwrapped: ReadonlySet<string> = new Set(['s3:GetBucketLocation']);

interface Draft {
  readonly headers: Record<string, string>;
  body: Uint8Array | undefined;
  status: number | undefined;
}

type WritePart = (value: unknown, answer: Draft) => void;

function outputWriter(operation: OperationModel, format: BodyFormat, model: ServiceModel): (output: object) => RestAnswer {
  const schema = operation.output;
  const bound = new Map<string, WritePart>();
  const members = membersOf(schema);
  for (const [name, member] of members) {
    const write = boundWriter(member, format, model);
    if (write !== undefined) bound.set(name, write);
  }
  const root = unwrapped.has(`${model.service}:${operation.name}`) ? members[0]?.[1] : undefined;
  const writeBody = bound.size === members.length ? undefined : bodyWriter(schema, { format, model, unwrap: root });
  return (output) => {
    const answer: Draft = { headers: {}, body: undefined, status: undefined };
    const rest: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(recordOf(output, schema))) {
      if (value === undefined || value === null) continue;
      const write = bound.get(name);
      if (write !== undefined) write(value, answer);
      else if (writeBody === undefined) throw unknownMember(schema, name);
      else rest[name] = value;
    }
    return { headers: answer.headers, status: answer.status, body: answer.body ?? writeBody?.(rest) ?? new Uint8Array() };
  };
}

function boundWriter(schema: NormalizedSchema, format: BodyFormat, model: ServiceModel): WritePart | undefined {
  const header = textTrait(schema, 'httpHeader')?.toLowerCase();
  const prefix = textTrait(schema, 'httpPrefixHeaders')?.toLowerCase();
  if (header !== undefined) {
    const write = headerWriter(schema);
    return (value, answer) => {
      answer.headers[header] = write(value);
    };
  }
  if (prefix !== undefined) {
    return (value, answer) => {
      for (const [key, one] of Object.entries(recordOf(value, schema)))
        answer.headers[`${prefix}${key.toLowerCase()}`] = String(one);
    };
  }
  if (hasTrait(schema, 'httpResponseCode')) {
    return (value, answer) => {
      answer.status = Number(value);
    };
  }
  if (hasTrait(schema, 'httpPayload')) {
    const write = payloadWriter(schema, format, model);
    // S3 sends a bucket policy, the one text that is a whole answer, as JSON.
    const type = kindOf(schema) === 'string' ? { 'content-type': 'application/json' } : {};
    return (value, answer) => {
      answer.body = write(value);
      Object.assign(answer.headers, type);
    };
  }
  return undefined;
}

function headerWriter(schema: NormalizedSchema): (value: unknown) => string {
  const place: TimeFormat = 'http-date';
  if (kindOf(schema) !== 'list') return textWriter(schema, place);
  const item = textWriter(schema.getValueSchema(), place);
  return (value) => [...Object(value)].map((one) => quoted(item(one))).join(', ');
}

function quoted(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"` : text;
}

function payloadWriter(schema: NormalizedSchema, format: BodyFormat, model: ServiceModel): (value: unknown) => Uint8Array {
  const kind = kindOf(schema);
  return kind === 'blob' || kind === 'string' ? bytesOf : bodyWriter(schema, { format, model, unwrap: undefined });
}

interface BodyOptions {
  readonly format: BodyFormat;
  readonly model: ServiceModel;
  readonly unwrap: NormalizedSchema | undefined;
}

function bodyWriter(schema: NormalizedSchema, { format, model, unwrap }: BodyOptions): (value: unknown) => Uint8Array {
  if (format === 'json') {
    const encode = restJson.encoder(schema);
    return (value) => Buffer.from(JSON.stringify(encode(value)), 'utf8');
  }
  const xmlns = model.xmlNamespace === '' ? '' : ` xmlns="${model.xmlNamespace}"`;
  if (unwrap !== undefined) {
    const name = unwrap.getMemberName();
    const content = xmlContent(unwrap);
    return (value) => {
      const one = recordOf(value, schema)[name];
      return Buffer.from(`${declaration}<${name}${xmlns}>${one === undefined ? '' : content(one)}</${name}>`, 'utf8');
    };
  }
  const root = textTrait(schema, 'xmlName') ?? nameOf(schema);
  const content = xmlContent(schema);
  return (value) => Buffer.from(`${declaration}<${root}${xmlns}>${content(value)}</${root}>`, 'utf8');
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

function mapDefined<T>(value: string | undefined, map: (value: string) => T): T | undefined {
  return value === undefined ? undefined : map(value);
}
