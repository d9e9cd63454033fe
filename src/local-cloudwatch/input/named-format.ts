// Whether a file is what a program printed that puts the logs of several sources together, and how it names them. Tables,
// loggers that set their columns off by bars, and plain words look alike: nearly every line is to have a name of few, with
// its bar at one column, or as Kubernetes calls pods and their containers.
import { OBJECT } from './bytes.ts';
import { decodeJson } from './decode.ts';
import { detectStamps } from './detect-stamps.ts';
import { type TimePlace, timePlaceOf } from './line-time.ts';
import type { NameForm } from './named-forms.ts';
import type { NamedFormat } from './named-framer.ts';
import { NamedLine, type Naming, stampEnd } from './named-lines.ts';
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
/** Docker and Kubernetes write nanoseconds, but no zeros at their end. */
const NANOSECONDS = /\.\d{7,9}(?:Z|[+-]\d\d:\d\d)$/;
const MIN_NANOSECONDS_SHARE = 0.5;
/** What loggers put in front of a bar themselves: a level, a date, a number. */
const LEVEL =
  /^(?:trace|debug|verbose|info|information|notice|warn|warning|err|error|critical|crit|fatal|alert|emerg|emergency|panic|success|log)$/i;
const NO_NAME = /^[\d._-]+[TZ]?[\d._-]*Z?$/;
/** Containers of one service are numbered, as are the processes of a Procfile. */
const NUMBERED = /[-_.]\d{1,4}$/;
/** The last word of a pod's name: a number, or an id. */
const POD =
  /^[a-z0-9][a-z0-9.-]{0,240}-(?:\d{1,4}|[a-z0-9]*\d[a-z][a-z0-9]*|[a-z0-9]*[a-z]\d[a-z0-9]*|[b-df-hj-np-tv-xz2-9]{5})$/;
const CONTAINER = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const MAX_CONTAINERS_EACH = 6;
/** Words in front are names where so many lines have a time behind them, or a container that its pod is called after. */
const MIN_PLAIN_SHARE = 0.5;
const FORMS: readonly NameForm[] = ['bar', 'clock-bar', 'bracket', 'triple', 'pair'];
/** Between the head of a table and its rows. */
const RULE = /^[-+=|: ]{3,}$/;

export interface NamedDetection {
  readonly format: NamedFormat;
  readonly firstMs: number;
  readonly guessed: boolean;
}

/** null: it is not. */
export function namedFormat(
  lines: readonly Buffer[],
  further: readonly Buffer[],
  referenceMs: number,
): NamedDetection | null {
  for (const form of FORMS) {
    const read = namedLines(lines, { form, timed: false });
    if (read !== null) return formatOf(form, read, lines, further, referenceMs);
  }
  return null;
}

function formatOf(
  form: NameForm,
  read: readonly ReadLine[],
  lines: readonly Buffer[],
  further: readonly Buffer[],
  referenceMs: number,
): NamedDetection | null {
  const timed = hasStamps(read);
  const naming = { form, timed };
  const named = timed ? (namedLines(lines, naming) ?? read) : read;
  const more = further.map((line) => readLine(line, naming)).filter(({ name }) => name !== '');
  const texts = named.map(({ text }) => text);
  const joint = detectStamps([...texts, ...more.map(({ text }) => text)], referenceMs);
  const byName = new Map<string, StampRules>();
  for (const [name, own] of textsByName([...named, ...more])) {
    const { rules, firstMs } = detectStamps(own, referenceMs, objectsOf(own, referenceMs));
    if (!Number.isNaN(firstMs)) byName.set(name, rules);
  }
  const times = timesOf(named, timed, byName, referenceMs);
  const firstMs = firstTime(times, isOfWords(form) && !areCalledAfter(named));
  const format: NamedFormat = { kind: 'named-lines', form, timed, stamps: joint.rules, byName };
  return Number.isNaN(firstMs) ? null : { format, firstMs, guessed: joint.guessed };
}

interface ReadLine {
  readonly name: string;
  readonly column: number;
  readonly text: Buffer;
  readonly ms: number;
  readonly isNotice: boolean;
}

function readLine(bytes: Buffer, naming: Naming): ReadLine {
  const line = new NamedLine();
  line.read(bytes, 0, bytes.length, naming);
  const { name, column, textStart, textEnd, ms, isNotice } = line;
  return { name, column, text: bytes.subarray(textStart, textEnd), ms, isNotice };
}

