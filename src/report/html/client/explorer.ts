import { Fragment, h, type ComponentChild, type JSX } from 'preact';
import { severities, type Severity } from '../../../core/check.ts';
import { statuses, type Status } from '../../../core/verdict.ts';
import { figure, plural, typeName } from '../format.ts';
import { given, severityLabel, severityLabels, stackedBar, statusIcon, statusLabel, statusLabels } from '../parts.ts';
import { facetNames, type FacetName, type FacetValue, type Group } from '../packed.ts';
import { emptyQuery, groupings, type Query, type Result } from './query.ts';
import type { Drawn } from './span.ts';
import type { Table } from './table.ts';
import { isOpen, type Toggled, type View } from './view.ts';

/** Regions shown before "all". */
const fewRegions = 8;

export interface ExplorerProps {
  readonly table: Table;
  readonly query: Query;
  readonly result: Result;
  readonly view: View;
  readonly toggled: Toggled;
  /** Line that j and k move from; -1 for none. */
  readonly active: number;
  /** The lines that exist: those on the screen, and some around it. */
  readonly drawn: Drawn;
  readonly filtersOpen: boolean;
  readonly allRegions: boolean;
  readonly onQuery: (change: Partial<Query>) => void;
  readonly onText: (text: string) => void;
  readonly onLine: (index: number) => void;
  readonly onFilters: () => void;
  readonly onAllRegions: () => void;
}

const facetTitles = { status: 'Status', severity: 'Severity', control: 'Control', region: 'Region' } as const;
const groupingTitles = { check: 'Check', resource: 'Resource', none: 'None' } as const;

/** Search, filters and the list. */
export function explorer(props: ExplorerProps): JSX.Element {
  const { query, result } = props;
  const narrowed = chips(props);
  return h(
    'div',
    { class: `explorer${props.filtersOpen ? ' filters-open' : ''}` },
    toolbar(props),
    h(
      'div',
      { class: 'facets', id: 'facets', role: 'group', 'aria-label': 'Filters' },
      facetNames.map((name) => facetBox(name, props)),
    ),
    h(
      'div',
      { class: 'list-side' },
      narrowed.length === 0
        ? null
        : h(
            'div',
            { class: 'chips' },
            narrowed,
            h(
              'button',
              { type: 'button', class: 'link', onClick: () => props.onQuery({ ...emptyQuery, group: query.group }) },
              'Clear all',
            ),
          ),
      result.matches.length === 0 ? h('p', { class: 'empty' }, 'No finding matches these filters.') : list(props),
    ),
  );
}

function toolbar({ query, result, table, view, onQuery, onText, onFilters, filtersOpen }: ExplorerProps): JSX.Element {
  const { matches } = result;
  const chosen = facetNames.filter((name) => query[name].length > 0).length;
  return h(
    'div',
    { class: 'toolbar' },
    h(
      'div',
      { class: 'search' },
      h('input', {
        id: 'search',
        type: 'search',
        value: query.text,
        placeholder: 'Search names, ARNs, checks, messages',
        'aria-label': 'Search the findings',
        autocomplete: 'off',
        spellcheck: false,
        onInput: (event) => onText(event.currentTarget.value),
      }),
      h('kbd', { 'aria-hidden': 'true' }, '/'),
    ),
    h(
      'div',
      { class: 'segmented', role: 'group', 'aria-label': 'Group by' },
      h('span', { class: 'segmented-label', 'aria-hidden': 'true' }, 'Group by'),
      groupings.map((one) =>
        h(
          'button',
          {
            key: one,
            type: 'button',
            'aria-pressed': query.group === one ? 'true' : 'false',
            onClick: () => onQuery({ group: one }),
          },
          groupingTitles[one],
        ),
      ),
    ),
    h(
      'button',
      {
        type: 'button',
        class: 'button filters-button',
        'aria-expanded': filtersOpen ? 'true' : 'false',
        'aria-controls': 'facets',
        onClick: onFilters,
      },
      chosen === 0 ? 'Filters' : `Filters (${chosen})`,
    ),
    h(
      'p',
      { class: 'count', role: 'status' },
      matches.length === table.size
        ? plural(table.size, 'finding')
        : `${figure(matches.length)} of ${plural(table.size, 'finding')}`,
      view.cut === 0 ? '' : `; narrow the filters to see the last ${figure(view.cut)} lines`,
    ),
  );
}

