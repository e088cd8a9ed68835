import { styleText } from 'node:util';
import { severities } from '../core/check.ts';
import type { Report } from '../report/report.ts';
import { scoreLines } from './score-lines.ts';
import { printable } from './select.ts';

export interface SummaryOptions {
  readonly color: boolean;
  /** Width of the terminal. */
  readonly columns: number;
}

type Style = Parameters<typeof styleText>[0];

/** The last lines of a scan on a terminal: scores, what fails worst, what could not be read. */
export function summarize(report: Report, options: SummaryOptions): string {
  const paint = (style: Style, text: string) => (options.color ? styleText(style, text, { validateStream: false }) : text);
  const { run, coverage } = report;
  const lines = [
    '',
    `${paint('bold', 'mlwarden')}  account ${run.account}, ${run.regions.scanned.length} Regions, ${run.startedAt}`,
    '',
    ...scoreLines(report, options.columns, paint),
    '',
    `  Findings: ${countLine(report, paint)}`,
    `  Coverage: ${coverage.calls.ok} of ${coverage.calls.total} calls answered`,
    ...gapLines(report, paint),
  ];
  const worst = worstChecks(report);
  if (worst.length > 0) lines.push('', `  ${paint('bold', 'Fix first')}`, ...worst.map((line) => `    ${line}`));
  return `${lines.join('\n')}\n`;
}

function countLine(report: Report, paint: (style: Style, text: string) => string): string {
  const count = (status: string) => report.findings.filter((finding) => finding.status === status).length;
  return [
    paint('red', `${count('FAIL')} fail`),
    paint('yellow', `${count('UNKNOWN')} unknown`),
    paint('green', `${count('PASS')} pass`),
    `${count('NOT_APPLICABLE')} not applicable`,
  ].join(', ');
}

function gapLines(report: Report, paint: (style: Style, text: string) => string): readonly string[] {
  const { missingPermissions, gaps } = report.coverage;
  const dark = report.run.regions.failed;
  const isDark = (region: string) => dark.some((one) => one.region === region);
  const lines = dark.map(({ region, why }) => `    ${paint('red', 'unread')}  all of ${region}: ${printable(why)}`);
  for (const { action, regions, checks } of missingPermissions) {
    const lit = regions.filter((region) => !isDark(region));
    if (lit.length > 0)
      lines.push(
        `    ${paint('yellow', 'denied')}  ${action} in ${places(lit)}: ${plural(checks.length, 'check')} lost something`,
      );
  }
  const other = gaps.filter((gap) => gap.reason !== 'denied' && !isDark(gap.region));
  for (const list of Map.groupBy(other, (gap) => `${gap.region} ${gap.reason}`).values()) {
    const [gap] = list;
    if (gap === undefined) continue;
    const what = list.length === 1 ? gap.operation : plural(list.length, 'operation');
    lines.push(`    ${paint('yellow', gap.reason)}  ${what} in ${gap.region}: ${printable(gap.detail)}`);
  }
  const shown = 8;
  return lines.length <= shown ? lines : [...lines.slice(0, shown), `    and ${lines.length - shown} more, see the report`];
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function places(regions: readonly string[]): string {
  return regions.length <= 3 ? regions.join(', ') : `${regions.length} Regions`;
}

function worstChecks(report: Report): readonly string[] {
  const failing = report.checks.filter((check) => check.counts.FAIL > 0);
  const ordered = failing.toSorted(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.counts.FAIL - a.counts.FAIL || (a.id < b.id ? -1 : 1),
  );
  return ordered
    .slice(0, 5)
    .map((check) => `${check.severity.padEnd(8)}  ${String(check.counts.FAIL).padStart(3)} x  ${check.title} [${check.id}]`);
}
