import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/contract/**', 'test/browser/**', 'test/faults/**'],
    testTimeout: 60_000,
    pool: 'threads',
    maxWorkers: 2,
    // Tests of time-outs measure real time; on a busy machine they may need a second try.
    retry: process.env['CI'] === undefined ? 0 : 2,
  },
});
