import { Fragment, h, type ComponentChild, type JSX } from 'preact';
import { severities, type Severity } from '../../core/check.ts';
import type { GapReason } from '../../core/fact.ts';
import type { Report, ReportCheck, ReportControl, ReportCoverage, ReportGap, ReportScore } from '../report.ts';
import { staticFailures, type Digest } from './digest.ts';
import { day, figure, percent, plural } from './format.ts';
import { mostRows } from './pack.ts';
import { copyBlock, given, severityLabel, severityLabels, statusIcon } from './parts.ts';

const sentence =
  'Each check is worth points by severity; you earn the share of its resources that we could prove to be good; unknown earns nothing.';

/** Everything that is on the page before any script runs. */
export function page(report: Report, found: Digest): JSX.Element {
  return h(
    Fragment,
    null,
    h('a', { class: 'skip', href: '#findings' }, 'Skip to the findings'),
    topBar(report),
    h(
      'main',
      { id: 'main' },
      summary(report, found),
      h(
        'section',
        { id: 'findings', class: 'findings', 'aria-labelledby': 'findings-title', tabIndex: -1 },
        h(
          'h2',
          { id: 'findings-title' },
          h('span', { class: 'screen-only' }, 'Findings'),
          h('span', { class: 'print-only' }, 'Failures'),
        ),
        h('div', { id: 'explorer' }, h('p', { class: 'loading only-js', role: 'status' }, 'Opening the findings…')),
        selectionNote(found),
        failureList(report, found),
      ),
      coverageDetails(report.coverage),
      glossary(),
      runData(report),
    ),
    h('div', { id: 'drawer' }),
    h('div', { id: 'toast', class: 'toast', role: 'status', 'aria-live': 'polite' }),
    help(),
    h(
      'footer',
      { class: 'foot' },
      `Written by ${report.run.tool.name} ${report.run.tool.version}. This page is one file, loads nothing and sends nothing.`,
    ),
  );
}

function topBar({ run }: Report): JSX.Element {
  return h(
    'header',
    { class: 'top' },
    h(
      'div',
      { class: 'top-in' },
      h(
        'span',
        { class: 'brand' },
        h(
          'svg',
          { viewBox: '0 0 24 24', width: 22, height: 22, 'aria-hidden': 'true', focusable: 'false' },
          h('path', { class: 'brand-shield', d: 'M12 1.8l8.4 3v6.7c0 5-3.4 9-8.4 10.7-5-1.7-8.4-5.7-8.4-10.7V4.8z' }),
          h('path', { class: 'brand-mark', d: 'M7.6 12.3l3 3 5.8-6.3' }),
        ),
        'mlwarden',
      ),
      h('span', { class: 'top-account' }, 'Account ', given(run.account)),
      h(
        'span',
        { class: 'top-actions needs-js' },
        h('button', { type: 'button', class: 'button quiet', id: 'theme', 'aria-label': 'Theme: as the system' }, 'Auto'),
        h('button', { type: 'button', class: 'button quiet', id: 'help-open', 'aria-label': 'Keyboard shortcuts' }, '?'),
      ),
    ),
  );
}

function summary(report: Report, found: Digest): JSX.Element {
  const { run, scores, controls, checks } = report;
  const { regions } = run;
  const facts = [
    day(run.startedAt),
    `${regions.scanned.length} of ${plural(regions.enabled.length, 'Region')} scanned`,
    plural(checks.length, 'check'),
    plural(found.resources, 'resource'),
  ];
  return h(
    'section',
    { class: 'summary', 'aria-labelledby': 'title' },
    h(
      'div',
      { class: 'intro' },
      h('h1', { id: 'title' }, 'Machine learning security in account ', given(run.account)),
      h('p', { class: 'facts' }, facts.join('  ·  ')),
      run.stopped === true
        ? h('p', { class: 'stopped', role: 'note' }, 'This scan was stopped before its end: what it had not read is unknown.')
        : null,
    ),
    h(
      'div',
      { class: 'board' },
      scoreCard(scores.overall, scores.post, scores.note),
      tiles(found),
      coverageCard(report, found),
      controlsCard(controls),
      topRisks(checks, found),
    ),
  );
}

