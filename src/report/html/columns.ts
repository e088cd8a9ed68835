/** A column of whole numbers, as narrow as its values allow. Typed arrays are little-endian wherever a browser runs. */
export type Column = Int8Array | Int16Array | Int32Array;
export type Columns = Readonly<Record<string, Column>>;

const widths = { 1: Int8Array, 2: Int16Array, 4: Int32Array } as const;

/** Name, bytes a value and number of values of each column. */
type Layout = readonly (readonly [name: string, width: 1 | 2 | 4, length: number])[];

export function toColumn(values: Int32Array): Column {
  let lowest = 0;
  let highest = 0;
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  if (lowest >= -0x80 && highest < 0x80) return new Int8Array(values);
  return lowest >= -0x8000 && highest < 0x8000 ? new Int16Array(values) : new Int32Array(values);
}

/** JSON data and tables of columns as one piece: length of the head, the head as JSON, then the columns, each at a multiple of 4. */
export function encodeColumns(data: unknown, tables: readonly Columns[]): Uint8Array {
  const layouts = tables.map((table): Layout =>
    Object.entries(table).map(([name, column]) => [name, widthOf(column), column.length]),
  );
  const head = new TextEncoder().encode(JSON.stringify({ data, layouts }));
  const columns = tables.flatMap((table) => Object.values(table));
  let size = padded(4 + head.length);
  for (const column of columns) size += padded(column.byteLength);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  let at = padded(4 + head.length);
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += padded(column.byteLength);
  }
  return bytes;
}

/** What `encodeColumns` was given. The columns are views of the same memory: nothing is copied. */
export function decodeColumns(buffer: ArrayBuffer): { readonly data: unknown; readonly tables: readonly Columns[] } {
  const length = new DataView(buffer).getUint32(0, true);
  const head: { data: unknown; layouts: readonly Layout[] } = JSON.parse(
    new TextDecoder().decode(new Uint8Array(buffer, 4, length)),
  );
  let at = padded(4 + length);
  const tables = head.layouts.map((layout) => {
    const table: Record<string, Column> = {};
    for (const [name, width, count] of layout) {
      table[name] = new widths[width](buffer, at, count);
      at += padded(width * count);
    }
    return table;
  });
  return { data: head.data, tables };
}

function widthOf(column: Column): 1 | 2 | 4 {
  return column instanceof Int8Array ? 1 : column instanceof Int16Array ? 2 : 4;
}

function padded(size: number): number {
  return Math.ceil(size / 4) * 4;
}
