import { Fragment, h } from 'preact';
import { describe, expect, test } from 'vitest';
import { day, figure, percent, plural, typeName, visible } from '../../../src/report/html/format.ts';
import { shares } from '../../../src/report/html/parts.ts';
import { renderToString } from '../../../src/report/html/render.ts';

const component = ({ name }: { readonly name: string }) => h('i', null, name);

test('text and attributes are escaped', () => {
  const text = `<b title="x">&'</b>`;
  expect(renderToString(h('p', { title: text }, text))).toBe(
    '<p title="&lt;b title=&quot;x&quot;&gt;&amp;&#39;&lt;/b&gt;">&lt;b title=&quot;x&quot;&gt;&amp;&#39;&lt;/b&gt;</p>',
  );
  expect(renderToString('a\0b\uD800')).toBe('a&#65533;b&#65533;');
});

test('fragments, lists, components, empty values and void elements', () => {
  const node = h(Fragment, null, ['a', 0, null, false, undefined], h('br', null), h(component, { name: '<' }));
  expect(renderToString(node)).toBe('a0<br><i>&lt;</i>');
  expect(renderToString(h('input', { disabled: true, hidden: false, 'aria-busy': true, key: 1 }))).toBe(
    '<input disabled aria-busy="true">',
  );
});

test.for([
  ['style', 'color:red'],
  ['onclick', 'alert(1)'],
  ['ONLOAD', 'alert(1)'],
  ['srcdoc', '<p>'],
  ['dangerouslySetInnerHTML', '<p>'],
  ['a b', 'x'],
  ['data-x', {}],
] as const)('the attribute %s is refused', ([name, value]) => {
  expect(() => renderToString(h('p', { [name]: value }))).toThrow(/attribute/);
});

describe('texts', () => {
  test('figures have separators', () => {
    expect([0, 999, 1000, 1_234_567].map(figure)).toEqual(['0', '999', '1,000', '1,234,567']);
    expect([plural(1, 'call'), plural(2000, 'call')]).toEqual(['1 call', '2,000 calls']);
  });

  test('100 % only when nothing is missing', () => {
    expect([0, 0.29, 0.9999, 1].map(percent)).toEqual(['0 %', '29 %', '99 %', '100 %']);
  });

  test('times do not depend on the place', () => {
    expect(day('2026-11-18T02:00:00.000Z')).toBe('18 November 2026, 02:00 UTC');
    expect(day('nonsense')).toBe('nonsense');
  });

  test('types are words', () => {
    expect(
      ['AWS::SageMaker::NotebookInstance', 'AWS::EC2::VPC', 'AWS::WAFv2::WebACL', 'x'].map((type) => typeName(type)),
    ).toEqual(['Notebook instance', 'VPC', 'Web ACL', 'x']);
  });

  test('invisible characters are written out', () => {
    expect(visible('a\u202Eb\u200B\u001B[0m\uD800\n')).toBe(String.raw`a\u202eb\u200b\u001b[0m\ud800\u000a`);
    expect(visible('a\n\tb\r', 'lines')).toBe('a\n\tb\\u000d');
    expect(visible('naïve 日本語 😀')).toBe('naïve 日本語 😀');
  });

  test('parts of a bar fill it, and what is there can be seen', () => {
    expect(shares([0, 0, 0], 72)).toEqual([0, 0, 0]);
    const parts = shares([1, 0, 100_000], 72);
    expect(parts[0]).toBeGreaterThan(1);
    expect(parts[1]).toBe(0);
    expect((parts[0] ?? 0) + (parts[2] ?? 0)).toBeCloseTo(72, 0);
  });
});
