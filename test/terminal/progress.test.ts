// Progress on text streams: what is written at each level, piped and on a terminal.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunEvent } from '../../src/run/events.ts';
import { columnsOf } from '../../src/terminal/columns.ts';
import { createProgress, type Progress } from '../../src/terminal/progress.ts';
import type { ProgressOptions } from '../../src/terminal/progress-view.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open(options: Partial<ProgressOptions> = {}) {
  let text = '';
  let nowMs = 0;
  const progress = createProgress({
    stream: { write: (chunk: string) => (text += chunk) },
    colour: false,
    animated: false,
    level: 'normal',
    columns: 80,
    now: () => nowMs,
    ...options,
  });
  return {
    text: () => text,
    lines: () => text.split('\n').slice(0, -1),
    progress,
    send: (ms: number, event: RunEvent) => {
      nowMs += ms;
      progress.onEvent({ ...event, at: new Date(nowMs).toISOString() });
    },
  };
}

const step = (number: number, name: string): RunEvent => ({
  kind: 'step-started',
  number,
  name,
  of: 9,
});
const finished = (
  number: number,
  name: string,
  summary: string,
  status: 'done' | 'incomplete' | 'skipped' = 'done',
): RunEvent => ({ kind: 'step-finished', number, name, status, summary });
const GAP: RunEvent = {
  kind: 'gap',
  gap: {
    what: 'One query failed.',
    why: 'ThrottlingException: Rate exceeded.',
    remedy: 'Run again.',
  },
};
const CALL: RunEvent = {
  kind: 'tool-call-started',
  callId: 1,
  tool: 'start-query',
  arguments: { queryString: 'fields @message' },
};
const CALLED: RunEvent = {
  kind: 'tool-call-finished',
  callId: 1,
  tool: 'start-query',
  isError: false,
  errorCode: null,
  sizeBytes: 4_120,
  durationMs: 30,
  requestId: null,
};
const QUERY: RunEvent = {
  kind: 'query-progress',
  queryId: 'q-1',
  status: 'Running',
  recordsScanned: 12_345,
  recordsMatched: 67,
};
const STARTED: RunEvent = {
  kind: 'run-started',
  runId: 'a1',
  version: '0',
  sop: 'application-failure-troubleshooting',
  application: 'pay',
  region: 'us-west-2',
  parameters: {},
};
const ended = (failure: string | null): RunEvent => ({
  kind: 'run-finished',
  verdict: failure === null ? 'likely' : null,
  exitCode: 0,
  reportMarkdown: null,
  reportJson: null,
  folder: null,
  failure,
});

