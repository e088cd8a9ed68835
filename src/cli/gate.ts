import { severities, type Severity } from '../core/check.ts';
import type { Report } from '../report/report.ts';
import { exitCodes, type ExitCode } from './exit.ts';
import type { GateOptions } from './options.ts';

export interface Outcome {
  readonly code: ExitCode;
  /** Why, in one line. */
  readonly why: string;
}

/** The exit code of a finished run: 1 before 3 before 0 (4 and 5 are decided where they happen). */
export function gate(report: Report, options: GateOptions): Outcome {
  const failing = options.failOn === 'none' ? 0 : countFailing(report, options.failOn);
  if (failing > 0 && !options.exitZero) {
    return { code: exitCodes.findings, why: `${failing} findings at or above ${options.failOn} (--fail-on)` };
  }
  const unread = report.coverage.gaps.filter((gap) => gap.operation !== 'mlwarden:scan');
  if (unread.length > 0 && !options.allowPartial) {
    return {
      code: exitCodes.incomplete,
      why: 'something could not be read, see the coverage above (--allow-partial accepts it)',
    };
  }
  return { code: exitCodes.ok, why: unread.length > 0 ? 'incomplete, accepted by --allow-partial' : 'complete' };
}

function countFailing({ checks }: Report, failOn: string): number {
  const worst = severities.findIndex((severity) => severity.toLowerCase() === failOn);
  const counted = new Set<Severity>(severities.slice(0, worst + 1));
  let failing = 0;
  for (const { severity, counts } of checks) if (counted.has(severity)) failing += counts.FAIL;
  return failing;
}
