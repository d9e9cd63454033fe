import { describe, expect, test } from 'vitest';
import { type Diagnostic, hasErrors, renderDiagnostic } from '../../src/base/diagnostic.ts';

const TEXT = 'first line\n**Procedure:** `analyse-errors`\nlast';
const unknown: Diagnostic = {
  severity: 'error',
  code: 'unknown-procedure',
  message: 'no procedure is named "analyse-errors"',
  span: { start: 27, end: 41 },
  help: 'did you mean "analyze-errors"?',
};

describe('renderDiagnostic', () => {
  test('shows place, line, caret and help', () => {
    expect(renderDiagnostic(unknown, TEXT, 'a.sop.md')).toBe(
      [
        'a.sop.md:2:17: error[unknown-procedure] no procedure is named "analyse-errors"',
        '  | **Procedure:** `analyse-errors`',
        `  | ${' '.repeat(16)}${'^'.repeat(14)}`,
        '  help: did you mean "analyze-errors"?',
      ].join('\n'),
    );
  });

  test('without a span it names the file, without help it says none', () => {
    const plain: Diagnostic = { ...unknown, severity: 'warning', span: null, help: null };
    expect(renderDiagnostic(plain, TEXT, 'a.sop.md')).toBe(
      'a.sop.md: warning[unknown-procedure] no procedure is named "analyse-errors"',
    );
  });

  test('an empty span at the end of the text still has a caret', () => {
    const end: Diagnostic = {
      ...unknown,
      span: { start: TEXT.length, end: TEXT.length },
      help: null,
    };
    expect(renderDiagnostic(end, TEXT, 'x')).toBe(
      [
        'x:3:5: error[unknown-procedure] no procedure is named "analyse-errors"',
        '  | last',
        '  |     ^',
      ].join('\n'),
    );
  });

  test.each([
    ['at its begin', 2, '  | aaaaaaaaaaaaa…', '  |   ^^^'],
    ['in its middle', 20, '  | …aaaaaaaaaaaa…', '  |     ^^^'],
    ['at its end', 37, '  | …aaaaaaaaaaaaa', '  |            ^^^'],
  ])('of a long line the part around a fault %s is shown', (_, start, source, carets) => {
    const long: Diagnostic = { ...unknown, span: { start, end: start + 3 }, help: null };
    const lines = renderDiagnostic(long, 'a'.repeat(40), 'x', 18).split('\n');
    expect(lines.slice(1)).toEqual([source, carets]);
  });

  test('a span over several lines underlines its first', () => {
    const wide: Diagnostic = { ...unknown, span: { start: 6, end: 30 }, help: null };
    expect(renderDiagnostic(wide, TEXT, 'x').split('\n')[2]).toBe('  |       ^^^^');
  });
});

describe('hasErrors', () => {
  test('warnings are none', () => {
    expect(hasErrors([{ ...unknown, severity: 'warning' }])).toBe(false);
    expect(hasErrors([{ ...unknown, severity: 'warning' }, unknown])).toBe(true);
    expect(hasErrors([])).toBe(false);
  });
});