describe('piped', () => {
  test('each finished step is a line with summary and duration', () => {
    const { send, text } = open();
    send(0, STARTED);
    send(0, step(1, 'Verify tools'));
    send(12, finished(1, 'Verify tools', '7 tools'));
    send(0, step(2, 'Discover log groups'));
    send(1_240, finished(2, 'Discover log groups', '3 log groups'));
    send(0, step(3, 'Validate'));
    send(125_000, finished(3, 'Validate', '', 'incomplete'));
    send(0, finished(4, 'Plan', 'not needed', 'skipped'));
    send(0, ended(null));
    expect(text()).toBe(
      [
        'Troubleshooting pay in us-west-2 by application-failure-troubleshooting',
        '✔ 1/9 Verify tools – 7 tools (12 ms)',
        '✔ 2/9 Discover log groups – 3 log groups (1.2 s)',
        '⚠ 3/9 Validate (2 min 5 s)',
        '○ 4/9 Plan – not needed (0 ms)',
        'Verdict: likely',
        '',
      ].join('\n'),
    );
  });

  test('a step that takes its time is announced before it ends', () => {
    const { send, lines } = open();
    send(0, step(5, 'Run queries'));
    vi.advanceTimersByTime(100);
    expect(lines()).toEqual(['▸ 5/9 Run queries']);
    send(100, finished(5, 'Run queries', '4 queries'));
    vi.advanceTimersByTime(1_000);
    expect(lines()).toEqual(['▸ 5/9 Run queries', '✔ 5/9 Run queries – 4 queries (100 ms)']);
  });

  test('nothing but clean text is written, whatever the events hold', () => {
    const { send, text } = open({ level: 'verbose' });
    send(0, step(1, 'evil\x1b[2J\rname\x07'));
    send(0, CALL);
    send(0, CALLED);
    send(0, QUERY);
    send(0, { kind: 'notice', text: 'two\nlines\x1b]0;title\x07' });
    send(0, GAP);
    send(0, finished(1, 'evil\x1b[2J\rname\x07', 'sum\u202emary'));
    expect(text()).toMatch(/^[^\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]+$/);
  });

  test('no line of a step is wider than the terminal, and the duration stays', () => {
    const { send, lines } = open({ columns: 40 });
    send(0, step(1, 'Analyze'));
    send(5, finished(1, 'Analyze', `${'日本語 '.repeat(20)}end`));
    expect(
      lines()
        .map(columnsOf)
        .every((columns) => columns <= 40),
    ).toBe(true);
    expect(lines()[0]).toMatch(/^✔ 1\/9 Analyze – 日本語.*… \(5 ms\)$/);
  });

  test('gaps are told whole, wrapped under their glyph', () => {
    const { send, lines } = open({ columns: 40 });
    send(0, GAP);
    expect(lines()).toEqual([
      '⚠ One query failed. ThrottlingException:',
      '  Rate exceeded. Run again.',
    ]);
  });

  test('what of a gap has no full stop is not run together with what follows', () => {
    const { send, lines } = open();
    const gap = { what: 'Not checked: a · b', why: 'Nothing checks it', remedy: 'Run again' };
    send(0, { kind: 'gap', gap });
    expect(lines()).toEqual(['⚠ Not checked: a · b. Nothing checks it. Run again']);
  });

  test('a question that nobody was asked is told with its answer; one that a person answered is not', () => {
    const { send, lines } = open();
    send(0, { kind: 'question', text: 'Go on without stop-query?' });
    send(0, { kind: 'answer', text: 'yes', by: 'default' });
    send(0, { kind: 'question', text: 'Go on?' });
    send(0, { kind: 'answer', text: 'no', by: 'person' });
    expect(lines()).toEqual(['? Go on without stop-query? yes (by default: nobody was asked)']);
  });
});

describe('levels', () => {
  const all: RunEvent[] = [
    STARTED,
    step(1, 'Run'),
    CALL,
    CALLED,
    { ...CALL, callId: 2 },
    { ...CALLED, callId: 2, isError: true, errorCode: 'ThrottlingException' },
    QUERY,
    QUERY,
    { kind: 'evidence-kept', evidenceId: 'E1', tool: 'get-query-results', summary: '67 rows' },
    { kind: 'notice', text: 'The window was shortened.' },
    GAP,
    finished(1, 'Run', 'ok'),
    ended('No log group was found.'),
  ];

  test('quiet tells gaps only', () => {
    const { send, lines } = open({ level: 'quiet' });
    for (const event of all) send(0, event);
    vi.advanceTimersByTime(1_000);
    expect(lines()).toEqual(['⚠ One query failed. ThrottlingException: Rate exceeded. Run again.']);
  });

  test('verbose adds calls, query progress and evidence, each change once', () => {
    const { send, lines } = open({ level: 'verbose' });
    for (const event of all) send(0, event);
    expect(lines().slice(1, 5)).toEqual([
      '  · start-query: 4.1 KB in 30 ms {"queryString":"fields @message"}',
      '  ✖ start-query: ThrottlingException in 30 ms {"queryString":"fields @message"}',
      '  · query q-1: Running, 67 of 12,345 events match',
      '  · E1 from get-query-results: 67 rows',
    ]);
    expect(lines()[5]).toBe('ℹ The window was shortened.');
  });

  test('an interruption is told in verbose mode, as the signal was answered when it came', () => {
    const { send, text } = open({ level: 'verbose' });
    send(0, { kind: 'interrupted', signal: 'SIGINT' });
    expect(text()).toContain('Interrupted (SIGINT)');
  });
});

