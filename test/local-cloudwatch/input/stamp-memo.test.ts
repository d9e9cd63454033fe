// A stamp like the last one is read as if there had been none before it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStamp, type StampRules } from '../../../src/local-cloudwatch/input/time-stamps.ts';

const REFERENCE_MS = Date.UTC(2026, 10, 21);
const two = (value: number) => String(value).padStart(2, '0');

interface Written {
  readonly second: number;
  readonly day: number;
  readonly fraction: string;
  readonly zone: string;
  readonly lead: string;
  readonly rest: string;
}

const clock = ({ second, fraction }: Written) => `14:00:${two(second)}${fraction}`;
const keys = (lead: string) => (lead === '' ? '' : `level="${lead}" n=7 `);
const LAYOUTS: Readonly<Record<string, readonly [string | null, (line: Written) => string]>> = {
  syslog: [null, (line) => `${line.lead}Nov ${line.day} ${clock(line)}${line.zone}`],
  glog: [null, (line) => `${line.lead || 'I'}11${two(line.day)} ${clock(line)}${line.zone}`],
  'day-month-year': [null, (line) => `${line.day}/Nov/2026 ${clock(line)}${line.zone}`],
  'access-log': [
    'access-log',
    (line) => `${line.lead}10.0.0.7 - bob [${line.day}/Nov/2026:${clock(line)}${line.zone}`,
  ],
  dashed: ['dashed', (line) => `[GIN] 2026/11/${two(line.day)} - ${clock(line)}${line.zone}`],
  compact: ['compact', (line) => `202611${two(line.day)} ${clock(line)}${line.zone}`],
  'after-words': [
    'after-words',
    (line) => `${line.lead || 'INFO '}[2026-11-${two(line.day)} ${clock(line)}${line.zone}`,
  ],
  'after-keys': [
    'after-keys',
    (line) =>
      `${keys(line.lead)}time="2026-11-${two(line.day)} ${clock(line)}${line.zone}" t=5 ts=2026-11-01`,
  ],
  'short-year': ['short-year', (line) => `26/11/${two(line.day)} ${clock(line)}${line.zone}`],
};

const written = fc.record<Written>({
  second: fc.constantFrom(1, 1, 1, 2, 60, 61),
  day: fc.constantFrom(20, 20, 20, 19, 30),
  fraction: fc.constantFrom('', '', '.5', '.123456', ',7', ':9', '.1234567891', '.', '.1x'),
  zone: fc.constantFrom(
    '',
    '',
    ' +0100',
    ' +0100',
    ' +01:00',
    'Z',
    ' UTC',
    ' CET',
    ' +02000',
    'Zz',
    ' -',
  ),
  lead: fc.constantFrom(
    '',
    '',
    '',
    'W',
    'x',
    '<13>',
    '::1 ',
    '- ',
    '[x] ',
    'us\u00e0r ',
    'Nov 20 14:00:02 ',
  ),
  rest: fc.constantFrom(
    '] "GET / HTTP/1.1" 200',
    ' host app: done',
    ':00',
    '',
    ' [20/Nov/2026:14:00:02 +0000]',
  ),
});

/** With nothing before it that could be remembered. */
function readAlone(text: Buffer, rules: StampRules): number {
  const fresh = { ...rules };
  readStamp(NO_STAMP, 0, NO_STAMP.length, fresh);
  return readStamp(text, 0, text.length - 1, fresh);
}

const NO_STAMP = Buffer.from('<no stamp');

test.each(Object.entries(LAYOUTS))('in the layout %s', (_, [looseLayout, write]) => {
  let read = 0;
  fc.assert(
    fc.property(fc.array(written, { minLength: 2, maxLength: 12 }), (lines) => {
      const rules: StampRules = { referenceMs: REFERENCE_MS, looseLayout, objects: null };
      const texts = lines.map((line) => Buffer.from(`${write(line)}${line.rest}\n`));
      const found = texts.map((text) => readStamp(text, 0, text.length - 1, rules));
      expect(found).toEqual(texts.map((text) => readAlone(text, rules)));
      read += found.filter((ms) => !Number.isNaN(ms)).length;
    }),
    { numRuns: 3_000 },
  );
  expect(read).toBeGreaterThan(3_000);
});

test.each([
  ['a word longer than what is read of a line', `10.0.0.7 - ${'u'.repeat(300)} `],
  ['a character that holds a blank of latin1', '10.0.0.7 - \u00e0 '],
  ['another date first', '20-Nov-2026 13:00:00 '],
  ["Redis's mark and another date", '12345678:M 20 Nov 2026 13:00:00.000 '],
  ['a name', 'www.example.com - - '],
])('before the bracket of an access log: %s', (_, lead) => {
  const rules: StampRules = { referenceMs: REFERENCE_MS, looseLayout: 'access-log', objects: null };
  const stamp = '[20/Nov/2026:14:00:00 +0000] "GET /"\n';
  const [before, line] = ['10.0.0.7 - - ', lead].map((words) => Buffer.from(`${words}${stamp}`));
  if (before === undefined || line === undefined) throw new Error('two lines');
  readStamp(before, 0, before.length - 1, rules);
  expect(readStamp(line, 0, line.length - 1, rules)).toEqual(readAlone(line, rules));
});
