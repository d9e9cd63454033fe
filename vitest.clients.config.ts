// Drives the local endpoint with clients that nobody here wrote: `npx vitest run --config vitest.clients.config.ts`.
// Needs `npm run build`, `aws` (awscli) and a `python3` with boto3 on PATH, and takes other versions of Node from
// OTHER_NODES, a folder that `.ci/nodes` fills; kept out of the ordinary tests, which need nothing but Node.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: 'test/one-folder.ts',
    include: ['test/clients/**/*.client.ts'],
    testTimeout: 300_000,
    // As in vitest.config.ts.
    maxWorkers: '100%',
    env: { TZ: 'UTC' },
  },
});
