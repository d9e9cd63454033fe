// Reads stack traces of fourteen languages: which exception was reported, what caused it, where, and a fingerprint that holds
// across ids and deploys. A language is a reader in its own file and a row in the table.
import { readHeader } from './peel/header.ts';
import { CPP } from './trace/cpp.ts';
import { DART } from './trace/dart.ts';
import { DOTNET } from './trace/dotnet.ts';
import { ELIXIR } from './trace/elixir.ts';
import { endsOf, endsOfList } from './trace/ends.ts';
import { fingerprintOf } from './trace/fingerprint.ts';
import { GO } from './trace/go.ts';
import { JAVA } from './trace/java.ts';
import { JAVASCRIPT } from './trace/javascript.ts';
import { LUA } from './trace/lua.ts';
import { PERL } from './trace/perl.ts';
import { PHP } from './trace/php.ts';
import { withoutPrefixes } from './trace/prefixes.ts';
import { PYTHON } from './trace/python.ts';
import type { Reading, TraceReader } from './trace/reader.ts';
import { RUBY } from './trace/ruby.ts';
import { RUST } from './trace/rust.ts';
import { SWIFT } from './trace/swift.ts';
import type { Frame, StackTrace, Thrown } from './types.ts';

/** What is looked at of a text, and how much of it at the end: the middle of a longer one is left out. */
const MAX_TRACE_CHARS = 131_072;
const MAX_TAIL_CHARS = 32_768;
const MAX_TRACE_LINES = 1_000;
const MAX_TAIL_LINES = 300;
const MAX_LINE_CHARS = 2_000;

/** Of two that find equally many frames the earlier one is right. */
const READERS: readonly TraceReader[] = [
  PYTHON,
  RUST,
  JAVA,
  DOTNET,
  JAVASCRIPT,
  GO,
  RUBY,
  PHP,
  DART,
  ELIXIR,
  CPP,
  LUA,
  PERL,
  SWIFT,
];

/** What a text without a line break must hold to be worth reading. */
const ONE_LINE =
  /panic|: runtime error: |on line \d|terminate called|Fatal error|Uncaught |exception '|:in [`']|\\n\s*(?:\\t)?(?:at |File )|\r/;
/** Bun prints so of an error that has no class of its own: the word is no level. */
const BARE_ERROR = /^error: (?!\S*(?:Error|Exception)\b|Uncaught )/;
const MANY_LINES = /\n/;

/**
 * The stack trace in a message, a block or a stack field; null where there is none. Text with `\r` or escaped `\n`
 * for line breaks is read too. Linear in the length of the text, which is cut at MAX_TRACE_CHARS.
 */
export function readTrace(text: string): StackTrace | null {
  if (!MANY_LINES.test(text) && !ONE_LINE.test(text)) return null;
  const lines = linesOf(text);
  const read = bestOf(withoutHeader(lines));
  const bare = withoutPrefixes(lines);
  if (bare === null) return read;
  const other = bestOf(bare);
  return other !== null && framesIn(other) >= framesIn(read) ? other : read;
}

/** The reading that found the most frames. */
function bestOf(lines: readonly string[]): StackTrace | null {
  const joined = lines.join('\n');
  let best: StackTrace | null = null;
  for (const reader of READERS) {
    if (reader.needs?.test(joined) === false || !reader.hint.test(joined)) continue;
    const reading = reader.read(lines);
    if (reading === null || frameCount(reading.chain) <= framesIn(best)) continue;
    best = assemble(reader, reading);
  }
  return best;
}

function linesOf(text: string): string[] {
  const lines = unescapeBreaks(endsOf(text, MAX_TRACE_CHARS, MAX_TAIL_CHARS)).split(/\r\n|\n|\r/);
  return endsOfList(lines, MAX_TRACE_LINES, MAX_TAIL_LINES).map((line) =>
    line.slice(0, MAX_LINE_CHARS).trimEnd(),
  );
}

function withoutHeader([first = '', ...rest]: readonly string[]): string[] {
  return [BARE_ERROR.test(first) ? first : first.slice(readHeader(first).end), ...rest];
}

/** Some shippers escape line breaks. */
function unescapeBreaks(text: string): string {
  if (text.includes('\n') || !text.includes('\\n')) return text;
  return text.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
}

function framesIn(trace: StackTrace | null): number {
  return trace === null ? -1 : frameCount(trace.chain);
}

function frameCount(chain: readonly Thrown[]): number {
  return chain.reduce((sum, thrown) => sum + thrown.frames.length, 0);
}

function assemble(reader: TraceReader, { chain, site }: Reading): StackTrace {
  return {
    language: reader.language,
    chain,
    fingerprint: fingerprintOf(reader.language, chain, site),
    location: locate(chain),
  };
}

/** The own-code frame nearest the throw, of the reported exception first, then of its causes in turn. */
function locate(chain: readonly Thrown[]): Frame | null {
  for (const { frames } of chain) {
    const own = frames.find((frame) => frame.own && frame.file !== null);
    if (own !== undefined) return own;
  }
  return null;
}
