import { defineConfig } from 'vitest/config';

const limits = { testTimeout: 1_800_000, hookTimeout: 300_000 };
const killed = 'test/faults/publish.test.ts';

export default defineConfig({
  test: {
    projects: [
      // Processes are killed at moments: others must not make them wait.
      { test: { name: 'killed', include: [killed], ...limits, maxWorkers: 1, sequence: { groupOrder: 0 } } },
      {
        test: {
          name: 'struck',
          include: ['test/faults/**/*.test.ts'],
          exclude: [killed],
          ...limits,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
