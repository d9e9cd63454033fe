// Questions driven by key presses on fake terminal streams.
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  askParameters,
  askText,
  confirm,
  confirmLogGroups,
  type FormQuestion,
} from '../../src/terminal/form.ts';

const ENTER = '\r';
const DOWN = '\x1b[B';
const CTRL_C = '\x03';
/** Turns of the event loop to wait for a text before the test fails. */
const MAX_TURNS = 5_000;

function terminal(columns = 80) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  // As on process.stderr, the end of one prompt does not end the stream.
  const output = Object.assign(new PassThrough(), { isTTY: true, columns, _isStdio: true });
  const abort = new AbortController();
  let raw = '';
  output.on('data', (chunk) => {
    raw += chunk;
  });
  const shown = () => stripVTControlCharacters(raw);
  /** Waits until the text has been shown (again, after what was shown before), then types. */
  let seen = 0;
  const typeAfter = async (text: string, keys: string) => {
    for (let n = 0; !shown().includes(text, seen); n++) {
      if (n > MAX_TURNS) throw new Error(`"${text}" was not shown, but: ${shown()}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    seen = shown().length;
    await new Promise((resolve) => setImmediate(resolve));
    input.write(keys);
  };
  return { io: { input, output, signal: abort.signal }, shown, typeAfter, input, abort };
}

const question = (name: string, more: Partial<FormQuestion> = {}): FormQuestion => ({
  name,
  description: `What ${name} means.`,
  required: true,
  defaultValue: null,
  validate: () => null,
  ...more,
});

const APPLICATION = question('application_name');
const HOURS = question('time_window_hours', {
  required: false,
  defaultValue: '2',
  validate: (answer) => (Number(answer) > 0 ? null : 'Hours must be a positive number.'),
});

describe('askParameters', () => {
  test('shows all parameters with descriptions and defaults before it asks the first', async () => {
    const { io, shown, typeAfter } = terminal();
    const answers = askParameters([APPLICATION, HOURS], io);
    await typeAfter('? application_name', `pay${ENTER}`);
    const before = shown().slice(0, shown().indexOf('? application_name'));
    await typeAfter('? time_window_hours', ENTER);
    await answers;
    expect(before).toContain('application_name   What application_name means. (required)');
    expect(before).toContain('time_window_hours  What time_window_hours means. (default: 2)');
  });

  test('asks each in turn; Enter takes the default', async () => {
    const { io, typeAfter } = terminal();
    const answers = askParameters([APPLICATION, question('region'), HOURS], io);
    await typeAfter('? application_name', ` payment-service ${ENTER}`);
    await typeAfter('? region', `us-west-2${ENTER}`);
    await typeAfter('? time_window_hours', ENTER);
    expect(await answers).toEqual({
      application_name: 'payment-service',
      region: 'us-west-2',
      time_window_hours: '2',
    });
  });

  test('says what is wrong with an answer and asks again', async () => {
    const { io, typeAfter } = terminal();
    const answers = askParameters([HOURS], io);
    await typeAfter('? time_window_hours', `0${ENTER}`);
    await typeAfter('Hours must be a positive number.', `\x7f4${ENTER}`);
    expect(await answers).toEqual({ time_window_hours: '4' });
  });

  test('a required parameter cannot be left empty; an optional one without default has no answer', async () => {
    const { io, typeAfter } = terminal();
    const answers = askParameters(
      [APPLICATION, question('note.with.dots', { required: false })],
      io,
    );
    await typeAfter('? application_name', ENTER);
    await typeAfter('application_name is required.', `pay${ENTER}`);
    await typeAfter('? note.with.dots', ENTER);
    expect(await answers).toEqual({ application_name: 'pay' });
  });

  test.each([
    ['Ctrl-C', (it: ReturnType<typeof terminal>) => it.input.write(CTRL_C)],
    ['the end of the input', (it: ReturnType<typeof terminal>) => it.input.end()],
    ['the signal', (it: ReturnType<typeof terminal>) => it.abort.abort()],
  ])('%s cancels the form', async (_, cancel) => {
    const it = terminal();
    const answers = askParameters([APPLICATION], it.io);
    await it.typeAfter('? application_name', 'pa');
    cancel(it);
    expect(await answers).toBeNull();
    expect(it.shown()).not.toContain('Error');
  });

  test('a signal given before cancels at once', async () => {
    const { io } = terminal();
    expect(await askParameters([APPLICATION], { ...io, signal: AbortSignal.abort() })).toBeNull();
  });

  test('escape sequences in descriptions do not reach the terminal', async () => {
    const { io, shown, typeAfter } = terminal();
    const answers = askParameters(
      [question('a', { description: 'evil\x1b[2J\x1b]0;title\x07' })],
      io,
    );
    await typeAfter('? a', `x${ENTER}`);
    await answers;
    expect(shown()).toContain('evil\\x1b[2J');
    expect(shown()).not.toContain('\x1b]0;');
  });
});

describe('confirmLogGroups', () => {
  const CHOICES = [
    { name: '/aws/lambda/pay', ticked: true, reason: 'contains pay', region: 'us-west-2' },
    {
      name: '/aws/lambda/pay-dev',
      ticked: false,
      reason: 'another environment: dev',
      region: 'us-west-2',
    },
  ];

  test('Enter takes the ticked ones; the others are shown with their reason', async () => {
    const { io, shown, typeAfter } = terminal();
    const chosen = confirmLogGroups(CHOICES, io);
    await typeAfter('submit', ENTER);
    expect(await chosen).toEqual([CHOICES[0]]);
    expect(shown()).toContain('/aws/lambda/pay-dev (another environment: dev)');
  });

  test('in a narrow terminal the reason stands below the name, and no word is broken', async () => {
    const long = {
      name: '/aws/lambda/payment-service-processor-of-orders',
      ticked: true,
      reason: 'Lambda function whose name holds "payment-service"',
    };
    const { io, shown, typeAfter } = terminal(40);
    const chosen = confirmLogGroups([long], io);
    await typeAfter('submit', ENTER);
    expect(await chosen).toEqual([long]);
    const lines = shown()
      .split('\n')
      .map((line) => line.trim().replace(/^\W*\/aws/, '/aws'));
    const from = lines.indexOf('/aws/lambda/payment-service-');
    expect(lines.slice(from, from + 4)).toEqual([
      '/aws/lambda/payment-service-',
      'processor-of-orders',
      '(Lambda function whose name',
      'holds "payment-service")',
    ]);
  });

  test('space ticks and unticks', async () => {
    const { io, typeAfter } = terminal();
    const chosen = confirmLogGroups(CHOICES, io);
    await typeAfter('submit', ' ');
    await typeAfter('submit', DOWN);
    await typeAfter('submit', ' ');
    await typeAfter('submit', ENTER);
    expect(await chosen).toEqual([CHOICES[1]]);
  });

  test('nothing ticked is asked again', async () => {
    const { io, typeAfter } = terminal();
    const chosen = confirmLogGroups(CHOICES, io);
    await typeAfter('submit', ' ');
    await typeAfter('submit', ENTER);
    await typeAfter('At least one choice must be selected', ' ');
    await typeAfter('submit', ENTER);
    expect(await chosen).toEqual([CHOICES[0]]);
  });

  test('the region is shown where there are several', async () => {
    const { io, shown, typeAfter } = terminal();
    const both = CHOICES.map((choice, index) => ({
      ...choice,
      name: 'same',
      region: `r-${index}`,
    }));
    const chosen = confirmLogGroups(both, io);
    await typeAfter('submit', ENTER);
    expect(await chosen).toEqual([both[0]]);
    expect(shown()).toContain('same (contains pay, r-0)');
  });

  test('Ctrl-C cancels', async () => {
    const { io, typeAfter } = terminal();
    const chosen = confirmLogGroups(CHOICES, io);
    await typeAfter('submit', CTRL_C);
    expect(await chosen).toBeNull();
  });
});

describe('askText and confirm', () => {
  test('a text is validated and trimmed', async () => {
    const { io, typeAfter } = terminal();
    const answer = askText('Log group?', (text) => (text === '' ? 'Type a name.' : null), io);
    await typeAfter('Log group?', ENTER);
    await typeAfter('Type a name.', ` /app/a ${ENTER}`);
    expect(await answer).toBe('/app/a');
  });

  test.each([
    [true, ENTER, true],
    [false, ENTER, false],
    [true, `n${ENTER}`, false],
    [false, `y${ENTER}`, true],
    [true, CTRL_C, null],
  ])('with the default %s, %j is %s', async (byDefault, keys, expected) => {
    const { io, typeAfter } = terminal();
    const answer = confirm('Go on?', byDefault, io);
    await typeAfter('Go on?', keys);
    expect(await answer).toBe(expected);
  });
});
