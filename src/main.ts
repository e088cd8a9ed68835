#!/usr/bin/env node
import { PerformanceObserver } from 'node:perf_hooks';
import v8 from 'node:v8';

/** Both halves of the young generation. */
const mostYoungBytes = 16 * 1024 * 1024;

/**
 * The command. It checks the Node version before it loads anything else, so that an old Node gives one clear line instead of a
 * syntax error.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `mlwarden needs Node 22.12 or newer, this is ${process.versions.node}: use npx mlwarden in a checkout, or update Node\n`,
  );
  process.exitCode = 2;
} else {
  keepHeapSmall();
  const { main, endedBy } = await import('./cli/main.ts');
  // A failure that nobody waits for: Node's own exit code, 1, would say that there are findings.
  process.once('uncaughtException', (error) => process.exit(endedBy(error)));
  process.exitCode = await main(process.argv.slice(2), process.env);
}

/**
 * What lives is little and stays so, however much passes: by itself the heap would grow to several times that before it is swept.
 * Answers live shortly, but longer than a young generation of the first size takes to fill: it may grow, but not without end.
 */
function keepHeapSmall(): void {
  v8.setFlagsFromString('--heap-growing-percent=10');
  const sweeps = new PerformanceObserver(() => {
    const young = v8.getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    if (young === undefined || young.space_size < mostYoungBytes) return;
    v8.setFlagsFromString('--semi-space-growth-factor=1');
    sweeps.disconnect();
  });
  sweeps.observe({ entryTypes: ['gc'] });
}
