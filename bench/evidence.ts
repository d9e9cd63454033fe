// What the evidence room makes of data with known answers, and how fast it is:
//   npm run bench:evidence                             speed and memory on generated events
//   npm run bench:evidence -- --standing           how often clumpy background is told as risen, by simulation
//   npm run bench:evidence -- --data DIR --out PRED    predictions for the scorers; inputs are read, never the truth
// A part is a file in bench/evidence and a row here; a folder that DIR does not have is skipped.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeBursts } from './evidence/bursts.ts';
import { writeReassembly } from './evidence/reassembly.ts';
import { writeScenarioCounts } from './evidence/scenarios.ts';
import { measureGenerated, measureMemory, measureRecorded } from './evidence/speed.ts';
import { measureStandings } from './evidence/standing.ts';
import { writeTemplates } from './evidence/templates.ts';
import { writeTraces } from './evidence/traces.ts';

interface Part {
  readonly name: string;
  /** The folder of DIR that it reads; a part without one finds its folders by what they hold. */
  readonly folder?: string;
  readonly run: (dataDir: string, outDir: string) => Promise<string>;
}

const PARTS: readonly Part[] = [
  { name: 'templates', run: writeTemplates },
  { name: 'traces', folder: 'stacktraces', run: writeTraces },
  { name: 'reassembly', folder: 'stacktraces', run: writeReassembly },
  { name: 'bursts', folder: 'bursts', run: writeBursts },
  { name: 'log_scenarios', folder: 'log_scenarios', run: writeScenarioCounts },
  { name: 'speed', run: measureRecorded },
];

/** The heap that a million events must do with; what is garbage would otherwise stay until it is asked for. */
const HEAP_MEGABYTES = 512;

const { data, out, memory, standing } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string' },
    memory: { type: 'boolean' },
    standing: { type: 'boolean' },
  },
}).values;
if (memory === true) console.log(measureMemory());
else if (standing === true) for (const line of measureStandings()) console.log(line);
else if (data === undefined) {
  for (const line of measureGenerated()) console.log(line);
  const limit = `--max-old-space-size=${HEAP_MEGABYTES}`;
  const [, script = ''] = process.argv;
  const args = [...process.execArgv, limit, script, '--memory'];
  spawnSync(process.execPath, args, { stdio: 'inherit' });
} else if (out === undefined) {
  console.error('usage: npm run bench:evidence [-- --data DIR --out PRED]');
  process.exitCode = 2;
} else {
  mkdirSync(out, { recursive: true });
  for (const { name, folder, run } of PARTS) {
    const missing = folder !== undefined && !existsSync(join(data, folder));
    console.log(`${name}: ${missing ? `skipped, no folder ${folder}` : await run(data, out)}`);
  }
}
