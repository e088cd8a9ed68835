/** Writes XML answers and reads XML requests; closures compiled once for each schema, strings joined by hand. */
import type { NormalizedSchema } from '@smithy/core/schema';
import { textReader, textWriter } from './codec-text.ts';
import { arrayOf, hasTrait, kindOf, lazy, memberTrait, membersOf, recordOf, textTrait, unknownMember } from './schema.ts';
import type { XmlElement } from './xml-parser.ts';

type Write = (value: unknown) => string;
type Read = (element: XmlElement) => unknown;

const contents = new Map<unknown, Write>();
const readers = new Map<unknown, Read>();
const schemaInstance = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

const special = /[&<>"'\r]/;

/** Escapes text for an element or an attribute. */
export function escapeXml(text: string): string {
  return special.test(text) ? text.replaceAll(/[&<>"'\r]/g, (character) => `&#${character.charCodeAt(0)};`) : text;
}

/** Compiles what stands inside an element of this schema. */
export function xmlContent(schema: NormalizedSchema): Write {
  switch (kindOf(schema)) {
    case 'unit':
      return () => '';
    case 'struct':
      return cached(contents, schema, structContent);
    case 'list': {
      const value = schema.getValueSchema();
      const item = itemWriter(value, textTrait(value, 'xmlName') ?? 'member');
      return (list) => joined(arrayOf(list, schema), item);
    }
    case 'map': {
      const entry = entryContent(schema);
      return (map) => joined(Object.entries(recordOf(map, schema)), (pair) => `<entry>${entry(pair)}</entry>`);
    }
    case 'blob':
    case 'timestamp':
    case 'boolean':
    case 'number':
    case 'bigint':
    case 'decimal':
    case 'document':
    case 'string': {
      const write = textWriter(schema, 'date-time');
      return (value) => escapeXml(write(value));
    }
  }
}

/** Compiles the reader of an element of this schema. */
export function xmlReader(schema: NormalizedSchema): Read {
  switch (kindOf(schema)) {
    case 'unit':
      return () => ({});
    case 'struct':
      return cached(readers, schema, structReader);
    case 'list': {
      const value = schema.getValueSchema();
      const item = xmlReader(value);
      const name = textTrait(value, 'xmlName') ?? 'member';
      return (element) => element.children.filter((child) => child.name === name).map(item);
    }
    case 'map': {
      const entry = entryReader(schema);
      return (element) => Object.fromEntries(element.children.filter((child) => child.name === 'entry').map(entry));
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
      return (element) => read(element.text);
    }
  }
}

function structContent(schema: NormalizedSchema): Write {
  const members = new Map(
    membersOf(schema).map(([name, member]) => [name, memberWriter(member, memberTrait(member, 'xmlName') ?? name)]),
  );
  return (value) => {
    let text = '';
    const record = recordOf(value, schema);
    for (const name of Object.keys(record)) {
      const part = record[name];
      if (part === undefined || part === null) continue;
      const write = members.get(name);
      if (write === undefined) throw unknownMember(schema, name);
      text += write(part);
    }
    return text;
  };
}

/** One member as its element, or as several when it is flattened; attributes stand in their parent's tag. */
function memberWriter(schema: NormalizedSchema, name: string): Write {
  if (hasTrait(schema, 'xmlAttribute')) return () => '';
  const kind = kindOf(schema);
  if (kind === 'list' && hasTrait(schema, 'xmlFlattened')) {
    const item = itemWriter(schema.getValueSchema(), name);
    return (list) => joined(arrayOf(list, schema), item);
  }
  if (kind === 'map' && hasTrait(schema, 'xmlFlattened')) {
    const entry = entryContent(schema);
    return (map) => joined(Object.entries(recordOf(map, schema)), (pair) => `<${name}>${entry(pair)}</${name}>`);
  }
  return itemWriter(schema, name);
}

function itemWriter(schema: NormalizedSchema, name: string): Write {
  const content = xmlContent(schema);
  const attributes = kindOf(schema) === 'struct' ? attributeWriter(schema) : undefined;
  const start = `<${name}>`;
  const end = `</${name}>`;
  if (attributes === undefined) return (value) => start + content(value) + end;
  return (value) => `<${name}${attributes(value)}>${content(value)}</${name}>`;
}

/** S3's Grantee says its type in `xsi:type`. */
function attributeWriter(schema: NormalizedSchema): Write | undefined {
  const attributes = membersOf(schema)
    .filter(([, member]) => hasTrait(member, 'xmlAttribute'))
    .map(([name, member]) => ({ name, wire: textTrait(member, 'xmlName') ?? name }));
  if (attributes.length === 0) return undefined;
  return (value) => {
    const record = recordOf(value, schema);
    const written = attributes.filter(({ name }) => record[name] !== undefined);
    return joined(written, ({ name, wire }) => `${schemaInstance} ${wire}="${escapeXml(String(record[name]))}"`);
  };
}

function entryContent(schema: NormalizedSchema): (pair: readonly [string, unknown]) => string {
  const keyName = textTrait(schema.getKeySchema(), 'xmlName') ?? 'key';
  const value = itemWriter(schema.getValueSchema(), textTrait(schema.getValueSchema(), 'xmlName') ?? 'value');
  return ([key, one]) => `<${keyName}>${escapeXml(key)}</${keyName}>${value(one)}`;
}

function structReader(schema: NormalizedSchema): Read {
  const members = membersOf(schema).map(([name, member]) => ({
    name,
    read: memberReader(member, textTrait(member, 'xmlName') ?? name),
  }));
  return (element) => {
    const input: Record<string, unknown> = {};
    for (const { name, read } of members) {
      const value = read(element);
      if (value !== undefined) input[name] = value;
    }
    return input;
  };
}

/** Finds a member in its parent's element. */
function memberReader(schema: NormalizedSchema, name: string): Read {
  if (hasTrait(schema, 'xmlAttribute')) return (parent) => parent.attributes.get(name);
  const flat = hasTrait(schema, 'xmlFlattened');
  const kind = kindOf(schema);
  if (flat && kind === 'list') {
    const item = xmlReader(schema.getValueSchema());
    return (parent) => allOf(parent, name, (found) => found.map(item));
  }
  if (flat && kind === 'map') {
    const entry = entryReader(schema);
    return (parent) => allOf(parent, name, (found) => Object.fromEntries(found.map(entry)));
  }
  const read = xmlReader(schema);
  return (parent) => {
    const child = parent.children.find((one) => one.name === name);
    return child === undefined ? undefined : read(child);
  };
}

function entryReader(schema: NormalizedSchema): (element: XmlElement) => readonly [string, unknown] {
  const keyName = textTrait(schema.getKeySchema(), 'xmlName') ?? 'key';
  const valueName = textTrait(schema.getValueSchema(), 'xmlName') ?? 'value';
  const read = xmlReader(schema.getValueSchema());
  return (element) => {
    const value = element.children.find((child) => child.name === valueName);
    return [element.children.find((child) => child.name === keyName)?.text ?? '', value === undefined ? null : read(value)];
  };
}

function allOf(parent: XmlElement, name: string, map: (found: readonly XmlElement[]) => unknown): unknown {
  const found = parent.children.filter((child) => child.name === name);
  return found.length === 0 ? undefined : map(found);
}

function joined<T>(items: readonly T[], write: (item: T) => string): string {
  let text = '';
  for (const item of items) text += write(item);
  return text;
}

function cached<F extends Write | Read>(
  known: Map<unknown, F>,
  schema: NormalizedSchema,
  compile: (schema: NormalizedSchema) => F,
): F {
  const key = schema.getSchema();
  const found = known.get(key);
  if (found !== undefined) return found;
  // The two directions differ in their argument only.
  const compiled = lazy(() => compile(schema) as (value: unknown) => unknown) as F;
  known.set(key, compiled);
  return compiled;
}
