// Plays an investigation over local logs with a scripted model: the whole run in this process, but for the model, which
// is asked over loopback by the real SDK. Pauses take no time.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anthropicModel } from '../../src/agent/anthropic.ts';
import { NO_TOOLS, type Tools } from '../../src/agent/tools.ts';
import { DEFAULT_LIMITS } from '../../src/cli/analyst.ts';
import { silentAsker } from '../../src/cli/asker.ts';
import { programFolder } from '../../src/cli/places.ts';
import { readPrompts } from '../../src/cli/prompts.ts';
import { sleep, wireLocal } from '../../src/cli/wiring.ts';
import type { Report } from '../../src/report/types.ts';
import { investigate } from '../../src/run/investigate.ts';
import type { RunLimits } from '../../src/run/model/analyst.ts';
import { createRunFolder } from '../../src/run/run-folder.ts';
import type { World } from '../../src/run/world.ts';
import { parseSop } from '../../src/sop/parse.ts';
import type { Sop } from '../../src/sop/sop.ts';
import { type ModelServer, type Script, serveModel } from './messages-server.ts';

export interface Played {
  readonly report: Report;
  readonly markdown: string;
  readonly json: string;
  readonly journal: string;
  readonly evidence: string;
  readonly requests: ModelServer['requests'];
  readonly refused: readonly string[];
}

export interface PlayOptions {
  readonly logs: string;
  readonly application: string;
  /** null: the rules judge. */
  readonly script: Script | null;
  readonly region?: string;
  readonly hours?: number;
  /** The clock; the default is that of the machine. */
  readonly now?: () => number;
  readonly limits?: Partial<RunLimits>;
  readonly consensus?: number;
  /** Its id; the default has a list price. */
  readonly model?: string;
  readonly asksForUsd?: boolean;
  readonly sop?: Sop;
  readonly logGroups?: readonly string[];
  readonly foreign?: Tools;
  /** Beside those of every SOP. */
  readonly parameters?: Readonly<Record<string, string | number>>;
}

/** Pauses longer than a poll of a query are waits for the model. */
const MAX_REAL_PAUSE_MS = 200;

export async function play(options: PlayOptions): Promise<Played> {
  const { logs, application, script, region = null, hours = 4 } = options;
  const server = script === null ? null : await serveModel(script);
  const wired = await wireLocal([logs], region);
  const out = mkdtempSync(join(tmpdir(), 'troubleshoot-play-'));
  const store = createRunFolder(out, 'run');
  try {
    const { report, markdown } = await investigate(
      {
        application,
        regions: [region ?? 'local'],
        sop: options.sop ?? builtInSop(),
        parameters: {
          application_name: application,
          region: region ?? 'local',
          time_window_hours: hours,
          ...options.parameters,
        },
        window: { startMs: null, endMs: null, hours },
        baseline: null,
        logGroups: options.logGroups ?? [],
        local: true,
        knownGaps: wired.gaps,
      },
      await worldOf(options, wired.tools, store, server),
    );
    const file = (name: string) => readFileSync(join(out, 'run', name), 'utf8');
    return {
      report,
      markdown,
      json: file('report.json'),
      journal: file('journal.jsonl'),
      evidence: file('evidence.jsonl'),
      requests: server?.requests ?? [],
      refused: server?.refused ?? [],
    };
  } finally {
    store.close();
    await wired.close();
    await server?.close();
    rmSync(out, { recursive: true, force: true });
  }
}

async function worldOf(
  { limits, consensus = 1, foreign = NO_TOOLS, ...options }: PlayOptions,
  tools: World['tools'],
  store: World['store'],
  server: ModelServer | null,
): Promise<World> {
  const model =
    server === null
      ? null
      : await anthropicModel({
          model: options.model ?? 'claude-sonnet-5-5',
          apiKey: 'test-key',
          authToken: null,
          baseUrl: server.url,
        });
  return {
    tools,
    foreign,
    baseline: null,
    analyst:
      model === null
        ? null
        : {
            model,
            prompts: readPrompts(),
            limits: { ...DEFAULT_LIMITS, ...limits },
            asksForUsd: options.asksForUsd ?? false,
            consensus,
          },
    maxScanGb: limits?.scanGb ?? DEFAULT_LIMITS.scanGb,
    now: options.now ?? Date.now,
    sleep: (ms, signal) => sleep(ms > MAX_REAL_PAUSE_MS ? 0 : ms, signal),
    asker: silentAsker,
    store,
    onEvent: () => {},
    signal: new AbortController().signal,
    runId: 'a1b2c3',
    version: 'test',
  };
}

function builtInSop(): Sop {
  const path = join(programFolder(), 'sops', 'application-failure-troubleshooting.sop.md');
  return sopOf(readFileSync(path, 'utf8'), path);
}

export function sopOf(text: string, path = 'own.sop.md'): Sop {
  const { value } = parseSop(text, path);
  if (value === null) throw new Error('the SOP cannot be read');
  return value;
}

/** What code alone has written: everything but who judged, what was judged, and what it took. */
export function factsOf(report: Report) {
  const { totals, timeline, window, logGroups, findings, correlations, baseline, parameters } =
    report;
  return { totals, timeline, window, logGroups, findings, correlations, baseline, parameters };
}
