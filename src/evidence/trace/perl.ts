// Perl: `message at file line 12.` above Carp's `\tShop::Cart::add('Shop::Cart=HASH(0x1)', 3) called at file line 40`. A
// line names the function that was called and the place of the call, so the place in a function is that of the line above.
import type { Frame } from '../types.ts';
import { closed, lineNumber, opened, type Reading, type TraceReader } from './reader.ts';

const CALL = /^\s+(\S.{0,2000}?) called at (\S.{0,400}?) line (\d{1,7})\.?\s*$/;
const HEAD =
  /^(.*?) at (\S.{0,400}?) line (\d{1,7})(?:, <[^>\n]{1,80}> (?:line|chunk) \d{1,12})?\.?\s*$/;
/** Carp tells where the handler of `die` was called too. */
const HANDLER = /^ at \S.{0,400} line \d{1,7}\.?\s*$/;
const HANDLER_NAME = /::__ANON__$|^__ANON__$/;
const EVAL = /^(?:eval \{|\(eval\)|\w+ \{\.\.\.\}|require \S)/;
const LIBRARY = /\/(?:share|lib|lib64)\/(?:[\w-]+\/)?perl5?\/|\/perl5\/|\/perlbrew\//;

export const PERL: TraceReader = {
  language: 'perl',
  needs: / called at /,
  hint: /^\s+\S[^\n]{0,2000} called at \S[^\n]{0,400} line \d/m,
  read,
};

interface Place {
  readonly file: string;
  readonly line: string;
}

function read(lines: readonly string[]): Reading | null {
  const first = lines.findIndex((line) => CALL.test(line));
  if (first < 0) return null;
  const above = lines.slice(0, first).filter((line) => line.trim() !== '');
  const isHandled = HANDLER.test(above.at(-1) ?? '');
  const head = HEAD.exec(above.findLast((line) => !HANDLER.test(line)) ?? '');
  const open = opened({ type: '', message: head?.[1] ?? above[0] ?? '' });
  open.type = null;
  const thrown = { file: head?.[2] ?? '', line: head?.[3] ?? '' };
  open.frames.push(...framesOf(lines.slice(first), thrown, isHandled));
  return { chain: [closed(open)], site: null };
}

function framesOf(lines: readonly string[], thrown: Place, isHandled: boolean): Frame[] {
  const frames: Frame[] = [];
  let place = thrown;
  for (const [at, line] of lines.entries()) {
    const [, call = '', file = '', number = ''] = CALL.exec(line) ?? [];
    if (file === '') break;
    const name = nameOf(call);
    // The handler was called where the error is: it is no caller of it.
    const isHandler = at === 0 && isHandled && HANDLER_NAME.test(name);
    if (!isHandler && !EVAL.test(call)) frames.push(frameOf(name, place));
    if (!EVAL.test(call)) place = { file, line: number };
  }
  return frames;
}

const nameOf = (call: string) => (/^[^\s(]{1,300}/.exec(call)?.[0] ?? call).replace(/;$/, '');

function frameOf(name: string, { file, line }: Place): Frame {
  return {
    file: file === '' ? null : file,
    line: lineNumber(line),
    function: name,
    own: file !== '' && !LIBRARY.test(file),
  };
}
