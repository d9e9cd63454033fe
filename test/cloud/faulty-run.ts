// One investigation in this process against an account on a bad day: the real SDK and the real tools, a proxy that does
// the faults, the local endpoint behind it. Pauses take no time, but the clock of the run goes on as if they did.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { NO_TOOLS } from '../../src/agent/tools.ts';
import { Failure } from '../../src/base/failure.ts';
import { unaccounted } from '../../src/base/outgoing.ts';
import { silentAsker } from '../../src/cli/asker.ts';
import { type LocalCloudWatch, serveLogs } from '../../src/local-cloudwatch/serve.ts';
import { createLogsClients } from '../../src/mcp/cloudwatch-logs/clients.ts';
import { createCloudWatchLogsServer } from '../../src/mcp/cloudwatch-logs/server.ts';
import { connectTools } from '../../src/mcp/host.ts';
import {
  ALL_SIGNALS,
  createSignalsClients,
  createSignalsServer,
} from '../../src/mcp/signals/server.ts';
import type { Report } from '../../src/report/types.ts';
import type { TimedEvent } from '../../src/run/events.ts';
import { investigate } from '../../src/run/investigate.ts';
import type { InvestigationRequest } from '../../src/run/request.ts';
import { parseSop } from '../../src/sop/parse.ts';
import { requestFor } from '../run/fake-world.ts';
import { type Call, type ProxySettings, startFaultProxy } from './fault-proxy.ts';

const REGION = 'us-west-2';
export const END_MS = Date.UTC(2026, 10, 20, 16);
const ATTEMPTS = 2;
/** Far more than an answer of this machine takes, also where several runs are at work. */
const REQUEST_TIMEOUT_MS = 5_000;
/** Pauses count more than they say: a wait of a quarter of an hour shall not take hundreds of polls. */
const PAUSE_FACTOR = 100;

export interface Account {
  readonly url: string;
  /** Whether it tells of metrics, alarms and changes. */
  readonly hasSignals: boolean;
  close(): Promise<void>;
}

/**
 * Log groups by name with their lines, and texts of files beside them by name, as an account;
 * `ACCOUNT:NAME` is one of another account.
 */
export async function openAccount(
  groups: Readonly<Record<string, readonly (readonly [timestampMs: number, message: string])[]>>,
  beside: Readonly<Record<string, string>> = {},
): Promise<Account> {
  const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-account-'));
  for (const [name, lines] of Object.entries(groups)) {
    const of = /^\d{12}:/.test(name) ? { '@log': name } : {};
    const text = lines.map(([timestamp, message]) =>
      JSON.stringify({ timestamp, message, logStream: 's', ...of }),
    );
    writeFileSync(join(folder, `${name.replace(':', '-')}.jsonl`), `${text.join('\n')}\n`);
  }
  for (const [name, text] of Object.entries(beside)) writeFileSync(join(folder, name), text);
  const { value, diagnostics } = await serveLogs({
    paths: [folder],
    accessKeyId: null,
    region: REGION,
    now: () => END_MS,
    startWorker: null,
  });
  if (value === null) throw new Error(JSON.stringify(diagnostics));
  return opened(value, folder, Object.keys(beside).length > 0);
}

const opened = (served: LocalCloudWatch, folder: string, hasSignals: boolean): Account => ({
  url: served.url,
  hasSignals,
  close: async () => {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  },
});

export interface FaultyRun {
  /** null: the run ended without one. */
  readonly report: Report | null;
  readonly markdown: string;
  readonly failure: {
    readonly kind: string;
    readonly message: string;
    readonly help: readonly string[];
  } | null;
  readonly events: readonly TimedEvent[];
  readonly calls: readonly Call[];
}

/** `others` are the accounts of other regions. */
export async function faultyRun(
  account: Account,
  fateOf: ProxySettings['fateOf'],
  changes: Partial<InvestigationRequest> = {},
  others: Readonly<Record<string, Account>> = {},
  requestTimeoutMs = REQUEST_TIMEOUT_MS,
): Promise<FaultyRun> {
  const proxy = await startFaultProxy(
    (region) => (others[region] ?? account).url,
    fateOf === undefined ? {} : { fateOf },
  );
  const settings = {
    region: REGION,
    endpoint: proxy.url,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
    profile: null,
    maxAttempts: ATTEMPTS,
    requestTimeoutMs,
    outgoing: unaccounted('test'),
  };
  const clients = createLogsClients(settings);
  const signals = createSignalsClients(settings);
  const tools = await connectTools([
    createCloudWatchLogsServer(clients),
    ...(account.hasSignals ? [createSignalsServer(signals, ALL_SIGNALS)] : []),
  ]);
  const events: TimedEvent[] = [];
  let pausedMs = 0;
  const now = () => END_MS + pausedMs;
  let written = '';
  try {
    const investigated = await investigate(requestFor(sop(), { ...WINDOW, ...changes }), {
      tools,
      foreign: NO_TOOLS,
      baseline: null,
      analyst: null,
      maxScanGb: 50,
      now,
      sleep: async (ms) => {
        pausedMs += ms * PAUSE_FACTOR;
        await turn();
      },
      asker: silentAsker,
      store: {
        appendEvent: () => {},
        appendEvidence: () => {},
        appendAudit: () => {},
        appendAnswer: () => true,
        stay: () => {},
        writeReport: (markdown) => {
          written = markdown;
          return { folder: '', markdown: '', json: '' };
        },
        close: () => {},
      },
      onEvent: (event) => void events.push(event),
      signal: new AbortController().signal,
      runId: 'abc123',
      version: 'test',
    });
    return {
      report: investigated.report,
      markdown: written,
      failure: null,
      events,
      calls: proxy.calls,
    };
  } catch (fault) {
    if (!(fault instanceof Failure)) throw fault;
    const { kind, message, help } = fault;
    return {
      report: null,
      markdown: '',
      failure: { kind, message, help },
      events,
      calls: proxy.calls,
    };
  } finally {
    await tools.close();
    await signals.close();
    await clients.close();
    await signals.close();
    await proxy.close();
  }
}

const WINDOW = { application: 'orders', window: { startMs: null, endMs: END_MS, hours: 2 } };
const SOP = join(import.meta.dirname, '../../sops/application-failure-troubleshooting.sop.md');

function sop() {
  const { value } = parseSop(readFileSync(SOP, 'utf8'), SOP);
  if (value === null) throw new Error('the built-in SOP is not read');
  return value;
}
