import { serveAccount } from './support/measured.ts';
import { accountOf } from './account.ts';
import { presets } from './presets.ts';
import { inventoryOf } from './truth.ts';
import { spawnSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
const preset = (process.argv[2] ?? 'small') as 'small';
const now = Date.now();
const served = await serveAccount({ preset, now, unlimited: process.argv[3] === 'free' });
rmSync('/tmp/bx/out', { recursive: true, force: true });
const r = spawnSync(
  process.execPath,
  [
    ...process.execArgv,
    ...(process.argv[4] === 'prof' ? ['--cpu-prof', '--cpu-prof-dir=/tmp/bx/prof'] : []),
    'dist/mlwarden.mjs',
    'scan',
    '--rate-share',
    '0.95',
    '--output',
    '/tmp/bx/out',
    '--endpoint-url',
    served.url,
    '--log-format',
    'json',
  ],
  {
    encoding: 'utf8',
    env: { ...process.env, AWS_ACCESS_KEY_ID: 'AKIASANDBOX0', AWS_SECRET_ACCESS_KEY: 'sandbox', AWS_REGION: 'us-east-1' },
  },
);
console.log(r.status);
const f = readdirSync('/tmp/bx/out', { recursive: true, encoding: 'utf8' }).find((x) => x.endsWith('snapshot.ndjson.gz'));
const got = new Map<string, Set<string>>();
let snow = 0;
for (const l of gunzipSync(readFileSync('/tmp/bx/out/' + f))
  .toString()
  .trim()
  .split('\n')) {
  const x = JSON.parse(l);
  if (x.now) snow = Date.parse(x.now);
  if (x.item) got.set(x.section, (got.get(x.section) ?? new Set()).add(`${x.item.region} ${x.item.arn}`));
  if (x.gap) console.log('GAP', x.section, x.region, x.gap.reason, x.gap.detail);
}
const want = new Map<string, Set<string>>();
for (const w of inventoryOf(accountOf(presets[preset], '100000000000', now), {
  now: snow,
  lookBackDays: 30,
  most: 500,
  mostTraining: 20000,
}))
  want.set(w.section, (want.get(w.section) ?? new Set()).add(`${w.region} ${w.arn}`));
for (const k of new Set([...got.keys(), ...want.keys()])) {
  const g = got.get(k) ?? new Set(),
    w = want.get(k) ?? new Set();
  const miss = [...w].filter((x) => !g.has(x)),
    extra = [...g].filter((x) => !w.has(x));
  if (miss.length + extra.length)
    console.log(k, g.size, w.size, 'missing', miss.length, miss[0] ?? '', 'extra', extra.length, extra[0] ?? '');
}
served.close();
