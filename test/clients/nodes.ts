// The versions of Node that `engines` promises: the one that runs the tests, and those that `.ci/nodes` has put into the
// folder OTHER_NODES.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const MAJORS = [20, 22, 24];

/** `program` is null where this machine has none: such a version is not tried, and the tests say so. */
export const NODES = MAJORS.map((major) => ({ major, program: programOf(major) }));

function programOf(major: number): string | null {
  if (process.version.startsWith(`v${major}.`)) return process.execPath;
  const program = join(process.env.OTHER_NODES ?? '', String(major), 'bin', 'node');
  return process.env.OTHER_NODES !== undefined && existsSync(program) ? program : null;
}
