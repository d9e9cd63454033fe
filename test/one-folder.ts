// What tests write in temporary folders lies in one, which goes with them.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where there are many files a process that is about to end may still write one. */
const RETRIES = 5;

export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-tests-'));
  // Some tests read as another user.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: RETRIES });
}
