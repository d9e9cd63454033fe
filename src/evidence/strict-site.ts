// The site of a finding as strictly as its sample allows: from the exception to the end line by line, its own frames by
// name, a library's where the sample has some. So neither one that it caused, nor one of another way through the code,
// nor one with a further cause is taken for it.

import type { FindingDraft } from './finding.ts';
import { escaped } from './fixed-text.ts';
import { AT_FORMS, type FrameForm } from './frame-lines.ts';
import { pythonSite } from './python-site.ts';
import { opening, placeOf, typeEnd } from './site-opening.ts';
import type { StrictText } from './strict-text.ts';
import { anyOf } from './told-level.ts';
import { anyLine, type TraceLines, traceLines, unindented } from './trace-lines.ts';
import type { Frame, Thrown } from './types.ts';

/** Characters of an event that a site is sought in. */
const MAX_RAW_CHARS = 16_000;
/** A query has room for so many characters only. */
const MAX_PATTERN_CHARS = 1_500;
/** Frames that tell a site, as many as make a trace's fingerprint. */
const MAX_SITE_FRAMES = 3;

/** Null where the sample is written otherwise, or something in it was redacted. */
export function strictSite({ sample, places = 0 }: FindingDraft): StrictText | null {
  const raw = sample.block.message;
  const { trace } = sample;
  if (trace === null || places > 0 || raw.length > MAX_RAW_CHARS || raw.includes('[redacted:'))
    return null;
  const lines = traceLines(raw);
  if (lines === null) return null;
  const form = AT_FORMS[trace.language];
  const site =
    form === undefined
      ? trace.language === 'python' && pythonSite(lines, trace.chain)
      : atSite(lines, trace.chain, form);
  return site && site.pattern.length <= MAX_PATTERN_CHARS ? site : null;
}

interface Walk {
  readonly text: TraceLines;
  readonly form: FrameForm;
  readonly parts: string[];
  /** The next line. */
  at: number;
}

const FRAME = /^at\s/;
/** What stands for frames that were printed above, and between those of two threads. */
const BETWEEN = /^(?:\.\.\.|---)\s/;
/** Words in front of a cause: `Caused by: `. */
const MAX_LINK_CHARS = 40;

function atSite(text: TraceLines, chain: readonly Thrown[], form: FrameForm): StrictText | null {
  const first = text.lines.findIndex((line) => FRAME.test(unindented(text, line).text));
  const [thrown, ...causes] = chain;
  if (first < 1 || thrown === undefined || thrown.type === null) return null;
  const at = headLine(text, first, thrown.type);
  const begin = at < 0 ? null : opening(text, at, thrown.type);
  if (begin === null) return null;
  const walk: Walk = {
    text,
    form,
    parts: [begin.pattern, typeEnd(text, at, thrown.type)],
    at: at + 1,
  };
  const isWhole =
    takeMessage(walk, first) &&
    takeFrames(walk, thrown) &&
    causes.every((cause) => takeCause(walk, cause)) &&
    takeRest(walk);
  if (!isWhole) return null;
  return {
    pattern: `${walk.parts.join('')}${text.last}`,
    start: begin.start,
    end: text.end,
    isPlace: true,
  };
}

/** The last line above the frames that begins with the type, else the first that names it. */
function headLine({ lines }: TraceLines, first: number, type: string): number {
  const above = lines.slice(0, first);
  const begins = above.findLastIndex((line) => placeOf(type, line) === 0);
  return begins >= 0 ? begins : above.findIndex((line) => placeOf(type, line) >= 0);
}

/** Lines of a message, up to the frames. */
function takeMessage(walk: Walk, first: number): boolean {
  for (; walk.at < first; walk.at++) {
    const line = anyLine(walk.text, walk.text.lines[walk.at] ?? '');
    if (line === null) return false;
    walk.parts.push(line);
  }
  return true;
}

/** All frames of an exception; behind the last one that tells the site any may follow. */
function takeFrames(walk: Walk, { frames }: Thrown): boolean {
  const site: Site = { hasOwn: frames.some(({ own }) => own), known: new Set(), others: new Set() };
  let next = 0;
  for (; ; walk.at++) {
    const line = unindented(walk.text, walk.text.lines[walk.at] ?? '').text;
    const [between] = BETWEEN.exec(line) ?? [];
    if (between !== undefined) site.others.add(escaped(between.trim()));
    else if (!FRAME.test(line)) break;
    else if (!takeFrame(walk, site, frames[next++], line)) return false;
  }
  flush(walk, site);
  return next === frames.length;
}

interface Site {
  readonly hasOwn: boolean;
  /** Frames that tell it. */
  readonly known: Set<string>;
  /** What may stand in any number of lines behind the last of them. */
  readonly others: Set<string>;
}

function takeFrame(walk: Walk, site: Site, frame: Frame | undefined, line: string): boolean {
  if (frame === undefined || !line.includes(frame.function ?? frame.file ?? '\n')) return false;
  const { hasOwn, known, others } = site;
  const isTold = known.size >= MAX_SITE_FRAMES;
  const tells = hasOwn ? frame.own : !isTold;
  const body = line.slice('at '.length);
  if (isTold && hasOwn) {
    others.add('at\\s');
    return true;
  }
  const part = tells ? walk.form.own(body, frame) : walk.form.library(body, frame);
  if (part === null) return false;
  if (!tells || known.has(part)) {
    others.add(`at\\s${part}`);
    return true;
  }
  flush(walk, site);
  known.add(part);
  walk.parts.push(`${toLine(walk)}at\\s${part}${walk.text.rest}`);
  return true;
}

/** From the line before to the words of this one. */
function toLine({ text, at }: Walk): string {
  return `${text.lineBreak}${unindented(text, text.lines[at] ?? '').indent}`;
}

function flush(walk: Walk, { others }: Site): void {
  if (others.size === 0) return;
  const before = { ...walk, at: walk.at - 1 };
  walk.parts.push(`(?:${toLine(before)}${anyOf([...others])}${walk.text.rest})*`);
  others.clear();
}

function takeCause(walk: Walk, cause: Thrown): boolean {
  const { text, parts, at } = walk;
  const line = unindented(text, text.lines[at] ?? '').text;
  const place = cause.type === null ? -1 : placeOf(cause.type, line);
  if (cause.type === null || place < 0 || place > MAX_LINK_CHARS) return false;
  const named = escaped(line.slice(0, place + cause.type.length));
  parts.push(`${toLine(walk)}${named}${typeEnd(text, at, cause.type)}`);
  walk.at += 1;
  const frames = text.lines.findIndex(
    (below, index) => index >= walk.at && isOfFrames(unindented(text, below).text),
  );
  return (cause.frames.length === 0 || takeMessage(walk, frames)) && takeFrames(walk, cause);
}

const isOfFrames = (line: string) => FRAME.test(line) || BETWEEN.test(line);

/** What inspected errors have below their frames: their fields by name, and what closes them. */
function takeRest(walk: Walk): boolean {
  const { text, parts } = walk;
  for (; walk.at < text.lines.length; walk.at++) {
    const line = unindented(text, text.lines[walk.at] ?? '').text;
    const [begin] = /^(?:[\w$]{1,40}:|[\])}]{1,3}|$)/.exec(line) ?? [];
    if (begin === undefined) return false;
    // In text any number of empty lines may follow.
    if (line === '' && text.field === '' && text.lines.slice(walk.at).join('') === '') break;
    parts.push(`${toLine(walk)}${escaped(begin)}${begin === '' ? '' : text.rest}`);
  }
  return true;
}
