// Whole runs of the built program over incidents with known answers, which it does not read:
//   npm run bench:diagnosis -- --data DIR --out PRED
// DIR holds sets of cases, SET/CASE/logs.jsonl[.gz], and sets of faults beside the healthy logs of their days,
// SET/{FAULT,baseline_DAY}.jsonl[.gz]. PRED gets a run folder for each, and ANSWERS for the faults.
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import type { Report } from '../src/report/types.ts';
import { MAIN, runNode } from './child.ts';

/** Runs at the same time. */
const WORKERS = 2;
/** The file that the scorer of the faults reads. */
const ANSWERS = 'nezha.json';
const LOG_FILE = /\.jsonl(?:\.gz)?$/;
const BASELINE = /^baseline_(.+)$/;
const SECOND_MS = 1_000;

/** One run: which logs, against which normal time, and where its folder goes. */
interface Job {
  readonly set: string;
  readonly id: string;
  readonly logs: string;
  readonly baseline: string | null;
  readonly isFault: boolean;
}

/** What a run is asked for, told from its input alone. */
interface Asked {
  readonly application: string;
  readonly logGroups: readonly string[];
  readonly firstMs: number;
  readonly lastMs: number;
}

interface Answer {
  readonly ranking: readonly string[];
  readonly abstain: boolean;
}

const { data, out } = options();
const answers = new Map<string, Answer>();
mkdirSync(out, { recursive: true });
const jobs = [...foldersIn(data).flatMap(casesOf), ...foldersIn(data).flatMap(faultsOf)];
const waiting = [...jobs];
await Promise.all(Array.from({ length: WORKERS }, work));
const inOrder = jobs.filter(({ isFault }) => isFault).map(({ id }) => [id, answers.get(id)]);
writeFileSync(join(out, ANSWERS), `${JSON.stringify(Object.fromEntries(inOrder), null, 1)}\n`);
console.log(`${jobs.length} runs in ${out}; ${ANSWERS} has ${inOrder.length} answers`);

function options(): { data: string; out: string } {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, out: { type: 'string' } },
  });
  if (values.data === undefined || values.out === undefined) {
    console.error('usage: npm run bench:diagnosis -- --data DIR --out PRED');
    process.exit(2);
  }
  return { data: values.data, out: values.out };
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isDirectory())
    .sort();
}

/** Folders of a set that each hold the logs of one case. */
function casesOf(set: string): Job[] {
  const folder = join(data, set);
  return foldersIn(folder).flatMap((id) => {
    const logs = ['logs.jsonl', 'logs.jsonl.gz']
      .map((name) => join(folder, id, name))
      .find((path) => existsSync(path));
    return logs === undefined ? [] : [{ set, id, logs, baseline: null, isFault: false }];
  });
}

/** Each fault beside the healthy logs of its day, and the healthy logs alone; nothing of a set without any. */
function faultsOf(set: string): Job[] {
  const folder = join(data, set);
  const files = readdirSync(folder)
    .filter((name) => LOG_FILE.test(name))
    .sort()
    .map((name) => ({ id: name.replace(LOG_FILE, ''), path: join(folder, name) }));
  const healthy = files.filter(({ id }) => BASELINE.test(id));
  if (healthy.length === 0) return [];
  return files.map(({ id, path }) => {
    const ofDay = healthy.find((other) => id.startsWith(BASELINE.exec(other.id)?.[1] ?? '\n'));
    const baseline = BASELINE.test(id) ? undefined : (ofDay ?? healthy[0]);
    return { set, id, logs: path, baseline: baseline?.path ?? null, isFault: true };
  });
}

async function work(): Promise<void> {
  for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
    const started = performance.now();
    const report = await run(job);
    const seconds = ((performance.now() - started) / SECOND_MS).toFixed(1);
    const [cause] = report.rootCauses;
    answers.set(job.id, answerOf(report));
    console.log(
      [
        job.set,
        job.id,
        `${seconds} s`,
        report.verdict,
        cause?.component ?? '–',
        cause?.title ?? '–',
      ]
        .join('  ')
        .slice(0, 200),
    );
  }
}

function answerOf({ rootCauses, findings, verdict }: Report): Answer {
  const components = rootCauses.flatMap(({ component }) => component ?? []);
  const [group] = findings[0]?.logGroups ?? [];
  const fallback = group === undefined ? [] : [lastPart(group.name)];
  return {
    ranking: components.length > 0 ? [...new Set(components)] : fallback,
    abstain: verdict === 'inconclusive' || verdict === 'no-incident',
  };
}

async function run({ set, id, logs, baseline }: Job): Promise<Report> {
  const folder = join(out, set, id);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { application, logGroups, firstMs, lastMs } = await readInput(logs);
  const iso = (ms: number) => new Date(ms).toISOString();
  await runNode([
    MAIN,
    application,
    ...['--logs', logs, '--out', folder, '--no-input', '--yes', '--quiet', '--analyst', 'rules'],
    ...['--start', iso(Math.floor(firstMs / SECOND_MS) * SECOND_MS)],
    ...['--end', iso((Math.floor(lastMs / SECOND_MS) + 1) * SECOND_MS)],
    ...logGroups.flatMap((name) => ['--log-group', name]),
    ...(baseline === null ? [] : ['--baseline', baseline]),
  ]);
  const [runFolder] = readdirSync(folder);
  if (runFolder === undefined) throw new Error(`${id}: no run folder`);
  return JSON.parse(readFileSync(join(folder, runFolder, 'report.json'), 'utf8')) as Report;
}

/** Log groups, first and last event of JSON lines: subscription records, or one event a line. */
async function readInput(path: string): Promise<Asked> {
  const names = new Set<string>();
  let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const source = createReadStream(path);
  const input = path.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  for await (const line of createInterface({ input })) {
    if (line.trim() === '') continue;
    const record = JSON.parse(line) as {
      readonly logGroup: string;
      readonly timestamp?: number;
      readonly logEvents?: readonly { readonly timestamp: number }[];
    };
    names.add(record.logGroup);
    const events = record.logEvents ?? [{ timestamp: record.timestamp ?? Number.NaN }];
    for (const { timestamp } of events) {
      firstMs = Math.min(firstMs, timestamp);
      lastMs = Math.max(lastMs, timestamp);
    }
  }
  const logGroups = [...names].sort();
  return { application: applicationOf(logGroups), logGroups, firstMs, lastMs };
}

/** What all log groups have in common in front, else the first one's own name. */
function applicationOf(logGroups: readonly string[]): string {
  const [first = 'application', ...rest] = logGroups.map((name) =>
    name.split('/').filter(Boolean).join('/'),
  );
  const parts = first.split('/');
  const shared = parts.filter((_, index) =>
    rest.every((name) => name.startsWith(`${parts.slice(0, index + 1).join('/')}/`)),
  );
  return lastPart(shared.length > 0 ? shared.join('/') : first);
}

function lastPart(name: string): string {
  return basename(name);
}
