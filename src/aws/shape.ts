import { NormalizedSchema } from '@smithy/core/schema';
import type { AnyOperation } from '../core/operation.ts';
import { MalformedAnswer } from './errors.ts';

type Shape = readonly (readonly [member: string, fits: (value: unknown) => boolean])[];

const shapes = new Map<unknown, Shape>();

/**
 * Refuses an answer that lacks a required member, or whose members have other types than the service's model says: the SDK
 * passes `{ "Models": "x", "NextToken": 5 }` as it is.
 * @param schema the SDK's schema of the operation: `[9, namespace, name, traits, input, output]`
 * @throws MalformedAnswer
 */
export function refuseMisshapen(operation: Pick<AnyOperation, 'required'>, schema: unknown, answer: object): void {
  const members = new Map<string, unknown>(Object.entries(answer));
  for (const name of operation.required) {
    if ((members.get(name) ?? undefined) === undefined) throw new MalformedAnswer(`the answer has no ${name}`);
  }
  for (const [name, fits] of shapeOf(schema)) {
    const value = members.get(name) ?? undefined;
    if (value !== undefined && !fits(value)) throw new MalformedAnswer(`${name} of the answer is of another type`);
  }
}

function shapeOf(schema: unknown): Shape {
  const known = shapes.get(schema);
  if (known !== undefined) return known;
  const output: unknown = Array.isArray(schema) ? schema[5] : undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- schemas are tuples that only `NormalizedSchema` can tell apart
  const root = output === undefined ? undefined : NormalizedSchema.of(output as Parameters<typeof NormalizedSchema.of>[0]);
  const shape =
    root?.isStructSchema() === true
      ? [...root.structIterator()].map(([name, member]) => [name, predicateOf(member)] as const)
      : [];
  shapes.set(schema, shape);
  return shape;
}

function predicateOf(member: NormalizedSchema): (value: unknown) => boolean {
  if (member.isListSchema()) {
    const fits = member.getValueSchema().isStructSchema() ? isObject : () => true;
    return (value) => Array.isArray(value) && value.every((item) => item === null || fits(item));
  }
  if (member.isTimestampSchema()) return (value) => value instanceof Date && !Number.isNaN(value.getTime());
  if (member.isStructSchema() || member.isMapSchema() || member.isUnionSchema()) return isObject;
  if (member.isStringSchema())
    return (value) => typeof value === 'string' || Object.prototype.toString.call(value) === '[object String]';
  if (member.isBooleanSchema()) return (value) => typeof value === 'boolean';
  if (member.isNumericSchema()) return (value) => typeof value === 'number' || typeof value === 'bigint';
  return () => true;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
