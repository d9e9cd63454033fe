// One log stream as a row of blocks. Several traces may be open at once, with ordinary lines in between; a line goes to
// the open trace touched last that it fits. Prose below a head waits: it joins when a frame follows, else it stands alone.
import type { LogEvent } from '../../base/log-event.ts';
import { SECOND_MS } from '../../base/time-range.ts';
import type { Header } from '../peel/header.ts';
import type { Block } from '../types.ts';
import { continues, frameLanguage } from './grammar.ts';
import { behind, keyOf, keyWidth, type Standing, standingOf } from './headed.ts';
import {
  announcedAbove,
  headOf,
  hold,
  isInTime,
  leaveCrash,
  type Stream,
  toldAbove,
} from './heads.ts';
import { hasNextNumber, isExcerpt, isLogLine, marksPlace } from './numbered.ts';
import {
  type Beginning,
  begin,
  closeAll,
  expire,
  joinBare,
  joinKeyed,
  joinUnder,
  type OpenTrace,
  timeOf,
} from './open-traces.ts';
import { type Opening, openingOf } from './openings.ts';
import { placeErlang } from './place-erlang.ts';
import { placeRails } from './place-rails.ts';
import { isThrownUnder, mayWaitBelow, mayWaitUnder } from './prose.ts';
import { tellsMore } from './python-message.ts';
import { type Line, lineReader } from './shipped.ts';

/** Characters of a block's message; events beyond are kept, and a last line says how many the text leaves out. */
const MAX_BLOCK_CHARS = 262_144;
/** Blocks that are gathered before those are given out that are complete and in order. */
const MIN_RELEASED = 1_000;
/** Words of a header that may belong to the line behind it. */
const MAX_CUT_WORDS = 8;
/** Lines of one event that are looked at to see how its trace stands. */
const MAX_EVENT_LINES = 2_000;

/** Blocks of one stream's events, which come in time order; blocks are ordered by their first event, and come in lists. */
export function* blocksOf(events: readonly LogEvent[]): Generator<readonly Block[]> {
  const streams = new Map<string, Stream>();
  const reader = lineReader((line) => take(streamOf(streams, line.writer), line));
  const all = () => [...streams.values()];
  const gathered = () => all().reduce((sum, { blocks }) => sum + blocks.length, 0);
  let enough = MIN_RELEASED;
  let at = -1;
  for (const event of events) {
    at++;
    reader.read(event, at);
    if (at % MIN_RELEASED !== 0 || gathered() < enough) continue;
    yield release(all(), Math.min(reader.firstOpen(), ...all().map(firstOpen)));
    enough = 2 * gathered() + MIN_RELEASED;
  }
  reader.end();
  for (const stream of all()) {
    hold(stream, null);
    closeAll(stream);
  }
  yield release(all(), Number.POSITIVE_INFINITY);
}

function streamOf(streams: Map<string, Stream>, writer: string): Stream {
  const known = streams.get(writer);
  if (known !== undefined) return known;
  const stream = { blocks: [], bare: [], keyed: new Map(), lastKeyed: null, index: 0, held: null };
  streams.set(writer, stream);
  return stream;
}

function take(stream: Stream, line: Line): void {
  const { held } = stream;
  expire(stream, timeOf(line));
  place(stream, line);
  if (stream.held === held) hold(stream, null);
  stream.index++;
}

/** The blocks that begin before this place, in order: no other can yet come between them. */
function release(streams: readonly Stream[], before: number): readonly Block[] {
  const complete: Line[][] = [];
  for (const stream of streams) {
    for (const block of stream.blocks.splice(0)) {
      if (placeOf(block) < before) complete.push(block);
      else stream.blocks.push(block);
    }
  }
  return complete.sort((a, b) => placeOf(a) - placeOf(b)).map(blockOf);
}

/** Where the first of the traces begins that are still open. */
function firstOpen({ bare, keyed, held }: Stream): number {
  let first = held === null ? Number.POSITIVE_INFINITY : placeOf(held.lines);
  for (const { lines } of bare) first = Math.min(first, placeOf(lines));
  for (const { lines } of keyed.values()) first = Math.min(first, placeOf(lines));
  return first;
}

