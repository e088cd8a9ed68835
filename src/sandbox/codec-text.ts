/** Scalars as text, for XML, forms, headers, query strings and path labels. */
import type { NormalizedSchema } from '@smithy/core/schema';
import { checkScalar, kindOf } from './schema.ts';

/** How a timestamp is written: RFC 3339, RFC 7231, or seconds since the epoch. */
export type TimeFormat = 'date-time' | 'http-date' | 'epoch-seconds';

const timeSentinels: Readonly<Record<number, TimeFormat>> = { 5: 'date-time', 6: 'http-date', 7: 'epoch-seconds' };

/** The format that a timestamp's own schema asks for, else the one of its place. */
export function timeFormat(schema: NormalizedSchema, place: TimeFormat): TimeFormat {
  const sentinel: unknown = schema.getSchema();
  return (typeof sentinel === 'number' ? timeSentinels[sentinel] : undefined) ?? place;
}

/** Compiles the writer of one scalar. The writer throws SchemaMismatch for a value of the wrong type. */
export function textWriter(schema: NormalizedSchema, place: TimeFormat): (value: unknown) => string {
  const kind = kindOf(schema);
  if (kind === 'document') return (value) => JSON.stringify(value);
  const format = timeFormat(schema, place);
  return (value) => {
    if (kind === 'string' && typeof value === 'string') return value;
    checkScalar(value, kind, schema);
    if (value instanceof Date) return timeText(value, format);
    if (kind === 'blob') return bytesOf(value).toString('base64');
    if (kind === 'decimal') return decimalText(value);
    return String(value);
  };
}

/** Compiles the reader of one scalar. */
export function textReader(schema: NormalizedSchema, place: TimeFormat): (text: string) => unknown {
  switch (kindOf(schema)) {
    case 'boolean':
      return (text) => text === 'true';
    case 'number':
    case 'decimal':
      return Number;
    case 'bigint':
      return BigInt;
    case 'blob':
      return (text) => new Uint8Array(Buffer.from(text, 'base64'));
    case 'timestamp': {
      const format = timeFormat(schema, place);
      return (text) => new Date(format === 'epoch-seconds' ? Number(text) * 1000 : text);
    }
    case 'document':
      return (text) => JSON.parse(text) as unknown;
    case 'unit':
    case 'struct':
    case 'list':
    case 'map':
    case 'string':
      return (text) => text;
  }
}

/** A timestamp as text. */
export function timeText(time: Date, format: TimeFormat): string {
  switch (format) {
    case 'date-time':
      return time.toISOString().replace('.000Z', 'Z');
    case 'http-date':
      return time.toUTCString();
    case 'epoch-seconds':
      return String(time.getTime() / 1000);
  }
}

/** A blob's bytes; a string is its UTF-8, as in the SDK. */
export function bytesOf(value: unknown): Buffer {
  return value instanceof Uint8Array
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : Buffer.from(String(value), 'utf8');
}

/** A number, or the SDK's decimal object, as text. */
export function decimalText(value: unknown): string {
  return typeof value === 'object' && value !== null && 'string' in value ? String(value.string) : String(value);
}
