// The lines of a message that nobody asked for, since nothing in them tells of an error, are told from those around it.
import { expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { MINUTE_MS } from '../../src/base/time-range.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { toldBelow } from '../../src/diagnosis/told-below.ts';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import { passes } from '../evidence/candidate-filter.ts';
import { caseOf, event, minute } from './cases.ts';

const TRACE = [
  'Traceback (most recent call last):',
  '  File "/app/main.py", line 9, in <module>',
  '    settings = Settings()',
  'pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings',
];
const BELOW = [
  'sender_pool_url',
  "  Field required [type=missing, input_value={'port': '8000'}, input_type=dict]",
];
const WINDOW = { startMs: minute(0), endMs: minute(240) };
const CALM = '2026-10-05 12:00:00,569 - broker - INFO - sms accepted';

function crashes(lines: readonly string[]): LogEvent[] {
  return Array.from({ length: 20 }, (_, at) => {
    const whenMs = minute(60) + at * MINUTE_MS;
    return [...lines.map((line) => event(whenMs, line)), event(whenMs + 30_000, CALM)];
  }).flat();
}

function caseIn(events: readonly LogEvent[]) {
  const candidates = events.filter(({ message }) => passes(message));
  const analysis = analyze(prepare(candidates, WINDOW));
  return { ...caseOf({ findings: [] }), analysis, context: events };
}

test('the name of what is missing is quoted and told', () => {
  const input = caseIn(crashes([...TRACE, ...BELOW]));
  expect(input.analysis.findings).toHaveLength(1);
  const [cause] = diagnose(input).rootCauses;
  expect(cause?.evidence.map(({ quote }) => quote)).toContain('sender_pool_url');
  expect(cause?.explanation).toContain('The message goes on: "sender_pool_url".');
});

test('nothing is told where nothing belongs to it, or the lines around were not read', () => {
  const told = (lines: readonly string[], isRead: boolean) => {
    const { analysis, context } = caseIn(crashes(lines));
    return analysis.findings.map((finding) => toldBelow(finding, isRead ? context : []));
  };
  expect(told(TRACE, true)).toEqual([null]);
  expect(told([...TRACE, 'ready'], true)).toEqual([null]);
  expect(told([...TRACE, ...BELOW], false)).toEqual([null]);
});