function facetBox(name: FacetName, props: ExplorerProps): JSX.Element {
  const { query, result, allRegions, onAllRegions, onQuery } = props;
  const chosen = query[name];
  const useful = result.facets[name].filter(
    (one) => one.count > 0 || chosen.includes(one.value) || name === 'status' || name === 'control',
  );
  const shown = name === 'region' && !allRegions ? useful.slice(0, fewRegions) : useful;
  const flip = (value: string) =>
    onQuery({ [name]: chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value] });
  return h(
    'fieldset',
    { key: name, class: `facet facet-${name}` },
    h('legend', null, facetTitles[name]),
    shown.map(({ value, count }: FacetValue) =>
      h(
        'label',
        { key: value, class: count === 0 ? 'facet-empty' : '' },
        h('input', { type: 'checkbox', checked: chosen.includes(value), onChange: () => flip(value) }),
        h('span', { class: 'facet-name' }, facetLabel(name, value, props)),
        h('span', { class: 'facet-count' }, figure(count)),
      ),
    ),
    shown.length === useful.length
      ? null
      : h('button', { type: 'button', class: 'link', onClick: onAllRegions }, `All ${useful.length} Regions`),
  );
}

function facetLabel(name: FacetName, value: string, { table }: ExplorerProps): ComponentChild {
  if (name === 'status') {
    const status = statuses.find((one) => one === value);
    return status === undefined ? value : h(Fragment, null, statusIcon(status), statusLabels[status]);
  }
  if (name === 'severity') {
    const severity = severities.find((one) => one === value);
    return severity === undefined ? value : severityLabels[severity];
  }
  if (name === 'region') return given(value);
  const title = table.packed.controls.find((one) => String(one.number) === value)?.title ?? '';
  return h('span', { title }, `${value}  ${title}`);
}

function chips(props: ExplorerProps): readonly JSX.Element[] {
  const { query, onQuery, table } = props;
  const chip = (label: ComponentChild, key: string, change: Partial<Query>) =>
    h(
      'button',
      { key, type: 'button', class: 'chip', onClick: () => onQuery(change) },
      label,
      h('span', { class: 'visually-hidden' }, ': remove this filter'),
      h('span', { class: 'chip-x', 'aria-hidden': 'true' }, '×'),
    );
  const ofFacets = facetNames.flatMap((name) =>
    query[name].map((value) =>
      chip(name === 'control' ? `Control ${value}` : facetLabel(name, value, props), `${name}=${value}`, {
        [name]: query[name].filter((one) => one !== value),
      }),
    ),
  );
  const ofChecks = query.check.map((id) =>
    chip(given(table.packed.checks.find((check) => check.id === id)?.title ?? id), `check=${id}`, {
      check: query.check.filter((one) => one !== id),
    }),
  );
  const ofText = query.text.trim() === '' ? [] : [chip(h(Fragment, null, '“', given(query.text.trim()), '”'), 'q', { text: '' })];
  return [...ofFacets, ...ofChecks, ...ofText];
}

function list(props: ExplorerProps): JSX.Element {
  const { view, drawn, query } = props;
  return h(
    'div',
    {
      class: `grid by-${query.group}`,
      role: 'treegrid',
      'aria-label': 'Findings',
      'aria-rowcount': view.lines.length + 1,
      'aria-colcount': 4,
    },
    h(
      'div',
      { class: 'line line-head', role: 'row', 'aria-rowindex': 1 },
      [
        query.group === 'resource' ? 'Resource' : query.group === 'check' ? 'Check' : 'Finding',
        'Region',
        'Severity',
        'Status',
      ].map((name) => h('div', { key: name, role: 'columnheader', class: `cell cell-${name.toLowerCase()}` }, name)),
    ),
    h(
      'div',
      { class: 'lines', id: 'lines', role: 'rowgroup' },
      Array.from({ length: drawn.end - drawn.first }, (_, n) => line(drawn.first + n, props)),
    ),
  );
}

function line(index: number, props: ExplorerProps): JSX.Element | null {
  const entry = props.view.lines[index];
  if (entry === undefined) return null;
  if (entry >= 0) return findingLine(index, entry, props);
  return groupLine(index, -1 - entry, props);
}

function rowProps(index: number, className: string, { active, drawn, onLine }: ExplorerProps) {
  return {
    key: drawn.key + index - drawn.first,
    role: 'row',
    class: `line ${className}${active === index ? ' line-active' : ''}`,
    'data-line': index,
    'aria-rowindex': index + 2,
    // One line can be reached by Tab; j, k and the arrows move from it.
    tabIndex: active === index || (active < 0 && index === 0) ? 0 : -1,
    onClick: () => onLine(index),
  } as const;
}

