// Lua and OpenResty: `cart.lua:12: attempt to index a nil value` above `stack traceback:` and lines such as
// `\tcart.lua:12: in function 'add'`. Lua's errors are values: they have a message and no type.
import type { Frame } from '../types.ts';
import { closed, lineNumber, opened, type Reading, type TraceReader } from './reader.ts';

const TITLE = /^\s*stack traceback:\s*$/;
/** nginx puts the request behind the last line. */
const FRAME =
  /^\s+(?:(\[C\])|([^\s:][^:\n]{0,300}(?:\([^)\n]{1,200}\))?)(?::(\d{1,7}))?): in (?:(?:function|method|field|local|upvalue|global) +(?:'([^'\n]{1,200})'|<([^>\n]{1,300})>)|(main chunk)|\?|\S[^\n]{0,200})/;
const ERROR = /(?:^|[\s'(])((?:\.\.\.)?[^\s:'"]{1,300}\.lua):(\d{1,7}): (.*)$/;
/** Modules that come with OpenResty and its gateways; what they have from elsewhere lies below the same folder. */
const LIBRARY =
  /\/(?:lualib|site\/lualib|share\/lua\/\d\.\d)\/(?:resty|ngx|socket|cjson)\/|^\[C\]$/;

export const LUA: TraceReader = {
  language: 'lua',
  needs: /stack traceback:/,
  hint: /^\s*stack traceback:\s*$/m,
  read,
};

function luaFrame(line: string): Frame | null {
  const match = FRAME.exec(line);
  if (match === null) return null;
  const [, builtIn, file = '', number, name, place, main] = match;
  if (builtIn !== undefined) return { file: null, line: null, function: name ?? null, own: false };
  const known = name ?? (main === undefined ? null : 'main chunk');
  const at = number ?? (place ?? '').split(':').at(-1);
  return { file, line: lineNumber(at), function: known, own: !LIBRARY.test(file) };
}

function read(lines: readonly string[]): Reading | null {
  const title = lines.findIndex((line) => TITLE.test(line));
  if (title < 0) return null;
  const frames = lines.slice(title + 1).map(luaFrame);
  const above = lines.slice(0, title).findLast((line) => line.trim() !== '') ?? '';
  const match = ERROR.exec(above);
  const open = opened({ type: '', message: match?.[3] ?? above.trim() });
  open.type = null;
  open.frames.push(...frames.filter((frame) => frame !== null));
  place(open.frames, match?.[2]);
  return open.frames.length === 0 ? null : { chain: [closed(open)], site: null };
}

/** LuaJIT leaves out the line of the innermost function; the message tells it. */
function place(frames: Frame[], line: string | undefined): void {
  const [first] = frames;
  if (first !== undefined && first.line === null && first.file !== null)
    frames[0] = { ...first, line: lineNumber(line) };
}
