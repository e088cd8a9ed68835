import { h, type JSX } from 'preact';
import type { Severity } from '../../core/check.ts';
import type { Status } from '../../core/verdict.ts';
import { visible } from './format.ts';

/** Small pieces that the static page and the list share. Plain functions: they render on both sides. */

export const statusLabels = {
  FAIL: 'Fail',
  UNKNOWN: 'Unknown',
  PASS: 'Pass',
  NOT_APPLICABLE: 'Not applicable',
} as const satisfies Record<Status, string>;

export const severityLabels = {
  CRITICAL: 'Critical',
  HIGH: 'High',
  MEDIUM: 'Medium',
  LOW: 'Low',
  INFO: 'Info',
} as const satisfies Record<Severity, string>;

const statusPaths = {
  FAIL: 'M5.5 5.5l5 5m0-5l-5 5',
  UNKNOWN: 'M6 6.2a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.3M8 11.5v.1',
  PASS: 'M4.9 8.2l2.2 2.2 4-4.6',
  NOT_APPLICABLE: 'M5.2 8h5.6',
} as const satisfies Record<Status, string>;

/** Each status has its own colour and its own shape. */
export function statusIcon(status: Status): JSX.Element {
  const shape =
    status === 'UNKNOWN'
      ? h('rect', { class: 'shape', x: 1.5, y: 1.5, width: 13, height: 13, rx: 3.2 })
      : h('circle', { class: 'shape', cx: 8, cy: 8, r: 7 });
  return h(
    'svg',
    { class: `icon icon-${status}`, viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true', focusable: 'false' },
    shape,
    h('path', { class: 'mark', d: statusPaths[status] }),
  );
}

export function statusLabel(status: Status): JSX.Element {
  return h('span', { class: `status status-${status}` }, statusIcon(status), h('span', null, statusLabels[status]));
}

export function severityLabel(severity: Severity): JSX.Element {
  return h('span', { class: `severity severity-${severity}` }, severityLabels[severity]);
}

/** Text from the account: isolated from the direction of the text around it, with invisible characters made visible. */
export function given(text: string, className?: string): JSX.Element {
  return className === undefined ? h('bdi', null, visible(text)) : h('bdi', { class: className }, visible(text));
}

/** A command or other text to copy. What is copied is exactly what is seen. */
export function copyBlock(text: string, label: string): JSX.Element {
  return h(
    'div',
    { class: 'copy-block' },
    // A region that scrolls must be reachable by keyboard.
    h('pre', { tabIndex: 0, role: 'region', 'aria-label': label }, h('code', { dir: 'ltr' }, visible(text, 'lines'))),
    copyButton(label),
  );
}

/** Copies the text of the `pre` beside it. */
function copyButton(label: string): JSX.Element {
  return h(
    'button',
    { type: 'button', class: 'button copy needs-js', 'data-copy': 'block', 'aria-label': `Copy: ${label}` },
    'Copy',
  );
}

/** Widths of a stacked bar, at least one unit for each part that is not empty. */
export function shares(counts: readonly number[], width: number): readonly number[] {
  const total = sum(counts);
  if (total === 0) return counts.map(() => 0);
  const raw = counts.map((count) => (count === 0 ? 0 : Math.max(2, (count / total) * width)));
  const scale = width / sum(raw);
  return raw.map((part) => Math.round(part * scale * 10) / 10);
}

/** FAIL, UNKNOWN and PASS as one bar; the figures stand beside it in text. */
export function stackedBar(fail: number, unknown: number, pass: number): JSX.Element {
  const width = 72;
  const parts = shares([fail, unknown, pass], width);
  let x = 0;
  const rects = (['FAIL', 'UNKNOWN', 'PASS'] as const).map((status, at) => {
    const size = parts[at] ?? 0;
    const rect = h('rect', { key: status, class: `bar-${status}`, x, y: 0, width: size, height: 6 });
    x = Math.round((x + size) * 10) / 10;
    return rect;
  });
  return h(
    'svg',
    { class: 'stacked', viewBox: `0 0 ${width} 6`, width, height: 6, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    h('rect', { class: 'bar-track', x: 0, y: 0, width, height: 6 }),
    ...rects,
  );
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
