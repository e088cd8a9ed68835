import type { NormalizedSchema } from '@smithy/core/schema';
import type { Members } from './types.ts';

/** A handler answered what its operation's schema does not allow: a broken fixture, never an answer of AWS. */
export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch';
}

export type Kind =
  | 'unit'
  | 'struct'
  | 'list'
  | 'map'
  | 'blob'
  | 'timestamp'
  | 'boolean'
  | 'number'
  | 'bigint'
  | 'decimal'
  | 'document'
  | 'string';

/** What a schema describes, as one word. */
export function kindOf(schema: NormalizedSchema): Kind {
  if (schema.isUnitSchema()) return 'unit';
  if (schema.isStructSchema()) return 'struct';
  if (schema.isListSchema()) return 'list';
  if (schema.isMapSchema()) return 'map';
  if (schema.isBlobSchema()) return 'blob';
  if (schema.isTimestampSchema()) return 'timestamp';
  if (schema.isBooleanSchema()) return 'boolean';
  if (schema.isNumericSchema()) return 'number';
  if (schema.isBigIntegerSchema()) return 'bigint';
  if (schema.isBigDecimalSchema()) return 'decimal';
  if (schema.isDocumentSchema()) return 'document';
  return 'string';
}

/** A trait's text, e.g. `xmlName`; `undefined` when the schema does not have it. */
export function textTrait(schema: NormalizedSchema, trait: string): string | undefined {
  const value = traitsOf(schema)[trait];
  return typeof value === 'string' ? value : undefined;
}

/** Whether a schema has a trait without a value, e.g. `httpLabel`. */
export function hasTrait(schema: NormalizedSchema, trait: string): boolean {
  return traitsOf(schema)[trait] !== undefined;
}

/** The traits of the member itself, without those of its target; the SDK's XML reader looks for names there only. */
export function memberTrait(schema: NormalizedSchema, trait: string): string | undefined {
  const value: unknown = Object(schema.getMemberTraits())[trait];
  return typeof value === 'string' ? value : undefined;
}

/** A struct's members in the order of the schema; none for a unit. */
export function membersOf(schema: NormalizedSchema): readonly (readonly [string, NormalizedSchema])[] {
  return kindOf(schema) === 'struct' ? [...schema.structIterator()] : [];
}

/** Names of the members that a request must have: the schema lists them first and says how many. */
export function requiredMembers(schema: NormalizedSchema): ReadonlySet<string> {
  const raw: unknown = schema.getSchema();
  const count: unknown = Array.isArray(raw) ? raw[6] : 0;
  const names = membersOf(schema).map(([name]) => name);
  return new Set(names.slice(0, typeof count === 'number' ? count : 0));
}

/** The schema's short name, for messages. */
export function nameOf(schema: NormalizedSchema): string {
  return schema.getName() ?? 'an unnamed shape';
}

/** A caller's value as a record, or a mismatch that names the shape. */
export function recordOf(value: unknown, schema: NormalizedSchema): Members {
  if (
    typeof value !== 'object' ||
    value === null ||
    Array.isArray(value) ||
    value instanceof Date ||
    value instanceof Uint8Array
  ) {
    throw new SchemaMismatch(`${nameOf(schema)} must be an object, not ${describe(value)}`);
  }
  return value as Members; // checked above
}

/** A caller's value as an array, or a mismatch that names the shape. */
export function arrayOf(value: unknown, schema: NormalizedSchema): readonly unknown[] {
  if (!Array.isArray(value)) throw new SchemaMismatch(`${nameOf(schema)} must be an array, not ${describe(value)}`);
  return value;
}

/** Refuses a scalar of the wrong type; numbers may be bigints, decimals may be the SDK's own objects. */
export function checkScalar(value: unknown, kind: Kind, schema: NormalizedSchema): void {
  if (!fits(value, kind))
    throw new SchemaMismatch(`${schema.getMemberName() ?? nameOf(schema)} must be a ${kind}, not ${describe(value)}`);
}

/** A member that the shape does not have. */
export function unknownMember(schema: NormalizedSchema, member: string): SchemaMismatch {
  return new SchemaMismatch(`${nameOf(schema)} has no member ${member}`);
}

/** Builds on first use, so that schemas may contain themselves. */
export function lazy<I, O>(build: () => (value: I) => O): (value: I) => O {
  let built: ((value: I) => O) | undefined;
  return (value) => (built ??= build())(value);
}

function traitsOf(schema: NormalizedSchema): Members {
  return Object(schema.getMergedTraits());
}

function fits(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'string':
      // The SDK's lazy JSON strings are objects.
      return typeof value === 'string' || Object.prototype.toString.call(value) === '[object String]';
    case 'number':
    case 'bigint':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'decimal':
      return typeof value === 'number' || (typeof value === 'object' && value !== null && 'string' in value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'timestamp':
      return value instanceof Date && !Number.isNaN(value.getTime());
    case 'blob':
      return value instanceof Uint8Array || typeof value === 'string';
    case 'document':
      return true;
    case 'unit':
    case 'struct':
    case 'list':
    case 'map':
      return false;
  }
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return 'a Date';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? `the string ${value.slice(0, 80)}` : `a ${typeof value}`;
}
