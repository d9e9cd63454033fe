// PHP: `Uncaught Type: message in file:12`, `#0 file(9): caller()`. A `#N` line names the call site and the function
// called there, so frame N is the place of line N-1 inside the function of line N.
import type { Frame } from '../types.ts';
import {
  closed,
  type Head,
  lineNumber,
  type Open,
  opened,
  type Reading,
  type TraceReader,
} from './reader.ts';

const CALL =
  /^\s*#\d{1,4} (?:\[internal function\]|(\{main\})|([^\n]{1,400}?)\((\d{1,7})\)): ?(.{0,400})$/;
const MAIN = /^\s*#\d{1,4} \{main\}/;
const HEADS = [
  // Whatever the class is called: the words in front say that it was thrown.
  /(?:\bUncaught (?!PHP Exception)|^\s*Next )([A-Za-z_][\w\\]{0,200}): (.*?) in (\/?[^\s:]{1,400}\.\w{2,6}):(\d{1,7})/,
  /exception '([\w\\]+)' with message '(.*?)'? in (.{1,400}):(\d{1,7})/,
  /\b(?:Uncaught |Unhandled )?((?:[A-Za-z_]\w*\\)*(?:[A-Z]\w*)?(?:Exception|Error|Throwable|Failure)): (.*?) in (\/?[^\s:]{1,400}\.\w{2,6}):(\d{1,7})/,
  /(?:PHP )?(Fatal error|Parse error):\s+(.*?) in (\/?[^\s]{1,400}) on line (\d{1,7})/,
];
const BARE_HEAD =
  /\b((?:[A-Za-z_]\w*\\)*(?:[A-Z]\w*)?(?:Exception|Error))(?:\(code: \d+\))?: (.*)$/;
const NEXT = /^\s*Next [\w\\]{1,200}: /;
const PREVIOUS = /^\s*\[previous exception\] /;
const MONOLOG_HEAD =
  /\[object\] \(((?:\w+\\{1,2})*\w+)\(code: \w{1,20}\): (.*?) at (.{1,400}):(\d{1,7})\)/;
const LIBRARY = /\/vendor\/|^phar:|\/usr\/(?:local\/)?(?:share|lib)\/php/;

export const PHP: TraceReader = {
  language: 'php',
  hint: /^\s*#\d{1,4} (?:[^\n]{1,400}\(\d{1,7}\): |\[internal function\]|\{main\})|(?:Fatal|Parse) error: |Uncaught [\w\\]{1,200}: |^\[?stacktrace|\.php on line \d/m,
  read,
};

interface Place {
  readonly file: string | null;
  readonly line: number | null;
}

function read(lines: readonly string[]): Reading | null {
  const { sections, innermostFirst } = sectionsOf(lines);
  const chain = sections.map(readSection).filter((open) => open !== null);
  if (chain.length === 0) return null;
  return { chain: (innermostFirst ? chain.reverse() : chain).map(closed), site: null };
}

/** A section an exception: PHP prints causes first and `Next` the exception they caused, Monolog the other way round. */
function sectionsOf(lines: readonly string[]) {
  const sections: string[][] = [[]];
  let innermostFirst = false;
  for (const line of lines) {
    if (NEXT.test(line) || PREVIOUS.test(line)) sections.push([]);
    if (NEXT.test(line)) innermostFirst = true;
    sections.at(-1)?.push(line);
  }
  return { sections, innermostFirst };
}

function readSection(lines: readonly string[]): Open | null {
  const found = headOf(lines);
  if (found === null) return null;
  const open = opened(found.head);
  const places: Place[] = [found.place];
  const names: string[] = [];
  for (const line of lines) {
    const call = CALL.exec(line);
    if (call !== null) {
      places.push({ file: call[2] ?? null, line: lineNumber(call[3]) });
      names.push(nameOf(call[4] ?? ''));
    }
    if (MAIN.test(line)) break;
  }
  if (isHandled(places)) {
    places.shift();
    names.shift();
  }
  open.frames.push(...framesOf(places, names));
  return open.frames.length === 0 ? null : open;
}

/** Where an error handler made the exception, the first call is the handler's, at the very place of the error. */
function isHandled([thrown, first]: readonly Place[]): boolean {
  if (thrown === undefined || first === undefined || first.file === null) return false;
  return thrown.file === first.file && thrown.line === first.line;
}

/** `Foo->bar('x', Object(Y))` is Foo->bar. */
function nameOf(call: string): string {
  const name = call.slice(0, call.indexOf('(') < 0 ? call.length : call.indexOf('(')).trim();
  // In JSON a backslash is written twice.
  return name.replaceAll('\\\\', '\\');
}

function framesOf(places: readonly Place[], names: readonly string[]): Frame[] {
  return places.map(({ file, line }, index) => ({
    file,
    line,
    function: names[index] ?? (names.length > 0 ? '{main}' : null),
    own: file !== null && !LIBRARY.test(file),
  }));
}

function headOf(lines: readonly string[]): { head: Head; place: Place } | null {
  for (const line of lines) {
    for (const pattern of [MONOLOG_HEAD, ...HEADS]) {
      const match = pattern.exec(line);
      if (match !== null) {
        const type = (match[1] ?? '').replaceAll('\\\\', '\\');
        const head = { type, message: match[2] ?? '' };
        return { head, place: { file: match[3] ?? null, line: lineNumber(match[4]) } };
      }
    }
  }
  const bare = lines.map((line) => BARE_HEAD.exec(line)).find((match) => match !== null);
  if (bare === undefined || bare === null || !lines.some((line) => CALL.test(line))) return null;
  return {
    head: { type: bare[1] ?? '', message: bare[2] ?? '' },
    place: { file: null, line: null },
  };
}
