// Which lines of a printed trace go on, language by language. `frame` lines are known out of context; the others are
// believed only inside an open trace of their language.

import { dartFrame } from '../trace/dart.ts';
import { dotnetFrame } from '../trace/dotnet.ts';
import { goPlace } from '../trace/go.ts';
import { jvmFrame } from '../trace/java.ts';
import { jsFrame } from '../trace/javascript.ts';
import { rubyFrame } from '../trace/ruby.ts';
import type { Language } from '../types.ts';

/** How a trace that is being put together stands. */
export interface Progress {
  language: Language | null;
  /** Lines taken so far, frames among them, and braces of a printed object that are still open. */
  lines: number;
  frames: number;
  braces: number;
  /** What the next line may be beside a frame. */
  phase: 'head' | 'excerpt' | 'thrown' | 'frames' | 'message' | 'linked' | 'done';
}

export interface Opening {
  readonly language: Language | null;
  readonly phase: Progress['phase'];
  /** Printed by the runtime as it dies, so that no log line in front of it is its head. */
  readonly crash: boolean;
}

const NAMED = String.raw`(?:[\w$]+(?:\.|::|\\))*(?:[A-Z][\w$]*)?(?:Exception|Error|Throwable|Failure|Fault|Interrupt)`;
const HEAD = new RegExp(
  `^(?:Exception in thread "[^"]{0,200}" |Uncaught (?:\\(in promise\\) )?|Unhandled exception[.:] )?\\[?${NAMED}(?: \\[[\\w-]{1,80}\\])?(?::|\\]?(?: \\{)?\\s*$)`,
);
const RUBY_HEAD = new RegExp(`^ ?${NAMED} \\(.*\\):?\\s*$`);
const EXCERPT =
  /^(?:\/|[A-Za-z]:\\|file:\/\/|node:|<)[^:\n]{1,300}:\d{1,7}$|^[\w./-]{1,300}\.[cm]?[jt]sx?:\d{1,7}$/;
const CARET = /^\s*[\^~]+[\s^~]*$/;
/** Lines of source between the place and the caret of Node's excerpt. */
const MAX_EXCERPT_LINES = 3;

