import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodeSnapshot } from '../../src/inventory/snapshot.ts';
import { renderHtml } from '../../src/report/html/html.ts';
import { writeReport } from '../../src/report/report.ts';
import type { AccountData, Seed } from '../../src/sandbox/account.ts';
import { seeds } from '../../src/sandbox/seeds.ts';
import { scanSeed } from '../support/seeds.ts';

/** Half of them look like secrets, half like nothing: no value of these places may be kept, whatever it looks like. */
class Canaries {
  planted = 0;

  next(): string {
    this.planted += 1;
    return this.planted % 2 === 0 ? `canary${this.planted}` : `hf_canary${this.planted}Zq8Xv2Lw9Rt4Yb7Nc3Kd6Mf1`;
  }

  /** A copy of the account with a canary in every place that may hold a secret. */
  plantedIn(node: unknown, name = ''): unknown {
    if (node instanceof Date || node instanceof Uint8Array) return node;
    if (typeof node === 'string') return this.#inText(node, name);
    if (Array.isArray(node)) {
      const copy: unknown[] = node.map((item) => this.plantedIn(item, name));
      return /^Container(Arguments|Entrypoint)$/.test(name) ? [...copy, '--note', this.next()] : copy;
    }
    if (typeof node !== 'object' || node === null) return node;
    const copy = Object.fromEntries(Object.entries(node).map(([key, item]) => [key, this.plantedIn(item, key)]));
    return this.#isMapOfValues(node, name) ? { ...copy, NOTE: this.next() } : copy;
  }

  #isMapOfValues(node: object, name: string): boolean {
    if (!/^(Environment|Variables|variables|StageVariables|HyperParameters|StaticHyperParameters)$/.test(name)) return false;
    return Object.values(node).every((value) => typeof value === 'string');
  }

  #inText(text: string, name: string): string {
    if (/^(Content|StudioLifecycleConfigContent)$/.test(name))
      return Buffer.concat([Buffer.from(text, 'base64'), Buffer.from(`\necho ${this.next()}\n`)]).toString('base64');
    if (name === 'PipelineDefinition') return text.replaceAll('"Environment":{', () => `"Environment":{"NOTE":"${this.next()}",`);
    return /^description$/i.test(name) ? this.next() : text;
  }
}

test.for(seeds.map((seed) => [seed.name, seed] as const))(
  'no value of an environment, hyperparameter, argument or script of %s reaches a snapshot or a report',
  async ([, seed]) => {
    const canaries = new Canaries();
    const planted: Seed = { ...seed, account: (now) => canaries.plantedIn(seed.account(now)) as AccountData };
    const { snapshot, report } = await scanSeed(planted);
    const outputs = [gunzipSync(encodeSnapshot(snapshot)).toString(), writeReport(report), renderHtml(report)].join('\n');
    expect(outputs.match(/.{0,80}canary.{0,40}/g)).toBeNull();
    expect(canaries.planted).toBeGreaterThan(0);
  },
);
