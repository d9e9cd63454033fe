// `log_scenarios.json`: what the built program reports of each file of incident logs – totals, and of each finding its
// severity, text, count and times – by the way that users take: `troubleshoot --logs FILE`, then report.json.
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { MAIN, runNode } from '../child.ts';

const LOG_FILE = /\.jsonl(?:\.gz)?$/;
const HOUR_MS = 3_600_000;

interface Contents {
  readonly logGroups: readonly string[];
  /** From the first event to the last, in whole hours and one more. */
  readonly hours: number;
}

/** Returns how many files were investigated and how many findings they have; needs `npm run build`. */
export async function writeScenarioCounts(dataDir: string, outDir: string): Promise<string> {
  if (!existsSync(MAIN)) throw new Error('dist/main.js is missing: run `npm run build` first');
  const folder = join(dataDir, 'log_scenarios');
  const reports: Record<string, ReturnType<typeof countsOf>> = {};
  for (const name of readdirSync(folder)
    .filter((file) => LOG_FILE.test(file))
    .sort()) {
    const report = await investigate(join(folder, name));
    reports[name.replace(LOG_FILE, '')] = countsOf(report);
  }
  writeFileSync(join(outDir, 'log_scenarios.json'), `${JSON.stringify(reports, null, 1)}\n`);
  const findings = Object.values(reports).reduce((sum, report) => sum + report.findings.length, 0);
  return `${Object.keys(reports).length} files, ${findings} findings`;
}

interface ReportedFinding {
  readonly severity: string;
  readonly title: string;
  readonly template: string;
  readonly count: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly sample: { readonly message: string };
}

interface Report {
  readonly totals: object;
  readonly findings: readonly ReportedFinding[];
  readonly gaps: readonly object[];
}

function countsOf({ totals, findings, gaps }: Report) {
  return {
    totals,
    gaps: gaps.length,
    findings: findings.map(({ severity, title, template, count, firstSeen, lastSeen, sample }) => ({
      ...{ severity, title, template, count, firstSeen, lastSeen },
      sample: sample.message,
    })),
  };
}

async function investigate(path: string): Promise<Report> {
  const { logGroups, hours } = await contentsOf(path);
  const out = mkdtempSync(join(tmpdir(), 'troubleshoot-scenario-'));
  try {
    const groups = logGroups.flatMap((name) => ['--log-group', name]);
    const limits = ['--hours', String(hours), '--out', out, '--analyst', 'rules', '--no-input'];
    const markdown = await run(['scenario', '--logs', path, ...groups, ...limits]);
    return JSON.parse(readFileSync(markdown.replace(/\.md$/, '.json'), 'utf8'));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

async function contentsOf(path: string): Promise<Contents> {
  const bytes = createReadStream(path);
  const input = path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  const logGroups = new Set<string>();
  let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, 0];
  for await (const line of createInterface({ input })) {
    if (line.trim() === '') continue;
    const { logGroup, timestamp } = JSON.parse(line);
    logGroups.add(String(logGroup));
    firstMs = Math.min(firstMs, timestamp);
    lastMs = Math.max(lastMs, timestamp);
  }
  return { logGroups: [...logGroups], hours: Math.ceil((lastMs - firstMs) / HOUR_MS) + 1 };
}

/** What the program writes to stdout: the path of report.md. */
async function run(args: readonly string[]): Promise<string> {
  const { stdout } = await runNode([MAIN, ...args]);
  return stdout.trim().split('\n').at(-1) ?? '';
}
