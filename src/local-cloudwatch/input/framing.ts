// Cuts bytes into units: lines, text events, JSON objects. Pure: the caller moves the window over the file
// and hands back what was not consumed. A unit never holds its line break.

import type { Borders, EventSum, StretchLimits } from '../kernel/stamped-kernel.ts';
import { backslashesBefore } from './bytes.ts';
import { isDirective } from './directives.ts';
import { MAX_MESSAGE_BYTES, MAX_RECORD_BYTES } from './log-file.ts';
import { StampedLines } from './stamped-lines.ts';
import { isObject, type StampRules, stampOfLine } from './time-stamps.ts';

const LINE_FEED = 10;
const RETURN = 13;

/** Units in a buffer, one per index; `times` in UTC ms, NaN where the unit must be parsed to know. */
export interface Units {
  readonly starts: number[];
  readonly ends: number[];
  readonly times: number[];
  /** Units of which the bytes after the bound were passed over; nothing after them belongs to their block. */
  tooLong: number;
}

/** Adds the units of a window; gives the first byte that it did not consume. Holds what it must know between windows. */
export interface Framer {
  frame(window: Buffer, atEnd: boolean, units: Units): number;
}

export function noUnits(): Units {
  return { starts: [], ends: [], times: [], tooLong: 0 };
}

export function clearUnits(units: Units): void {
  units.starts.length = 0;
  units.ends.length = 0;
  units.times.length = 0;
  units.tooLong = 0;
}

/** The end of [start, end) before the line breaks that it ends with. */
export function withoutBreak(buffer: Buffer, start: number, end: number): number {
  let last = end;
  while (last > start && (buffer[last - 1] === LINE_FEED || buffer[last - 1] === RETURN)) last--;
  return last;
}

/** Adds [start, end) without its line break; nothing where it holds nothing else. */
export function addUnit(
  units: Units,
  buffer: Buffer,
  start: number,
  end: number,
  ms: number,
): void {
  const last = withoutBreak(buffer, start, end);
  if (last === start) return;
  units.starts.push(start);
  units.ends.push(last);
  units.times.push(ms);
}

/** Counts lines instead of taking each for a unit. */
export interface LineTally {
  /** Counts those that begin at `start`, behind these units; gives the first that is not counted. */
  count(units: Units, start: number, end: number): number;
}

/** A unit a line that is not counted; empty lines are none, lines over MAX_RECORD_BYTES are passed over. */
export function lineFramer(tally: LineTally | null = null): Framer {
  let passing = false;
  return {
    frame(window, atEnd, units) {
      const first = passing ? afterLine(window) : 0;
      if (first === -1) return window.length;
      passing = false;
      const start = addLines(tally, window, first, units);
      if (!atEnd && window.length - start <= MAX_RECORD_BYTES) return start;
      if (atEnd) addUnit(units, window, start, window.length, Number.NaN);
      else {
        passing = true;
        units.tooLong++;
      }
      return window.length;
    },
  };
}

/** Adds or counts the lines from `first` on; gives the one that does not end in the window. */
function addLines(tally: LineTally | null, window: Buffer, first: number, units: Units): number {
  let start = first;
  for (;;) {
    if (tally !== null) start = tally.count(units, start, window.length);
    const end = window.indexOf(LINE_FEED, start);
    if (end === -1) return start;
    addUnit(units, window, start, end, Number.NaN);
    start = end + 1;
  }
}

/** Start of the next line, -1 where the line does not end in the window. */
function afterLine(window: Buffer): number {
  const end = window.indexOf(LINE_FEED);
  return end === -1 ? end : end + 1;
}

/** What the lines of a text tell of its events. */
export interface LineReader {
  /** UTC ms of the event that a line begins, NaN where it begins none. */
  stamp(buffer: Buffer, start: number, end: number): number;
  /** Whether the event that a line with a stamp begins ends with it: what follows is another one, of the same time. */
  isWhole(buffer: Buffer, start: number): boolean;
}

export function textLines(rules: StampRules): LineReader {
  return {
    stamp: (buffer, start, end) => stampOfLine(buffer, start, end, rules),
    isWhole: (buffer, start) => isObject(buffer, start, rules),
  };
}

