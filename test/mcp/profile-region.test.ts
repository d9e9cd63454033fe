// The region of the AWS profile, read from files of the test's own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { profileRegion } from '../../src/mcp/cloudwatch-logs/profile-region.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'profile-region-'));
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE'])
    vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('the region of the chosen profile is found', async () => {
  writeFileSync(
    join(folder, 'config'),
    '[default]\nregion = eu-west-1\n[profile prod]\nregion = us-west-2\n',
  );
  vi.stubEnv('AWS_PROFILE', 'prod');
  expect(await profileRegion()).toBe('us-west-2');
});

test('no region anywhere is null', async () => {
  expect(await profileRegion()).toBeNull();
});