const OPENINGS: readonly (readonly [RegExp, Opening])[] = [
  [
    /^\s*(?:\+ Exception Group )?Traceback \(most recent call last\)/,
    { language: 'python', phase: 'frames', crash: false },
  ],
  [
    /^(?:http: panic serving |panic: |fatal error: |SIG[A-Z]{2,6}: |unexpected fault address|goroutine \d+ .{0,80}\[)/,
    { language: 'go', phase: 'head', crash: true },
  ],
  [
    /^thread '.{0,200}' (?:\(\d{1,12}\) )?panicked at /,
    { language: 'rust', phase: 'thrown', crash: true },
  ],
  [/^terminate called /, { language: 'cpp', phase: 'head', crash: true }],
  [/^==\d{1,8}==ERROR: \w{1,40}Sanitizer/, { language: 'cpp', phase: 'head', crash: true }],
  [/^Unhandled exception:?\s*$/, { language: null, phase: 'thrown', crash: true }],
  [
    /^(?:PHP )?(?:exception '[\w\\]{1,200}' with message|Fatal error: +Uncaught|Uncaught [\w\\]{1,200}: )/,
    { language: 'php', phase: 'head', crash: false },
  ],
  [EXCERPT, { language: 'javascript', phase: 'excerpt', crash: true }],
  [/^Exception in thread "/, { language: 'java', phase: 'head', crash: true }],
  [/^Unhandled exception\. /, { language: 'dotnet', phase: 'head', crash: true }],
  [HEAD, { language: null, phase: 'head', crash: false }],
  [RUBY_HEAD, { language: 'ruby', phase: 'head', crash: false }],
];

const CONTINUES: Readonly<Record<Language, RegExp>> = {
  java: /^\s*(?:\.\.\. \d+ (?:more|common frames omitted)|(?:Caused by|Wrapped by|Suppressed): |nested exception is|\[CIRCULAR)/,
  dotnet: /^\s*(?:--- End of |--->)/,
  javascript:
    /^\s*(?:\[cause\]: |\[errors\]: \[|Emitted '|Require stack:|- [/.A-Za-z]|\(Use `node |Node\.js v\d|Caused by: )/,
  python:
    /^\s*(?:File "|\| |\|$|\+-|\[Previous line repeated)|^(?:The above exception was|During handling of)/,
  go: /^(?:goroutine \d+ |\[signal |created by |exit status \d|\s*panic: |\s*goroutine running on|\.\.\.additional frames|runtime stack:|PC=0x|r\w{1,6}\s+0x|\[originating from |\[recovered)/,
  ruby: /^\s*(?:from |\.\.\. \d+ levels|Caused by:)/,
  php: /^\s*(?:Stack trace:|#\d{1,4} |thrown in |Next [\w\\]+: |\[(?:stacktrace|previous exception)\]|"\}\s*$|\(\))/,
  rust: /^\s*(?:stack backtrace:|\d{1,4}: |at \S+:\d|note: |Caused by:)/,
  dart: /^\s*(?:#\d{1,4}\s|<asynchronous suspension>|\.\.\.\s)/,
  cpp: /^\s*(?:what\(\): |#\d{1,4}\s|Aborted|Segmentation fault|==\d+==|SUMMARY: )/,
};
const GO_FUNCTION = /^[\w./%~-]+[\w.)(*[\]…·-]*\([^\n]{0,900}\)(?: in goroutine \d+)?\s*$/;
const PYTHON_END = /^(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?:: .*|:?\s*)$/;
const GECKO = /^[\w$./<>*-]{0,200}@[^\s@]{1,400}:\d{1,7}:\d{1,7}$/;
/** Lines that close a trace for good. */
const ENDS = /^Node\.js v\d|^exit status \d/;

/** How a line without a header begins a trace, or null. */
export function openingOf(line: string): Opening | null {
  if (line.trim() === '') return null;
  for (const [pattern, opening] of OPENINGS) {
    if (pattern.test(line)) return opening;
  }
  return null;
}

/** The language whose stack frame this line is beyond doubt, or null. */
export function frameLanguage(line: string): Language | null {
  const text = line.trimStart();
  if (text.startsWith('at ')) return atFrame(line);
  if (text.startsWith('File "')) return /^File "[^"]{1,500}", line \d/.test(text) ? 'python' : null;
  if (text.startsWith('#')) return dartFrame(line) === null ? phpFrame(text) : 'dart';
  if (/^(?:Caused by: [\w$.]+[.:]|\.\.\. \d+ (?:more|common))/.test(text)) return 'java';
  if (/^\s/.test(line) && /\+0x|\.go:\d+$/.test(line) && goPlace(line) !== null) return 'go';
  if (GECKO.test(text)) return 'javascript';
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
  if (progress.braces > 0 && /^\s|^[\]}]/.test(line)) return true;
  if (language === null) {
    return progress.phase === 'thrown' || frameLanguage(line) !== null || /^\s+--->/.test(line);
  }
  if (CONTINUES[language].test(line)) return true;
  const frame = frameLanguage(line);
  if (frame !== null) return frame === language || (language === 'rust' && frame === 'javascript');
  return inContext(progress, language, line);
}

function inContext(progress: Progress, language: Language, line: string): boolean {
  const { phase } = progress;
  if (language === 'python') {
    if (phase === 'linked') return /Traceback \(most recent call last\)/.test(line);
    if (phase !== 'frames') return false;
    return /^\s{2,}\S/.test(line) || (progress.frames > 0 && PYTHON_END.test(line));
  }
  if (language === 'go') return GO_FUNCTION.test(line) || goPlace(line) !== null;
  if (language === 'javascript')
    return phase === 'excerpt' || phase === 'thrown' || CARET.test(line);
  return language === 'rust' && phase === 'thrown';
}

/** Takes a line into account that was found to belong. */
export function advance(progress: Progress, line: string): void {
  progress.lines++;
  const frame = frameLanguage(line);
  if (frame !== null) {
    progress.language ??= frame;
    progress.frames++;
    if (progress.language !== 'python') progress.phase = 'frames';
  }
  if (progress.language === null && /^\s+--->/.test(line)) progress.language = 'dotnet';
  if (progress.language === 'javascript' || progress.language === null)
    advanceScript(progress, line);
  else if (progress.language === 'python') advancePython(progress, line, frame !== null);
  else if (progress.phase === 'thrown' && progress.lines > 1) progress.phase = 'frames';
  if (ENDS.test(line)) progress.phase = 'done';
}

function advanceScript(progress: Progress, line: string): void {
  const text = line.trim();
  if (progress.phase === 'excerpt') {
    if (CARET.test(line)) progress.phase = 'thrown';
    else if (progress.lines > MAX_EXCERPT_LINES + 1) progress.phase = 'frames';
    return;
  }
  if (progress.phase === 'thrown' && progress.lines > 1) progress.phase = 'frames';
  if (/^[\]}]/.test(text)) progress.braces = Math.max(0, progress.braces - 1);
  if (/[{[]$/.test(text)) progress.braces++;
}

function advancePython(progress: Progress, line: string, isFrame: boolean): void {
  if (/Traceback \(most recent call last\)/.test(line) || isFrame) progress.phase = 'frames';
  else if (/^(?:The above exception was|During handling of)/.test(line)) progress.phase = 'linked';
  else if (progress.phase === 'frames' && progress.frames > 0 && /^\S/.test(line))
    progress.phase = 'message';
}
