// C and C++: `terminate called after throwing an instance of 'X'` with `what():`, what glibc says before it aborts, and the
// frames of gdb, sanitizers and backtrace_symbols.
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
/** gdb knows no file: `#7  0x08054055 in Palette::Load(char const*) () from /usr/lib/libart.so`. */
const BARE_FRAME =
  /^\s*#\d{1,4}\s+0x[0-9a-f]+ in ([^\s?][^\n]{0,400}?) \([^\n]{0,400}\)(?: (?:from|at) (\/[^\s]{1,300}))?\s*$/;
/** backtrace_symbols: `/opt/shop/bin/cart(_ZN4Cart3addEv+0x1c) [0x4005f6]`. */
const SYMBOL =
  /^\s*([^\s()[\]]{1,300})\(([\w$.]{1,300})\+0x[0-9a-f]{1,16}\) ?\[0x[0-9a-f]{1,16}\]\s*$/;
/** What glibc says before it aborts: of the heap, of the stack. */
const ABORT =
  /^\*\*\* (?:Error in `[^\n]{1,300}?'|glibc detected \*\*\* [^\n:]{1,300}): ([^\n]{1,200}?)(?:: 0x[0-9a-f]{1,16})? \*\*\*|^(\*\*\* (?:stack smashing|buffer overflow) detected \*\*\*): terminated|^((?:double free or corruption|corrupted (?:size|double-linked)|free\(\): |malloc\(\): |realloc\(\): |munmap_chunk\(\): )[^\n]{0,100})$/;
/** Parts of a mangled name that are read. */
const MAX_PARTS = 12;
/** Behind a function's name; templates may hold brackets of their own. */
const PARAMETERS = /(?<!operator)\([^()]*(?:\([^()]*\)[^()]*)*\)(?: const)?$/;
/** Any frame, with a file or not. */
const ANY_FRAME = /^\s*#\d{1,4}\s/;
const LIBRARY =
  /^\/usr\/(?:include|lib|src)\/|\/libstdc\+\+|\/glibc|sysdeps\/|\/compiler-rt\/|\/libsanitizer\/|\/nptl\/|\/lib(?:64)?\/(?:[\w-]{1,40}\/)?(?:lib(?:c|m|dl|rt|pthread|gcc_s|stdc\+\+)[.-]|ld-)|libasan|libtsan/;
const LIBRARY_NAME =
  /^(?:std::|__|_start|raise$|abort$|gsignal$|cfree$|clone3?$|operator (?:new|delete)\b)/;

export const CPP: TraceReader = {
  language: 'cpp',
  hint: /terminate called |^\*\*\* \w|^(?:double free or corruption|free\(\): |malloc\(\): |realloc\(\): |munmap_chunk\(\): |corrupted )|Sanitizer: |: runtime error: |^\s*#\d{1,4}\s+(?:0x[0-9a-f]+ in )?[^\n]{1,700}\.(?:c|cc|cpp|cxx|h|hpp|hh):\d|signal SIG/m,
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
  const abort = open.type === null ? ABORT.exec(line) : null;
  if (abort !== null) {
    Object.assign(open, { type: 'SIGABRT', message: abort[1] ?? abort[2] ?? abort[3] ?? '' });
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
  if (match === null) return bareFrame(line);
  const file = match[2] ?? '';
  const name = (match[1] ?? '').replace(PARAMETERS, '');
  return {
    file,
    line: lineNumber(match[3]),
    function: name,
    own: !LIBRARY.test(file) && !LIBRARY_NAME.test(name),
  };
}

/** A frame of which only the function is known, and the program or the library that it is in. */
function bareFrame(line: string): Frame | null {
  const bare = BARE_FRAME.exec(line);
  const symbol = bare === null ? SYMBOL.exec(line) : null;
  if (bare === null && symbol === null) return null;
  const name =
    bare === null ? demangled(symbol?.[2] ?? '') : (bare[1] ?? '').replace(PARAMETERS, '');
  const module = bare === null ? (symbol?.[1] ?? '') : (bare[2] ?? '');
  const own = !LIBRARY.test(module) && !LIBRARY_NAME.test(name);
  return { file: null, line: null, function: name, own };
}

/** The plain parts of a name that the compiler mangled: `_ZN4Cart3addEv` is Cart::add. */
function demangled(symbol: string): string {
  const nested = /^_ZNK?/.exec(symbol);
  let rest = symbol.slice(nested?.[0].length ?? (symbol.startsWith('_Z') ? 2 : 0));
  if (rest === symbol) return symbol;
  const parts: string[] = [];
  while (parts.length < (nested === null ? 1 : MAX_PARTS)) {
    const [digits = ''] = /^\d{1,3}/.exec(rest) ?? [];
    const end = digits.length + Number(digits);
    if (digits === '' || end > rest.length) break;
    parts.push(rest.slice(digits.length, end));
    rest = rest.slice(end);
  }
  return parts.length === 0 ? symbol : parts.join('::');
}
