import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Most of the time goes into programs that are started: they may as well take turns on all cores.
    maxWorkers: '100%',
    setupFiles: ['test/setup.ts'],
    // Properties run thousands of cases, on machines of any speed: only what hangs should run into a limit.
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
})
