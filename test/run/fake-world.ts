// A world without a network: tools that answer from a script, a clock that sleeping moves, and a store in memory.
import { NO_TOOLS, type ToolResult, type Tools } from '../../src/agent/tools.ts';
import type { TimedEvent } from '../../src/run/events.ts';
import type { EvidenceRecord } from '../../src/run/evidence-record.ts';
import type { InvestigationRequest } from '../../src/run/request.ts';
import type { Asker, World } from '../../src/run/world.ts';
import type { Sop } from '../../src/sop/sop.ts';

export const NOW = Date.parse('2026-11-20T16:00:00Z');

type Args = Readonly<Record<string, unknown>>;
/** Answers by tool name; a function sees the arguments and how often the tool was called before. */
export type Script = Readonly<Record<string, (args: Args, before: number) => ToolResult>>;

export const ok = (content: unknown): ToolResult => ({
  isError: false,
  content,
  text: JSON.stringify(content),
  errorCode: null,
  requestId: 'request-1',
});

export const fault = (errorCode: string, text = `${errorCode} happened`): ToolResult => ({
  isError: true,
  content: null,
  text,
  errorCode,
  requestId: null,
});

export interface FakeWorld extends World {
  readonly called: { tool: string; args: Args }[];
  readonly events: TimedEvent[];
  readonly evidence: EvidenceRecord[];
  readonly written: { markdown: string; json: string }[];
  readonly opened: () => number;
}

export interface FakeOptions {
  readonly signal?: AbortSignal;
  readonly asker?: Asker;
  readonly missing?: readonly string[];
  readonly foreign?: Tools;
  readonly baseline?: World['baseline'];
  readonly analyst?: World['analyst'];
  readonly maxScanGb?: number;
  /** When it is; NOW where it is left out. */
  readonly nowMs?: number;
}

const silent: Asker = {
  interactive: false,
  confirmLogGroups: async (choices) => choices.filter(({ ticked }) => ticked),
  askLogGroupNames: async () => [],
  confirm: async () => true,
};

export function fakeWorld(script: Script, options: FakeOptions = {}): FakeWorld {
  let clock = options.nowMs ?? NOW;
  let openings = 0;
  const called: { tool: string; args: Args }[] = [];
  const names = Object.keys(script).filter((name) => !options.missing?.includes(name));
  const tools: Tools = {
    list: async () =>
      names.map((name) => ({
        name,
        server: 'fake',
        description: '',
        readOnly: true,
        inputSchema: {},
      })),
    call: async (tool, args, { signal }) => {
      if (signal.aborted) return fault('Aborted');
      const before = called.filter((call) => call.tool === tool).length;
      called.push({ tool, args });
      const answer = script[tool];
      return answer === undefined
        ? fault('ProtocolError', `no tool ${tool}`)
        : answer(args, before);
    },
  };
  const world: FakeWorld = {
    tools,
    foreign: options.foreign ?? NO_TOOLS,
    baseline: options.baseline ?? null,
    analyst: options.analyst ?? null,
    maxScanGb: options.maxScanGb ?? 50,
    called,
    events: [],
    evidence: [],
    written: [],
    opened: () => openings,
    now: () => clock,
    sleep: async (durationMs) => {
      clock += durationMs;
    },
    asker: options.asker ?? silent,
    store: {
      appendEvent: (event) => {
        if (event.kind !== 'case-frozen' && event.kind !== 'run-asked') world.events.push(event);
      },
      appendAudit: () => {},
      appendEvidence: (record) => void world.evidence.push(record),
      appendAnswer: () => true,
      stay: () => {
        openings++;
      },
      writeReport: (markdown, json) => {
        world.written.push({ markdown, json });
        return { folder: '/run', markdown: '/run/report.md', json: '/run/report.json' };
      },
      close: () => {},
    },
    onEvent: () => {},
    signal: options.signal ?? new AbortController().signal,
    runId: 'abc123',
    version: '0.0.0',
  };
  return world;
}

export const emptySop: Sop = {
  name: 'test',
  title: 'Test',
  overview: '',
  parameters: [],
  steps: [],
  path: 'test.sop.md',
  text: '',
};

export function requestFor(
  sop: Sop,
  changes: Partial<InvestigationRequest> = {},
): InvestigationRequest {
  return {
    application: 'payment-service',
    regions: ['us-west-2'],
    sop,
    parameters: { application_name: 'payment-service', region: 'us-west-2', time_window_hours: 2 },
    window: { startMs: null, endMs: null, hours: 2 },
    baseline: null,
    logGroups: [],
    local: false,
    knownGaps: [],
    ...changes,
  };
}
