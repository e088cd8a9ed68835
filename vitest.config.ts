import { defineConfig } from 'vitest/config';

/** Rows of the fault suite that take seconds. All of it: `npm run test:faults`. */
const quickFaults = ['clock', 'credentials', 'pace', 'paging', 'transient'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      'test/contract/**',
      'test/browser/**',
      `test/faults/!(${quickFaults.join('|')}).test.ts`,
      'test/bench/agreement.test.ts',
    ],
    hookTimeout: 60_000,
    testTimeout: 60_000,
    pool: 'threads',
    maxWorkers: 2,
    // Tests of time-outs measure real time; on a busy machine they may need a second try.
    retry: process.env['CI'] === undefined ? 0 : 2,
  },
});
