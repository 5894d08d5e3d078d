import { defineConfig } from '@playwright/test';

// Each test brings its own server, data folder, cable and browser profile: nothing is shared, nothing is retried.
export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  timeout: 120_000,
  use: { actionTimeout: 15_000, navigationTimeout: 20_000 },
  expect: { timeout: 15_000 },
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  globalSetup: './support/prepare.ts',
});
