// Go: `panic: …` or `fatal error: …`, then `goroutine N [running]:` with a function line and a `\tfile.go:12 +0x1f` line
// for each frame. Only the first goroutine is the one that failed; what deferred functions print above `panic(` is not.
import type { Frame } from '../types.ts';
import { closed, lineNumber, type Open, opened, type Reading, type TraceReader } from './reader.ts';

const HEAD = /(?:^|\s)(panic|fatal error)(?: serving [^\s]{1,100})?: (.*)$/;
const RACE = /^WARNING: DATA RACE\s*$/;
const ACCESS = /^(?:Previous )?(?:[Aa]tomic )?(?:[Rr]ead|[Ww]rite) (?:at|of) /;
const GOROUTINE = /^goroutine \d+(?: gp=\S+ m=\S+(?: mp=\S+)?)? \[/;
const PLACE = /^\s*(\S[^\n]{0,400}\.(?:go|s|c)):(\d{1,7})(?:\s+\+0x[0-9a-f]+.*)?\s*$/;
/** As only the runtime writes it: a frame even where the line with its function got lost. */
const BARE_PLACE = /^\t[^\s:]{1,400}:\d{1,7} \+0x[0-9a-f]/;
/** Gin's recovery middleware prints place and function the other way round. */
const GIN_PLACE = /^(\/[^\n]{0,400}\.go):(\d{1,7}) \(0x[0-9a-f]+\)\s*$/;
const GIN_FUNCTION = /^\t([^\s:]{1,200}): /;
const FUNCTION =
  /^(?:created by )?([\w./%~-]+[\w.)(*[\]…·-]*?)(?:\((?:[^()]|\([^()]{0,100}\)){0,600}\))?(?: in goroutine \d+)?\s*$/;
const GOROOT =
  /(?:^|\/)(?:usr\/local\/go|usr\/lib\/go[\w.-]*|libexec|go\d[\w.]*|go|appengine\/go)\/src\/(?:[a-z]+\/)|\/pkg\/mod\/|\/vendor\/|@v\d|^_testmain\.go$|^_cgo/;
const STANDARD = new Set(
  'archive arena bufio builtin bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak golang.org google.golang.org panic appengine_internal'.split(
    ' ',
  ),
);

export const GO: TraceReader = {
  language: 'go',
  hint: /(?:^|\s)panic(?: serving \S{1,100})?: |fatal error: |^goroutine \d+|^WARNING: DATA RACE|\.go:\d+/m,
  read,
};

/** File, line and the rest of a frame's second line; null for any other line. */
export function goPlace(line: string): { file: string; line: number | null } | null {
  const match = PLACE.exec(line);
  return match === null ? null : { file: match[1] ?? '', line: lineNumber(match[2]) };
}

function read(lines: readonly string[]): Reading | null {
  const race = lines.findIndex((line) => RACE.test(line));
  return race < 0 ? readPanic(lines) : readRace(lines.slice(race + 1));
}

/** The race detector's report: the access that it caught, its frames indented; what it raced with is the cause. */
function readRace(lines: readonly string[]): Reading | null {
  const accesses = sectionsOf(lines).filter(([first = '']) => ACCESS.test(first));
  const chain = accesses.slice(0, 2).map(([first = '', ...rest], index) => {
    const open = opened({ type: index === 0 ? 'DATA RACE' : '', message: first.trim() });
    if (index > 0) open.type = null;
    open.frames.push(...framesOf(rest.map((line) => line.replace(/^ {2}/, ''))).frames);
    return closed(open);
  });
  return chain.length === 0 ? null : { chain, site: null };
}

function sectionsOf(lines: readonly string[]): string[][] {
  const sections: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() === '') sections.push([]);
    else sections.at(-1)?.push(line);
  }
  return sections;
}

function readPanic(printed: readonly string[]): Reading | null {
  const lines = outdented(printed);
  const open = headOf(lines);
  const { frames, goroutines } = framesOf(lines);
  const thrown = frames.findLastIndex((frame) => frame.function === 'panic');
  const framed = frames.length >= 2 || goroutines > 0 || isOneFrame(lines, frames);
  if (open === null && !framed) return null;
  const failed = open ?? opened(null);
  failed.frames.push(...frames.slice(thrown + 1));
  return { chain: [closed(failed)], site: null };
}

/** klog indents the values of its fields that have several lines by a tab. */
function outdented(lines: readonly string[]): readonly string[] {
  const stack = lines.some((line) => /^\t(?:goroutine \d{1,12} \[|\t\S{1,400}\.go:\d)/.test(line));
  return stack ? lines.map((line) => line.replace(/^\t/, '')) : lines;
}

/** A stack field of one frame: a function, and its place behind a tab. */
function isOneFrame(lines: readonly string[], frames: readonly Frame[]): boolean {
  const [name = '', place = ''] = lines;
  return frames.length === 1 && lines.length === 2 && place.startsWith('\t') && name.includes('.');
}

function framesOf(lines: readonly string[]): { frames: Frame[]; goroutines: number } {
  const frames: Frame[] = [];
  let name: string | null = null;
  let goroutines = 0;
  for (const [index, line] of lines.entries()) {
    if (GOROUTINE.test(line) && ++goroutines > 1) break;
    const place = goPlace(line);
    const gin = GIN_PLACE.exec(line);
    if (place !== null && (name !== null || BARE_PLACE.test(line)))
      frames.push(frameOf(name, place));
    if (gin !== null) frames.push(ginFrame(gin, lines[index + 1] ?? ''));
    name = place === null ? functionOf(line) : null;
  }
  return { frames, goroutines };
}

function ginFrame(place: RegExpExecArray, below: string): Frame {
  const file = place[1] ?? '';
  const name = GIN_FUNCTION.exec(below)?.[1] ?? null;
  return { file, line: lineNumber(place[2]), function: name, own: !GOROOT.test(file) };
}

/** The first panic: later ones on the list were raised while it unwound. */
function headOf(lines: readonly string[]): Open | null {
  for (const line of lines) {
    if (/panic recovered:\s*$/.test(line))
      return opened({ type: 'panic', message: recovered(lines) });
    const match = HEAD.exec(line);
    if (match !== null && isHead(line, match)) {
      return opened({
        type: match[1] ?? '',
        message: (match[2] ?? '').replace(/ \[recovered.*\]$/, ''),
      });
    }
  }
  return null;
}

function recovered(lines: readonly string[]): string {
  const first = lines.findIndex((line) => GIN_PLACE.test(line));
  return lines[first - 1] ?? '';
}

/** Prose mentions panics too: the runtime's line begins with the word, the server's says whom it served. */
function isHead(line: string, match: RegExpExecArray): boolean {
  return match.index === 0 || line.includes('panic serving ') || /^\s*panic: /.test(line);
}

function functionOf(line: string): string | null {
  if (/^\s/.test(line) || line.length > 900) return null;
  return FUNCTION.exec(line)?.[1]?.replace(/\($/, '') ?? null;
}

function frameOf(name: string | null, place: { file: string; line: number | null }): Frame {
  const own = name === null ? !GOROOT.test(place.file) : isOwn(name, place.file);
  return { file: place.file, line: place.line, function: name, own };
}

function isOwn(name: string, file: string): boolean {
  if (/^main\d*\./.test(name)) return true;
  if (GOROOT.test(file)) return false;
  return (
    !STANDARD.has(name.split(/[./]/, 1)[0] ?? '') && !STANDARD.has(name.split('/', 1)[0] ?? '')
  );
}