/** The lines that name a source and say something; null: it is another kind of file. */
function namedLines(lines: readonly Buffer[], naming: Naming): readonly ReadLine[] | null {
  if (lines.length < MIN_LINES) return null;
  const [first] = lines;
  if (first === undefined) return null;
  const all = lines.map((line) => readLine(line, naming)).filter(({ isNotice }) => !isNotice);
  const named = all.filter(({ name }) => name !== '');
  if (named.length < MIN_SHARE * all.length) return null;
  const others = all.filter(({ name }) => name === '').map(({ text }) => text.toString('latin1'));
  // A trace below a line that only begins like these, or a table.
  if (others.some((text) => /^\s/.test(text) || RULE.test(text))) return null;
  return areSources(named, naming.form) ? named : null;
}

const isOfWords = (form: NameForm) => form === 'pair' || form === 'triple';

function areSources(named: readonly ReadLine[], form: NameForm): boolean {
  if (form === 'bracket') return named.length > 0;
  return isOfWords(form) ? arePods(named) : areContainers(named) && isAligned(named);
}

/** Whether the names are those of pods and of a few containers in each. */
function arePods(named: readonly ReadLine[]): boolean {
  const containers = new Map<string, Set<string>>();
  for (const name of new Set(named.map(({ name }) => name))) {
    const { pod, container } = partsOf(name);
    if (!POD.test(pod) || !CONTAINER.test(container) || LEVEL.test(container)) return false;
    const own = containers.get(pod) ?? new Set();
    containers.set(pod, own.add(container));
  }
  const names = [...containers.values()].reduce((sum, { size }) => sum + size, 0);
  if (names === 0 || names > MAX_NAMES || names * MIN_LINES_EACH > named.length + 1) return false;
  return [...containers.values()].every(({ size }) => size <= MAX_CONTAINERS_EACH);
}

function partsOf(name: string) {
  const [container = '', pod = ''] = name.split('/').reverse();
  return { pod, container };
}

/** Whether containers are called as their pods begin, by most lines. */
function areCalledAfter(named: readonly ReadLine[]): boolean {
  const called = named.filter(({ name }) => {
    const { pod, container } = partsOf(name);
    return pod.startsWith(`${container}-`);
  });
  return called.length >= MIN_PLAIN_SHARE * named.length;
}

function areContainers(named: readonly ReadLine[]): boolean {
  const names = [...new Set(named.map(({ name }) => name))];
  if (names.length > MAX_NAMES || names.length * MIN_LINES_EACH > named.length + 1) return false;
  if (names.some((name) => LEVEL.test(name) || NO_NAME.test(name))) return false;
  return names.length > 1 || NUMBERED.test(names[0] ?? '');
}

function isAligned(named: readonly ReadLine[]): boolean {
  const counts = new Map<number, number>();
  for (const { column } of named) counts.set(column, (counts.get(column) ?? 0) + 1);
  return Math.max(...counts.values()) >= MIN_SHARE * named.length;
}

/** Whether each line has a stamp of `--timestamps`. */
function hasStamps(named: readonly ReadLine[]): boolean {
  const stamps = named.map(({ text }) =>
    text.toString('latin1', 0, stampEnd(text, 0, text.length)),
  );
  const isStamp = (stamp: string) => stamp !== '' && !Number.isNaN(Date.parse(stamp));
  if (stamps.filter(isStamp).length < MIN_SHARE * named.length) return false;
  return (
    stamps.filter((one) => NANOSECONDS.test(one)).length >= MIN_NANOSECONDS_SHARE * named.length
  );
}

function textsByName(named: readonly ReadLine[]): ReadonlyMap<string, Buffer[]> {
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

/** UTC ms of each line; NaN: it has none. */
function timesOf(
  named: readonly ReadLine[],
  timed: boolean,
  byName: ReadonlyMap<string, StampRules>,
  referenceMs: number,
): readonly number[] {
  return named.map(({ ms, name, text }) => {
    const rules = byName.get(name);
    if (timed || rules === undefined) return ms;
    return detectStamps([text], referenceMs, rules.objects).firstMs;
  });
}

/** NaN where too few lines tell one. */
function firstTime(times: readonly number[], isMany: boolean): number {
  const known = times.filter((ms) => !Number.isNaN(ms));
  const least = (isMany ? MIN_PLAIN_SHARE : MIN_STAMPED_SHARE) * times.length;
  return known.length < least ? Number.NaN : (known[0] ?? Number.NaN);
}
