// Files that a kubelet keeps of a container: in front of each line containerd or CRI-O put the time, the output and a tag,
// `2026-11-20T14:00:00.123456789Z stderr F text`. They are no part of the message. With the tag P the line was cut, and
// the next one of the same output goes on with it.
// https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md
import { stands } from './bytes.ts';
import { ISO_BYTES, isoAt } from './time-text.ts';

const OUTPUTS = [Buffer.from(' stdout '), Buffer.from(' stderr ')];
const OUTPUT_BYTES = 8;
/** A stamp with nanoseconds and a zone. */
const MAX_STAMP_BYTES = 35;
const BLANK = 32;
const LINE_FEED = 10;
const [WHOLE, PART] = [70, 80];

/** The part of lines that is to be of this form, so that a file is read by it. */
const MIN_SHARE = 0.9;

/** Whether a file is of these lines; it begins with one. */
export function isContainerText(lines: readonly Buffer[]): boolean {
  const [first] = lines;
  if (first === undefined || Number.isNaN(containerStamp(first, 0, first.length))) return false;
  const fitting = lines.filter((line) => tagAt(line, 0, line.length) !== -1);
  return fitting.length >= MIN_SHARE * lines.length;
}

/** UTC ms of the line bytes[start, end) where an event begins with it; NaN: it goes on with the line before it. */
export function containerStamp(bytes: Buffer, start: number, end: number): number {
  const tag = tagAt(bytes, start, end);
  return tag === -1 || goesOn(bytes, start, tag) ? Number.NaN : isoAt(bytes, start, end);
}

/** Where the text of a line begins; `start` where it is of another form. */
export function containerTextStart(bytes: Buffer, start: number, end: number): number {
  const tag = tagAt(bytes, start, end);
  return tag === -1 ? start : Math.min(tag + 2, end);
}

/** Whether the event bytes[start, end) is of several lines. */
export function isOfParts(bytes: Buffer, start: number, end: number): boolean {
  return bytes.subarray(start, end).includes(LINE_FEED);
}

/** The text of an event: of parts, or of one line. */
export function containerText(bytes: Buffer, start: number, end: number): Buffer {
  const texts: Buffer[] = [];
  for (let at = start; at < end; ) {
    const lineEnd = lineEndAt(bytes, at, end);
    const isJoined = at === start || tagAt(bytes, at, lineEnd) !== -1;
    const from = isJoined ? containerTextStart(bytes, at, lineEnd) : at - 1;
    texts.push(bytes.subarray(from, lineEnd));
    at = lineEnd + 1;
  }
  return texts.length === 1 && texts[0] !== undefined ? texts[0] : Buffer.concat(texts);
}

function lineEndAt(bytes: Buffer, at: number, end: number): number {
  const length = bytes.subarray(at, end).indexOf(LINE_FEED);
  return length === -1 ? end : at + length;
}

/** Where the tag of the line stands; -1: it is of another form. */
function tagAt(bytes: Buffer, start: number, end: number): number {
  const output = outputAt(bytes, start, end);
  const tag = output + OUTPUT_BYTES;
  if (output === -1 || tag >= end) return -1;
  if (bytes[tag] !== WHOLE && bytes[tag] !== PART) return -1;
  return tag + 1 === end || bytes[tag + 1] === BLANK ? tag : -1;
}

/** Where the output stands behind the stamp. */
function outputAt(bytes: Buffer, start: number, end: number): number {
  const last = Math.min(end, start + MAX_STAMP_BYTES);
  for (let at = start + ISO_BYTES; at <= last; at++) {
    if (bytes[at] === BLANK) return OUTPUTS.some((name) => stands(name, bytes, at)) ? at : -1;
  }
  return -1;
}

/** Whether the line before is a part of the same output; `tag`: that of this line. */
function goesOn(bytes: Buffer, start: number, tag: number): boolean {
  if (start < 2) return false;
  const before = bytes.lastIndexOf(LINE_FEED, start - 2) + 1;
  const tagBefore = tagAt(bytes, before, start - 1);
  if (tagBefore === -1 || bytes[tagBefore] !== PART) return false;
  return bytes[tagBefore - LETTER_BACK] === bytes[tag - LETTER_BACK];
}

/** From the tag back to the letter in which `stdout` and `stderr` differ. */
const LETTER_BACK = 4;
