// Writes reports/example: the report of the bundled example, the same bytes every time.
// The clock ticks by call, the run id is fixed, and a query is asked for until it has ended, so that no count
// depends on how fast the machine is.
//   node --import tsx examples/report.ts
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NO_TOOLS, type ToolResult, type Tools } from '../src/agent/tools.ts';
import { silentAsker } from '../src/cli/asker.ts';
import { wireLocal } from '../src/cli/wiring.ts';
import { investigate } from '../src/run/investigate.ts';
import type { RunStore, World } from '../src/run/world.ts';
import { parseSop } from '../src/sop/parse.ts';

const ROOT = join(import.meta.dirname, '..');
const SOP = join(ROOT, 'sops', 'application-failure-troubleshooting.sop.md');
const STARTED_MS = Date.parse('2026-11-20T16:05:00Z');
const TICK_MS = 10;
const POLL_MS = 20;

export interface ExampleReport {
  readonly markdown: string;
  readonly json: string;
}

/** The report of `troubleshoot payment-service --region us-west-2 --hours 4 --logs examples/payment-service`. */
export async function exampleReport(): Promise<ExampleReport> {
  const { value: sop } = parseSop(readFileSync(SOP, 'utf8'), SOP);
  if (sop === null) throw new Error(`${SOP} does not parse`);
  const wired = await wireLocal([join(ROOT, 'examples', 'payment-service')], 'us-west-2');
  const written: ExampleReport[] = [];
  const request = {
    application: 'payment-service',
    regions: ['us-west-2'],
    sop,
    parameters: { application_name: 'payment-service', region: 'us-west-2', time_window_hours: 4 },
    window: { startMs: null, endMs: null, hours: 4 },
    baseline: null,
    logGroups: [],
    local: true,
    knownGaps: wired.gaps,
  };
  try {
    await investigate(request, exampleWorld(wired.tools, written));
  } finally {
    await wired.close();
  }
  const [report] = written;
  if (report === undefined) throw new Error('no report was written');
  return { markdown: report.markdown, json: withoutQueryIds(report.json) };
}

function exampleWorld(tools: Tools, written: ExampleReport[]): World {
  let nowMs = STARTED_MS;
  const store: RunStore = {
    appendEvent: () => {},
    appendEvidence: () => {},
    appendAudit: () => {},
    appendAnswer: () => true,
    stay: () => {},
    writeReport: (markdown, json) => {
      written.push({ markdown, json });
      return { folder: '', markdown: '', json: '' };
    },
    close: () => {},
  };
  return {
    tools: { list: tools.list, call: (...call) => untilEnded(tools, ...call) },
    foreign: NO_TOOLS,
    baseline: null,
    analyst: null,
    maxScanGb: 1,
    now: () => {
      nowMs += TICK_MS;
      return nowMs;
    },
    sleep: async () => {},
    asker: silentAsker,
    store,
    onEvent: () => {},
    signal: new AbortController().signal,
    runId: 'example',
    version: 'example',
  };
}

async function untilEnded(tools: Tools, ...call: Parameters<Tools['call']>): Promise<ToolResult> {
  for (;;) {
    const result = await tools.call(...call);
    const status = (result.content as { status?: string } | null)?.status;
    if (status !== 'Running' && status !== 'Scheduled') return result;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Query ids are random. */
function withoutQueryIds(json: string): string {
  const ids = [
    ...new Set([...json.matchAll(/"queryId": "([^"]+)"/g)].map((match) => match[1] ?? '')),
  ];
  return ids.reduce((text, id, index) => text.replaceAll(id, `query-${index + 1}`), json);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { markdown, json } = await exampleReport();
  const folder = join(ROOT, 'reports', 'example');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'report.md'), markdown);
  writeFileSync(join(folder, 'report.json'), json);
}
