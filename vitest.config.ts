import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Programs and browsers are started for real, on machines of two cores.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
