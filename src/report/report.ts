import { createHash } from 'node:crypto';
import { z } from 'zod';
import { severities } from '../core/check.ts';
import { gapReasons } from '../core/fact.ts';
import { compareText, inOrder, type Sequence } from '../core/sequence.ts';
import { notApplicableReasons, type EvidenceValue } from '../core/verdict.ts';

/** Written into every report and checked when one is read. */
export const reportFormat = 'mlwarden-report';
export const reportVersion = 1;

const count = z.int().nonnegative();
const points = z.int().min(0).max(100);
const ratio = z.number().min(0).max(1);
const controlNumber = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6), z.literal(7)]);
const severity = z.enum(severities);
const grade = z.enum(['A', 'B', 'C', 'D', 'F']);

const counts = z
  .strictObject({ PASS: count, FAIL: count, UNKNOWN: count, NOT_APPLICABLE: count })
  .meta({ id: 'Counts', description: 'Findings by status.' });

const cap = z
  .strictObject({
    at: points.describe('The score cannot be higher than this.'),
    cause: z.string().describe('One line: which finding holds the score down.'),
  })
  .meta({ id: 'Cap' });

const scoreFields = {
  score: points.nullable().describe('0 to 100, rounded down, after the caps; unknown earns nothing. null: not applicable.'),
  range: z
    .strictObject({
      low: points.describe('Every UNKNOWN counted as FAIL: the score itself.'),
      high: points.describe('Every UNKNOWN counted as PASS, caps computed again.'),
    })
    .nullable()
    .describe('Where the score would lie if everything could be read. null: not applicable.'),
  verifiedShare: ratio.nullable().describe('Weighted share of results that are PASS or FAIL, 0 to 1. null: not applicable.'),
  grade: grade.nullable().describe('A to F. null: not applicable.'),
  caps: z.array(cap).describe('Limits that were in force, strictest first.'),
};

const score = z.strictObject(scoreFields).meta({ id: 'Score' });

const run = z
  .strictObject({
    runId: z.string().min(1).describe('ULID of the run.'),
    tool: z.strictObject({ name: z.string(), version: z.string() }),
    startedAt: z.iso.datetime().describe('Start of the scan, UTC. Ages are measured against it.'),
    account: z.string(),
    partition: z.string().describe('aws, aws-cn, aws-us-gov, ...'),
    principal: z.string().describe('ARN that the scan was made with.'),
    regions: z.strictObject({
      enabled: z.array(z.string()).describe('Regions that the account has enabled.'),
      scanned: z.array(z.string()),
      unscanned: z.array(z.string()).describe('Enabled, but left out of the scan.'),
      failed: z.array(z.strictObject({ region: z.string(), why: z.string() })).describe('Scanned, but not readable.'),
    }),
    parameters: z
      .strictObject({
        lookBackDays: z.number(),
        keyRotationMaxDays: z.number(),
        secretRotationMaxDays: z.number(),
        minSampling: z.number(),
        wafMaxRatePer5Min: z.number(),
        publicGitRepositories: z.array(z.string()),
      })
      .describe('Tunable rules that the checks were run with.'),
    plan: z.array(z.string()).describe('Ids of the checks that were asked for.'),
    complete: z.boolean().describe('false: something could not be read, see coverage.'),
    stopped: z.literal(true).exactOptional().describe('The scan was stopped before its end: what it had not read is unknown.'),
  })
  .meta({ id: 'Run' });

const control = z
  .strictObject({
    number: controlNumber.describe('The control in the order of the AWS post.'),
    slug: z.string(),
    title: z.string(),
    advice: z.string().describe("The post's recommendation in our words."),
    applicable: z.boolean().describe('false: no check of this control had anything to judge.'),
    ...scoreFields,
    counts,
  })
  .meta({ id: 'Control' });

const check = z
  .strictObject({
    id: z.string().min(1),
    control: controlNumber,
    severity,
    tier: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    origin: z.enum(['post', 'extension']).describe('post: follows from a sentence of the AWS post.'),
    stage: z.enum(['data', 'develop', 'train', 'registry', 'deploy', 'serve', 'account']),
    title: z.string().describe('The good case, in the present tense.'),
    why: z.string().describe('The harm, in one sentence.'),
    advice: z.string().describe('The advice of the post that the check answers, in our words.'),
    threat: z.strictObject({ text: z.string(), atlas: z.array(z.string()).describe('MITRE ATLAS techniques.') }),
    mapping: z.array(z.string()).describe('Controls of other frameworks.'),
    resourceTypes: z.array(z.string()),
    counts,
  })
  .meta({ id: 'Check' });

