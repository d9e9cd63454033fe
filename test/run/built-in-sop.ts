// The default SOP, as a run gets it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSop } from '../../src/sop/parse.ts';

const path = join(import.meta.dirname, '../../sops/application-failure-troubleshooting.sop.md');
const { value } = parseSop(readFileSync(path, 'utf8'), path);
if (value === null) throw new Error('the SOP does not parse');
export const sop = value;