/** Lines whose events reach to the next stamp. */
export function linesWith(stamp: LineReader['stamp']): LineReader {
  return { stamp, isWhole: () => false };
}

interface TextState {
  readonly lines: LineReader;
  /** Whether lines that are directives are left out. */
  readonly directives: boolean;
  /** UTC ms of the event that is open. */
  eventMs: number;
  /** Whether the line behind begins an event, whatever it is. */
  isOver: boolean;
  /** Goes over lines whose stamps are alike; null: each is read by itself. */
  readonly alike: StampedLines | null;
  /** Where events go that need only be counted; null: each is a unit. */
  readonly tally: Tally | null;
  /** Whether the rest of a line is passed over. */
  passing: boolean;
}

/** Counts events instead of taking each for a unit. Offsets are those of the window. */
export interface Tally {
  readonly limits: StretchLimits;
  borders(): Borders;
  add(events: EventSum): void;
  /** Takes the units that lie before what is counted next. */
  take(units: Units): void;
}

/**
 * A unit from each stamped line to the next; lines before the first have `firstMs`. An event that would outgrow
 * CloudWatch's bound goes on as a further event of the same time; of a single line that does, the rest is
 * passed over.
 */
export function textFramer(
  lines: LineReader,
  firstMs: number,
  directives = false,
  alike: StampedLines | null = null,
  tally: Tally | null = null,
): Framer {
  const state: TextState = {
    ...{ lines, directives, eventMs: firstMs, isOver: false },
    ...{ alike, tally, passing: false },
  };
  return { frame: (window, atEnd, units) => frameText(state, window, atEnd, units) };
}

/** As `textFramer`, for text without directives by these rules: as fast as can be. */
export function stampedFramer(
  rules: StampRules,
  firstMs: number,
  tally: Tally | null = null,
): Framer {
  return textFramer(textLines(rules), firstMs, false, new StampedLines(rules), tally);
}

/** Where a window is read. */
interface Cursor {
  /** Of a line. */
  start: number;
  /** Of the event that is open. */
  eventStart: number;
}

function frameText(state: TextState, window: Buffer, atEnd: boolean, units: Units): number {
  const first = state.passing ? afterLine(window) : 0;
  if (first === -1) return window.length;
  state.passing = false;
  const at: Cursor = { start: first, eventStart: first };
  state.alike?.begin(window);
  while (at.start < window.length) {
    const { alike } = state;
    if (alike !== null && !state.isOver && addAlike(state, alike, window, at, units)) continue;
    const end = textLineEnd(state, window, at.start, atEnd);
    if (end === -1) return at.eventStart;
    addLine(state, window, at, end, units);
  }
  return state.passing || atEnd ? endLast(state, window, at.eventStart, units) : at.eventStart;
}

/** Adds the events of lines that are alike; false where the next line is to be read by itself. */
function addAlike(
  state: TextState,
  alike: StampedLines,
  window: Buffer,
  at: Cursor,
  units: Units,
): boolean {
  if (state.tally !== null) return countAlike(state, alike, state.tally, at, units);
  const run = alike.run(at.start, at.eventStart, MAX_MESSAGE_BYTES);
  if (run === null || run.next === at.start) return false;
  for (let index = 0; index < run.count; index++) {
    const start = run.startOf(index);
    addUnit(units, window, at.eventStart, start, state.eventMs);
    at.eventStart = start;
    state.eventMs = run.timeOf(index);
  }
  at.start = run.next;
  return !run.isOdd;
}

/** As `addAlike`, of events that are counted. */
function countAlike(
  state: TextState,
  alike: StampedLines,
  tally: Tally,
  at: Cursor,
  units: Units,
): boolean {
  if (!alike.isReady) return false;
  tally.take(units);
  const open = { start: at.eventStart, ms: state.eventMs };
  const sum = alike.sum(at.start, open, MAX_MESSAGE_BYTES, tally.borders(), tally.limits);
  if (sum === null || sum.next === at.start) return false;
  for (let index = 0; index < sum.count; index++) tally.add(sum.stretch(index));
  at.start = sum.next;
  at.eventStart = sum.open.start;
  state.eventMs = sum.open.ms;
  return !sum.isOdd;
}

