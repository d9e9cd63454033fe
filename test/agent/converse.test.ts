// A conversation with a scripted model, through the real SDK and a server that refuses what the API refuses.
import { afterEach, describe, expect, test } from 'vitest';
import type { AgentTool } from '../../src/agent/agent-tool.ts';
import { anthropicModel } from '../../src/agent/anthropic.ts';
import { converse, type TalkEnd, type TalkEvent } from '../../src/agent/converse.ts';
import { createSpending, type Limits, type Spent } from '../../src/agent/spending.ts';
import {
  type Answer,
  type Block,
  type ModelServer,
  serveModel,
} from '../models/messages-server.ts';

let server: ModelServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const LIMITS: Limits = { usd: 1, turns: 30, tokens: 300_000, seconds: 900 };

interface Held {
  readonly end: TalkEnd;
  readonly server: ModelServer;
  readonly events: readonly TalkEvent[];
  readonly submitted: readonly unknown[];
  readonly slept: readonly number[];
  readonly usd: number | null;
  readonly spent: Spent;
}

const text = (value: string): Block => ({ type: 'text', text: value });
const use = (name: string, input: unknown = {}): Block => ({ type: 'tool_use', name, input });
const says = (...content: Block[]): Answer => ({ kind: 'message', content });
const submits = says(use('submit-answer', { answer: 42 }));

interface HoldOptions {
  readonly limits?: Partial<Limits>;
  readonly tools?: readonly AgentTool[];
  readonly signal?: AbortSignal;
  /** Submissions that are sent back before one is taken. */
  readonly sentBack?: number;
  readonly model?: string;
  readonly now?: () => number;
}

/** Holds a conversation in which the model gives these answers, the last one again and again. */
async function hold(answers: readonly Answer[], options: HoldOptions = {}): Promise<Held> {
  server = await serveModel((_, index) => answers[index] ?? answers.at(-1) ?? submits);
  const events: TalkEvent[] = [];
  const submitted: unknown[] = [];
  const slept: number[] = [];
  const spending = createSpending(
    options.model ?? 'claude-sonnet-5-5',
    { ...LIMITS, ...options.limits },
    options.now ?? (() => 0),
  );
  const submit: AgentTool = {
    name: 'submit-answer',
    description: 'Ends the step.',
    inputSchema: { type: 'object', properties: { answer: { type: 'number' } } },
    run: async (input) => {
      submitted.push(input);
      if (submitted.length <= (options.sentBack ?? 0))
        return { text: 'answer: not proven', isError: true };
      return { text: 'taken', ends: true };
    },
  };
  const model = await anthropicModel({
    model: options.model ?? 'claude-sonnet-5-5',
    apiKey: 'test-key',
    authToken: null,
    baseUrl: server.url,
  });
  const end = await converse({
    model,
    system: 'You judge.',
    opening: 'Here is the evidence.',
    tools: [...(options.tools ?? [echo]), submit],
    words: {
      readResult: 'Reads on.',
      submitNow: 'Submit now.',
      cutShort: 'Cut. Be shorter.',
      conclude: 'Conclude.',
    },
    spending,
    signal: options.signal ?? new AbortController().signal,
    asData: (text) => text,
    sleep: async (ms) => void slept.push(ms),
    onEvent: (event) => void events.push(event),
  });
  return {
    end,
    server,
    events,
    submitted,
    slept,
    usd: spending.spent().usd,
    spent: spending.spent(),
  };
}

const echo: AgentTool = {
  name: 'echo',
  description: 'Says it again.',
  inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
  run: async (input) => ({ text: String((input as { text?: string }).text) }),
};

const long: AgentTool = { ...echo, name: 'long', run: async () => ({ text: 'x'.repeat(20_000) }) };

/** The text of the last message of the last request. */
function lastSaid({ server: { requests } }: Held): string {
  return JSON.stringify(requests.at(-1)?.body.messages.at(-1)?.content);
}

