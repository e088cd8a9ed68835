import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/contract/**', 'test/browser/**', 'test/faults/**', 'test/bench/**'],
    testTimeout: 60_000,
    pool: 'threads',
    maxWorkers: 2,
  },
});