function placeOf(block: readonly Line[]): number {
  return block[0]?.at ?? 0;
}

function place(stream: Stream, line: Line): void {
  const { text: whole } = line;
  const texts = whole.includes('\n') ? whole.split('\n', MAX_EVENT_LINES) : [whole];
  if (placeRails(stream, line, stream.index) || placeErlang(stream, line, stream.index)) return;
  const text = (texts[0] ?? '').trimEnd();
  const standing = standingOf(text);
  if (texts.length === 1) line.header = standing.header;
  if (standing.headed && !belongsAnyway(stream, standing, text)) {
    placeHeaded(stream, line, texts, standing);
    return;
  }
  handOver(stream, text);
  leaveCrash(stream, text);
  const at = stream.bare.findLastIndex(
    (open) => fits(open, text, stream.index) && isInTime(stream, open, line, text),
  );
  if (at >= 0) {
    tellIndented(stream.bare[at], text);
    joinBare(stream, at, line, texts, stream.index);
  } else if (!joinStack(stream, line, texts, text)) placeNew(stream, line, texts, text);
}

/** A frame right below another one that has a header: a stack that was logged as one text, its lines taken apart. */
function joinStack(stream: Stream, line: Line, texts: readonly string[], text: string): boolean {
  const open = stream.lastKeyed;
  if (open?.key == null || stream.keyed.get(open.key) !== open) return false;
  if (open.lastIndex !== stream.index - 1 || open.progress.frames === 0) return false;
  if (frameLanguage(text) !== open.progress.language) return false;
  joinKeyed(stream, open, line, texts, stream.index);
  return true;
}

/** What only looks like a line of its own: what stands under a bar, and source in the excerpts of it that are printed. */
function belongsAnyway(stream: Stream, { header }: Standing, text: string): boolean {
  const open = stream.bare.at(-1);
  if (open === undefined || open.lastIndex !== stream.index - 1) return false;
  if (open.progress.phase === 'bar') return continues(open.progress, text);
  if (hasNextNumber(open, text, stream.index)) return true;
  if (header !== null || open.progress.phase !== 'excerpt' || !text.startsWith('{')) return false;
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    if (error instanceof SyntaxError) return true;
    throw error;
  }
}

/**
 * What looked like the last line of a Python trace was the head of the next one, where frames of another language follow:
 * the Python trace was cut off.
 */
function handOver(stream: Stream, text: string): void {
  const open = stream.bare.at(-1);
  if (open?.progress.phase !== 'message' || open.lastIndex !== stream.index - 1) return;
  const language = frameLanguage(text);
  const head = open.lines.at(-1);
  if (language === null || language === 'python' || head === undefined || open.lines.length < 2)
    return;
  const opening = openingOf(head.text);
  if (opening === null) return;
  open.lines.pop();
  open.progress.phase = 'frames';
  beginBare(stream, head, [head.text], opening);
}

/** A line with a header goes on with the trace whose lines all have that header, heads a trace, or stands alone. */
function placeHeaded(
  stream: Stream,
  line: Line,
  texts: readonly string[],
  { header, mayHead, mayHeadNext, isBare, text }: Standing,
): void {
  const [head = '', ...more] = texts;
  const width = header === null ? null : keyWidthOf(texts, header, text);
  const open = width === null ? null : openUnder(stream, head, width);
  if (open?.key && joinUnderKey(stream, open, line, [behind(head, open.key.length), ...more]))
    return;
  const opening = width === null ? null : openingOf(behind(head, width));
  const heads = mayHead || isHead(opening);
  if (!heads && !mayHeadNext && opening === null) {
    stream.blocks.push([line]);
    return;
  }
  const key = ownKeyOf(stream, open, head, width);
  if (joinAbove(stream, line, key, opening, header?.level === 'warn')) return;
  const beginning: Beginning = {
    lines: [line],
    texts: [text, ...more],
    opening: mayHead ? null : excerptIn(opening),
    isWarned: mayHeadNext,
    rails: null,
    key,
    index: stream.index,
  };
  if (heads || (mayHeadNext && isBare)) begin(stream, beginning);
  else if (mayHeadNext) hold(stream, beginning);
  else stream.blocks.push([line]);
}

