import type { Gap } from '../../../core/fact.ts';
import { severities } from '../../../core/check.ts';
import { statuses, type EvidenceValue, type Status } from '../../../core/verdict.ts';
import type { ReportCheck } from '../../report.ts';
import type { Column } from '../columns.ts';
import { fromTemplate, idLength, type Filling, type Packed } from '../packed.ts';

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

/** The packed findings, read one at a time. */
export class Table {
  readonly packed: Packed;
  readonly size: number;
  /** Findings from the worst to the best: FAIL, UNKNOWN, PASS, not applicable; the severest first in each. */
  readonly worstFirst: Uint32Array;
  /** Regions that occur, and for each resource the place of its own in them. */
  readonly regions: readonly string[];
  readonly regionOf: Uint16Array;
  readonly #firstEvidence: Uint32Array;
  readonly #nameStarts: Uint32Array;
  #haystack: string[] | undefined;

  constructor(packed: Packed) {
    this.packed = packed;
    this.size = packed.findings.check.length;
    this.worstFirst = sortByRank(packed.findings.status, packed.findings.severity);
    this.#firstEvidence = startsOf(packed.findings.evidence);
    this.#nameStarts = startsOf(packed.resources.nameLength);
    const { region } = packed.resources;
    const regions: string[] = [];
    // Place of a text in `regions`, plus one.
    const places = new Uint16Array(packed.texts.length);
    this.regionOf = new Uint16Array(region.length);
    for (let at = 0; at < region.length; at++) {
      const text = region[at] ?? 0;
      if (places[text] === 0) places[text] = regions.push(packed.texts[text] ?? '');
      this.regionOf[at] = (places[text] ?? 1) - 1;
    }
    this.regions = regions;
  }

  resource(index: number): Row['resource'] {
    const { texts, names, resources } = this.packed;
    const textAt = (column: Column) => texts[column[index] ?? -1] ?? '';
    const known = {
      name: names.slice(this.#nameStarts[index], this.#nameStarts[index + 1]),
      region: textAt(resources.region),
      account: textAt(resources.account),
    };
    return { ...known, arn: fromTemplate(textAt(resources.arn), { arn: '', ...known }), type: textAt(resources.type) };
  }

  row(at: number): Row {
    const { ids, findings, checks, texts } = this.packed;
    const resource = this.resource(findings.resource[at] ?? -1);
    return {
      id: ids.slice(at * idLength, (at + 1) * idLength).trimEnd(),
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
    if (id.length !== idLength) return -1;
    const { ids } = this.packed;
    let at = ids.indexOf(id);
    while (at !== -1 && at % idLength !== 0) at = ids.indexOf(id, at + 1);
    return at === -1 ? -1 : at / idLength;
  }

  /** What the search looks through: ARN, name and message of each finding, in lower case. Made once. */
  get haystack(): readonly string[] {
    if (this.#haystack !== undefined) return this.#haystack;
    const arns = Array.from(this.packed.resources.arn, (_, index) => this.resource(index));
    this.#haystack = Array.from(this.packed.findings.resource, (index, at) => {
      const resource = need(arns[index]);
      const message = fromTemplate(this.packed.texts[this.packed.findings.message[at] ?? -1] ?? '', resource);
      const name = resource.arn.includes(resource.name) ? '' : resource.name;
      return `${resource.arn}\n${name}\n${message}`.toLowerCase();
    });
    return this.#haystack;
  }
}

/** Counting sort: stable, and linear in the number of findings. */
function sortByRank(status: Column, severity: Column): Uint32Array {
  const rank = (at: number) => (status[at] ?? 0) * severities.length + (severity[at] ?? 0);
  const starts = new Uint32Array(statuses.length * severities.length + 1);
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
function startsOf(lengths: Column): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  for (let at = 0; at < lengths.length; at++) starts[at + 1] = (starts[at] ?? 0) + (lengths[at] ?? 0);
  return starts;
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the data of this report is damaged');
  return value;
}
