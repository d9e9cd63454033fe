// Swift on Linux: what the runtime says before it ends (`Fatal error: …`), and the frames of the thread that crashed, with
// module and place, or as the older runtime printed them, with the module in front.
import type { Frame } from '../types.ts';
import { closed, lineNumber, opened, type Reading, type TraceReader } from './reader.ts';

/** `Shop/Cart.swift:12: Fatal error: Index out of range`; before Swift 5.4 with the place behind. */
const FATAL =
  /^(?:(\S[^\n:]{0,300}\.swift):(\d{1,7}): )?(Fatal error|Precondition failed|Assertion failed)(?:: (.*?))?(?:: file (\S{1,300}\.swift), line (\d{1,7}))?$/i;
const CRASHED =
  /^\*\*\* (?:Program crashed|Swift runtime failure): (.{1,300}?)(?: at 0x[0-9a-f]{4,16})? \*\*\*$/;
const THREAD = /^Thread \d{1,6}(?: "[^"\n]{0,100}")? crashed:\s*$/;
const OTHER_THREAD = /^(?:Thread \d{1,6}(?: "[^"\n]{0,100}")?:|Registers:|Images \()/;
const FRAME =
  /^\s*\d{1,4}\s+((?:\[[a-z]+\]\s+)*)0x[0-9a-f]{4,16} (\S.{0,600}?)(?: \+ \d{1,12})? in (\S{1,200})(?: at (\S.{0,400}?)(?::(\d{1,7}):\d{1,7})?)?\s*$/;
const OLD_FRAME = /^\d{1,4}\s+(\S.{0,80}?)\s+0x[0-9a-f]{4,16} (\S.{0,600}?) \+ \d{1,12}\s*$/;
const LIBRARY_MODULE =
  /^(?:lib\w+|ld-|libc[.-])[\w.+-]*\.so|^libc-|\.dylib$|^(?:UIKit|Foundation|CoreFoundation)/;
const LIBRARY_FILE = /\/?\.build\/checkouts\/|<compiler-generated>|^\/\//;

export const SWIFT: TraceReader = {
  language: 'swift',
  hint: /^\*\*\* (?:Program crashed|Swift runtime failure): |\.swift:\d{1,7}: \w{1,20} ?(?:error|failed)|^(?:Fatal error|Precondition failed|Assertion failed): |^Current stack trace:/im,
  read,
};

function read(lines: readonly string[]): Reading | null {
  const fatal = lines.map((line) => FATAL.exec(line)).find((match) => match !== null);
  const crash = lines.map((line) => CRASHED.exec(line)).find((match) => match !== null);
  if (fatal === undefined && crash === undefined) return null;
  const message = fatal?.[4] ?? crash?.[1] ?? '';
  const open = opened({ type: fatal?.[3] ?? 'Fatal error', message });
  open.frames.push(...framesOf(lines));
  const file = fatal?.[1] ?? fatal?.[5];
  if (open.frames.length === 0 && file !== undefined && !file.startsWith('Swift/'))
    open.frames.push({
      file,
      line: lineNumber(fatal?.[2] ?? fatal?.[6]),
      function: null,
      own: true,
    });
  return open.frames.length === 0 ? null : { chain: [closed(open)], site: null };
}

/** Of the thread that crashed. */
function framesOf(lines: readonly string[]): Frame[] {
  const thread = lines.findIndex((line) => THREAD.test(line));
  const frames: Frame[] = [];
  for (const line of lines.slice(thread + 1)) {
    if (frames.length > 0 && OTHER_THREAD.test(line)) break;
    const frame = swiftFrame(line);
    if (frame !== null) frames.push(frame);
  }
  return frames;
}

function swiftFrame(line: string): Frame | null {
  const match = FRAME.exec(line);
  if (match === null) {
    const [, module = '', name = ''] = OLD_FRAME.exec(line) ?? [];
    if (module === '') return null;
    return { file: null, line: null, function: name, own: !LIBRARY_MODULE.test(module) };
  }
  const [, marks = '', name = '', module = '', file, number] = match;
  const known = file !== undefined && !LIBRARY_FILE.test(file);
  const isLibrary =
    marks.includes('[system]') || LIBRARY_MODULE.test(module) || (file !== undefined && !known);
  return {
    file: file ?? null,
    line: lineNumber(number),
    function: name,
    own: !isLibrary,
  };
}
