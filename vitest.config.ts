import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: 'test/one-folder.ts',
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    // Many tests wait for processes of their own: by default one processor would be left idle, of two.
    maxWorkers: '100%',
    // One process for all files of a worker: to load the program anew for each took two fifths of the time of the workers.
    isolate: false,
    // As the program itself is run (src/main.ts).
    execArgv: ['--interrupt-budget=1000000'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', TZ: 'UTC' },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary'],
    },
  },
});
