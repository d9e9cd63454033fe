// Which lines of a printed trace go on, language by language. `frame` lines are known out of context; the others are
// believed only inside an open trace of their language.

import { dartFrame } from '../trace/dart.ts';
import { dotnetFrame } from '../trace/dotnet.ts';
import { elixirFrame } from '../trace/elixir.ts';
import { goPlace } from '../trace/go.ts';
import { jvmFrame } from '../trace/java.ts';
import { jsFrame } from '../trace/javascript.ts';
import { rubyFrame } from '../trace/ruby.ts';
import type { Language } from '../types.ts';
import { type Opening, openingOf, type Phase } from './openings.ts';

/** How a trace that is being put together stands. */
export interface Progress {
  language: Language | null;
  /** Lines taken so far, frames among them, and braces of a printed object that are still open. */
  lines: number;
  frames: number;
  braces: number;
  phase: Phase;
  /** The line before lost its indentation, though the runtime prints one: source text may stand anywhere. */
  flush: boolean;
  /** That the last line of source has in front, where lines have one. */
  number: number;
}

export function progressOf(opening: Opening | null): Progress {
  return {
    language: opening?.language ?? null,
    lines: 0,
    frames: 0,
    braces: 0,
    phase: opening?.phase ?? 'head',
    flush: false,
    number: 0,
  };
}