const gapFields = {
  reason: z.enum(gapReasons),
  operation: z.string().describe('SDK operation, service:Operation.'),
  action: z.string().describe('IAM action that the operation needs.'),
  account: z.string(),
  region: z.string().describe('Region of the call, or global.'),
  error: z.string(),
  detail: z.string().describe('One line for a person.'),
};

const gap = z.strictObject(gapFields).meta({ id: 'Gap', description: 'Why something could not be read.' });

const statement = z
  .strictObject({
    Sid: z.string(),
    Effect: z.literal('Allow'),
    Action: z.array(z.string()),
    Resource: z.literal('*'),
  })
  .meta({ id: 'Statement', description: 'IAM policy statement.' });

const coverage = z
  .strictObject({
    calls: z.strictObject({ total: count, ok: count, failed: count }),
    operations: z
      .array(
        z.strictObject({
          operation: z.string().describe('SDK operation, service:Operation.'),
          action: z.string(),
          region: z.string().exactOptional().describe('Left out where the figures are for all Regions.'),
          calls: count,
          failed: count,
        }),
      )
      .describe('Calls by operation.'),
    gaps: z
      .array(
        z.strictObject({
          ...gapFields,
          findings: count.describe('Findings that are UNKNOWN for this gap.'),
          checks: z.array(z.string()).describe('Ids of the checks that lost something to it.'),
        }),
      )
      .describe('Everything that could not be read.'),
    missingPermissions: z
      .array(z.strictObject({ action: z.string(), regions: z.array(z.string()), checks: z.array(z.string()) }))
      .describe('What the identity of the scan must be allowed to do.'),
    statement: statement.nullable().describe("What to add to the auditor's policy. null: no permission is missing."),
  })
  .meta({ id: 'Coverage', description: 'What was read, and what could not be. Of calls, never of the score.' });

const evidenceValue: z.ZodType<EvidenceValue> = z
  .lazy(() =>
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(evidenceValue), z.record(z.string(), evidenceValue)]),
  )
  .meta({ id: 'EvidenceValue', description: 'Plain data; null where AWS said "none".' });

const evidence = z
  .strictObject({
    operation: z.string().describe('SDK operation that gave the value.'),
    region: z.string(),
    at: z.string().describe('When it was read, ISO 8601, UTC.'),
    field: z.string().describe("Path of the value in the operation's answer."),
    value: evidenceValue,
    note: z.string().exactOptional(),
  })
  .meta({ id: 'Evidence' });

const resource = z
  .strictObject({
    arn: z.string().describe('A name of * stands for everything of this kind that could not be listed.'),
    type: z.string(),
    name: z.string().describe('What the AWS CLI takes.'),
    account: z.string(),
    region: z.string().describe('The real Region, global, or * where there is nothing to judge in the account.'),
  })
  .meta({ id: 'Resource' });

const findingFields = {
  id: z.string().describe('Stable from run to run: same check, account, Region and ARN.'),
  checkId: z.string(),
  control: controlNumber,
  severity,
};
const findingBody = {
  resource,
  message: z.string().describe('What was seen, in one line.'),
  evidence: z.array(evidence),
  remediation: z.strictObject({ text: z.string(), command: z.string().exactOptional() }),
};

const finding = z
  .discriminatedUnion('status', [
    z.strictObject({ ...findingFields, status: z.enum(['PASS', 'FAIL']), ...findingBody }),
    z.strictObject({ ...findingFields, status: z.literal('UNKNOWN'), ...findingBody, gap }),
    z.strictObject({
      ...findingFields,
      status: z.literal('NOT_APPLICABLE'),
      ...findingBody,
      reason: z.enum(notApplicableReasons).describe('Why there was nothing to judge.'),
    }),
  ])
  .meta({ id: 'Finding', description: 'One verdict: a check applied to a resource. gap exactly when UNKNOWN.' });

const report = z.strictObject({
  format: z.literal(reportFormat),
  version: z.literal(reportVersion),
  run,
  scores: z.strictObject({
    overall: score.describe('All checks: the headline.'),
    post: score.describe('Only the checks that follow from the AWS post.'),
    note: z.string().exactOptional().describe('Why the overall score is not applicable.'),
  }),
  controls: z.array(control).describe('The seven controls, in order.'),
  checks: z.array(check).describe('Every check that was run, by id.'),
  coverage,
  findings: z.array(finding).describe('By check id, then ARN, then Region.'),
});