function addLine(state: TextState, window: Buffer, at: Cursor, end: number, units: Units): void {
  const { start, eventStart } = at;
  if (isLeftOut(state, window, start, end)) {
    addUnit(units, window, eventStart, start, state.eventMs);
    at.start = at.eventStart = Math.min(end + 1, window.length);
    return;
  }
  const ms = state.lines.stamp(window, start, end);
  state.alike?.learn(window, start, end, ms);
  const begins = !Number.isNaN(ms);
  if (begins || state.isOver || end - eventStart > MAX_MESSAGE_BYTES) {
    addUnit(units, window, eventStart, start, state.eventMs);
    at.eventStart = start;
    if (begins) state.eventMs = ms;
  }
  state.isOver = begins
    ? state.lines.isWhole(window, start)
    : state.isOver && withoutBreak(window, start, end) === start;
  at.start = end + 1;
}

function isLeftOut({ directives, passing }: TextState, window: Buffer, start: number, end: number) {
  return directives && !passing && isDirective(window, start, end);
}

/** Adds the event at the end of the file, or what of a line that is too long is kept. */
function endLast(state: TextState, window: Buffer, eventStart: number, units: Units): number {
  if (state.passing) units.tooLong++;
  const end = state.passing ? eventStart + MAX_MESSAGE_BYTES : window.length;
  addUnit(units, window, eventStart, end, state.eventMs);
  return window.length;
}

/** Where the line ends; -1: beyond the window. Of a line that is too long the window's end stands for its end. */
function textLineEnd(state: TextState, window: Buffer, start: number, atEnd: boolean): number {
  const found = window.indexOf(LINE_FEED, start);
  if (found !== -1) return found;
  state.passing = !atEnd && window.length - start > MAX_MESSAGE_BYTES;
  return atEnd || state.passing ? window.length : -1;
}

const QUOTE = 34;
const OPENING = new Set([123, 91]);
const CLOSING = new Set([125, 93]);

/**
 * A unit for each object or array at `depth` (1: the outermost). Text between them is passed over.
 * `level`: depth of nesting where the first window begins.
 */
export function objectFramer(depth: number, level: number): Framer {
  const nesting: Nesting = { depth, level, start: -1 };
  return { frame: (window, atEnd, units) => frameObjects(nesting, window, atEnd, units) };
}

function frameObjects(nesting: Nesting, window: Buffer, atEnd: boolean, units: Units): number {
  let at = 0;
  while (at < window.length) {
    const byte = window[at] ?? 0;
    const end = byte === QUOTE ? stringEnd(window, at + 1) : at;
    if (end === -1) break;
    if (OPENING.has(byte)) open(nesting, at);
    else if (CLOSING.has(byte)) close(nesting, window, at, units);
    at = end + 1;
  }
  // A window always begins outside the wanted objects: an unfinished one is read again from its start.
  const consumed = nesting.start === -1 ? at : nesting.start;
  if (nesting.start !== -1) nesting.level = nesting.depth - 1;
  nesting.start = -1;
  if (!atEnd) return consumed;
  addUnit(units, window, consumed, window.length, Number.NaN);
  return window.length;
}

interface Nesting {
  /** Of the wanted objects. */
  readonly depth: number;
  level: number;
  /** Of the wanted object that is open, -1: none. */
  start: number;
}

function open(nesting: Nesting, at: number): void {
  nesting.level++;
  if (nesting.level === nesting.depth && nesting.start === -1) nesting.start = at;
}

function close(nesting: Nesting, window: Buffer, at: number, units: Units): void {
  if (nesting.level === nesting.depth && nesting.start !== -1) {
    addUnit(units, window, nesting.start, at + 1, Number.NaN);
    nesting.start = -1;
  }
  nesting.level = Math.max(0, nesting.level - 1);
}

/** Position of the closing quote, -1 where the window ends before it. */
export function stringEnd(window: Buffer, from: number): number {
  for (let at = window.indexOf(QUOTE, from); at !== -1; at = window.indexOf(QUOTE, at + 1)) {
    if (backslashesBefore(window, from, at) % 2 === 0) return at;
  }
  return -1;
}
