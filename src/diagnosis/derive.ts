// Words made from the names that the logs hold: half sentences, and values for commands derived from measured ones.
import type { Names } from './signature.ts';

/** Whether a file is called after a client, so that its name tells who is called. */
export function isClientUnit(unit: string): boolean {
  return CLIENT_UNIT.test(unit);
}

interface Derivation {
  readonly name: string;
  readonly from: string;
  /** Null where the value does not fit. */
  readonly text: (value: string) => string | null;
}

const LAMBDA_MAX_SECONDS = 900;
const LAMBDA_MAX_MB = 10_240;
const BYTES_PER_MB = 1_048_576;
const MS_PER_SECOND = 1_000;
/** File names that stand for a client of another service. */
const CLIENT_UNIT = /client|gateway|adapter|connector|provider|proxy|api/i;

const DERIVATIONS: readonly Derivation[] = [
  { name: 'limitText', from: 'limit', text: (value) => ` of ${value} MB` },
  { name: 'memoryDoubled', from: 'limit', text: (value) => doubled(value, LAMBDA_MAX_MB) },
  { name: 'secondsText', from: 'seconds', text: (value) => ` of ${Number(value)} seconds` },
  { name: 'secondsDoubled', from: 'seconds', text: (value) => doubled(value, LAMBDA_MAX_SECONDS) },
  { name: 'processText', from: 'process', text: (value) => ` (process ${value})` },
  { name: 'areaText', from: 'area', text: (value) => ` (${value})` },
  {
    name: 'limitBytesText',
    from: 'limitBytes',
    text: (value) => ` (${Math.round(Number(value) / BYTES_PER_MB)} MB)`,
  },
  { name: 'commandText', from: 'command', text: (value) => ` (${value})` },
  { name: 'pathText', from: 'path', text: (value) => ` at ${value}` },
  { name: 'waitText', from: 'waitSeconds', text: (value) => ` after ${value} seconds` },
  {
    name: 'waitText',
    from: 'waitMs',
    text: (value) => ` after ${Number(value) / MS_PER_SECOND} seconds`,
  },
  { name: 'constraintText', from: 'constraint', text: (value) => ` (${value})` },
  { name: 'sequenceText', from: 'sequence', text: (value) => ` (${value})` },
  { name: 'deviceText', from: 'device', text: (value) => ` (${value})` },
  { name: 'tableText', from: 'table', text: (value) => ` (${value})` },
  { name: 'tableNamed', from: 'table', text: (value) => `table ${value}` },
  { name: 'shardNamed', from: 'shard', text: (value) => `shard ${value}` },
  { name: 'settingNamed', from: 'setting', text: (value) => `Setting ${value}` },
  { name: 'moduleNamed', from: 'module', text: (value) => `Module ${value}` },
  { name: 'functionNamed', from: 'function', text: (value) => `Lambda function ${value}` },
  { name: 'quotaKind', from: 'stored', text: (value) => value.toLowerCase() },
  { name: 'bucketText', from: 'bucket', text: (value) => ` of ${value}` },
  { name: 'tooManyText', from: 'tooMany', text: (value) => ` (${value})` },
  { name: 'answerText', from: 'answer', text: (value) => ` (${value})` },
  { name: 'hostText', from: 'urlHost', text: (value) => ` by ${value}` },
  { name: 'afterText', from: 'after', text: (value) => ` (${value})` },
  { name: 'variableText', from: 'variable', text: (value) => `: ${value} is null` },
  { name: 'propertyText', from: 'property', text: (value) => ` (reading ${value})` },
  { name: 'client', from: 'urlHost', text: (value) => value },
  { name: 'host', from: 'urlHost', text: (value) => value },
  {
    name: 'client',
    from: 'unit',
    text: (value) => (isClientUnit(value) ? `The service behind ${value}` : null),
  },
];

/** The names, and what can be derived from them; a name that is there already stays. */
export function derive(names: Names): Names {
  const all: Record<string, string> = { ...names };
  for (const { name, from, text } of DERIVATIONS) {
    const value = names[from];
    const derived = value === undefined ? null : text(value);
    if (derived !== null && all[name] === undefined) all[name] = derived;
  }
  return all;
}

function doubled(value: string, maximum: number): string | null {
  const number = Math.floor(Number(value));
  return number > 0 && number < maximum ? String(Math.min(maximum, number * 2)) : null;
}
