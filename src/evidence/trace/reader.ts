// What every language's reader shares: the port, frames under construction and the shape of an exception's head line.
import type { Frame, Language, Thrown } from '../types.ts';

/** What a reader made of the lines. */
export interface Reading {
  /** The reported exception first; at least one. */
  readonly chain: readonly Thrown[];
  /** Tells sites apart where there is no frame with a name, for example the source line that threw. */
  readonly site: string | null;
}

export interface TraceReader {
  readonly language: Language;
  /** A text that it does not match holds no trace of this language. Linear, whatever the text. */
  readonly hint: RegExp;
  /** What every text holds that the hint matches, and that is seen sooner. */
  readonly needs?: RegExp;
  /** Lines are bounded in number and length; the first one has no log header. */
  read(lines: readonly string[]): Reading | null;
}

/** An exception while its lines are being read. */
export interface Open {
  type: string | null;
  message: string;
  readonly frames: Frame[];
}

export interface Head {
  readonly type: string;
  readonly message: string;
}

/** Characters kept of a message that spans lines. */
const MAX_MESSAGE_CHARS = 2_000;

export function opened(head: Head | null): Open {
  return { type: head?.type ?? null, message: head?.message ?? '', frames: [] };
}

/** Appends a line to a message that goes on. */
export function extend(open: Open, line: string): void {
  if (open.message.length < MAX_MESSAGE_CHARS) {
    open.message = `${open.message}\n${line.trim()}`.trim().slice(0, MAX_MESSAGE_CHARS);
  }
}

export function closed(open: Open): Thrown {
  return { type: open.type, message: open.message.trim(), frames: open.frames };
}

/** A line number as printed; zero and negative ones are none. */
export function lineNumber(text: string | undefined): number | null {
  const line = Number(text);
  return text !== undefined && Number.isInteger(line) && line > 0 ? line : null;
}

const NAMED_LIKE_ERROR =
  /(?:Exception|Error|Throwable|Failure|Fault|Exit|Interrupt|Warning|Panic|Timeout|Rejection)$/;

/** Whether a type is named as exceptions are. */
export function isErrorName(type: string): boolean {
  return NAMED_LIKE_ERROR.test(type);
}

const INLINE_HEAD =
  /(?:^|[\s:(["])((?:[A-Za-z_$][\w$]*(?:\.|::|\\))*(?:[A-Z][\w$]*)?(?:Exception|Error|Throwable|Failure|Fault))(?:: ?(.*)|\s*$)/;

/** An exception named somewhere in a log line: `could not save: java.io.IOException: disk full`. */
export function inlineHead(line: string): Head | null {
  const match = INLINE_HEAD.exec(line);
  return match === null ? null : { type: match[1] ?? '', message: match[2] ?? '' };
}
