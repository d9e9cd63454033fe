// C and C++: `terminate called after throwing an instance of 'X'` with `what():`, and the frames of gdb, sanitizers and
// backtrace_symbols.
import type { Frame } from '../types.ts';
import { closed, lineNumber, type Open, opened, type Reading, type TraceReader } from './reader.ts';

const TERMINATE =
  /terminate called (?:after throwing an instance of '([^'\n]{1,300})'|without an active exception)/;
const WHAT = /^\s*what\(\):\s+(.*)$/;
const SANITIZER = /(?:ERROR|WARNING): (\w+Sanitizer): (.*)$/;
/** What the sanitizer of undefined behaviour says, without a stack. */
const UNDEFINED =
  /^([^\s:]{1,300}\.(?:c|cc|cpp|cxx|h|hpp|hh)):(\d{1,7}):\d{1,7}: (runtime error): (.*)$/;
const SIGNAL =
  /(?:Program (?:received|terminated with) signal |\*\*\* )(SIG[A-Z]+)|^(Segmentation fault|Aborted)\b/;
const FRAME =
  /^\s*#\d{1,4}\s+(?:0x[0-9a-f]+ in )?([^\s(][^\n]{0,400}?)(?: \([^\n]{0,400}\))?(?: at | )((?:\/|\.{0,2}\w)[^\s:]{0,300}\.(?:c|cc|cpp|cxx|h|hpp|hh)):(\d{1,7})(?::\d{1,7})?(?: \([^()\s]{1,200}\+0x[0-9a-f]+\))?\s*$/;
/** Behind a function's name; templates may hold brackets of their own. */
const PARAMETERS = /(?<!operator)\([^()]*(?:\([^()]*\)[^()]*)*\)(?: const)?$/;
/** Any frame, with a file or not. */
const ANY_FRAME = /^\s*#\d{1,4}\s/;
const LIBRARY =
  /^\/usr\/(?:include|lib|src)\/|\/libstdc\+\+|\/glibc|sysdeps\/|\/compiler-rt\/|\/libsanitizer\/|\/nptl\//;
const LIBRARY_NAME = /^(?:std::|__|_start|raise$|abort$|gsignal$|operator (?:new|delete)\b)/;

export const CPP: TraceReader = {
  language: 'cpp',
  hint: /terminate called |Sanitizer: |: runtime error: |^\s*#\d{1,4}\s+(?:0x[0-9a-f]+ in )?[^\n]{1,700}\.(?:c|cc|cpp|cxx|h|hpp|hh):\d|signal SIG/m,
  read,
};

function read(lines: readonly string[]): Reading | null {
  const open = opened(null);
  let seen = false;
  let stack = false;
  for (const line of lines) {
    // A sanitizer goes on with the stacks of others: who freed, who allocated.
    if (stack && line.trim() === '') break;
    stack ||= ANY_FRAME.test(line);
    const frame = frameOf(line);
    if (frame !== null) open.frames.push(frame);
    else if (readHead(line, open)) seen = true;
  }
  return seen || open.frames.length > 0 ? { chain: [closed(open)], site: null } : null;
}

function readHead(line: string, open: Open): boolean {
  const report = UNDEFINED.exec(line);
  if (report !== null && open.type === null) {
    const [, file = '', at, type = '', message = ''] = report;
    Object.assign(open, { type, message });
    open.frames.push({ file, line: lineNumber(at), function: null, own: !LIBRARY.test(file) });
    return true;
  }
  const what = WHAT.exec(line);
  if (what !== null) {
    open.message = what[1] ?? '';
    return true;
  }
  const terminate = TERMINATE.exec(line);
  const named = terminate ?? SANITIZER.exec(line) ?? SIGNAL.exec(line);
  if (named === null || open.type !== null) return false;
  open.type = named[1] ?? named[2] ?? 'terminate';
  if (terminate === null) open.message = named[2] ?? '';
  return true;
}

function frameOf(line: string): Frame | null {
  const match = FRAME.exec(line);
  if (match === null) return null;
  const file = match[2] ?? '';
  const name = (match[1] ?? '').replace(PARAMETERS, '');
  return {
    file,
    line: lineNumber(match[3]),
    function: name,
    own: !LIBRARY.test(file) && !LIBRARY_NAME.test(name),
  };
}
