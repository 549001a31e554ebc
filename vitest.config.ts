import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    setupFiles: ['test/setup.ts'],
    // Properties run thousands of cases, on machines of any speed: only what hangs should run into a limit.
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
})