/** What may be a line of source is no log line, unless that is an error's. */
const excerptIn = (opening: Opening | null) => (opening?.phase === 'numbered' ? opening : null);

/** That of its header, of which what names an exception is no part. */
function ownKeyOf(
  { index }: Stream,
  open: OpenTrace | null,
  head: string,
  width: number | null,
): string | null {
  if (width === null) return null;
  const shorter = open?.key ?? null;
  const isThrown = open !== null && shorter !== null;
  if (isThrown && isThrownUnder(open, behind(head, shorter.length), index)) return shorter;
  return keyOf(head, width);
}

/** Joins a line to the trace whose lines all have its header, or lets it wait there; false where it is none of its. */
function joinUnderKey(stream: Stream, open: OpenTrace, line: Line, rest: string[]): boolean {
  const { index } = stream;
  const [head = ''] = rest;
  const bare = { ...line, text: rest.join('\n'), retold: true };
  // Lines of others in between are told by their headers.
  const isSoon = timeOf(line) - open.lastMs <= SECOND_MS;
  const next = isSoon ? open.lastIndex + 1 : index;
  if (goesOn(open, head, next) || tellsMore(open, head, next)) {
    joinKeyed(stream, open, bare, rest, index);
    return true;
  }
  if (rest.length > 1 || !mayWaitUnder(open, line, head, next)) return false;
  letWait(stream, open, bare, line);
  return true;
}

/** An event of several lines is whole: what has a header on each line comes line by line, or is a stack by itself. */
function keyWidthOf(texts: readonly string[], header: Header, text: string): number | null {
  const [head = '', ...more] = texts;
  return more.length > 0 && frameLanguage(text) === null ? null : keyWidth(head, header);
}

/** Joins an exception to the log line above it whose header begins with this one; false where there is none. */
function joinAbove(
  stream: Stream,
  line: Line,
  key: string | null,
  opening: Opening | null,
  isWarned: boolean,
): boolean {
  if (key === null || opening === null) return false;
  const above = announcedAbove(stream, { line, key, opening, isWarned });
  if (above === null) return false;
  const rest = behind(line.text, key.length);
  tellOpening(above, opening);
  joinUnder(stream, above, key, { ...line, text: rest, retold: true }, [rest], stream.index);
  return true;
}

/** An excerpt or a bar comes before the head. */
const isHead = (opening: Opening | null) =>
  opening !== null && opening.phase !== 'excerpt' && opening.phase !== 'bar';

/** The trace with that header, or with the beginning of it: what follows a header may look like more of it. */
function openUnder(stream: Stream, head: string, width: number): OpenTrace | null {
  if (stream.keyed.size === 0) return null;
  const key = keyOf(head, width);
  const same = stream.keyed.get(key);
  if (same !== undefined) return same;
  return underWhole(stream, head) ?? underShorter(stream, key);
}

/** What follows the header looks like more of it: `--- End of inner exception stack trace ---`. */
function underShorter({ keyed }: Stream, key: string): OpenTrace | null {
  let end = key.lastIndexOf(' ');
  for (let cut = 0; end > 0 && cut < MAX_CUT_WORDS; cut++) {
    const open = keyed.get(key.slice(0, end));
    if (open !== undefined) return open;
    end = key.lastIndexOf(' ', end - 1);
  }
  return null;
}

/** Where nothing follows the header, its last words look like a message. */
function underWhole({ keyed }: Stream, head: string): OpenTrace | null {
  const line = head.trimEnd();
  return keyed.get(keyOf(line, line.length)) ?? null;
}

function goesOn(open: OpenTrace, rest: string, index: number): boolean {
  if (isExcerpt(open) && marksPlace(open, rest, index)) return true;
  if (isExcerpt(open) && !isLogLine(open)) return false;
  return continues(open.progress, rest) || isGap(open, rest, index);
}

