/** Smithy RPC v2 CBOR: the byte format is the SDK's public codec, the mapping of schemas is ours. */
import { cbor, tag } from '@smithy/core/cbor';
import type { NormalizedSchema } from '@smithy/core/schema';
import { bytesOf, decimalText } from './codec-text.ts';
import { arrayOf, checkScalar, kindOf, lazy, membersOf, recordOf, unknownMember } from './schema.ts';

type Convert = (value: unknown) => unknown;

const encoders = new Map<unknown, Convert>();
const decoders = new Map<unknown, Convert>();

/** Writes a tree that holds bytes and tagged times. */
export function cborBytes(tree: unknown): Uint8Array {
  return cbor.serialize(tree);
}

/** Reads bytes into a tree. */
export function cborTree(bytes: Uint8Array): unknown {
  return bytes.byteLength === 0 ? {} : (cbor.deserialize(bytes) as unknown);
}

/** Compiles plain members to a tree for `cborBytes`. */
export function cborEncoder(schema: NormalizedSchema): Convert {
  const kind = kindOf(schema);
  switch (kind) {
    case 'unit':
      return () => ({});
    case 'struct':
      return cached(encoders, schema, structEncoder);
    case 'list': {
      const item = cborEncoder(schema.getValueSchema());
      return (value) => arrayOf(value, schema).map((one) => (one === null ? null : item(one)));
    }
    case 'map': {
      const item = cborEncoder(schema.getValueSchema());
      return (value) =>
        Object.fromEntries(Object.entries(recordOf(value, schema)).map(([key, one]) => [key, one === null ? null : item(one)]));
    }
    case 'blob':
    case 'timestamp':
    case 'boolean':
    case 'number':
    case 'bigint':
    case 'decimal':
    case 'document':
    case 'string':
      return (value) => {
        checkScalar(value, kind, schema);
        if (value instanceof Date) return tag({ tag: 1, value: value.getTime() / 1000 });
        if (kind === 'blob') return bytesOf(value);
        return kind === 'decimal' ? Number(decimalText(value)) : value;
      };
  }
}

/** Compiles a tree of `cborTree` to plain members. */
export function cborDecoder(schema: NormalizedSchema): Convert {
  switch (kindOf(schema)) {
    case 'unit':
      return () => ({});
    case 'struct':
      return cached(decoders, schema, structDecoder);
    case 'list': {
      const item = cborDecoder(schema.getValueSchema());
      return (value) => (Array.isArray(value) ? value.map(item) : undefined);
    }
    case 'map': {
      const item = cborDecoder(schema.getValueSchema());
      return (value) => Object.fromEntries(Object.entries(Object(value)).map(([key, one]) => [key, item(one)]));
    }
    case 'timestamp':
      return (value) => new Date(Number(typeof value === 'object' ? Object(value).value : value) * 1000);
    case 'number':
      return Number;
    case 'blob':
    case 'boolean':
    case 'bigint':
    case 'decimal':
    case 'document':
    case 'string':
      return (value) => value;
  }
}

function structEncoder(schema: NormalizedSchema): Convert {
  const members = new Map(membersOf(schema).map(([name, member]) => [name, cborEncoder(member)]));
  return (value) => {
    const tree: Record<string, unknown> = {};
    for (const [name, part] of Object.entries(recordOf(value, schema))) {
      if (part === undefined || part === null) continue;
      const convert = members.get(name);
      if (convert === undefined) throw unknownMember(schema, name);
      tree[name] = convert(part);
    }
    return tree;
  };
}

function structDecoder(schema: NormalizedSchema): Convert {
  const members = membersOf(schema).map(([name, member]) => [name, cborDecoder(member)] as const);
  return (value) => {
    const tree: Record<string, unknown> = Object(value);
    const input: Record<string, unknown> = {};
    for (const [name, convert] of members) {
      const part = tree[name];
      if (part !== undefined && part !== null) input[name] = convert(part);
    }
    return input;
  };
}

function cached(known: Map<unknown, Convert>, schema: NormalizedSchema, compile: (schema: NormalizedSchema) => Convert): Convert {
  const key = schema.getSchema();
  const found = known.get(key);
  if (found !== undefined) return found;
  const compiled = lazy(() => compile(schema));
  known.set(key, compiled);
  return compiled;
}
