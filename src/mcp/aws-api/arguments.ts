// Options of a command as the input of an SDK call: which members there are, and of what kind, is what the SDK's own
// schema of the operation says.
import { NormalizedSchema } from '@smithy/core/schema';
import { didYouMean } from '../../base/did-you-mean.ts';
import { cliName } from './cli-names.ts';

export type Input = Readonly<Record<string, unknown>>;
export type ReadInput =
  | { readonly input: Input; readonly fault: null }
  | { readonly input: null; readonly fault: string };

type Options = ReadonlyMap<string, readonly string[]>;
type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

/** The input that the options describe; a fault names the option and what it takes. */
export function inputOf(schema: SchemaRef, options: Options): ReadInput {
  const members = membersOf(schema);
  const input: Record<string, unknown> = {};
  for (const [option, values] of options) {
    const { member, negated } = memberOf(option, members);
    if (member === null) return refuse(unknownOption(option, members));
    const read = valueFrom(member.schema, values, negated);
    if (read.fault !== null) return refuse(`--${option} ${read.fault}.`);
    input[member.name] = read.value;
  }
  return { input, fault: null };
}

const refuse = (fault: string): ReadInput => ({ input: null, fault });

interface Member {
  readonly name: string;
  readonly schema: NormalizedSchema;
}

/** By the CLI's name. */
function membersOf(schema: SchemaRef): ReadonlyMap<string, Member> {
  const normalized = NormalizedSchema.of(schema);
  if (!normalized.isStructSchema()) return new Map();
  const members = Object.entries(normalized.getMemberSchemas());
  return new Map(members.map(([name, member]) => [cliName(name), { name, schema: member }]));
}

/** `--no-name` is a boolean member that is false. */
function memberOf(option: string, members: ReadonlyMap<string, Member>) {
  const member = members.get(option) ?? null;
  if (member !== null || !option.startsWith('no-')) return { member, negated: false };
  const denied = members.get(option.slice('no-'.length)) ?? null;
  return { member: denied?.schema.isBooleanSchema() === true ? denied : null, negated: true };
}

function unknownOption(option: string, members: ReadonlyMap<string, Member>): string {
  const names = [...members.keys()];
  const near = didYouMean(option, names);
  const help =
    near === null
      ? `There are: ${names.map((name) => `--${name}`).join(' ')}.`
      : `Did you mean --${near}?`;
  return `There is no option --${option}. ${help}`;
}

type Value =
  | { readonly value: unknown; readonly fault: null }
  | { readonly value: null; readonly fault: string };
const good = (value: unknown): Value => ({ value, fault: null });
const bad = (fault: string): Value => ({ value: null, fault });

function valueFrom(schema: NormalizedSchema, values: readonly string[], negated: boolean): Value {
  if (schema.isBooleanSchema()) return flag(values, negated);
  const [first, ...more] = values;
  if (first === undefined) return bad('needs a value');
  if (isJson(first) && more.length === 0) return fromJson(schema, first);
  if (schema.isListSchema()) return listOf(schema.getValueSchema(), values);
  if (more.length > 0) return bad(`takes one value, not ${values.length}`);
  if (schema.isStructSchema() || schema.isMapSchema()) return shorthand(schema, first);
  return scalar(schema, first);
}

function flag(values: readonly string[], negated: boolean): Value {
  if (values.length === 0) return good(!negated);
  return values.length === 1 && /^(?:true|false)$/.test(values[0] ?? '')
    ? good(values[0] === 'true')
    : bad('is a flag: it takes no value');
}

const isJson = (text: string) => /^\s*[[{]/.test(text);

function listOf(item: NormalizedSchema, texts: readonly string[]): Value {
  // A list of scalars may also stand in one word: a,b,c.
  const isStructured = item.isStructSchema() || item.isMapSchema();
  const values = texts.map((text) => (isStructured ? shorthand(item, text) : scalar(item, text)));
  const fault = values.find((value) => value.fault !== null);
  return fault ?? good(values.map(({ value }) => value));
}

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

function scalar(schema: NormalizedSchema, text: string): Value {
  if (schema.isTimestampSchema()) return timestamp(text);
  if (schema.isNumericSchema())
    return DECIMAL.test(text) ? good(Number(text)) : bad(`"${text}" is no number`);
  if (schema.isBooleanSchema()) return flag([text], false);
  if (schema.isStringSchema()) return good(text);
  return bad('is of a kind that cannot be given here');
}

/** ISO 8601 or seconds since 1970, as the CLI takes them. */
function timestamp(text: string): Value {
  const ms = DECIMAL.test(text) ? Number(text) * 1_000 : Date.parse(text);
  return Number.isNaN(new Date(ms).getTime()) ? bad(`"${text}" is no time`) : good(new Date(ms));
}

/** `Name=a,Value=b`, and `Values=a,b` for a member that is a list. Nested shorthand is written as JSON instead. */
function shorthand(schema: NormalizedSchema, text: string): Value {
  const fields: [string, string[]][] = [];
  for (const part of text.split(',')) {
    const [, name, value] = /^([A-Za-z0-9_.:-]+)=([\s\S]*)$/.exec(part) ?? [];
    const last = fields.at(-1);
    if (name !== undefined && value !== undefined) fields.push([name, [value]]);
    else if (last === undefined)
      return bad(`"${text}" is not of the form Name=value,Name=value, or JSON`);
    else last[1].push(part);
  }
  const built: Record<string, unknown> = {};
  for (const [name, values] of fields) {
    const member = fieldSchema(schema, name);
    if (member === null) return bad(`has no member ${name}`);
    const value = valueFrom(member, values, false);
    if (value.fault !== null) return value;
    built[name] = value.value;
  }
  return good(built);
}

function fieldSchema(schema: NormalizedSchema, name: string): NormalizedSchema | null {
  if (schema.isMapSchema()) return schema.getValueSchema();
  const members = schema.getMemberSchemas();
  return Object.hasOwn(members, name) ? (members[name] ?? null) : null;
}

function fromJson(schema: NormalizedSchema, text: string): Value {
  try {
    return typed(schema, JSON.parse(text), 0);
  } catch (fault) {
    // A text that only begins like JSON is a text, for example a filter pattern `{ $.a = 1 }`.
    if (schema.isStringSchema()) return good(text);
    return bad(`holds no JSON: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
}

const MAX_DEPTH = 12;

function typed(schema: NormalizedSchema, value: unknown, depth: number): Value {
  if (depth > MAX_DEPTH) return bad('is nested too deeply');
  if (schema.isStringSchema())
    return good(typeof value === 'string' ? value : JSON.stringify(value));
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return bad('takes a list');
    const items = value.map((item) => typed(schema.getValueSchema(), item, depth + 1));
    return items.find(({ fault }) => fault !== null) ?? good(items.map((item) => item.value));
  }
  if (schema.isStructSchema() || schema.isMapSchema()) return typedObject(schema, value, depth);
  return scalar(schema, String(value));
}

function typedObject(schema: NormalizedSchema, value: unknown, depth: number): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return bad('takes an object');
  const built: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const member = fieldSchema(schema, name);
    if (member === null) return bad(`has no member ${name}`);
    const read = typed(member, item, depth + 1);
    if (read.fault !== null) return read;
    built[name] = read.value;
  }
  return good(built);
}
