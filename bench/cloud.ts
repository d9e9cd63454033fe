// One investigation in an account where each call takes 100 ms and each query 4 s, through the real SDK:
//   npm run bench:cloud
// Prints how long it took beside its critical path, and beside the procedure followed literally; fails beyond the bounds.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveLogs } from '../src/local-cloudwatch/serve.ts';
import { startFaultProxy } from '../test/cloud/fault-proxy.ts';
import { awsAt, MAIN, runNode } from './child.ts';
import { eventsIn, literalMs, longestChain } from './cloud/chain.ts';
import { APPLICATION, LOG_GROUPS, writeLogGroups } from './cloud/logs.ts';

const DELAYS = { callMs: 100, queryMs: 4_000 };
const MAX_OF_CHAIN = 1.2;
const MIN_OF_LITERAL = 5;

const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-cloud-'));
const logs = join(folder, 'logs');
writeLogGroups(logs, Math.floor(Date.now() / 1_000) * 1_000);
const { value: endpoint, diagnostics } = await serveLogs({
  paths: [logs],
  accessKeyId: null,
  region: 'us-west-2',
  now: Date.now,
  startWorker: null,
});
if (endpoint === null) throw new Error(JSON.stringify(diagnostics));
const proxy = await startFaultProxy(() => endpoint.url, DELAYS);
try {
  const started = performance.now();
  await runNode([MAIN, APPLICATION, '--region', 'us-west-2', '--out', join(folder, 'reports')], {
    cwd: folder,
    env: awsAt(proxy.url, folder),
  });
  const processMs = performance.now() - started;
  report(processMs);
} finally {
  await proxy.close();
  await endpoint.close();
  rmSync(folder, { recursive: true, force: true });
}

function report(processMs: number): void {
  const out = join(folder, 'reports');
  const journal = readFileSync(join(out, readdirSync(out)[0] ?? '', 'journal.jsonl'), 'utf8');
  const events = eventsIn(journal);
  const chain = longestChain(events, DELAYS);
  const times = events.map(({ at }) => Date.parse(at));
  const wallMs = Math.max(...times) - Math.min(...times);
  const literal = literalMs(LOG_GROUPS, DELAYS);
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  const queries = events.filter(({ kind }) => kind === 'query-started').length;
  const calls = events.filter(({ kind }) => kind === 'tool-call-started').length;
  console.log(`${LOG_GROUPS} log groups, ${queries} queries, ${calls} calls`);
  for (const [what, ms] of chain.links) console.log(`  ${what}: ${seconds(ms)}`);
  console.log(`critical path ${seconds(chain.ms)}`);
  console.log(
    `run ${seconds(wallMs)} = ${(wallMs / chain.ms).toFixed(2)} x critical path (at most ${MAX_OF_CHAIN}); whole process ${seconds(processMs)}`,
  );
  console.log(
    `procedure followed literally ${seconds(literal)} = ${(literal / wallMs).toFixed(1)} x the run (at least ${MIN_OF_LITERAL})`,
  );
  if (wallMs > MAX_OF_CHAIN * chain.ms || wallMs * MIN_OF_LITERAL > literal) process.exitCode = 1;
}
