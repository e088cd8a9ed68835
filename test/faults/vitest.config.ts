import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
    // Processes are killed at moments: others must not make them wait.
    maxWorkers: 1,
  },
});