/** What points at a place in the line above. */
export const CARET = /^\s*[\^~]+[\s^~]*$/;
const RUBY_CAUSE = /^ ?(?:[A-Z]\w{0,80}::){0,8}[A-Z]\w{0,80} \(/;
/** Of the reports that Erlang's own logger prints all lines but the first are indented or marked. */
const REPORT_LINE = /^(?:\s+\S|\*\* )/;
/** Below it Rails tells the causes. */
const CAUSES = /^Causes:\s*$/;
/** What Py4J hands on of the JVM, below the message of Python. */
const JVM_BELOW = /^: (?:[a-z]\w*\.){1,9}[A-Z]\w*/;
/** Lines of source between the place and the caret of Node's excerpt. */
const MAX_EXCERPT_LINES = 3;

const CONTINUES: Readonly<Record<Language, RegExp>> = {
  java: /^\s*(?:\.\.\. \d+ (?:more|common frames omitted)|(?:Caused by|Wrapped by|Suppressed): |nested exception is|\[CIRCULAR|\(Coroutine boundary\)|Driver stacktrace:|Error has been observed |(?:\*_{2,80}|\|_\s{1,80})(?:checkpoint\b|[^\n]{0,400}⇢|\S{1,200}\([\w$]{1,80}\.(?:java|kt|scala|groovy):\d)|Original Stack Trace:|Assembly trace from producer)/,
  dotnet: /^\s*(?:--- End of |--->)/,
  javascript:
    /^\s*(?:\[cause\]: |\[errors\]: \[|Emitted '|Require stack:|- [/.A-Za-z]|\(Use `node |(?:Node\.js|Bun) v\d|<rejected> |Caused by: (?!\[CIRCULAR|(?:[a-z][\w$]*\.){2,9}[A-Z])|\[\.\.\. lines matching |https?:\/\/\S{1,400}:\d+:\d+$|\S{0,200}@\[native code\]$|(?:global|module|eval) code@)/,
  python:
    /^\s*(?:File "|\| |\|$|\+-|\[Previous line repeated|[~^][~^\s]*$)|^(?:The above exception was|During handling of)/,
  go: /^(?:(?:Previous )?(?:[Aa]tomic )?(?:[Rr]ead|[Ww]rite) (?:at|of) |Goroutine \d+ \(|={10,80}\s*$|Found \d+ data race|\t?goroutine \d+ |\[signal |\t?created by |exit status \d|\s+panic: |\s*goroutine running on|\.\.\.additional frames|runtime stack:|PC=0x|r\w{1,6}\s+0x|\[originating from |\[recovered)/,
  ruby: /^\s*(?:from |\.\.\. \d+ levels|Caused by:|Causes:|Did you mean\?|\^+$|~*\^+~*$)/,
  php: /^\s*(?:Stack trace:|#\d{1,4} |thrown in |Next [\w\\]+: |\[(?:stacktrace|previous exception)\]|"\}\s*$|\(\))/,
  rust: /^\s*(?:[Ss]tack backtrace:|\d{1,4}: |at \S+\.(?:rs|c|cc|cpp|h|hpp|S):\d|note: |Caused by:|Message: |Location: |━{3}|⋮ \d|Run with [A-Z_]+=|Backtrace omitted)/,
  dart: /^\s*(?:#\d{1,4}\s|<asynchronous suspension>|\.\.\.\s)/,
  elixir: /^(?:\s+\*\* \(|\s*(?:Last message|State: |Client \S|Function: |Args: |:erlang\.))/,
  lua: /^\s*(?:stack traceback:\s*$|coroutine \d{1,4}:\s*$|\[C\]: |\.\.\.\s*\(skipping \d)|^\s+\S{1,400}: in (?:function|method|field|local|upvalue|global|main chunk|\?)/,
  perl: /^\s+\S[^\n]{0,2000} called at \S[^\n]{0,400} line \d{1,7}\.?\s*$|^ at \S[^\n]{0,400} line \d{1,7}\.?\s*$/,
  swift:
    /^(?:Current stack trace:|Thread \d{1,6}(?: "[^"\n]{0,80}")?(?: crashed)?:\s*$|Registers:|Images \(|Backtrace took |\*\*\* (?:Program crashed|Swift runtime failure|Signal \d)|\s*\d{1,4}\s+(?:\[[a-z]+\]\s+)*0x[0-9a-f]{4,16} |\d{1,4}\s+\S[^\n]{0,80}\s0x[0-9a-f]{4,16} |Illegal instruction)/,
  cpp: /^\s*(?:what\(\): |#\d{1,4}\s|Aborted|Segmentation fault|==\d+==|SUMMARY: |(?:READ|WRITE|(?:Previous )?(?:[Aa]tomic )?(?:[Rr]ead|[Ww]rite)) of size |(?:Program|Thread .{1,80}) (?:received|terminated)|\[(?:Switching to|New|Current) |0x[0-9a-f]{4,16} in [^\n]{0,300}$|\w[^\n]{0,200}\) at (?:[A-Za-z]:)?[^\s:][^\n:]{0,300}\.(?:c|cc|cpp|cxx|c\+\+|C|h|hh|hpp|hxx|ipp|inl|tcc|cu|S|s):\d|={3,9} (?:Backtrace|Memory map): =|[0-9a-f]{8,16}-[0-9a-f]{8,16} [r-][w-][x-][ps-] |[^\s()[\]]{1,300}(?:\([^()\n]{0,400}\))? ?\[0x[0-9a-f]+\]$|Location is |Mutex M\d|As if synchronized|=?>?0x[0-9a-f]{4,16}|(?:freed|allocated|previously allocated|created) by thread |Thread T\d|Shadow b|(?:Addressable|Partially addressable|Heap left redzone|Freed heap region|Stack (?:left|mid|right) redzone|Global redzone): |Direct leak of |Indirect leak of |Hint: )/,
};
/** What gives away the language of a trace whose head did not. */
const GIVEAWAYS: readonly (readonly [RegExp, Language])[] = [
  [/^\s+--->/, 'dotnet'],
  [/^\[stacktrace\]/, 'php'],
  [/^Caused by:\s*$/, 'rust'],
  [/^\s*stack traceback:\s*$/, 'lua'],
  [/^Current stack trace:/, 'swift'],
];
/** Above the frames of whatever language. */
const TITLE = /^(?:full )?stack ?trace:\s*$/i;
const BAR = /^={10,80}\s*$/;
const UNDER_BAR: readonly (readonly [RegExp, Language])[] = [
  [/^==\d{1,8}==|^WARNING: \w{1,40}Sanitizer/, 'cpp'],
  [/^WARNING: DATA RACE/, 'go'],
];
/** Lines of an object that Node prints below an error, indented and not. */
const FIELD = /^\s|^[\]}]/;
const FLUSH_FIELD = /^\s|^[\]}]|^['"\w$[\]-]{1,60}: /;
/** Ruby's callers where the most recent call comes last, below the line that Python prints too. */
const RUBY_CALLER = /^\s*\d{1,4}: from [^\n]{1,400}:\d{1,7}:in [`']/;
const RACE_FUNCTION = /^ {2}[\w./]+[\w.)(*[\]…·-]*\(\)$/;
const GO_FUNCTION = /^\t?[\w./%~-]+[\w.)(*[\]…·-]*\([^\n]{0,900}\)(?: in goroutine \d+)?\s*$/;
const PYTHON_END = /^(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?:: .*|:?\s*)$/;
const PYTHON_ERROR = /^(?:\w+\.)*\w*(?:Error|Exception|Exit|Interrupt|Warning)(?::|\s*$)/;
const SURELY_JVM = /^(?:Exception in thread|javax?\.|jakarta\.|kotlin|scala\.|com\.|org\.)/;
const GECKO = /^[\w$./<>*-]{0,200}@[^\s@]{1,400}:\d{1,7}:\d{1,7}$/;
/** Lines that close a trace for good. */
const ENDS = /^(?:Node\.js|Bun) v\d|^exit status \d|^==\d{1,8}==ABORTING|^={10,80}\s*$/;

/** The language whose stack frame this line is beyond doubt, or null. */
export function frameLanguage(line: string): Language | null {
  const text = line.trimStart();
  if (text.startsWith('at ')) return atFrame(line);
  if (text.startsWith('File "')) return /^File "[^"]{1,500}", line \d/.test(text) ? 'python' : null;
  if (text.startsWith('#')) return dartFrame(line) === null ? phpFrame(text) : 'dart';
  if (/^(?:Caused by: [\w$.]+[.:]|\.\.\. \d+ (?:more|common frames omitted)\s*$)/.test(text))
    return 'java';
  if (/^\s/.test(line) && /\+0x|\.go:\d+$/.test(line) && goPlace(line) !== null) return 'go';
  if (GECKO.test(text)) return 'javascript';
  if (/\.(?:exs?|erl|[hl]?eex):\d/.test(line) && elixirFrame(line) !== null) return 'elixir';
  return /:\d+:in [`']/.test(line) && rubyFrame(line) !== null ? 'ruby' : null;
}

function atFrame(line: string): Language | null {
  if (jvmFrame(line) !== null) return 'java';
  if (dotnetFrame(line) !== null) return 'dotnet';
  return jsFrame(line) === null ? null : 'javascript';
}

function phpFrame(text: string): Language | null {
  return /^#\d{1,4} (?:\{main\}|\[internal function\]|.{1,400}\(\d{1,7}\): )/.test(text)
    ? 'php'
    : null;
}

/** Whether the line goes on with a trace that stands so; blank lines and prose are the caller's to judge. */
export function continues(progress: Progress, line: string): boolean {
  const { language } = progress;
  if (progress.phase === 'done' || line.trim() === '') return false;
  if (progress.braces > 0 && (progress.flush ? FLUSH_FIELD : FIELD).test(line)) return true;
  if (progress.phase === 'bar') return underBar(line) !== null;
  if (language === null) {
    return (
      progress.phase === 'thrown' ||
      TITLE.test(line) ||
      frameLanguage(line) !== null ||
      giveaway(line) !== null
    );
  }
  if (CONTINUES[language].test(line)) return true;
  const frame = frameLanguage(line);
  if (frame !== null) return frame === language || isRubyBelow(progress, line);
  return inContext(progress, language, line) && !isForeign(language, line);
}

/** Whether it begins a trace that is surely one of another language; Python's modules may be named as packages are. */
function isForeign(language: Language, line: string): boolean {
  const other = openingOf(line)?.language ?? null;
  if (language === 'python' && other === 'java') return SURELY_JVM.test(line);
  return other !== null && other !== language;
}

function isRubyBelow({ language, frames }: Progress, line: string): boolean {
  return language === 'python' && frames === 0 && RUBY_CALLER.test(line);
}

function giveaway(line: string): Language | null {
  return GIVEAWAYS.find(([pattern]) => pattern.test(line))?.[1] ?? null;
}

function underBar(line: string): Language | null {
  return UNDER_BAR.find(([pattern]) => pattern.test(line))?.[1] ?? null;
}

/** Lines that are believed where the trace of that language stands so. */
const IN_CONTEXT: Partial<Record<Language, (progress: Progress, line: string) => boolean>> = {
  python({ phase, frames, flush }, line) {
    if (phase === 'linked') return /Traceback \(most recent call last\)/.test(line);
    if (phase !== 'frames' || frames === 0) return false;
    return flush || /^\s{2,}\S/.test(line) || PYTHON_END.test(line);
  },
  // The bar below a report; one above the next report looks the same.
  cpp: ({ phase }, line) => phase === 'linked' && BAR.test(line),
  go: (_, line) => GO_FUNCTION.test(line) || RACE_FUNCTION.test(line) || goPlace(line) !== null,
  elixir: ({ phase, frames }, line) =>
    phase === 'report' ? REPORT_LINE.test(line) : frames === 0 && line.startsWith('** ('),
  javascript: ({ phase }, line) => phase === 'excerpt' || phase === 'thrown' || CARET.test(line),
  ruby: ({ phase }, line) => phase === 'linked' && RUBY_CAUSE.test(line),
  rust: ({ phase }, line) => phase === 'thrown' || (phase === 'head' && /^\s{4}\S/.test(line)),
};

function inContext(progress: Progress, language: Language, line: string): boolean {
  return IN_CONTEXT[language]?.(progress, line) ?? false;
}

/** Takes a line into account that was found to belong. */
export function advance(progress: Progress, line: string): void {
  const frame = frameLanguage(line);
  if (isRubyBelow(progress, line)) progress.language = 'ruby';
  if (frame !== null) countFrame(progress, frame, line);
  progress.language ??= giveaway(line);
  if (progress.phase === 'bar' && progress.lines > 0) {
    progress.language = underBar(line);
    progress.phase = 'head';
  }
  if (progress.language === 'javascript' || progress.language === null)
    advanceScript(progress, line);
  else if (progress.language === 'python') advancePython(progress, line, frame !== null);
  else advanceOther(progress, line);
  progress.lines++;
  if (progress.lines > 1 && ENDS.test(line)) progress.phase = 'done';
}

function countFrame(progress: Progress, frame: Language, line: string): void {
  progress.language ??= frame;
  progress.frames++;
  if (progress.language === 'python' || progress.phase === 'report') return;
  progress.flush = !/^\s/.test(line);
  progress.phase = 'frames';
}

function advanceOther(progress: Progress, line: string): void {
  if (progress.phase === 'thrown' && progress.lines > 0) progress.phase = 'frames';
  if (progress.language === 'ruby' && CAUSES.test(line)) progress.phase = 'linked';
  else if (progress.language === 'ruby' && progress.phase === 'linked') progress.phase = 'frames';
  if (progress.language === 'cpp' && /^SUMMARY: /.test(line)) progress.phase = 'linked';
}

function advanceScript(progress: Progress, line: string): void {
  const text = line.trim();
  if (progress.phase === 'numbered') {
    if (CARET.test(line)) progress.phase = 'thrown';
    else progress.number = Number.parseInt(text, 10);
    return;
  }
  if (progress.phase === 'excerpt') {
    if (CARET.test(line)) progress.phase = 'thrown';
    else if (progress.lines > MAX_EXCERPT_LINES) progress.phase = 'frames';
    return;
  }
  if (progress.phase === 'thrown' && progress.lines > 0) progress.phase = 'frames';
  if (/^[\]}]/.test(text)) progress.braces = Math.max(0, progress.braces - 1);
  if (/[{[]$/.test(text)) progress.braces++;
}

function advancePython(progress: Progress, line: string, isFrame: boolean): void {
  if (progress.phase === 'message' && JVM_BELOW.test(line)) {
    progress.language = 'java';
    progress.phase = 'head';
    return;
  }
  const isSource = progress.flush && !PYTHON_ERROR.test(line);
  progress.flush = isFrame && !/^[\s|]/.test(line);
  if (/Traceback \(most recent call last\)/.test(line) || isFrame) progress.phase = 'frames';
  else if (/^(?:The above exception was|During handling of)/.test(line)) progress.phase = 'linked';
  else if (isSource || CARET.test(line)) return;
  else if (progress.phase === 'frames' && progress.frames > 0 && /^\S/.test(line))
    progress.phase = 'message';
}
