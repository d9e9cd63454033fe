// Values meet parameters, and placeholders meet values.
import { describe, expect, test } from 'vitest';
import { resolveParameters } from '../../src/sop/parameters.ts';
import { parseSop } from '../../src/sop/parse.ts';
import type { Sop } from '../../src/sop/sop.ts';
import { substitute } from '../../src/sop/substitute.ts';

const TEXT = `# T
## Overview
O.
## Parameters
- **application_name** (required): The application
- **region** (required): The region
- **time_window_hours** (optional, default: 2): Hours
- **note** (optional): A note
- **threshold_ms** (optional, default: 500): Slower is slow
- **least** (optional, default: \`0.5\`): Least share
- **bucket** (optional, default: 15m): Width of a bucket
- **mark** (optional, default: "500"): What marks a failure
- **status** (optional, default: 503): Stands in a regular expression
- **code** (optional, default: 007): A code
## Steps
### 1. One
\`\`\`insights failures
filter @message like /status=\${status}/ and duration > \${threshold_ms}
\`\`\`
`;
const parsed = parseSop(TEXT, 't.sop.md').value;
const resolve = (given: Record<string, string>) => resolveParameters(parsed as Sop, given);
const DEFAULTS = {
  threshold_ms: '500',
  least: '0.5',
  bucket: '15m',
  mark: '500',
  status: '503',
  code: '007',
};
const GIVEN = { application_name: 'web-shop', region: 'eu-central-1' };

describe('resolveParameters', () => {
  test('fills in defaults as text and leaves out what has no value', () => {
    expect(resolve(GIVEN)).toEqual({
      values: { ...GIVEN, time_window_hours: '2', ...DEFAULTS },
      missing: [],
      diagnostics: [],
    });
  });

  test('names what is missing, an empty value included, in the order of the SOP', () => {
    const { missing, values } = resolve({ region: '  ', time_window_hours: '0.5' });
    expect([missing.map(({ name }) => name), values]).toEqual([
      ['application_name', 'region'],
      { time_window_hours: '0.5', ...DEFAULTS },
    ]);
  });

  test('refuses an unknown name and says which was meant', () => {
    expect(resolve({ ...GIVEN, regoin: 'us-west-2' }).diagnostics).toEqual([
      {
        severity: 'error',
        code: 'unknown-parameter',
        message: 'The SOP t has no parameter `regoin`',
        span: null,
        help: 'did you mean `region`? (it has application_name, region, time_window_hours, note, threshold_ms, least, bucket, mark, status, code)',
      },
    ]);
  });

  test('is not fooled by names that every object has', () => {
    expect(resolve({ ...GIVEN, constructor: 'x' }).diagnostics.map(({ code }) => code)).toEqual([
      'unknown-parameter',
    ]);
  });

  test.each([
    ['time_window_hours', '4'],
    ['time_window_hours', '.25'],
    ['time_window_hours', '87600'],
    ['region', 'us-gov-west-1'],
    ['region', 'local'],
    ['application_name', 'Zahlung & Co'],
    ['application_name', 'x'.repeat(128)],
    ['note', 'anything'],
    ['threshold_ms', '0'],
    ['threshold_ms', '-1.5'],
    ['threshold_ms', '1e3'],
    ['least', '1'],
    ['bucket', '90s'],
    ['bucket', '2 weeks'],
    ['mark', 'Gateway Timeout'],
    ['status', '5xx'],
    ['code', 'none'],
  ])('takes %s=%s', (name, value) => {
    expect(resolve({ ...GIVEN, [name]: value }).diagnostics).toEqual([]);
  });

  test.each([
    ['time_window_hours', '0'],
    ['time_window_hours', '-1'],
    ['time_window_hours', '1e3'],
    ['time_window_hours', 'two'],
    ['time_window_hours', '87601'],
    ['time_window_hours', '9'.repeat(100_000)],
    ['region', 'US-WEST-2'],
    ['region', 'us-west'],
    ['region', 'moon'],
    ['region', `us${'-a'.repeat(100_000)}`],
    ['application_name', 'x'.repeat(129)],
    ['application_name', 'a\u001b[31mb'],
    ['note', 'a\u0000b'],
    ['threshold_ms', 'abc'],
    ['threshold_ms', '500ms'],
    ['threshold_ms', '1,000'],
    ['least', 'half'],
    ['bucket', '15'],
    ['bucket', 'soon'],
    ['note', 'x'.repeat(4_097)],
  ])('refuses %s=%j', (name, value) => {
    const { diagnostics } = resolve({ ...GIVEN, [name]: value });
    expect(diagnostics.map(({ code }) => code)).toEqual(['parameter-value']);
    expect(diagnostics[0]?.help).toContain(name);
    expect(diagnostics[0]?.message.length).toBeLessThan(200);
  });
});

test('a value is told what the default shows, and how an SOP allows any text', () => {
  const help = (given: Record<string, string>) => resolve({ ...GIVEN, ...given }).diagnostics[0];
  expect(help({ threshold_ms: 'abc' })).toMatchObject({
    message: '`threshold_ms` cannot be "abc"',
    help: '`threshold_ms` is a number, as its default 500 is; where any text may stand, the SOP writes the default in quotes: (optional, default: "500")',
  });
  expect(help({ bucket: 'soon' })?.help).toContain('is a period with its unit, as its default 15m');
});

describe('substitute', () => {
  test('replaces known names and leaves the others', () => {
    expect(substitute('${a}-${b} ${a} $a {a} ${toString}', { a: '1' })).toBe(
      '1-${b} 1 $a {a} ${toString}',
    );
  });

  test('takes values literally and does not look at them again', () => {
    expect(substitute('${a}', { a: '${b}$&$1', b: 'x' })).toBe('${b}$&$1');
  });
});