describe('a conversation', () => {
  test('ends with the submission, and the server refused nothing', async () => {
    const held = await hold([
      says(text('I look.'), use('echo', { text: 'a' }), use('echo', { text: 'b' })),
      submits,
    ]);
    expect(held.end).toEqual({ kind: 'submitted' });
    expect(held.submitted).toEqual([{ answer: 42 }]);
    expect(held.server.refused).toEqual([]);
    const [, second] = held.server.requests;
    expect(second?.body.messages.at(-1)?.content).toMatchObject([
      { type: 'tool_result', content: 'a', is_error: false },
      { type: 'tool_result', content: 'b', is_error: false },
    ]);
  });

  test('streams text as it comes', async () => {
    const held = await hold([says(text('one two three '.repeat(10)), use('submit-answer', {}))]);
    const pieces = held.events.filter(({ kind }) => kind === 'text');
    expect(pieces.length).toBeGreaterThan(2);
  });

  test('sends thinking back unchanged', async () => {
    const thinking: Block = { type: 'thinking', thinking: 'Hm.', signature: 'sig' };
    const held = await hold([says(thinking, use('echo', { text: 'a' })), submits]);
    expect(held.server.requests[1]?.body.messages[1]?.content[0]).toEqual(thinking);
    expect(held.server.refused).toEqual([]);
  });

  test('repeats the prefix of a request byte for byte in the next one', async () => {
    const held = await hold([says(use('echo', { text: 'a' })), submits]);
    const [first, second] = held.server.requests.map(({ raw }) => raw);
    const opening = first?.indexOf('Here is the evidence.') ?? 0;
    expect(second?.slice(0, opening)).toBe(first?.slice(0, opening));
  });

  test('tells a model once that it has to submit', async () => {
    const held = await hold([says(text('All is well.')), submits]);
    expect(held.end).toEqual({ kind: 'submitted' });
    expect(lastSaid(held)).toContain('Submit now.');
  });

  test('ends with prose that goes on', async () => {
    const held = await hold([says(text('All is well.'))]);
    expect(held.end).toEqual({ kind: 'not-submitted' });
    expect(held.server.requests).toHaveLength(2);
  });

  test('sends a submission back that does not hold', async () => {
    const held = await hold([submits, says(use('submit-answer', { answer: 1 }))], { sentBack: 1 });
    expect(held.end).toEqual({ kind: 'submitted' });
    expect(lastSaid(held)).toContain('not proven');
  });

  test('refuses a tool that the step has not', async () => {
    const held = await hold([says(use('delete-log-group', { name: 'x' })), submits]);
    expect(lastSaid(held)).toContain('There is no tool');
    expect(held.server.refused).toEqual([]);
  });

  test('refuses an answerless model politely: an empty answer counts as prose', async () => {
    const held = await hold([says(), submits]);
    expect(held.end).toEqual({ kind: 'submitted' });
    expect(held.server.refused).toEqual([]);
  });
});

describe('stop reasons', () => {
  test('a refusal ends the conversation', async () => {
    const held = await hold([{ kind: 'message', content: [text('No.')], stop: 'refusal' }]);
    expect(held.end).toEqual({ kind: 'refused' });
  });

  test('an answer cut inside of a tool use is asked for again, shorter', async () => {
    const cut = { kind: 'message', content: [use('submit-answer', '{"answ')], stop: 'max_tokens' };
    const held = await hold([cut as Answer, submits]);
    expect(held.end).toEqual({ kind: 'submitted' });
    expect(held.submitted).toHaveLength(1);
    expect(lastSaid(held)).toContain('Be shorter.');
    expect(held.server.refused).toEqual([]);
  });

  test('a paused turn goes on where it stopped', async () => {
    const held = await hold([
      { kind: 'message', content: [text('Wait.')], stop: 'pause_turn' },
      submits,
    ]);
    expect(held.end).toEqual({ kind: 'submitted' });
    expect(held.server.requests[1]?.body.messages.at(-1)?.role).toBe('assistant');
  });

  test('a stop sequence is an end like another', async () => {
    const held = await hold([
      { kind: 'message', content: [text('Stop.')], stop: 'stop_sequence' },
      submits,
    ]);
    expect(held.end).toEqual({ kind: 'submitted' });
  });

  test('a full context is asked again without the older results', async () => {
    const full: Answer = {
      kind: 'message',
      content: [text('...')],
      stop: 'model_context_window_exceeded',
    };
    const held = await hold([says(use('long')), says(use('echo', { text: 'a' })), full, submits], {
      tools: [echo, long],
    });
    expect(held.end).toEqual({ kind: 'submitted' });
    expect(held.server.requests.at(-1)?.raw).toContain('no longer shown');
    expect(held.server.refused).toEqual([]);
  });

  test('a context that is full from the start is a fault', async () => {
    const tooLong = 'prompt is too long: 1200000 tokens > 1000000 maximum';
    const held = await hold([
      { kind: 'error', status: 400, type: 'invalid_request_error', message: tooLong },
    ]);
    expect(held.end).toMatchObject({ kind: 'fault', fault: { kind: 'too-long' } });
    expect(held.server.requests).toHaveLength(1);
  });
});