type DeepReadonly<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly DeepReadonly<Item>[]
    : EvidenceValue extends T
      ? T
      : { readonly [K in keyof T]: DeepReadonly<T[K]> };

/** A report whose findings are all in memory. */
export type ReportData = DeepReadonly<z.infer<typeof report>>;

/** report.json. Its findings may be too many for memory; they stand in order. */
export interface Report extends Omit<ReportData, 'findings'> {
  readonly findings: Sequence<ReportFinding>;
}
export type ReportControl = Report['controls'][number];
export type ReportCheck = Report['checks'][number];
export type ReportCoverage = Report['coverage'];
export type ReportGap = ReportCoverage['gaps'][number];
export type ReportFinding = ReportData['findings'][number];
export type ReportScore = Report['scores']['overall'];
export type ReportCounts = ReportCheck['counts'];

/** A text that is not a report that this version can read. The message is one line. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
}

/** What makes a finding the same from run to run. */
export interface FindingKey {
  readonly checkId: string;
  readonly account: string;
  readonly region: string;
  readonly arn: string;
}

/** Stable id of a finding: 16 hex digits of SHA-256 over its key. */
export function findingId({ checkId, account, region, arn }: FindingKey): string {
  return createHash('sha256').update([checkId, account, region, arn].join('|')).digest('hex').slice(0, 16);
}

/** Where a finding stands, by code unit: by check id, then ARN, then Region. */
export function orderOf({ checkId, resource: { arn, region } }: ReportFinding): string {
  return [checkId, arn, region].join('\0');
}

/**
 * report.json as text, part by part. Keys stand in the schema's order and findings in theirs, one item a line, so that the same
 * report gives the same bytes and a diff of two runs reads as a diff of the account. Throws `ReportError` if the report breaks
 * the schema.
 */
export function* writeReport({ findings, ...input }: Report): Generator<string, void, undefined> {
  const head = report.omit({ findings: true }).safeParse(input);
  if (!head.success) throw new ReportError(`report: ${firstIssue(head.error)}`);
  const lines = Object.entries(head.data).map(([key, value]) => `  ${JSON.stringify(key)}: ${text(value)}`);
  yield `{\n${lines.join(',\n')},\n  "findings": [`;
  let written = 0;
  for (const one of inOrder([findings], orderOf)) {
    const parsed = finding.safeParse(one);
    if (!parsed.success) throw new ReportError(`report: findings[${written}].${firstIssue(parsed.error)}`);
    const { evidence: seen } = parsed.data;
    const sorted = { ...parsed.data, evidence: seen.map((item) => ({ ...item, value: sortKeys(item.value) })) };
    yield `${written === 0 ? '\n' : ',\n'}    ${JSON.stringify(sorted)}`;
    written += 1;
  }
  yield written === 0 ? ']\n}\n' : '\n  ]\n}\n';
}

/** Reads report.json. Throws `ReportError` with one clear line. */
export function parseReport(json: string): ReportData {
  const data = parseJson(json);
  if (!isRecord(data) || data['format'] !== reportFormat) {
    throw new ReportError(`not an mlwarden report: "format" is not "${reportFormat}"`);
  }
  const version = data['version'];
  if (typeof version === 'number' && version > reportVersion) {
    throw new ReportError(
      `report version ${version} is newer than version ${reportVersion}, the newest that this mlwarden reads`,
    );
  }
  const parsed = report.safeParse(data);
  if (!parsed.success) throw new ReportError(`not a valid mlwarden report: ${firstIssue(parsed.error)}`);
  return parsed.data;
}

/** JSON Schema (2020-12) of report.json. */
export function reportSchema(): Record<string, unknown> {
  return z.toJSONSchema(report, { target: 'draft-2020-12' });
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    throw new ReportError(`not an mlwarden report: ${why}`);
  }
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'invalid';
  const path = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return `${path.replace(/^\./, '') || 'the whole'}: ${issue.message.replaceAll(/\s+/g, ' ')}`;
}

/** One line a list item; everything else compact. */
function text(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  return `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
}

function sortKeys(value: EvidenceValue): EvidenceValue {
  if (isList(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => compareText(a, b))
      .map(([key, item]) => [key, sortKeys(item)]),
  );
}

function isList(value: EvidenceValue): value is readonly EvidenceValue[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
