import { serveAccount, runCommand } from './support/measured.ts';
const preset = (process.argv[2] ?? 'small') as never;
const served = await serveAccount({ preset, now: Date.now() });
const t0 = performance.now();
import { spawn } from 'node:child_process';
const child = spawn(
  process.execPath,
  [
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
    '--log-level',
    'debug',
    ...process.argv.slice(3),
  ],
  {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, AWS_ACCESS_KEY_ID: 'AKIASANDBOX0', AWS_SECRET_ACCESS_KEY: 'sandbox', AWS_REGION: 'us-east-1' },
  },
);
let text = '';
child.stderr.on('data', (c) => {
  text += c;
});
child.on('exit', (code) => {
  console.log('exit', code, ((performance.now() - t0) / 1000).toFixed(2));
  const start = Date.now() - (performance.now() - t0);
  for (const line of text.split('\n')) {
    if (!line.startsWith('{')) {
      if (line) console.log(line);
      continue;
    }
    const e = JSON.parse(line);
    const at = ((new Date(e.time).getTime() - start) / 1000).toFixed(2);
    if (e.msg !== 'call') console.log(at, e.msg, e.section ?? '', e.items ?? '', e.afterMs ?? '');
    else if (e.throttles > 0 || e.attempts > 1) console.log(at, 'THR', e.operation, e.region, e.ms, e.attempts);
    else if (/GetCaller|ListRegions/.test(e.operation)) console.log(at, e.operation, e.ms);
  }
  served.close();
  void runCommand;
});
