// An MCP server on stdio, spoken without any library, that misbehaves as its first argument says.
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [, , mode = 'well-behaved'] = process.argv;
const send = (message) =>
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const text = (value) => ({ content: [{ type: 'text', text: value }] });
const tool = (name, annotations) => ({
  name,
  description: `does ${name}`,
  inputSchema: { type: 'object' },
  annotations,
});

if (mode === 'dies-at-once') {
  process.stderr.write('log-in by password=hunter2-Zx9 failed: cannot find module foo\n');
  process.exit(3);
}
/** Where tests look for the processes that were started. */
const told = (pid) => process.env.PIDS && appendFileSync(process.env.PIDS, `${pid}\n`);
told(process.pid);
/** Neither a closed pipe nor a signal ends it, and it holds its parent's streams open. */
const HELPER =
  "process.on('SIGTERM', () => {}); process.on('SIGHUP', () => {}); setInterval(() => {}, 1_000)";
if (mode.includes('helper'))
  told(spawn(process.execPath, ['-e', HELPER], { stdio: 'inherit' }).pid);

// Neither a closed pipe nor a signal ends it.
if (mode.startsWith('cannot-be-stopped')) {
  process.on('SIGTERM', () => {});
  setInterval(() => {}, 1_000);
}
if (mode === 'floods-stderr')
  for (let i = 0; i < 20_000; i++) process.stderr.write(`noise ${i} ${'x'.repeat(100)}\n`);

const TOOLS = [
  tool('echo'),
  tool('environment'),
  tool('wipe', { readOnlyHint: false, destructiveHint: true }),
];

let calls = 0;
const CALLS = {
  'crashes-in-a-call': () => process.exit(1),
  'crashes-beside-a-helper': () => process.exit(1),
  'never-answers': () => {},
  'answers-pings-alone': () => {},
  'answers-from-the-second-on': (id) => calls++ > 0 && send({ id, result: text('here') }),
  'answers-5-mb': (id) => send({ id, result: text('x'.repeat(5 * 1024 * 1024)) }),
  'answers-50-mb': (id) => send({ id, result: text('x'.repeat(50 * 1024 * 1024)) }),
  'reports-progress-for-ever': (_id, { _meta }) =>
    setInterval(
      () =>
        send({
          method: 'notifications/progress',
          params: { progressToken: _meta?.progressToken ?? 1, progress: 1 },
        }),
      20,
    ),
  'hides-its-error': (id) =>
    send({ id, result: text('{"status":"error","error_code":"AccessDenied","error":"no"}') }),
  'traps-its-reader': (id) =>
    send({ id, result: { ...text('here'), structuredContent: { a: `${'a'.repeat(40)}!` } } }),
  'answers-50000-deep': (id) =>
    process.stdout.write(
      `{"jsonrpc":"2.0","id":${id},"result":{"content":[],"structuredContent":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}}\n`,
    ),
  // Asks for an answer again and again, and reads none.
  'asks-and-never-reads': () => {
    process.stdin.pause();
    const ask = () => {
      for (let at = 0; at < 200; at++) send({ id: `q${at}`.padEnd(1_000, 'x'), method: 'ping' });
      setTimeout(ask, 1);
    };
    ask();
  },
  'speaks-nonsense': () => process.stdout.write('this is no JSON\n{"half":\n'),
};

/** What is answered where tools are asked for. */
const LISTS = {
  'lists-for-ever': (id) => ({ tools: [], nextCursor: `page ${id}`, delayMs: 100 }),
  'describes-at-length': () => ({
    tools: [{ ...tool('echo'), inputSchema: { type: 'object', description: 'x'.repeat(100_000) } }],
  }),
  'traps-its-reader': () => ({
    tools: [
      {
        ...tool('echo'),
        outputSchema: {
          type: 'object',
          properties: { a: { type: 'string', pattern: '^(a+)+$' } },
        },
      },
    ],
  }),
};

const ANSWERS = {
  ping: (id) => mode !== 'never-answers' && send({ id, result: {} }),
  initialize: (id, { protocolVersion }) =>
    !mode.startsWith('cannot-be-stopped') &&
    send({
      id,
      result: {
        protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: mode, version: '1' },
      },
    }),
  'tools/list': (id) => {
    const listed = LISTS[mode]?.(id) ?? { tools: TOOLS };
    if (mode !== 'never-lists') setTimeout(() => send({ id, result: listed }), listed.delayMs ?? 0);
  },
  'tools/call': (id, params) => {
    const misbehave = CALLS[mode];
    if (misbehave !== undefined) misbehave(id, params);
    else if (params.name === 'environment')
      send({ id, result: text(Object.keys(process.env).sort().join(' ')) });
    else send({ id, result: text(JSON.stringify(params.arguments)) });
  },
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  ANSWERS[method]?.(id, params ?? {});
});