function groupLine(index: number, place: number, props: ExplorerProps): JSX.Element | null {
  const { table, query, result, toggled } = props;
  const group = result.groups[place];
  if (group === undefined) return null;
  const open = isOpen(group, result, toggled);
  const count = (status: Status) => result.counts[place * statuses.length + statuses.indexOf(status)] ?? 0;
  const check = query.group === 'check' ? table.packed.checks[group.key] : undefined;
  const resource = check === undefined ? table.resource(group.key) : undefined;
  const first = table.row(result.matches[group.start] ?? 0);
  const words = [
    ...(['FAIL', 'UNKNOWN', 'PASS'] as const).flatMap((status) =>
      count(status) === 0 ? [] : [`${figure(count(status))} ${statusLabels[status].toLowerCase()}`],
    ),
    ...(count('NOT_APPLICABLE') === group.size ? ['not applicable'] : []),
  ];
  return h(
    'div',
    { ...rowProps(index, 'line-group', props), 'aria-level': 1, 'aria-expanded': open ? 'true' : 'false' },
    h(
      'div',
      { role: 'gridcell', class: 'cell cell-main' },
      chevron(),
      h(
        'span',
        { class: 'two' },
        h('span', { class: 'one-line strong' }, check?.title ?? given(resource?.name ?? '')),
        h(
          'span',
          { class: 'one-line sub' },
          check === undefined
            ? h(Fragment, null, typeName(resource?.type ?? ''), '  ·  ', given(resource?.arn ?? ''))
            : check.why,
        ),
      ),
    ),
    h(
      'div',
      { role: 'gridcell', class: 'cell cell-region' },
      resource === undefined ? regionsOf(group, props) : given(resource.region),
    ),
    h(
      'div',
      { role: 'gridcell', class: 'cell cell-severity' },
      severityCell(check?.severity ?? first.severity, count('FAIL') + count('UNKNOWN')),
    ),
    h(
      'div',
      { role: 'gridcell', class: 'cell cell-status' },
      h(
        'span',
        { class: 'two' },
        stackedBar(count('FAIL'), count('UNKNOWN'), count('PASS')),
        h('span', { class: 'one-line counts' }, words.join(', ')),
      ),
    ),
  );
}

/** A severity matters where something is wrong; elsewhere it is quiet. */
function severityCell(severity: Severity, wrong: number): JSX.Element {
  return wrong > 0 ? severityLabel(severity) : h('span', { class: 'severity severity-quiet' }, severityLabels[severity]);
}

/** The Region of a group if all its findings have the same, else how many there are. Looks at no more than 200. */
function regionsOf(group: Group, { table, result }: ExplorerProps): ComponentChild {
  const { findings, resources, regions } = table.packed;
  const seen = new Set<number>();
  for (const at of result.matches.subarray(group.start, group.start + Math.min(group.size, 200))) {
    seen.add(resources.region[findings.resource[at] ?? -1] ?? -1);
  }
  const [only] = seen;
  if (seen.size === 1 && only !== undefined) return given(regions[only] ?? '');
  return `${seen.size}${group.size > 200 ? '+' : ''} Regions`;
}

function findingLine(index: number, at: number, props: ExplorerProps): JSX.Element {
  const { table, query } = props;
  const { check, resource, message, status, severity, id } = table.row(at);
  const [first, second] =
    query.group === 'check'
      ? [given(resource.name), given(message)]
      : query.group === 'resource'
        ? [check.title, given(message)]
        : [given(resource.name), h(Fragment, null, check.title, '  ·  ', given(message))];
  const selected = query.finding === id;
  return h(
    'div',
    {
      ...rowProps(index, `line-finding${selected ? ' line-selected' : ''}`, props),
      'aria-level': query.group === 'none' ? 1 : 2,
      'aria-selected': selected ? 'true' : 'false',
    },
    h(
      'div',
      { role: 'gridcell', class: 'cell cell-main' },
      h('span', { class: 'two' }, h('span', { class: 'one-line' }, first), h('span', { class: 'one-line sub' }, second)),
    ),
    h('div', { role: 'gridcell', class: 'cell cell-region' }, given(resource.region)),
    h(
      'div',
      { role: 'gridcell', class: 'cell cell-severity' },
      query.group === 'check'
        ? h('span', { class: 'visually-hidden' }, severityLabels[severity])
        : severityCell(severity, status === 'FAIL' || status === 'UNKNOWN' ? 1 : 0),
    ),
    h('div', { role: 'gridcell', class: 'cell cell-status' }, statusLabel(status)),
  );
}

function chevron(): JSX.Element {
  return h(
    'svg',
    { class: 'chevron', viewBox: '0 0 12 12', width: 12, height: 12, 'aria-hidden': 'true', focusable: 'false' },
    h('path', { d: 'M4 2.5L7.5 6 4 9.5' }),
  );
}
