import { Fragment, isValidElement, type ComponentChildren } from 'preact';

const voidElements = new Set(['meta', 'link', 'br', 'hr', 'img', 'input']);
const attributeName = /^[a-zA-Z][\w:-]*$/;

/**
 * Preact's virtual nodes as HTML text: every text and attribute is escaped. It throws for what the page's policy forbids
 * (`style`, `on...`, inner HTML), so that such a thing cannot slip in.
 */
export function renderToString(node: ComponentChildren): string {
  if (node === null || node === undefined || typeof node === 'boolean') return '';
  if (typeof node === 'string' || typeof node === 'number' || typeof node === 'bigint') return escapeHtml(String(node));
  if (Array.isArray(node)) return node.map(renderToString).join('');
  if (!isValidElement(node)) throw new Error('cannot render this node');
  const { type, props } = node;
  const { children, ...attributes } = props as { readonly children?: ComponentChildren } & Readonly<Record<string, unknown>>;
  if (typeof type === 'function') {
    if (type === Fragment) return renderToString(children);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the static page holds functions only, no class components
    const component = type as (given: typeof props) => ComponentChildren;
    return renderToString(component(props));
  }
  const head = `<${type}${Object.entries(attributes).map(attribute).join('')}>`;
  return voidElements.has(type) ? head : `${head}${renderToString(children)}</${type}>`;
}

/**
 * Escapes text for element content and quoted attributes; what HTML cannot hold becomes U+FFFD. Nothing but ASCII is left, which
 * browsers read faster, and the controls up to U+009F, whose references mean something else.
 */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\0', '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll(/[^\0-\x9F]/gu, (found) => `&#${found.codePointAt(0) ?? 0};`);
}

function attribute([name, value]: readonly [string, unknown]): string {
  if (!attributeName.test(name) || /^(style|on.*|dangerouslySetInnerHTML|srcdoc)$/i.test(name)) {
    throw new Error(`the attribute ${name} is not allowed in the report`);
  }
  if (value === null || value === undefined || value === false || name === 'key' || name === 'ref') return '';
  if (value === true) return name.startsWith('aria-') ? ` ${name}="true"` : ` ${name}`;
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`the attribute ${name} is not text`);
  return ` ${name}="${escapeHtml(String(value))}"`;
}