describe('faults of the server', () => {
  test.each([
    ['429', { kind: 'error', status: 429, type: 'rate_limit_error' }],
    ['529', { kind: 'error', status: 529, type: 'overloaded_error' }],
    ['500', { kind: 'error', status: 500, type: 'api_error' }],
    ['a cut stream', { kind: 'cut', content: [text('I beg')] }],
    ['a cut tool use', { kind: 'cut', content: [use('echo', { text: 'a' })] }],
    ['an error inside of the stream', { kind: 'error-event', type: 'overloaded_error' }],
  ] as [string, Answer][])('%s is asked again', async (_, answer) => {
    const held = await hold([answer, answer, submits]);
    expect(held.end).toEqual({ kind: 'submitted' });
    expect(held.slept).toEqual([1_000, 3_000]);
  });

  test('the pause that a server asks for is kept', async () => {
    const busy: Answer = {
      kind: 'error',
      status: 429,
      type: 'rate_limit_error',
      headers: { 'retry-after': '7' },
    };
    expect((await hold([busy, submits])).slept).toEqual([7_000]);
  });

  test('patience ends after four attempts', async () => {
    const held = await hold([{ kind: 'error', status: 529, type: 'overloaded_error' }]);
    expect(held.end).toMatchObject({ kind: 'fault', fault: { kind: 'retry' } });
    expect(held.server.requests).toHaveLength(4);
  });

  test.each([
    [401, 'authentication_error', 'credentials'],
    [403, 'permission_error', 'credentials'],
    [404, 'not_found_error', 'not-found'],
    [400, 'invalid_request_error', 'refused-request'],
    [413, 'request_too_large', 'too-long'],
  ])('%i is not asked again', async (status, type, kind) => {
    const held = await hold([{ kind: 'error', status, type, message: 'no' }]);
    expect(held.end).toMatchObject({ kind: 'fault', fault: { kind } });
    expect(held.server.requests).toHaveLength(1);
  });

  test('a server that is not there is a fault', async () => {
    const held = await hold([{ kind: 'cut', content: [] }]);
    expect(held.end).toMatchObject({ kind: 'fault', fault: { kind: 'retry' } });
  });

  test('an interruption ends a turn that hangs', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 100);
    const held = await hold([{ kind: 'stall' }], { signal: abort.signal });
    expect(held.end).toMatchObject({ kind: 'fault', fault: { kind: 'aborted' } });
  });
});

describe('limits', () => {
  const looking = (index: number) => says(use('echo', { text: String(index) }));
  const forever = Array.from({ length: 40 }, (_, index) => looking(index));

  test('the last turn is for the conclusion', async () => {
    const held = await hold([looking(1), looking(2), submits], { limits: { turns: 3 } });
    expect(held.end).toEqual({ kind: 'submitted' });
    expect(lastSaid(held)).toContain('Conclude.');
  });

  test('a model that goes on all the same is left', async () => {
    const held = await hold(forever, { limits: { turns: 5 } });
    expect(held.end).toEqual({ kind: 'limit', limit: 'turns' });
    expect(held.server.requests).toHaveLength(5);
  });

  test('no step has more than twelve turns', async () => {
    const held = await hold(forever);
    expect(held.end).toEqual({ kind: 'limit', limit: 'turns-of-step' });
    expect(held.server.requests).toHaveLength(12);
  });

  test('tokens and dollars are not passed', async () => {
    const tokens = await hold(forever, { limits: { tokens: 12_000 } });
    expect(tokens.end).toEqual({ kind: 'limit', limit: 'tokens' });
    await tokens.server.close();
    const dollars = await hold(forever, { limits: { usd: 0.09 } });
    expect(dollars.end).toEqual({ kind: 'limit', limit: 'usd' });
    expect(dollars.usd).toBeLessThan(0.09);
  });

  test('a turn that takes longer than there is time is given up', async () => {
    const held = await hold([{ kind: 'stall' }], { limits: { seconds: 0.1 } });
    expect(held.end).toEqual({ kind: 'limit', limit: 'seconds' });
  });

  test('a tool is stopped while there is time to conclude, and the model is asked to', async () => {
    const startedMs = Date.now();
    const slow: AgentTool = {
      name: 'slow',
      description: 'Waits.',
      inputSchema: { type: 'object' },
      run: (_, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve({ text: 'stopped', isError: true }));
        }),
    };
    const held = await hold([says(use('slow')), submits], {
      tools: [slow],
      limits: { seconds: 3 },
      now: Date.now,
    });
    expect(held.end).toEqual({ kind: 'submitted' });
    expect(JSON.stringify(held.server.requests[1]?.body.messages)).toContain('Conclude.');
    expect(Date.now() - startedMs).toBeLessThan(3_000);
  });

  test('the time is that of conversations alone', () => {
    let nowMs = 5_000_000;
    const spending = createSpending('any', { ...LIMITS, seconds: 100 }, () => nowMs);
    const first = spending.begin();
    nowMs += 30_000;
    first();
    nowMs += 600_000;
    expect(spending.spent().seconds).toBe(30);
    expect(spending.reached(1)).toBeNull();
    spending.begin();
    nowMs += 60_000;
    expect({ nearing: spending.nearing(1), reached: spending.reached(1) }).toEqual({
      nearing: 'seconds',
      reached: null,
    });
    expect({ left: spending.remainingMs(), tools: spending.toolsMs() }).toEqual({
      left: 10_000,
      tools: 0,
    });
  });

  test('nothing is asked where not even one turn fits', async () => {
    const held = await hold([submits], { limits: { usd: 0.001 } });
    expect(held.end).toEqual({ kind: 'limit', limit: 'usd' });
    expect(held.server.requests).toHaveLength(0);
  });

  test('a model of unknown price costs nothing that could be said', async () => {
    expect((await hold([submits], { model: 'qwen3:8b' })).usd).toBeNull();
  });
});

