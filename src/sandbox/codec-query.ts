/** Reads awsQuery and ec2Query forms: `Filter.1.Value.1=x` becomes plain members. */
import type { NormalizedSchema } from '@smithy/core/schema';
import { textReader } from './codec-text.ts';
import { hasTrait, kindOf, lazy, membersOf, textTrait } from './schema.ts';

/** One level of a form's dotted keys. */
interface Field {
  value: string | undefined;
  readonly parts: Map<string, Field>;
}

type Read = (field: Field) => unknown;

/** How keys are written: EC2 flattens lists and has names of its own. */
type Style = 'query' | 'ec2';

const readers = { query: new Map<unknown, Read>(), ec2: new Map<unknown, Read>() };

/** Compiles the reader of a request's form. */
export function formReader(schema: NormalizedSchema, style: Style): (form: URLSearchParams) => unknown {
  const read = reader(schema, style);
  return (form) => read(fieldsOf(form));
}

function fieldsOf(form: URLSearchParams): Field {
  const root: Field = { value: undefined, parts: new Map() };
  for (const [key, value] of form) {
    let field = root;
    for (const part of key.split('.')) field = descend(field, part);
    field.value = value;
  }
  return root;
}

function descend(field: Field, part: string): Field {
  const known = field.parts.get(part);
  if (known !== undefined) return known;
  const created: Field = { value: undefined, parts: new Map() };
  field.parts.set(part, created);
  return created;
}

function reader(schema: NormalizedSchema, style: Style): Read {
  switch (kindOf(schema)) {
    case 'unit':
      return () => ({});
    case 'struct': {
      const key = schema.getSchema();
      const known = readers[style].get(key);
      if (known !== undefined) return known;
      const compiled = lazy(() => structReader(schema, style));
      readers[style].set(key, compiled);
      return compiled;
    }
    case 'list': {
      const value = schema.getValueSchema();
      const item = reader(value, style);
      const wrapper = style === 'ec2' || hasTrait(schema, 'xmlFlattened') ? undefined : keyOf(value, 'member', style);
      return (field) => numbered(wrapper === undefined ? field : field.parts.get(wrapper)).map(item);
    }
    case 'map': {
      const keyName = keyOf(schema.getKeySchema(), 'key', style);
      const valueName = keyOf(schema.getValueSchema(), 'value', style);
      const item = reader(schema.getValueSchema(), style);
      const flat = hasTrait(schema, 'xmlFlattened');
      return (field) =>
        Object.fromEntries(
          numbered(flat ? field : field.parts.get('entry')).map((entry) => {
            const value = entry.parts.get(valueName);
            return [entry.parts.get(keyName)?.value ?? '', value === undefined ? null : item(value)];
          }),
        );
    }
    case 'blob':
    case 'timestamp':
    case 'boolean':
    case 'number':
    case 'bigint':
    case 'decimal':
    case 'document':
    case 'string': {
      const read = textReader(schema, 'date-time');
      return (field) => read(field.value ?? '');
    }
  }
}

function structReader(schema: NormalizedSchema, style: Style): Read {
  const members = membersOf(schema).map(([name, member]) => ({
    name,
    key: style === 'ec2' ? ec2Key(member, name) : keyOf(member, name, style),
    read: reader(member, style),
  }));
  return (field) => {
    const input: Record<string, unknown> = {};
    for (const member of members) {
      const part = field.parts.get(member.key);
      if (part !== undefined) input[member.name] = member.read(part);
    }
    return input;
  };
}

function keyOf(schema: NormalizedSchema, fallback: string, style: Style): string {
  return (style === 'ec2' ? textTrait(schema, 'ec2QueryName') : undefined) ?? textTrait(schema, 'xmlName') ?? fallback;
}

function ec2Key(schema: NormalizedSchema, name: string): string {
  const key = textTrait(schema, 'xmlName') ?? name;
  return textTrait(schema, 'ec2QueryName') ?? key.charAt(0).toUpperCase() + key.slice(1);
}

/** Items in the order of their numbers; an empty list is written as an empty value. */
function numbered(field: Field | undefined): readonly Field[] {
  if (field === undefined) return [];
  return [...field.parts]
    .filter(([key]) => /^\d+$/.test(key))
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([, part]) => part);
}
