/** awsJson 1.0 and 1.1, and the bodies of restJson: closures compiled once for each schema. */
import type { NormalizedSchema } from '@smithy/core/schema';
import { bytesOf, decimalText, timeFormat, timeText } from './codec-text.ts';
import { arrayOf, checkScalar, kindOf, lazy, membersOf, recordOf, textTrait, unknownMember } from './schema.ts';

type Convert = (value: unknown) => unknown;

interface JsonCodec {
  /** Plain members to a tree for JSON.stringify. */
  encoder(schema: NormalizedSchema): Convert;
  /** A tree of JSON.parse to plain members; members that the schema does not have are dropped, as AWS does. */
  decoder(schema: NormalizedSchema): Convert;
}

interface Wired {
  readonly name: string;
  readonly convert: Convert;
}

/** awsJson uses member names. */
export const jsonRpc: JsonCodec = jsonCodec((_schema, member) => member);

/** restJson uses `jsonName` where there is one. */
export const restJson: JsonCodec = jsonCodec((schema, member) => textTrait(schema, 'jsonName') ?? member);

function jsonCodec(wireName: (schema: NormalizedSchema, member: string) => string): JsonCodec {
  const encoders = new Map<unknown, Convert>();
  const decoders = new Map<unknown, Convert>();

  function encoder(schema: NormalizedSchema): Convert {
    const kind = kindOf(schema);
    switch (kind) {
      case 'unit':
        return () => ({});
      case 'struct':
        return cached(encoders, schema, structEncoder);
      case 'list': {
        const item = nullable(encoder(schema.getValueSchema()));
        return (value) => arrayOf(value, schema).map(item);
      }
      case 'map': {
        const item = nullable(encoder(schema.getValueSchema()));
        return (value) => mapValues(Object.entries(recordOf(value, schema)), item);
      }
      case 'blob':
      case 'timestamp':
      case 'boolean':
      case 'number':
      case 'bigint':
      case 'decimal':
      case 'document':
      case 'string': {
        const write = scalarEncoder(schema);
        return (value) => {
          checkScalar(value, kind, schema);
          return write(value);
        };
      }
    }
  }

  function structEncoder(schema: NormalizedSchema): Convert {
    const members = new Map(
      membersOf(schema).map(([name, member]): [string, Wired] => [
        name,
        { name: wireName(member, name), convert: encoder(member) },
      ]),
    );
    return (value) => {
      const tree: Record<string, unknown> = {};
      for (const [name, part] of Object.entries(recordOf(value, schema))) {
        if (part === undefined || part === null) continue;
        const member = members.get(name);
        if (member === undefined) throw unknownMember(schema, name);
        tree[member.name] = member.convert(part);
      }
      return tree;
    };
  }

  function decoder(schema: NormalizedSchema): Convert {
    switch (kindOf(schema)) {
      case 'unit':
        return () => ({});
      case 'struct':
        return cached(decoders, schema, structDecoder);
      case 'list': {
        const item = nullable(decoder(schema.getValueSchema()));
        return (value) => (Array.isArray(value) ? value.map(item) : undefined);
      }
      case 'map': {
        const item = nullable(decoder(schema.getValueSchema()));
        return (value) => mapValues(Object.entries(Object(value)), item);
      }
      case 'blob':
        return (value) => new Uint8Array(Buffer.from(String(value), 'base64'));
      case 'timestamp':
        return (value) => new Date(typeof value === 'number' ? value * 1000 : String(value));
      case 'number':
        // NaN and infinities travel as strings.
        return (value) => Number(value);
      case 'bigint':
        return (value) => BigInt(String(value));
      case 'boolean':
      case 'decimal':
      case 'document':
      case 'string':
        return (value) => value;
    }
  }

  function structDecoder(schema: NormalizedSchema): Convert {
    const members = membersOf(schema).map(([name, member]) => ({ name, wire: wireName(member, name), convert: decoder(member) }));
    return (value) => {
      const tree: Record<string, unknown> = Object(value);
      const input: Record<string, unknown> = {};
      for (const member of members) {
        const part = tree[member.wire];
        if (part !== undefined && part !== null) input[member.name] = member.convert(part);
      }
      return input;
    };
  }

  return { encoder, decoder };
}

/** Structs are compiled once, by the identity of their schema, and on first use. */
function cached(known: Map<unknown, Convert>, schema: NormalizedSchema, compile: (schema: NormalizedSchema) => Convert): Convert {
  const key = schema.getSchema();
  const found = known.get(key);
  if (found !== undefined) return found;
  const compiled = lazy(() => compile(schema));
  known.set(key, compiled);
  return compiled;
}

/** Sparse lists and maps may hold null. */
function nullable(convert: Convert): Convert {
  return (value) => (value === null || value === undefined ? null : convert(value));
}

function mapValues(entries: readonly (readonly [string, unknown])[], convert: Convert): unknown {
  return Object.fromEntries(entries.map(([key, value]) => [key, convert(value)]));
}

function scalarEncoder(schema: NormalizedSchema): Convert {
  switch (kindOf(schema)) {
    case 'timestamp': {
      const format = timeFormat(schema, 'epoch-seconds');
      return (value) => (value instanceof Date ? timeValue(value, format) : value);
    }
    case 'blob':
      return (value) => bytesOf(value).toString('base64');
    case 'number':
      return (value) => (Number.isFinite(Number(value)) ? Number(value) : String(value));
    case 'bigint':
      return Number;
    case 'decimal':
      return (value) => Number(decimalText(value));
    case 'string':
      return String;
    case 'boolean':
    case 'document':
    case 'unit':
    case 'struct':
    case 'list':
    case 'map':
      return (value) => value;
  }
}

function timeValue(time: Date, format: ReturnType<typeof timeFormat>): string | number {
  return format === 'epoch-seconds' ? time.getTime() / 1000 : timeText(time, format);
}
