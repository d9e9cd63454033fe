// A window with millions of matching events in CloudWatch, through the real SDK:
//   npm run bench:cloud-volume             2,000,000 events
//   npm run bench:cloud-volume -- EVENTS   another number
// Prints time, peak memory of the program and how exact its totals are; fails where they are not.
import { once } from 'node:events';
import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveLogs } from '../src/local-cloudwatch/serve.ts';
import type { Report } from '../src/report/types.ts';
import { awsAt, MAIN, peakMb, REPORT_PEAK, runNode, type Written } from './child.ts';

const GROUPS = 4;
const WINDOW_MS = 7_200_000;
const KINDS = [
  'ERROR order %d failed: connect ECONNREFUSED 10.0.4.17:5432',
  'ERROR payment %d declined by gateway: HTTP 503 from api.payments.example',
  'ERROR cannot write invoice %d: ENOSPC: no space left on device',
  'ERROR login of customer %d refused: token expired',
  'ERROR cache entry %d lost: read timed out after 2000 ms',
];

const END_MS = Math.floor(Date.now() / 60_000) * 60_000;
const START_MS = END_MS - WINDOW_MS;

const events = Number(process.argv[2] ?? 2_000_000);
const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-volume-'));
try {
  const counts = await writeLogs(join(folder, 'logs'), events, START_MS);
  const { value: endpoint } = await serveLogs({
    paths: [join(folder, 'logs')],
    accessKeyId: null,
    region: 'us-west-2',
    now: Date.now,
    startWorker: null,
  });
  if (endpoint === null) throw new Error('the logs cannot be served');
  const started = performance.now();
  const written = await investigate(endpoint.url);
  const seconds = (performance.now() - started) / 1_000;
  await endpoint.close();
  console.log(`${events.toLocaleString('en')} matching events in ${seconds.toFixed(1)} s`);
  console.log(`peak resident memory of the program ${peakMb(written).toFixed(0)} MB`);
  compare(counts);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function writeLogs(to: string, count: number, startMs: number): Promise<number[]> {
  mkdirSync(to, { recursive: true });
  const counts = KINDS.map(() => 0);
  for (let group = 0; group < GROUPS; group++) {
    const file = createWriteStream(join(to, `orders-${group}.jsonl`));
    const own = Math.floor(count / GROUPS) + (group < count % GROUPS ? 1 : 0);
    for (let index = 0; index < own; index++) {
      // The first kind is the most frequent one, the last one rare.
      const kind = Math.floor(Math.log2(1 + (index % 31)));
      counts[kind] = (counts[kind] ?? 0) + 1;
      const timestamp = startMs + Math.floor((index / own) * WINDOW_MS);
      const message = (KINDS[kind] ?? '').replace('%d', String(index));
      if (!file.write(`${JSON.stringify({ timestamp, message, logStream: 'task' })}\n`))
        await once(file, 'drain');
    }
    file.end();
    await once(file, 'finish');
  }
  return counts;
}

function compare(counts: readonly number[]): void {
  const out = join(folder, 'reports');
  const file = join(out, readdirSync(out)[0] ?? '', 'report.json');
  const { totals, findings, gaps } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const told = findings.map(({ count }) => count).sort((a, b) => b - a);
  const wanted = counts.toSorted((a, b) => b - a);
  console.log(
    `errors ${totals.errors.toLocaleString('en')}, ${totals.exact ? 'exact' : 'a lower bound'}`,
  );
  console.log(`findings ${told.join(' ')}; in the logs ${wanted.join(' ')}`);
  for (const { what, why } of gaps) console.log(`gap: ${what} ${why}`);
  if (totals.errors !== events || told.join() !== wanted.join()) process.exitCode = 1;
}

function investigate(url: string): Promise<Written> {
  const time = (ms: number) => new Date(ms).toISOString();
  const args = [
    ...['--import', REPORT_PEAK, MAIN, 'orders'],
    ...['--region', 'us-west-2', '--start', time(START_MS), '--end', time(END_MS)],
    ...['--out', join(folder, 'reports')],
  ];
  return runNode(args, { cwd: folder, env: awsAt(url, folder) });
}
