import type { Gap } from '../../../core/fact.ts';
import { severities } from '../../../core/check.ts';
import { statuses, type EvidenceValue, type Status } from '../../../core/verdict.ts';
import type { ReportCheck } from '../../report.ts';
import type { Column } from '../columns.ts';
import { fixedPart, fromTemplate, type Filling, type Packed } from '../packed.ts';

/** One finding as the page shows it. */
export interface Row {
  readonly id: string;
  readonly check: ReportCheck;
  readonly status: Status;
  readonly severity: (typeof severities)[number];
  readonly resource: Filling & { readonly type: string };
  readonly message: string;
}

export interface Detail extends Row {
  readonly remediation: { readonly text: string; readonly command?: string };
  readonly gap?: Gap;
  readonly reason?: string;
  readonly evidence: readonly {
    readonly operation: string;
    readonly region: string;
    readonly at: string;
    readonly field: string;
    readonly value: EvidenceValue;
    readonly note?: string;
  }[];
}

/** What the search looks through, in lower case. */
interface Haystack {
  /** ARN, name and message of each finding, one after the other. */
  readonly text: string;
  readonly starts: Uint32Array;
  /** What of `Packed.texts` is the same whatever they are filled with. */
  readonly fixed: readonly string[];
}

/** The packed findings, read one at a time. What takes a while to make is made when it is first asked for. */
export class Table {
  readonly packed: Packed;
  readonly size: number;
  #worstFirst: Uint32Array | undefined;
  #firstEvidence: Uint32Array | undefined;
  #nameStarts: Uint32Array | undefined;
  #haystack: Haystack | undefined;

  constructor(packed: Packed) {
    this.packed = packed;
    this.size = packed.findings.check.length;
  }

  /** Findings from the worst to the best: FAIL, UNKNOWN, PASS, not applicable; the severest first in each, then check by check. */
  get worstFirst(): Uint32Array {
    this.#worstFirst ??= sortByRank(this.packed);
    return this.#worstFirst;
  }

  resource(index: number): Row['resource'] {
    const { texts, names, regions, resources } = this.packed;
    const textAt = (column: Column) => texts[column[index] ?? -1] ?? '';
    this.#nameStarts ??= startsOf(resources.nameLength);
    const known = {
      name: String.fromCharCode(...names.subarray(this.#nameStarts[index], this.#nameStarts[index + 1])),
      region: regions[resources.region[index] ?? -1] ?? '',
      account: textAt(resources.account),
    };
    return { ...known, arn: fromTemplate(textAt(resources.arn), { arn: '', ...known }), type: textAt(resources.type) };
  }

  row(at: number): Row {
    const { findings, checks, texts } = this.packed;
    const resource = this.resource(findings.resource[at] ?? -1);
    return {
      id: digits(findings.idHigh[at]) + digits(findings.idLow[at]),
      check: need(checks[findings.check[at] ?? -1]),
      status: need(statuses[findings.status[at] ?? -1]),
      severity: need(severities[findings.severity[at] ?? -1]),
      resource,
      message: fromTemplate(texts[findings.message[at] ?? -1] ?? '', resource),
    };
  }

  detail(at: number): Detail {
    const { findings, evidence, texts, gaps, startedAt } = this.packed;
    const row = this.row(at);
    const textAt = (index: number | undefined) => fromTemplate(texts[index ?? -1] ?? '', row.resource);
    const command = findings.command[at] ?? -1;
    const gap = gaps[findings.gap[at] ?? -1];
    const reason = texts[findings.reason[at] ?? -1];
    this.#firstEvidence ??= startsOf(findings.evidence);
    const first = this.#firstEvidence[at] ?? 0;
    const items = Array.from({ length: findings.evidence[at] ?? 0 }, (_, n) => {
      const item = first + n;
      const time = evidence.at[item] ?? 0;
      const note = evidence.note[item] ?? -1;
      // Written by `pack` from an EvidenceValue.
      const value: EvidenceValue = JSON.parse(textAt(evidence.value[item]));
      return {
        operation: textAt(evidence.operation[item]),
        region: textAt(evidence.region[item]),
        at: time < 0 ? (texts[-1 - time] ?? '') : new Date(Date.parse(startedAt) + time).toISOString(),
        field: textAt(evidence.field[item]),
        value,
        ...(note === -1 ? {} : { note: textAt(note) }),
      };
    });
    return {
      ...row,
      remediation: { text: textAt(findings.fix[at]), ...(command === -1 ? {} : { command: textAt(command) }) },
      ...(gap === undefined ? {} : { gap }),
      ...(reason === undefined ? {} : { reason }),
      evidence: items,
    };
  }

  /** Index of the finding with this id, or -1. */
  find(id: string): number {
    if (!/^[\da-f]{16}$/.test(id)) return -1;
    const { idHigh, idLow } = this.packed.findings;
    const high = Number.parseInt(id.slice(0, 8), 16) | 0;
    const low = Number.parseInt(id.slice(8), 16) | 0;
    let at = idHigh.indexOf(high);
    while (at !== -1 && idLow[at] !== low) at = idHigh.indexOf(high, at + 1);
    return at;
  }

  get haystack(): Haystack {
    this.#haystack ??= this.#makeHaystack();
    return this.#haystack;
  }

  #makeHaystack(): Haystack {
    const { findings, texts } = this.packed;
    const starts = new Uint32Array(this.size + 1);
    const lines = Array.from(findings.resource, (index, at) => {
      const resource = this.resource(index);
      const message = fromTemplate(texts[findings.message[at] ?? -1] ?? '', resource);
      const name = resource.arn.includes(resource.name) ? '' : resource.name;
      const line = `${resource.arn}\n${name}\n${message}\n`.toLowerCase();
      starts[at + 1] = (starts[at] ?? 0) + line.length;
      return line;
    });
    return { text: lines.join(''), starts, fixed: texts.map((text) => fixedPart(text).toLowerCase()) };
  }
}

/** Counting sort: stable, and linear in the number of findings. */
function sortByRank({ checks, findings: { status, severity, check } }: Packed): Uint32Array {
  const rank = (at: number) => ((status[at] ?? 0) * severities.length + (severity[at] ?? 0)) * checks.length + (check[at] ?? 0);
  const starts = new Uint32Array(statuses.length * severities.length * checks.length + 1);
  for (let at = 0; at < status.length; at++) starts[rank(at) + 1] = (starts[rank(at) + 1] ?? 0) + 1;
  for (let n = 1; n < starts.length; n++) starts[n] = (starts[n] ?? 0) + (starts[n - 1] ?? 0);
  const order = new Uint32Array(status.length);
  for (let at = 0; at < status.length; at++) {
    const place = starts[rank(at)] ?? 0;
    order[place] = at;
    starts[rank(at)] = place + 1;
  }
  return order;
}

/** Where each piece begins, and at the end where the last one ends. */
export function startsOf(lengths: Column): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  for (let at = 0; at < lengths.length; at++) starts[at + 1] = (starts[at] ?? 0) + (lengths[at] ?? 0);
  return starts;
}

/** 32 bits as eight hexadecimal digits. */
function digits(bits = 0): string {
  return (bits >>> 0).toString(16).padStart(8, '0');
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the data of this report is damaged');
  return value;
}