describe('results', () => {
  test('a long one is cut, says so, and can be read on', async () => {
    const held = await hold(
      [says(use('long')), says(use('read-result', { ref: 'R1', offset: 8_000 })), submits],
      { tools: [long] },
    );
    expect(JSON.stringify(held.server.requests[1]?.body.messages.at(-1))).toContain(
      'characters 0 to 8,000 of 20,000; on with read-result ref=R1 offset=8000',
    );
    expect(lastSaid(held)).toContain('characters 8,000 to 16,000 of 20,000');
  });

  test('the same question is not carried out twice', async () => {
    let runs = 0;
    const counted: AgentTool = { ...echo, run: async () => ({ text: String(++runs) }) };
    const again = says(use('echo', { text: 'a' }));
    const held = await hold([again, again, submits], { tools: [counted] });
    expect(runs).toBe(1);
    expect(lastSaid(held)).toContain('the answer is R1');
  });
});

describe('what is used', () => {
  test('of attempts that broke off counts as tokens, not as turns', async () => {
    const once = await hold([submits]);
    await server?.close();
    const cut: Answer = { kind: 'error-event', type: 'overloaded_error' };
    const again = await hold([cut, cut, submits]);
    expect(again.end).toEqual({ kind: 'submitted' });
    expect(again.spent.turns).toBe(1);
    expect(again.spent.inputTokens).toBe(3 * once.spent.inputTokens);
  });

  test('of an answer that never ends is bounded', async () => {
    const held = await hold([says(text('x'.repeat(300_000)))]);
    expect(held.end).toMatchObject({ kind: 'fault' });
    const { fault } = held.end as { fault: Error };
    expect(fault.message).toContain('longer than 256000 characters');
    expect(held.server.requests).toHaveLength(1);
  });

  test('leaves less room for an answer where the money is nearly spent', async () => {
    const rich = await hold([submits]);
    await server?.close();
    const poor = await hold([submits], { limits: { usd: 0.08 } });
    const roomOf = ({ server: { requests } }: Held) =>
      JSON.parse(requests[0]?.raw ?? '{}').max_tokens;
    expect(roomOf(rich)).toBe(16_000);
    expect(roomOf(poor)).toBeLessThan(8_000);
    expect(roomOf(poor)).toBeGreaterThanOrEqual(4_000);
  });

  test('is estimated where a server does not count, and never taken at a negative word', async () => {
    const usage = { input: 0, cacheWrite: 0, cacheRead: 0, output: 0 };
    const spending = createSpending('claude-sonnet-5-5', LIMITS, () => 0);
    const model = {
      id: 'local',
      turn: async () => ({
        content: [
          { type: 'tool_use' as const, id: 'a', name: 'submit-answer', input: { answer: 1 } },
        ],
        stopReason: 'tool_use' as const,
        usage,
      }),
    };
    const submit = {
      name: 'submit-answer',
      description: '',
      inputSchema: {},
      run: async () => ({ text: 'taken', ends: true }),
    };
    const words = { readResult: 'r', submitNow: 's', cutShort: 'c', conclude: 'd' };
    await converse({
      model,
      system: 'You judge.',
      opening: 'x'.repeat(4_000),
      tools: [submit],
      words,
      spending,
      signal: new AbortController().signal,
      asData: (value) => value,
      sleep: async () => {},
      onEvent: () => {},
    });
    expect(spending.spent().inputTokens).toBeGreaterThan(1_000);
    expect(spending.spent().outputTokens).toBeGreaterThan(10);
  });
});
