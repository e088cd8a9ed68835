import { expect, onTestFinished, test } from 'vitest';
import { renderHtml } from '../../src/report/html/html.ts';
import { seeds } from '../../src/sandbox/seeds.ts';
import { Spool } from '../../src/spool/spool.ts';
import { textOf } from '../support/reports.ts';
import { scanSeed } from '../support/seeds.ts';
import { bytesOf } from '../support/snapshots.ts';

test.for(seeds.map((seed) => [seed.name, seed] as const))(
  'the scan of %s is the same to the byte, whether its lists are kept in memory or on disk',
  async ([, seed]) => {
    const spool = new Spool({ most: 0 });
    onTestFinished(() => spool.close());
    const [held, spooled] = [await scanSeed(seed), await scanSeed(seed, { store: spool })];
    expect(textOf(spooled.report)).toBe(textOf(held.report));
    expect(renderHtml(spooled.report)).toBe(renderHtml(held.report));
    expect((await bytesOf(spooled.snapshot)).equals(await bytesOf(held.snapshot))).toBe(true);
  },
);
