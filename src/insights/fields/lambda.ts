// Fields that CloudWatch finds in Lambda's own lines (START, END, REPORT): durations in milliseconds,
// memory in bytes (1 MB = 1,000,000 bytes, as in AWS's sample queries).
import type { Value } from '../values.ts';

/** Platform lines are short: nothing beyond this many characters is read. */
const MAX_LINE_CHARS = 2_000;
const MEGABYTE_BYTES = 1_000_000;

const PLATFORM_LINE = /^(START|END|REPORT) RequestId: ([0-9A-Za-z-]+)/;
const FUNCTION_LINE = /\t([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\t/;

export interface LambdaField {
  readonly name: string;
  readonly kind: 'any';
  readonly read: (message: string) => Value;
}

export const LAMBDA_FIELDS: readonly LambdaField[] = [
  { name: '@type', kind: 'any', read: (message) => PLATFORM_LINE.exec(head(message))?.[1] },
  { name: '@requestId', kind: 'any', read: requestId },
  {
    name: '@duration',
    kind: 'any',
    read: measure(/(?<!Billed |Init |Restore )Duration: ([\d.]+) ms/, 1),
  },
  { name: '@billedDuration', kind: 'any', read: measure(/Billed Duration: ([\d.]+) ms/, 1) },
  { name: '@initDuration', kind: 'any', read: measure(/Init Duration: ([\d.]+) ms/, 1) },
  { name: '@memorySize', kind: 'any', read: measure(/Memory Size: ([\d.]+) MB/, MEGABYTE_BYTES) },
  {
    name: '@maxMemoryUsed',
    kind: 'any',
    read: measure(/Max Memory Used: ([\d.]+) MB/, MEGABYTE_BYTES),
  },
  { name: '@xrayTraceId', kind: 'any', read: word(/XRAY TraceId: (\S+)/) },
  { name: '@xraySegmentId', kind: 'any', read: word(/SegmentId: (\S+)/) },
];

function head(message: string): string {
  return message.length > MAX_LINE_CHARS ? message.slice(0, MAX_LINE_CHARS) : message;
}

function requestId(message: string): Value {
  const text = head(message);
  return PLATFORM_LINE.exec(text)?.[2] ?? FUNCTION_LINE.exec(text)?.[1];
}

function measure(pattern: RegExp, factor: number): (message: string) => Value {
  const read = word(pattern);
  return (message) => {
    const text = read(message);
    const number = text === undefined ? Number.NaN : Number(text) * factor;
    return Number.isFinite(number) ? number : undefined;
  };
}

function word(pattern: RegExp): (message: string) => string | undefined {
  return (message) => {
    if (!message.startsWith('REPORT RequestId: ')) return undefined;
    return pattern.exec(head(message))?.[1];
  };
}
