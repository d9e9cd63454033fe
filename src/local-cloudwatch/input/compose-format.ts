// Whether a file is what `docker compose logs` printed. Tables, and loggers that set their columns off by bars, look alike:
// nearly every line is to have a name of few, with its bar at one column.
import { OBJECT } from './bytes.ts';
import type { ComposeFormat } from './compose-framer.ts';
import { ComposeLine, stampEnd } from './compose-lines.ts';
import { decodeJson } from './decode.ts';
import { detectStamps } from './detect-stamps.ts';
import { type TimePlace, timePlaceOf } from './line-time.ts';
import { objectsIn } from './objects-in-text.ts';
import type { StampRules } from './time-stamps.ts';

/** Of the lines, so many are to have a name, and so many of these the bar at the same column. */
const MIN_SHARE = 0.95;
const MIN_LINES = 3;
/** A name comes more than once. */
const MIN_LINES_EACH = 2;
const MAX_NAMES = 200;
/** The part of lines that begin with a time, so that it is a log. */
const MIN_STAMPED_SHARE = 0.1;
/** Docker writes nanoseconds, but no zeros at their end. */
const NANOSECONDS = /\.\d{7,9}Z$/;
const MIN_NANOSECONDS_SHARE = 0.5;
/** What loggers put in front of a bar themselves: a level, a date, a number. */
const LEVEL =
  /^(?:trace|debug|verbose|info|information|notice|warn|warning|err|error|critical|crit|fatal|alert|emerg|emergency|panic|success|log)$/i;
const NO_NAME = /^[\d._-]+[TZ]?[\d._-]*Z?$/;
/** Containers of one service are numbered, as are the processes of a Procfile. */
const NUMBERED = /[-_.]\d{1,4}$/;
/** Between the head of a table and its rows. */
const RULE = /^[-+=|: ]{3,}$/;

export interface ComposeDetection {
  readonly format: ComposeFormat;
  readonly firstMs: number;
  readonly guessed: boolean;
}

/** null: it is not. */
export function composeFormat(
  lines: readonly Buffer[],
  further: readonly Buffer[],
  referenceMs: number,
): ComposeDetection | null {
  const read = namedLines(lines, false);
  if (read === null) return null;
  const timed = hasStamps(read);
  const named = timed ? (namedLines(lines, true) ?? read) : read;
  const more = further.map((line) => readLine(line, timed)).filter(({ name }) => name !== '');
  const texts = named.map(({ text }) => text);
  const joint = detectStamps([...texts, ...more.map(({ text }) => text)], referenceMs);
  const byName = new Map<string, StampRules>();
  for (const [name, own] of textsByName([...named, ...more])) {
    const { rules, firstMs } = detectStamps(own, referenceMs, objectsOf(own, referenceMs));
    if (!Number.isNaN(firstMs)) byName.set(name, rules);
  }
  const firstMs = firstTime(named, timed, byName, referenceMs);
  const format: ComposeFormat = { kind: 'compose', timed, stamps: joint.rules, byName };
  return Number.isNaN(firstMs) ? null : { format, firstMs, guessed: joint.guessed };
}

interface NamedLine {
  readonly name: string;
  readonly column: number;
  readonly text: Buffer;
  readonly ms: number;
}

function readLine(bytes: Buffer, timed: boolean): NamedLine {
  const line = new ComposeLine();
  line.read(bytes, 0, bytes.length, timed);
  const { name, column, textStart, textEnd, ms } = line;
  return { name, column, text: bytes.subarray(textStart, textEnd), ms };
}

/** The lines that name a container; null: it is another kind of file. */
function namedLines(lines: readonly Buffer[], timed: boolean): readonly NamedLine[] | null {
  if (lines.length < MIN_LINES) return null;
  const [first] = lines;
  if (first === undefined) return null;
  const all = lines.map((line) => readLine(line, timed));
  const named = all.filter(({ name }) => name !== '');
  if (named.length < MIN_SHARE * all.length) return null;
  const others = all.filter(({ name }) => name === '').map(({ text }) => text.toString('latin1'));
  // A trace below a line that only begins like these, or a table.
  if (others.some((text) => /^\s/.test(text) || RULE.test(text))) return null;
  return areContainers(named) && isAligned(named) ? named : null;
}

function areContainers(named: readonly NamedLine[]): boolean {
  const names = [...new Set(named.map(({ name }) => name))];
  if (names.length > MAX_NAMES || names.length * MIN_LINES_EACH > named.length + 1) return false;
  if (names.some((name) => LEVEL.test(name) || NO_NAME.test(name))) return false;
  return names.length > 1 || NUMBERED.test(names[0] ?? '');
}

function isAligned(named: readonly NamedLine[]): boolean {
  const counts = new Map<number, number>();
  for (const { column } of named) counts.set(column, (counts.get(column) ?? 0) + 1);
  return Math.max(...counts.values()) >= MIN_SHARE * named.length;
}

/** Whether each line has a stamp of `--timestamps`. */
function hasStamps(named: readonly NamedLine[]): boolean {
  const stamps = named.map(({ text }) =>
    text.toString('latin1', 0, stampEnd(text, 0, text.length)),
  );
  const isStamp = (stamp: string) => stamp !== '' && !Number.isNaN(Date.parse(stamp));
  if (stamps.filter(isStamp).length < MIN_SHARE * named.length) return false;
  return (
    stamps.filter((one) => NANOSECONDS.test(one)).length >= MIN_NANOSECONDS_SHARE * named.length
  );
}

function textsByName(named: readonly NamedLine[]): ReadonlyMap<string, Buffer[]> {
  const texts = new Map<string, Buffer[]>();
  for (const { name, text } of named) {
    const known = texts.get(name);
    if (known === undefined) texts.set(name, [text]);
    else known.push(text);
  }
  return texts;
}

/** Where the JSON lines of a container have their time, among text or alone; null: it writes none. */
function objectsOf(texts: readonly Buffer[], referenceMs: number): TimePlace | null {
  const objects = texts.filter((text) => text[0] === OBJECT);
  if (objects.length < texts.length) return objectsIn(texts, referenceMs);
  const logged = objects.find((text) => decodeJson(text.toString(), referenceMs).events.length > 0);
  return logged === undefined ? null : timePlaceOf(logged);
}

/** NaN where too few lines tell one. */
function firstTime(
  named: readonly NamedLine[],
  timed: boolean,
  byName: ReadonlyMap<string, StampRules>,
  referenceMs: number,
): number {
  const times = named.map(({ ms, name, text }) => {
    const rules = byName.get(name);
    if (timed || rules === undefined) return ms;
    return detectStamps([text], referenceMs, rules.objects).firstMs;
  });
  const known = times.filter((ms) => !Number.isNaN(ms));
  return known.length < MIN_STAMPED_SHARE * named.length ? Number.NaN : (known[0] ?? Number.NaN);
}