function controlsCard(controls: readonly ReportControl[]): JSX.Element {
  return h(
    'section',
    { class: 'card controls', 'aria-labelledby': 'controls-title' },
    h(
      'div',
      { class: 'card-head' },
      h('h2', { id: 'controls-title' }, 'Seven controls'),
      h(
        'p',
        { class: 'legend', 'aria-hidden': 'true' },
        key('proven', 'score'),
        key('possible', 'if unknown were good'),
        key('limit', 'cap'),
      ),
    ),
    h('ol', null, controls.map(controlRow)),
  );
}

function key(name: string, text: string): JSX.Element {
  return h('span', { class: `key key-${name}` }, text);
}

function scoreCard(overall: ReportScore, post: ReportScore, note: string | undefined): JSX.Element {
  const { score, range, verifiedShare, grade, caps } = overall;
  if (score === null || range === null || verifiedShare === null || grade === null) {
    return h(
      'section',
      { class: 'card score', 'aria-labelledby': 'score-title' },
      h('h2', { id: 'score-title', class: 'visually-hidden' }, 'Overall score'),
      ring(null, 0, null),
      h(
        'div',
        { class: 'score-text' },
        h('p', { class: 'headline' }, 'There is nothing to score.'),
        h('p', { class: 'note' }, capital(note ?? 'nothing in this account could be scored'), '.'),
        h('p', { class: 'quiet-text' }, sentence),
      ),
    );
  }
  const [cap] = caps;
  return h(
    'section',
    { class: 'card score', 'aria-labelledby': 'score-title' },
    h('h2', { id: 'score-title', class: 'visually-hidden' }, 'Overall score'),
    ring(score, range.high, grade),
    h(
      'div',
      { class: 'score-text' },
      h('p', { class: 'headline' }, headline(grade, verifiedShare)),
      h(
        'dl',
        { class: 'figures' },
        pair('Grade', grade),
        pair('Range', range.low === range.high ? figure(range.low) : `${range.low}–${range.high}`),
        pair('Verified', percent(verifiedShare)),
        post.score === null || post.score === score ? null : pair('Post only', figure(post.score)),
      ),
      cap === undefined
        ? null
        : h(
            'p',
            { class: 'cap' },
            h('b', null, `Capped at ${cap.at}: `),
            given(cap.cause),
            caps.length > 1 ? ` and ${caps.length - 1} more` : '',
          ),
      h('p', { class: 'quiet-text' }, sentence),
    ),
  );
}

function pair(term: string, value: ComponentChild): JSX.Element {
  return h('div', null, h('dt', null, term), h('dd', null, value));
}