/** A line that no open trace takes. */
function placeNew(stream: Stream, line: Line, texts: readonly string[], text: string): void {
  const opening = openingOf(text);
  if (opening?.phase === 'numbered' && wait(stream, line, text)) return;
  const frame = opening === null ? frameLanguage(text) : null;
  if (opening !== null) openTrace(stream, line, texts, opening);
  else if (frame !== null) {
    beginBare(stream, line, texts, { language: frame, phase: 'frames', crash: false });
  } else if (!wait(stream, line, text)) {
    stream.blocks.push([line]);
  }
}

function beginBare(stream: Stream, line: Line, texts: readonly string[], opening: Opening): void {
  begin(stream, { lines: [line], texts, opening, rails: null, key: null, index: stream.index });
}

/** What a shell says of a process that ended: that does not show that the prose above was its own. */
const TRAP = /^Illegal instruction\b/;

function fits(open: OpenTrace, line: string, index: number): boolean {
  if (goesOn(open, line, index)) return open.waiting.length === 0 || !TRAP.test(line);
  if (open.lastIndex !== index - 1 || (isExcerpt(open) && !isLogLine(open))) return false;
  if (open.progress.phase === 'message') return tellsMore(open, line, index);
  // What is indented right below a log line of an error belongs to it.
  return open.headed && open.progress.frames === 0 && /^\s{2,}\S/.test(line);
}

/** A blank line right below a trace that is not over. */
function isGap(open: OpenTrace, line: string, index: number): boolean {
  if (line.trim() !== '' || open.lastIndex !== index - 1) return false;
  return open.progress.phase !== 'done' && (!open.headed || open.progress.lines > 0);
}

/** An exception line: it belongs to the log line that announced it, or begins a trace of its own. */
function openTrace(stream: Stream, line: Line, texts: readonly string[], opening: Opening): void {
  const at = opening.crash ? toldAbove(stream, line) : headOf(stream, line, opening);
  const head = stream.bare[at];
  if (head === undefined) {
    beginBare(stream, line, texts, opening);
    return;
  }
  tellOpening(head, opening);
  joinBare(stream, at, line, texts, stream.index);
}

/** What is indented below a log line may be the beginning of an exception. */
function tellIndented(head: OpenTrace | undefined, text: string): void {
  if (head === undefined || !head.headed || head.progress.language !== null) return;
  const opening = head.progress.frames > 0 ? null : openingOf(text);
  if (opening !== null && opening.language !== null) tellOpening(head, opening);
}

/** The exception that the log line announced begins so. */
function tellOpening(head: OpenTrace, { language, phase }: Opening): void {
  head.isBrief = false;
  head.progress.language = language ?? head.progress.language;
  head.progress.phase = language === null ? 'frames' : phase;
}

/** Prose right below a head that has no frame yet, or below a message that may go on. */
function wait(stream: Stream, line: Line, text: string): boolean {
  const open = stream.bare.at(-1);
  if (open === undefined) return false;
  const isOpen = mayWaitBelow(open, line, text, stream.index);
  if (isOpen) letWait(stream, open, line, line);
  return isOpen;
}

function letWait({ index }: Stream, open: OpenTrace, joined: Line, alone: Line): void {
  open.waiting.push({ joined, alone });
  open.lastIndex = index;
}

function blockOf(lines: readonly Line[]): Block {
  const first = lines[0];
  const only = first?.events[0];
  const isAlone = lines.length === 1 && first?.events.length === 1 && !first.retold;
  // Arrays that were grown keep room for more, and there are very many: these are made to measure.
  if (isAlone && only !== undefined) {
    const { message } = only;
    return { events: [only], message, header: first.text === message ? first.header : null };
  }
  const events = lines.flatMap((line) => line.events).slice();
  const texts: string[] = [];
  let chars = 0;
  let told = 0;
  for (const line of lines) {
    chars += line.text.length + 1;
    if (chars > MAX_BLOCK_CHARS && told > 0) {
      texts.push(`… ${events.length - told} more events`);
      break;
    }
    texts.push(line.text);
    told += line.events.length;
  }
  return { events, message: texts.join('\n') };
}
