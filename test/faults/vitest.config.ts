import { defineConfig } from 'vitest/config';

const limits = { testTimeout: 1_800_000, hookTimeout: 300_000 };
const killed = 'test/faults/publish.test.ts';
/** Compares with the machine's own time. */
const timed = 'test/bench/agreement.test.ts';
/** A busy machine may need a second try. */
const retry = process.env['CI'] === undefined ? 0 : 2;

export default defineConfig({
  test: {
    projects: [
      // Processes are killed at moments, and time is taken: others must not make them wait.
      { test: { name: 'killed', include: [killed, timed], ...limits, retry, maxWorkers: 1, sequence: { groupOrder: 0 } } },
      {
        test: {
          name: 'struck',
          include: ['test/faults/**/*.test.ts'],
          exclude: [killed],
          ...limits,
          retry,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
