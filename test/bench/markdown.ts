/** The results as people read them. */
import { latencyMs, orgAccounts, presets, rateShare } from './presets.ts';
import type { BenchRun, PresetResult } from './runs.ts';
import { prowlerAttempts } from './support/prowler-like.ts';

/** One row while the others are still measured. */
export function asLine({ tool, seconds, calls, throttled, lost, virtual }: BenchRun): string {
  const parts = [
    `${timeOf(seconds)}${virtual ? ' of virtual time' : ''}`,
    `${count(calls)} calls`,
    `${count(throttled)} throttled`,
  ];
  return `  ${tool.padEnd(12)} ${parts.join(', ')}, ${count(lost)} lost`;
}

const heads = [
  'tool',
  'time',
  'calls took',
  'of the minimum',
  'calls',
  'throttled',
  'lost',
  'inventory',
  'CPU',
  'first finding',
  'peak RSS',
];

/** All rows of a preset, and what they mean for one another. */
export function asTable(result: PresetResult): string {
  const minimum = secondsOf(result, 'minimum');
  const lines = result.runs.map((run) => cellsOf(run, minimum));
  const rows = [heads, heads.map((_, index) => (index === 0 ? '---' : '---:')), ...lines];
  return [rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n'), ...factsOf(result)].join('\n\n');
}

function cellsOf(run: BenchRun, minimum: number | undefined): readonly string[] {
  const { tool, seconds, calls, throttled, requests, lost, inventoryEqual, cpuSeconds, firstFindingSeconds, peakRssMiB } = run;
  const calling = run.callSeconds ?? seconds;
  return [
    tool,
    `${timeOf(seconds)}${run.virtual ? ' *' : ''}`,
    run.callSeconds === null ? '' : timeOf(calling),
    minimum === undefined ? '' : (minimum / calling).toFixed(minimum / calling < 0.1 ? 4 : 2),
    count(calls),
    throttled === 0 ? '0' : `${count(throttled)} (${((100 * throttled) / requests).toFixed(1)} %)`,
    count(lost),
    inventoryEqual ? 'equal' : 'differs',
    cpuSeconds === null ? '' : `${cpuSeconds.toFixed(1)} s, ${((1000 * cpuSeconds) / requests).toFixed(2)} ms a request`,
    firstFindingSeconds === null ? '' : `${firstFindingSeconds.toFixed(1)} s`,
    peakRssMiB === null ? '' : `${peakRssMiB.toFixed(0)} MiB`,
  ];
}

function factsOf(result: PresetResult): readonly string[] {
  const own = secondsOf(result, 'mlwarden');
  const prowler = secondsOf(result, 'prowler-like');
  if (own === undefined) return [];
  const minimum = secondsOf(result, 'minimum');
  const { virtualSeconds, sameJobsSeconds, sameCallsSeconds, allJobs, accountsAnHour } = result;
  const times = (seconds: number) => `${(seconds / own).toFixed(seconds / own < 20 ? 1 : 0)} times`;
  const facts = [
    ...(virtualSeconds === undefined || minimum === undefined
      ? []
      : [
          `Where computing takes no time, mlwarden's calls take ${timeOf(virtualSeconds)} *: ${(minimum / virtualSeconds).toFixed(2)} of the minimum.`,
        ]),
    ...(prowler === undefined ? [] : [`Prowler's scheduler with its own calls takes ${times(prowler)} as long as mlwarden.`]),
    ...(sameJobsSeconds === undefined
      ? []
      : [
          `For the same work, with its own calls and no more jobs than mlwarden looks at, it takes ${timeOf(sameJobsSeconds)} *: ${times(sameJobsSeconds)} as long.`,
        ]),
    ...(sameCallsSeconds === undefined
      ? []
      : [`With mlwarden's own calls it would take ${timeOf(sameCallsSeconds)} *: ${times(sameCallsSeconds)} as long.`]),
    ...(allJobs === undefined
      ? []
      : [
          `With \`--jobs-max all\`: ${timeOf(allJobs.seconds)}, ${count(allJobs.calls)} calls, peak RSS ${allJobs.peakRssMiB.toFixed(0)} MiB.`,
        ]),
    ...(accountsAnHour === undefined ? [] : [`${count(Math.round(accountsAnHour))} accounts an hour.`]),
  ];
  return facts.length === 0 ? [] : [facts.map((fact) => `- ${fact}`).join('\n')];
}

function secondsOf({ runs }: PresetResult, tool: BenchRun['tool']): number | undefined {
  return runs.find((run) => run.tool === tool)?.seconds;
}

function timeOf(seconds: number): string {
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  return seconds < 7200 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** One measured section of the page. */
export interface PageSection {
  readonly title: string;
  readonly text: string;
  readonly command: string;
  readonly date: string;
}

/** The page with this section instead of the one that it had of that title. */
export function asPage(before: string, { title, text, command, date }: PageSection): string {
  const sections = new Map<string, string>();
  for (const part of before.split(/^## /m).slice(1)) {
    const end = part.indexOf('\n');
    sections.set(part.slice(0, end), part.slice(end).trim());
  }
  const about = Object.entries(presets).find(([name]) => name === title)?.[1].description;
  sections.set(
    title,
    [...(about === undefined ? [] : [`${capital(about)}.`]), text, `Measured on ${date} by \`${command}\`.`].join('\n\n'),
  );
  const known = [...Object.keys(presets), 'overhead'].flatMap((name) => {
    const body = sections.get(name);
    return body === undefined ? [] : [`## ${name}\n\n${body}`];
  });
  return `${[intro(), ...known].join('\n\n')}\n`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function intro(): string {
  const sizes = ['trainingJobs', 'processingJobs', 'historyDays', 'mlRegions', 'endpoints', 'buckets', 'roles'] as const;
  const table = [
    ['preset', ...sizes],
    ['---', ...sizes.map(() => '---:')],
    ...Object.entries(presets).map(([name, preset]) => [name, ...sizes.map((size) => count(preset[size]))]),
  ];
  const latencies = Object.values(latencyMs);
  return `# Benchmarks

Written by \`npm run bench\`; each section says when and by which command. The account is the sandbox's, with AWS's rate limits as token
buckets and answers that take ${Math.min(...latencies)} to ${Math.max(...latencies)} ms (\`src/sandbox/limits.ts\`, \`test/bench/presets.ts\`). Many of AWS's limits are not published:
[limits.md](limits.md) says which ones are assumed. No AWS account was measured.

\`npm run bench -- --preset NAME...\` measures some sizes, \`--json FILE\` also writes the rows as JSON, \`--real\` takes no short cut through
virtual time, and \`--accounts N\` scans fewer than the ${count(orgAccounts)} accounts of \`org\`. Every tool runs in a process of its own, the sandbox in another,
on a fresh copy of the account.

${table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}

- **mlwarden** is the built command, \`mlwarden scan --rate-share ${rateShare}\`, from the start of its process to the written report, with the bounds
  that it has by default: jobs of 30 days, and of these at most 500 of a kind in a Region (20,000 training jobs).
- **minimum** is what these calls take at best at the same share of the limits: for each bucket of rate r and burst C with N calls
  max(0, N - ${rateShare} C) / (${rateShare} r), or the longest chain of calls that wait for one another. Starting, reading and writing take no time
  there: it is compared with what the **calls took**, from the first answer to the last one as the sandbox sees it.
- **naive** makes mlwarden's calls all at once, with the SDK's clients as they come: three attempts and no limit.
- **prowler-like** is a model of [Prowler](https://github.com/prowler-cloud/prowler)'s scheduler as of August 2026 (3e000faa), not Prowler: services one after the other, ten
  threads each, in a service one phase after the other, botocore's standard retries with ${prowlerAttempts} attempts, and no bound on jobs. Its calls are
  Prowler's for SageMaker, S3, IAM, KMS, CloudTrail, API Gateway, WAF and Secrets Manager, and part of those for EC2 (VPCs, subnets, flow logs),
  CloudWatch (alarms), GuardDuty (detectors) and Lambda (functions, their policies and URLs); everything else that Prowler looks at is left
  out. It takes no time for Python, checks or output, and asks for pages of 100. Botocore counts \`max_attempts\` without the first attempt in
  some settings: with four attempts fewer calls are lost, and it takes longer.
- **calls** were answered, **throttled** are replies "too many requests" and their share of all requests, **lost** calls ended without an
  answer. **inventory** compares what was found with what the account holds: for mlwarden and naive what the plan should find, for
  prowler-like everything of the kinds that it lists.
- Times with * are virtual: the same scheduler, limits and latencies, where time passes as soon as everybody waits, and computing takes
  none. A test compares virtual with real time on \`medium\`.`;
}
