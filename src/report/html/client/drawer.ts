import { Fragment, h, type ComponentChild, type JSX } from 'preact';
import { figure, typeName } from '../format.ts';
import { copyBlock, given, severityLabel, statusLabel } from '../parts.ts';
import type { Detail, Table } from './table.ts';

export interface DrawerProps {
  readonly table: Table;
  /** Index of the finding; -1: closed. */
  readonly at: number;
  readonly onClose: () => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onCopyLink: () => void;
}

const reasons: Readonly<Record<string, string>> = {
  'no-resource': 'There is nothing of this kind in the account, and every list was read.',
  'not-live': 'The resource failed, is being created or deleted, or serves nothing.',
  external: 'It is owned by another account or by AWS.',
  'aws-managed': 'It is managed by AWS.',
  deleted: 'The resource that is referred to no longer exists.',
  unsupported: 'The feature does not exist for this kind.',
  'not-used-by-ml': 'No machine learning workload reaches it.',
  'judged-elsewhere': 'Another check already fails for the same cause.',
  'too-new': 'It is too young for the rule.',
};

/** One finding with everything that is known of it. */
export function drawer({ table, at, onClose, onStep, onCopyLink }: DrawerProps): JSX.Element | null {
  if (at < 0) return null;
  const detail = table.detail(at);
  const { check, resource, status, severity, message, gap, reason } = detail;
  const control = table.packed.controls.find((one) => one.number === (table.packed.findings.control[at] ?? check.control));
  const wrong = status === 'FAIL' || status === 'UNKNOWN';
  return h(
    'aside',
    { class: 'drawer', 'aria-label': 'Finding' },
    h(
      'div',
      { class: 'drawer-bar' },
      h('button', { type: 'button', class: 'button quiet', onClick: () => onStep(-1), 'aria-label': 'Previous line' }, '↑'),
      h('button', { type: 'button', class: 'button quiet', onClick: () => onStep(1), 'aria-label': 'Next line' }, '↓'),
      h('button', { type: 'button', class: 'button quiet', onClick: onCopyLink }, 'Copy link'),
      h(
        'button',
        { type: 'button', class: 'button quiet drawer-close', onClick: onClose, 'aria-label': 'Close the finding' },
        '×',
      ),
    ),
    h(
      'div',
      { class: 'drawer-body' },
      h('p', { class: 'drawer-labels' }, statusLabel(status), severityLabel(severity)),
      h('h2', { id: 'drawer-title', tabIndex: -1 }, given(resource.name)),
      h('p', { class: 'drawer-message' }, given(message)),
      h(
        'dl',
        { class: 'facts-list' },
        fact('Type', typeName(resource.type)),
        fact('Region', given(resource.region)),
        fact('Account', given(resource.account)),
        fact('ARN', given(resource.arn, 'code')),
      ),
      gap === undefined ? null : gapPart(gap),
      reason === undefined ? null : part('Why it does not apply', h('p', null, reasons[reason] ?? given(reason))),
      wrong ? fixPart(detail) : null,
      detail.evidence.length === 0 ? null : evidencePart(detail),
      part(
        'The check',
        h('p', { class: 'strong' }, check.title),
        check.why === '' ? null : h('p', null, check.why),
        h(
          'dl',
          { class: 'facts-list' },
          fact('Id', given(check.id)),
          control === undefined ? null : fact('Control', `${control.number}  ${control.title}`),
          check.advice === '' ? null : fact('Advice', check.advice),
          check.threat.text === '' ? null : fact('Threat', check.threat.text),
          check.threat.atlas.length === 0 ? null : fact('ATLAS', check.threat.atlas.join(', ')),
          check.mapping.length === 0 ? null : fact('Maps to', check.mapping.join(', ')),
        ),
      ),
    ),
  );
}

function part(title: string, ...children: readonly ComponentChild[]): JSX.Element {
  return h('section', { class: 'part' }, h('h3', null, title), ...children);
}

function fact(term: string, value: ComponentChild): JSX.Element {
  return h('div', null, h('dt', null, term), h('dd', null, value));
}

function gapPart(gap: NonNullable<Detail['gap']>): JSX.Element {
  return part(
    'Why we could not look',
    h(
      'dl',
      { class: 'facts-list' },
      fact('Permission', given(gap.action, 'code')),
      fact('Call', given(gap.operation, 'code')),
      fact('Where', given(gap.region)),
      fact('Answer', h(Fragment, null, given(gap.error), h('br', null), given(gap.detail))),
    ),
  );
}

function fixPart({ remediation }: Detail): JSX.Element {
  return part(
    'Fix',
    h('p', null, given(remediation.text)),
    remediation.command === undefined ? null : copyBlock(remediation.command, 'command that fixes it'),
  );
}

function evidencePart({ evidence }: Detail): JSX.Element {
  return part(
    evidence.length === 1 ? 'Evidence' : `Evidence (${figure(evidence.length)})`,
    ...evidence.map((item, at) =>
      h(
        'div',
        { class: 'evidence', key: at },
        h('p', { class: 'code evidence-field' }, given(item.field)),
        h(
          'pre',
          { tabIndex: 0, role: 'region', 'aria-label': `Value of ${item.field}` },
          h('code', { dir: 'ltr' }, valueText(item.value)),
        ),
        item.note === undefined ? null : h('p', null, given(item.note)),
        h(
          'p',
          { class: 'quiet-text' },
          given(item.operation),
          `, `,
          given(item.region),
          `, ${item.at.replace('T', ' ').replace(/\.\d+Z$/, 'Z')}`,
        ),
      ),
    ),
  );
}

function valueText(value: Detail['evidence'][number]['value']): string {
  return value === null ? 'not set' : escaped(JSON.stringify(value, null, 2));
}

/** JSON escapes control characters itself; the rest of the invisible ones are made visible here. */
function escaped(json: string): string {
  return json.replaceAll(/[\p{Cf}\p{Zl}\p{Zp}]/gu, (found) => `\\u${(found.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}