function headline(grade: NonNullable<ReportScore['grade']>, verifiedShare: number): string {
  if (verifiedShare < 0.5) return 'Too little could be read to tell.';
  const words = {
    A: 'The controls hold.',
    B: 'The controls mostly hold.',
    C: 'The controls hold in part.',
    D: 'The controls hold in few places.',
    F: 'The controls do not hold.',
  } as const;
  return words[grade];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The score as an arc of 270 degrees; behind it, lighter, what it could be. Empty without a score. */
function ring(score: number | null, high: number, grade: string | null): JSX.Element {
  const radius = 66;
  const length = 2 * Math.PI * radius * 0.75;
  const arc = (className: string, share: number) =>
    h('circle', {
      class: className,
      cx: 80,
      cy: 80,
      r: radius,
      transform: 'rotate(135 80 80)',
      'stroke-dasharray': `${((length * share) / 100).toFixed(2)} 1000`,
    });
  return h(
    'svg',
    {
      class: `ring grade-${grade ?? 'none'}`,
      viewBox: '0 0 160 160',
      role: 'img',
      'aria-label': score === null ? 'No score' : `Score ${score} of 100, grade ${grade ?? ''}`,
    },
    arc('ring-track', 100),
    high > (score ?? 0) ? arc('ring-range', high) : null,
    score !== null && score > 0 ? arc('ring-score', score) : null,
    score === null
      ? h('text', { class: 'ring-none', x: 80, y: 90, 'text-anchor': 'middle' }, 'n/a')
      : h('text', { class: 'ring-figure', x: 80, y: 92, 'text-anchor': 'middle' }, String(score)),
    score === null ? null : h('text', { class: 'ring-unit', x: 80, y: 114, 'text-anchor': 'middle' }, 'of 100'),
  );
}

const gapTexts = {
  denied: 'access denied',
  'denied-scp': 'denied by an organization policy',
  'denied-resource-policy': 'denied by a resource policy',
  throttled: 'throttled',
  timeout: 'timed out',
  unavailable: 'unreachable',
  malformed: 'unreadable answer',
  truncated: 'list cut short',
  'not-collected': 'not collected',
  failed: 'internal error',
} as const satisfies Record<GapReason, string>;

function coverageCard({ coverage, run }: Report, found: Digest): JSX.Element {
  const { calls, gaps, missingPermissions, statement } = coverage;
  const unknown = found.counts.UNKNOWN;
  const { failed, unscanned, scanned } = run.regions;
  if (gaps.length === 0 && failed.length === 0 && unscanned.length === 0 && run.complete) {
    return h(
      'section',
      { class: 'card coverage coverage-full', 'aria-labelledby': 'coverage-title' },
      h('h2', { id: 'coverage-title' }, statusIcon('PASS'), 'Everything was read'),
      h(
        'p',
        null,
        'Every call gave an answer that a verdict could rest on. No permission is missing, and no verdict is left open.',
      ),
      h(
        'dl',
        { class: 'figures' },
        pair('Calls', figure(calls.total)),
        pair('Operations', figure(coverage.operations.length)),
        pair('Regions', figure(scanned.length)),
        pair('Unknown', figure(unknown)),
      ),
    );
  }
  const others = gaps.filter((gap) => gap.reason !== 'denied');
  const shown = missingPermissions.slice(0, 4);
  const more = missingPermissions.length - shown.length;
  return h(
    'section',
    { class: 'card coverage', 'aria-labelledby': 'coverage-title' },
    h('h2', { id: 'coverage-title' }, statusIcon('UNKNOWN'), 'What we could not read'),
    h(
      'p',
      null,
      unknown === 0
        ? `${figure(calls.ok)} of ${plural(calls.total, 'call')} gave an answer.`
        : h(
            Fragment,
            null,
            h('a', { href: '#status=UNKNOWN' }, plural(unknown, 'finding')),
            ` stayed unknown: ${figure(calls.failed)} of ${plural(calls.total, 'call')} gave no answer. Unknown is not good.`,
          ),
    ),
    shown.length === 0
      ? null
      : h(
          Fragment,
          null,
          h('h3', null, missingPermissions.length === 1 ? 'Missing permission' : 'Missing permissions'),
          h(
            'ul',
            { class: 'permissions' },
            shown.map(({ action, regions, checks }) =>
              h(
                'li',
                { key: action },
                given(action, 'code'),
                h('span', { class: 'quiet-text' }, `${plural(checks.length, 'check')}, `, places(regions)),
              ),
            ),
            more === 0 ? null : h('li', { class: 'quiet-text' }, `and ${more} more, all in the statement`),
          ),
        ),
    statement === null
      ? null
      : h(
          'details',
          { class: 'statement' },
          h('summary', null, "Statement to add to the auditor's policy"),
          copyBlock(JSON.stringify(statement, null, 2), 'IAM policy statement'),
        ),
    regionLine(
      'Not readable',
      failed.map((one) => `${one.region} (${one.why})`),
    ),
    regionLine('Not scanned', unscanned),
    others.length === 0
      ? null
      : h(
          'p',
          { class: 'coverage-line' },
          h('b', null, 'Also: '),
          others.length === 1 ? describe(others[0]) : reasonCounts(others),
          '. ',
          h('a', { href: '#coverage' }, 'All gaps'),
        ),
  );
}

function places(regions: readonly string[]): ComponentChild {
  return regions.length > 2 ? `${regions.length} Regions` : given(regions.join(', '));
}

function describe(gap: ReportGap | undefined): ComponentChild {
  return gap === undefined ? null : given(`${gapTexts[gap.reason]}, ${gap.operation} in ${gap.region}`);
}

function reasonCounts(gaps: readonly ReportGap[]): string {
  return [...Map.groupBy(gaps, (gap) => gap.reason)].map(([reason, list]) => `${gapTexts[reason]} (${list.length})`).join(', ');
}

function regionLine(label: string, regions: readonly string[]): JSX.Element | null {
  if (regions.length === 0) return null;
  return h(
    'p',
    { class: 'coverage-line' },
    h('b', null, `${label}: `),
    given(regions.slice(0, 6).join(', ')),
    regions.length > 6 ? ` and ${regions.length - 6} more Regions` : '',
  );
}

function tiles({ counts, failures }: Digest): JSX.Element {
  return h(
    'ul',
    { class: 'tiles', 'aria-label': 'Failures by severity' },
    severities
      .filter((severity) => severity !== 'INFO')
      .map((severity) => {
        const count = failures(severity);
        return tile(
          `tile-${severity}`,
          count,
          severityLabels[severity],
          count === 1 ? 'failure' : 'failures',
          `#status=FAIL&severity=${severity}`,
        );
      }),
    tile('tile-UNKNOWN', counts.UNKNOWN, 'Unknown', 'findings', '#status=UNKNOWN'),
  );
}

function tile(className: string, count: number, label: string, note: string, href: string): JSX.Element {
  return h(
    'li',
    { key: label },
    h(
      'a',
      { class: `tile ${count === 0 ? 'tile-none' : className}`, href },
      h('span', { class: 'tile-figure' }, figure(count)),
      h('span', { class: 'tile-label' }, label),
      h('span', { class: 'visually-hidden' }, ` ${note}`),
    ),
  );
}

function controlRow(control: ReportControl): JSX.Element {
  const { number, title, score, range, grade, counts, caps, verifiedShare } = control;
  const notes = [
    counts.FAIL > 0 ? `${figure(counts.FAIL)} fail` : null,
    counts.UNKNOWN > 0 ? `${figure(counts.UNKNOWN)} unknown` : null,
    counts.FAIL + counts.UNKNOWN === 0 && counts.PASS > 0 ? `${figure(counts.PASS)} pass` : null,
  ].filter((note) => note !== null);
  const cap = caps[0]?.at;
  return h(
    'li',
    { key: number },
    h(
      'a',
      {
        class: `control ${grade === null ? 'grade-none' : `grade-${grade}`}`,
        href: `#control=${number}`,
        'data-control': number,
      },
      h('span', { class: 'control-number', 'aria-hidden': 'true' }, String(number)),
      h('span', { class: 'control-title' }, h('span', { class: 'visually-hidden' }, `Control ${number}: `), title),
      h('span', { class: 'control-gauge' }, gauge(score, range?.high ?? null, cap)),
      h(
        'span',
        { class: 'control-score' },
        score === null ? 'n/a' : String(score),
        h(
          'span',
          { class: 'visually-hidden' },
          score === null
            ? ''
            : ` of 100, grade ${grade ?? ''}${range !== null && range.high > score ? `, up to ${range.high}` : ''}${verifiedShare === null ? '' : `, ${percent(verifiedShare)} verified`}. `,
        ),
      ),
      h('span', { class: 'control-grade', 'aria-hidden': 'true' }, grade ?? '–'),
      h('span', { class: 'control-notes' }, notes.length === 0 ? 'nothing to judge' : notes.join(', ')),
    ),
  );
}

/** A line of 100 units: the score, what it could be, and the cap. */
function gauge(score: number | null, high: number | null, cap: number | undefined): JSX.Element {
  return h(
    'svg',
    { class: 'gauge', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true', focusable: 'false' },
    h('rect', { class: 'gauge-track', x: 0, y: 0, width: 100, height: 8 }),
    high === null ? null : h('rect', { class: 'gauge-range', x: 0, y: 0, width: high, height: 8 }),
    score === null ? null : h('rect', { class: 'gauge-score', x: 0, y: 0, width: score, height: 8 }),
    cap === undefined ? null : h('rect', { class: 'gauge-cap', x: cap - 0.4, y: 0, width: 0.8, height: 8 }),
  );
}

/** The checks to begin with: those that fail, or if none does, those that could not look. */
function topRisks(checks: readonly ReportCheck[], found: Digest): JSX.Element {
  const fails = worstFirst(checks, 'FAIL');
  const status = fails.length > 0 ? 'FAIL' : 'UNKNOWN';
  const worst = (fails.length > 0 ? fails : worstFirst(checks, 'UNKNOWN')).slice(0, 5);
  const passed = found.counts.PASS;
  return h(
    'section',
    { class: `card risks${worst.length === 0 ? ' risks-none' : ''}`, 'aria-labelledby': 'risks-title' },
    h(
      'h2',
      { id: 'risks-title' },
      fails.length > 0
        ? 'Fix first'
        : worst.length > 0
          ? 'Look first'
          : h(Fragment, null, statusIcon(passed > 0 ? 'PASS' : 'NOT_APPLICABLE'), 'Nothing to fix'),
    ),
    fails.length > 0
      ? null
      : h(
          'p',
          null,
          worst.length > 0
            ? 'No check fails, but these could not look. With the missing permissions they can.'
            : passed > 0
              ? `No check fails. ${passed === 1 ? 'The one result that could' : `All ${figure(passed)} results that could`} be judged ${passed === 1 ? 'is' : 'are'} good.`
              : 'No check fails, because there was nothing to judge.',
        ),
    worst.length === 0
      ? null
      : h(
          'ol',
          null,
          worst.map((check) => riskLine(check, status, found)),
        ),
  );
}

function riskLine(check: ReportCheck, status: 'FAIL' | 'UNKNOWN', found: Digest): JSX.Element {
  const { FAIL, PASS, UNKNOWN } = check.counts;
  const names = found.examples(check.id, status).slice(0, 2);
  return h(
    'li',
    { key: check.id },
    h(
      'p',
      { class: 'risk-head' },
      severityLabel(check.severity),
      h('a', { href: `#status=${status}&check=${encodeURIComponent(check.id)}` }, check.title),
    ),
    h('p', { class: 'risk-why' }, check.why),
    h(
      'p',
      { class: 'quiet-text risk-where' },
      h('b', null, `${figure(check.counts[status])} of ${figure(FAIL + PASS + UNKNOWN)}`),
      status === 'FAIL' ? ' fail: ' : ' unknown: ',
      names.map((one, at) =>
        h(
          Fragment,
          { key: one.id },
          at === 0 ? '' : ', ',
          one.resource.name === '*' ? h(Fragment, null, 'all in ', given(one.resource.region)) : given(one.resource.name),
        ),
      ),
      check.counts[status] > names.length ? ' and others' : '',
    ),
  );
}

/** Checks with findings of this status, the worst first: by severity, then by number. */
function worstFirst(checks: readonly ReportCheck[], status: 'FAIL' | 'UNKNOWN'): readonly ReportCheck[] {
  return checks
    .filter((check) => check.counts[status] > 0)
    .toSorted((a, b) => rank(a.severity) - rank(b.severity) || b.counts[status] - a.counts[status] || (a.id < b.id ? -1 : 1));
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** Which of very many findings the list holds. */
function selectionNote({ total, counts }: Digest): JSX.Element | null {
  if (total <= mostRows) return null;
  const bad = counts.FAIL + counts.UNKNOWN;
  const which =
    counts.FAIL > mostRows
      ? 'the first failures'
      : bad > mostRows
        ? 'all failures and the first that are unknown'
        : 'all that fail or are unknown, and the first of the others';
  return h(
    'p',
    { class: 'quiet-text' },
    `The list holds ${figure(mostRows)} of ${plural(total, 'finding')}: ${which}. The figures above count all of them, and report.json has them all.`,
  );
}

/** The failures for readers without JavaScript, and for paper: every failing check, with as many resources as there is room for. */
function failureList({ checks, controls }: Report, found: Digest): JSX.Element {
  const worst = worstFirst(checks, 'FAIL');
  const room = allocate(
    worst.map((check) => check.counts.FAIL),
    staticFailures,
  );
  const total = found.counts.FAIL;
  const shown = Math.min(total, staticFailures);
  return h(
    'div',
    { class: 'static-list only-static' },
    h(
      'p',
      null,
      total === 0
        ? 'No check fails.'
        : shown === total
          ? `All ${plural(total, 'failure')}, the worst first.`
          : `${figure(shown)} of ${plural(total, 'failure')}, the worst first. The others are in report.json, and on this page with JavaScript.`,
    ),
    worst.map((check, at) => {
      const list = found.examples(check.id, 'FAIL').slice(0, room[at]);
      const rest = check.counts.FAIL - list.length;
      return h(
        'article',
        { key: check.id, class: 'static-check' },
        h('h3', null, severityLabel(check.severity), ' ', check.title),
        h(
          'p',
          { class: 'quiet-text' },
          `Control ${check.control}, ${controls[check.control - 1]?.title ?? ''}  ·  `,
          given(check.id),
          `  ·  ${figure(check.counts.FAIL)} fail`,
        ),
        h('p', null, check.why),
        h(
          'ul',
          null,
          list.map((one) =>
            h(
              'li',
              { key: one.id, id: `f=${one.id}` },
              h(
                'p',
                null,
                given(one.resource.name, 'name'),
                ' ',
                h('span', { class: 'quiet-text' }, given(one.resource.region)),
                ' — ',
                given(one.message),
              ),
              one.remediation.command === undefined
                ? h('p', { class: 'quiet-text' }, 'Fix: ', given(one.remediation.text))
                : h('p', { class: 'command' }, given(one.remediation.command)),
            ),
          ),
        ),
        rest === 0 ? null : h('p', { class: 'quiet-text' }, `and ${figure(rest)} more`),
      );
    }),
  );
}

/** Shares out `room`: everyone gets an equal part, what one does not need goes to the others. */
function allocate(wanted: readonly number[], room: number): readonly number[] {
  const parts = wanted.map(() => 0);
  let left = room;
  while (left > 0) {
    const hungry = wanted.flatMap((want, at) => (want > (parts[at] ?? 0) ? [at] : []));
    if (hungry.length === 0) break;
    const part = Math.max(1, Math.floor(left / hungry.length));
    for (const at of hungry) {
      const more = Math.min(part, (wanted[at] ?? 0) - (parts[at] ?? 0), left);
      parts[at] = (parts[at] ?? 0) + more;
      left -= more;
    }
  }
  return parts;
}

function coverageDetails({ gaps, calls, operations }: ReportCoverage): JSX.Element {
  return h(
    'section',
    { id: 'coverage', class: 'more', 'aria-labelledby': 'gaps-title', tabIndex: -1 },
    h('h2', { id: 'gaps-title' }, 'Coverage'),
    h(
      'p',
      null,
      `${figure(calls.ok)} of ${plural(calls.total, 'call')} to ${plural(operations.length, 'operation')} gave an answer.`,
    ),
    gaps.length === 0
      ? null
      : h(
          'div',
          { class: 'table-box', tabIndex: 0, role: 'region', 'aria-label': 'Everything that could not be read' },
          h(
            'table',
            null,
            h(
              'thead',
              null,
              h(
                'tr',
                null,
                ['Cause', 'Permission', 'Region', 'Error', 'Unknown', 'Checks'].map((name) =>
                  h('th', { key: name, scope: 'col', class: name === 'Unknown' ? 'num' : '' }, name),
                ),
              ),
            ),
            h(
              'tbody',
              null,
              gaps.slice(0, 200).map((gap, at) =>
                h(
                  'tr',
                  { key: at },
                  h('td', null, gapTexts[gap.reason]),
                  h('td', null, given(gap.action, 'code')),
                  h('td', null, given(gap.region)),
                  h('td', null, given(gap.error), h('br', null), h('span', { class: 'quiet-text' }, given(gap.detail))),
                  h('td', { class: 'num' }, figure(gap.findings)),
                  h(
                    'td',
                    null,
                    gap.checks.map((id) => h('div', { key: id }, given(id))),
                  ),
                ),
              ),
            ),
          ),
        ),
  );
}

const terms: readonly (readonly [string, string])[] = [
  ['Pass', 'AWS told us a value that proves the resource good. There is no pass by default.'],
  ['Fail', 'AWS told us a value that proves it bad.'],
  ['Unknown', 'We could not look: the call was denied, throttled or broken. It earns nothing and names the missing permission.'],
  ['Not applicable', 'There is nothing to judge, for a stated reason. It does not count.'],
  ['Score', `${sentence} 0 to 100 for each control; the overall score is their mean, rounded down.`],
  ['Range', 'From the score, where every unknown counts as fail, to what it would be if every unknown were good.'],
  ['Verified', 'The weighted share of results that are pass or fail. No A below 95 %.'],
  [
    'Cap',
    'A CRITICAL failure holds its control at 39 and the whole at 59, a HIGH failure its control at 79, an unknown on such a check at 89.',
  ],
  ['Grade', 'A from 90 with at least 95 % verified and no HIGH or CRITICAL failure, B from 75, C from 60, D from 40, F below.'],
  ['Post only', 'The score of only those checks that follow from the AWS post on machine learning security.'],
];

function glossary(): JSX.Element {
  return h(
    'section',
    { class: 'more glossary', 'aria-labelledby': 'glossary-title' },
    h('h2', { id: 'glossary-title' }, 'How to read this report'),
    h(
      'dl',
      { class: 'terms' },
      terms.map(([term, text]) => h('div', { key: term }, h('dt', null, term), h('dd', null, text))),
    ),
  );
}

function runData({ run, coverage }: Report): JSX.Element {
  const rows: readonly (readonly [string, ComponentChild])[] = [
    ['Run', given(run.runId)],
    ['Started', day(run.startedAt)],
    ['Account', h(Fragment, null, given(run.account), ` (${run.partition})`)],
    ['Identity', given(run.principal)],
    ['Regions scanned', given(run.regions.scanned.join(', '))],
    ['Tool', `${run.tool.name} ${run.tool.version}`],
    ['Checks', plural(run.plan.length, 'check')],
    ['API calls', `${figure(coverage.calls.total)}, ${figure(coverage.calls.failed)} without an answer`],
    [
      'Parameters',
      given(
        Object.entries(run.parameters)
          .map(([name, value]) => `${name} ${Array.isArray(value) ? `[${value.join(', ')}]` : String(value)}`)
          .join(', '),
      ),
    ],
  ];
  return h(
    'section',
    { class: 'more', 'aria-labelledby': 'run-title' },
    h('h2', { id: 'run-title' }, 'About this run'),
    h(
      'dl',
      { class: 'terms' },
      rows.map(([term, value]) => h('div', { key: term }, h('dt', null, term), h('dd', null, value))),
    ),
  );
}

const keys: readonly (readonly [string, string])[] = [
  ['/', 'search'],
  ['j k', 'next, previous'],
  ['Enter', 'open'],
  ['Esc', 'close'],
  ['c', 'copy a link'],
  ['?', 'this help'],
];

function help(): JSX.Element {
  return h(
    'dialog',
    { id: 'help', class: 'help', 'aria-labelledby': 'help-title' },
    h('h2', { id: 'help-title' }, 'Keyboard'),
    h(
      'dl',
      null,
      keys.map(([name, does]) =>
        h(
          'div',
          { key: name },
          h(
            'dt',
            null,
            name.split(' ').map((one) => h('kbd', { key: one }, one)),
          ),
          h('dd', null, does),
        ),
      ),
    ),
    h('form', { method: 'dialog' }, h('button', { class: 'button' }, 'Close')),
  );
}