describe('on a terminal', () => {
  /** What the last line of a terminal shows after all writes. */
  const screen = (text: string) =>
    text.split('\n').map((line) => line.split('\r\x1b[2K').at(-1) ?? '');

  test('the step under way is shown at once, with what it is busy with', () => {
    const { send, text } = open({ animated: true });
    send(0, step(5, 'Run queries'));
    expect(screen(text())).toEqual(['⠋ 5/9 Run queries']);
    send(0, CALL);
    expect(screen(text())).toEqual(['⠋ 5/9 Run queries · start-query']);
    send(3_500, QUERY);
    expect(screen(text())).toEqual([
      '⠋ 5/9 Run queries · query Running, 67 of 12,345 events match · 3.0 s',
    ]);
    vi.advanceTimersByTime(80);
    expect(screen(text())[0]).toMatch(/^⠙ 5\/9/);
  });

  test('finished steps and gaps stay above the live line', () => {
    const { send, text } = open({ animated: true });
    send(0, step(1, 'One'));
    send(10, finished(1, 'One', 'ok'));
    send(0, step(2, 'Two'));
    send(0, GAP);
    expect(screen(text())).toEqual([
      '✔ 1/9 One – ok (10 ms)',
      '⚠ One query failed. ThrottlingException: Rate exceeded. Run again.',
      '⠋ 2/9 Two',
    ]);
  });

  test('the live line leaves the terminal to a prompt and comes back after the answer', () => {
    const { send, text } = open({ animated: true });
    send(0, step(2, 'Discover'));
    send(0, { kind: 'question', text: 'Which?' });
    const asked = text();
    vi.advanceTimersByTime(1_000);
    expect(text()).toBe(asked);
    expect(screen(text())).toEqual(['']);
    send(0, { kind: 'answer', text: 'a', by: 'person' });
    expect(screen(text())).toEqual(['⠋ 2/9 Discover']);
  });

  test('closing removes the live line and stops every timer', () => {
    const { send, text, progress } = open({ animated: true });
    send(0, step(2, 'Discover'));
    progress.close();
    expect(screen(text())).toEqual(['']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('colours are written where they are wanted, and the width is kept', () => {
    const { send, text } = open({ animated: true, colour: true, columns: 30 });
    send(0, step(1, 'A step with a very long name indeed'));
    send(10, finished(1, 'One', 'ok'));
    expect(text()).toContain('\x1b[32m✔\x1b[39m 1/9 One – ok\x1b[2m (10 ms)\x1b[22m');
    expect(
      screen(text())
        .map(columnsOf)
        .every((columns) => columns <= 30),
    ).toBe(true);
  });

  test('ASCII stands in where the terminal shows no more', () => {
    const { send, text } = open({ unicode: false, columns: 30 });
    send(0, step(1, 'One'));
    send(10, finished(1, 'One', 'a summary that is too long'));
    expect(text()).toBe('+ 1/9 One - a summa... (10 ms)\n');
  });
});

test('a replayed journal shows the durations of the run, not of the replay', () => {
  const written: string[] = [];
  const progress: Progress = createProgress({
    stream: { write: (chunk) => written.push(chunk) },
    colour: false,
    animated: false,
    level: 'normal',
    columns: 80,
    now: () => 0,
  });
  progress.onEvent({ ...step(1, 'One'), at: '2026-11-21T10:00:00.000Z' });
  progress.onEvent({ ...finished(1, 'One', 'ok'), at: '2026-11-21T10:00:07.500Z' });
  expect(written).toEqual(['✔ 1/9 One – ok (7.5 s)\n']);
});

describe('what is waited for before the run begins', () => {
  const waiting = (animated: boolean, level: 'quiet' | 'normal' = 'normal') => {
    vi.useFakeTimers();
    const written: string[] = [];
    const stream = { write: (chunk: string) => written.push(chunk) };
    const options = { stream, colour: false, animated, level, columns: 80, now: Date.now };
    return { end: createProgress(options).wait('Reading the local logs'), written };
  };
  afterEach(() => {
    vi.useRealTimers();
  });

  test('lives on a terminal until it ends', () => {
    const { end, written } = waiting(true);
    expect(written.join('')).toContain('⠋ Reading the local logs');
    end();
    expect(written.at(-1)).toBe('\r\x1b[2K');
    vi.advanceTimersByTime(5_000);
    expect(written.at(-1)).toBe('\r\x1b[2K');
  });

  test('is a line elsewhere where it takes long, and nothing where it does not or nobody listens', () => {
    const slow = waiting(false);
    vi.advanceTimersByTime(1_500);
    expect(slow.written).toEqual(['▸ Reading the local logs\n']);
    slow.end();
    const quick = waiting(false);
    vi.advanceTimersByTime(500);
    quick.end();
    vi.advanceTimersByTime(5_000);
    const quiet = waiting(false, 'quiet');
    vi.advanceTimersByTime(5_000);
    expect([quick.written, quiet.written]).toEqual([[], []]);
  });
});
