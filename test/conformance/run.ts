// The official conformance suite of MCP, and MCP Inspector's command line, against this program: npm run conformance.
// Both come from the npm registry in the versions below; neither is a dependency.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFixture, TOKEN } from './fixture.ts';
import { startRelay } from './relay.ts';

/** The last ones that run on Node 20. */
const SUITE = '@modelcontextprotocol/conformance@0.1.13';
const INSPECTOR = '@modelcontextprotocol/inspector@0.15.0';

const ROOT = join(import.meta.dirname, '..', '..');
const MAIN = join(ROOT, 'dist', 'main.js');
const LOGS = join(ROOT, 'examples', 'payment-service');

/** What every server has to do, whatever it offers. */
const OWN_SCENARIOS = [
  'server-initialize',
  'ping',
  'tools-list',
  'prompts-list',
  'resources-list',
  'dns-rebinding-protection',
];
/** What needs tools and prompts of given names: the same adapter, with those of the suite. */
const FIXTURE_SCENARIOS = [
  ...OWN_SCENARIOS,
  'tools-call-simple-text',
  'tools-call-error',
  'tools-call-with-progress',
  'tools-call-elicitation',
  'prompts-get-simple',
  'prompts-get-with-args',
  'resources-read-text',
  'server-sse-multiple-streams',
];
const CLIENT_SCENARIOS = ['initialize', 'tools_call', 'sse-retry'];
/** The suite starts it in a folder of its own. */
const CLIENT = `${process.execPath} --import ${import.meta.resolve('tsx')} ${join(import.meta.dirname, 'client.ts')}`;

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly text: string;
}

const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
let failures = 0;
let all = 0;

function tell(what: string, isPassed: boolean, detail: string): void {
  all++;
  if (!isPassed) failures++;
  process.stdout.write(`${isPassed ? 'passed' : 'FAILED'}  ${what}${detail}\n`);
}

function run(command: string, args: readonly string[]): Promise<Ran> {
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let text = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    text += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, text }));
  });
}

const npx = (name: string, bin: string, args: readonly string[]) =>
  run('npx', ['--yes', `--package=${name}`, '--', bin, ...args]);

/** The suite ends with `Passed: 3/3, 0 failed, 0 warnings`. */
async function scenario(whose: string, args: readonly string[], name: string): Promise<void> {
  const { code, text } = await npx(SUITE, 'conformance', [...args, '--scenario', name]);
  const [counts = ''] = /Passed: \d+\/\d+.*/.exec(text) ?? [];
  tell(`${whose}: ${name}`, code === 0 && counts !== '', counts === '' ? '' : `  (${counts})`);
  if (code !== 0) process.stdout.write(`${text.replace(/^/gm, '    ')}\n`);
}

/** The suite can't send a token: a relay on this machine adds it. */
async function server(whose: string, url: string, token: string, scenarios: readonly string[]) {
  const relay = await startRelay(url, token);
  try {
    for (const name of scenarios) await scenario(whose, ['server', '--url', relay.url], name);
  } finally {
    await relay.close();
  }
}

async function ownServer(): Promise<void> {
  const args = [MAIN, 'mcp', 'serve', '--logs', LOGS, '--out', folder, '--http', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk) => resolve(String(chunk).trim())),
  );
  let said = '';
  const token = new Promise<string>((resolve) =>
    child.stderr.on('data', (chunk) => {
      said += chunk;
      const [, found] = /Bearer (\S+)/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    }),
  );
  await server('our server', await url, await token, OWN_SCENARIOS);
  child.kill('SIGINT');
}

async function fixtureServer(): Promise<void> {
  const fixture = await startFixture();
  await server('fixture behind our adapter', fixture.url, TOKEN, FIXTURE_SCENARIOS);
  await fixture.close();
}

async function client(): Promise<void> {
  for (const name of CLIENT_SCENARIOS)
    await scenario('our client', ['client', '--command', CLIENT], name);
}

/** Lists our tools over stdio and calls some of them. */
async function inspector(): Promise<void> {
  const settings = join(folder, 'inspector.json');
  const args = [MAIN, 'mcp', 'serve', '--logs', LOGS, '--out', folder];
  const mcpServers = { troubleshoot: { command: process.execPath, args } };
  writeFileSync(settings, JSON.stringify({ mcpServers }));
  const inspect = async (method: string, more: readonly string[] = []) => {
    const server = ['--cli', '--config', settings, '--server', 'troubleshoot'];
    const ran = await npx(INSPECTOR, 'mcp-inspector', [...server, '--method', method, ...more]);
    return { ...ran, answer: ran.code === 0 ? JSON.parse(ran.stdout) : {} };
  };
  const call = (name: string, values: readonly string[] = []) =>
    inspect('tools/call', [
      '--tool-name',
      name,
      ...values.flatMap((value) => ['--tool-arg', value]),
    ]);
  const tools = await inspect('tools/list');
  const names: string[] = (tools.answer.tools ?? []).map(({ name }: { name: string }) => name);
  tell('inspector: tools/list', names.includes('investigate'), `  (${names.length} tools)`);
  for (const [name, values] of CALLS) {
    const { answer } = await call(name, values);
    const passed = answer.structuredContent !== undefined && answer.isError !== true;
    tell(`inspector: tools/call ${name}`, passed, passed ? '' : `  ${JSON.stringify(answer)}`);
  }
  const prompts = await inspect('prompts/list');
  tell('inspector: prompts/list', prompts.answer.prompts?.length > 0, '');
  const resources = await inspect('resources/list');
  tell('inspector: resources/list', resources.answer.resources?.length > 0, '');
}

const CALLS: readonly (readonly [string, readonly string[]])[] = [
  ['list-sops', []],
  ['retrieve-sop', ['name=lambda-timeout']],
  ['describe-log-groups', []],
  ['investigate', ['application=payment-service']],
  ['read-evidence', ['id=E1']],
];

try {
  await ownServer();
  await fixtureServer();
  await client();
  await inspector();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${all - failures} of ${all} passed\n`);
process.exitCode = failures === 0 ? 0 : 1;
