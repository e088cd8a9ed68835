/** One element of a request's XML. */
export interface XmlElement {
  /** Name as written, with its prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  /** Text directly inside the element. */
  text: string;
}

const token = /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<\/([^\s>]+)\s*>|<([^\s/>]+)([^>]*?)(\/?)>|([^<]+)/g;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads the XML that SDKs send: elements, attributes, text, entities, CDATA. No document types. */
export function parseXml(text: string): XmlElement {
  const root: XmlElement = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [root];
  for (const [, cdata, closed, opened, attributes, empty, plain] of text.matchAll(token)) {
    const parent = open.at(-1) ?? root;
    if (cdata !== undefined) parent.text += cdata;
    else if (plain !== undefined) parent.text += unescapeXml(plain);
    else if (closed !== undefined) open.pop();
    else if (opened !== undefined) {
      const child: XmlElement = { name: opened, attributes: attributesOf(attributes ?? ''), children: [], text: '' };
      parent.children.push(child);
      if (empty !== '/') open.push(child);
    }
  }
  return root.children[0] ?? root;
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name, double, single]) => [
      name ?? '',
      unescapeXml(double ?? single ?? ''),
    ]),
  );
}

function unescapeXml(text: string): string {
  return text.replaceAll(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (name !== undefined) return named[name] ?? whole;
      return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
    },
  );
}
