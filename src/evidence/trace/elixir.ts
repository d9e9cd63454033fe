// Elixir: `** (KeyError) message` above `    (shop 0.1.0) lib/shop/cart.ex:12: Shop.Cart.total/1` lines; and Erlang, whose reports
// name the exception `exception error: …` or below `** Reason for termination ==`, and frames by module, name and arity.
import type { Frame } from '../types.ts';
import {
  closed,
  extend,
  type Head,
  lineNumber,
  type Open,
  opened,
  type Reading,
  type TraceReader,
} from './reader.ts';

const HEAD = /^\s*\*\* \(([A-Za-z][\w.]{0,120}|EXIT from [^)\n]{1,60})\) ?(.*)$/;
/** What only carries the exception below it. */
const CARRIER = /^an exception was raised:$/;
const FRAME =
  /^(?:\s*\(([a-z]\w{0,60})(?: [\w.+-]{1,40})?\) |\s+)([\w./-]{1,300}\.(?:exs?|erl|[hl]?eex)):(\d{1,7}): (\S.{0,300})$/;
const WITH_ARGUMENTS = /^(:?[\w.@]{1,200}[?!]?|:?[\w.@]{1,200}\."[^"\n]{1,200}")\(/;
const CRASH = /^\s*(exception (?:error|exit|throw)): (.*)$/;
const CRASH_FRAME =
  /^\s*in (?:function|call from) +([\w.@']{1,120}:[\w.@'/<>-]{1,160}\/\d{1,3}) +\(([\w./-]{1,300}\.[eh]rl), line (\d{1,7})\)/;
const REASON_FOLLOWS = /^\s*\*\* Reason for termination ={2,}\s*$/;
const REASON = /^\s*\*\* \{*([a-z]\w{0,80})(?:,(.*))?$/;
const TERM =
  /\{'?([\w.@]{1,120})'?,'?([\w.@/<>-]{1,160})'?,(\d{1,3}|\[[^\n]{0,200}?\]),\[\{file,"([^"\n]{1,300})"\},\{line,(\d{1,7})\}\]\}/g;
/** Where a report goes on to other things: the client's own stack would be taken for the server's. */
const END = /^\s*(?:Client \S|Last message|State: |ancestors: )/;
/** Applications that come with the languages, and those that most services are made of. */
const LIBRARIES = new Set(
  `elixir stdlib kernel erts iex mix eex ex_unit logger compiler crypto ssl inets public_key phoenix phoenix_live_view
  phoenix_html phoenix_pubsub phoenix_ecto plug plug_cowboy plug_crypto cowboy cowlib ranch bandit thousand_island websock
  websock_adapter ecto ecto_sql db_connection postgrex myxql tds absinthe absinthe_plug oban gen_stage flow broadway telemetry
  finch mint nimble_pool hackney tesla httpoison req jason poison gettext swoosh guardian quantum redix amqp amqp_client grpc
  dataloader sentry`.split(/\s+/),
);
const ERLANG_LIBRARIES = new Set(
  `gen gen_server gen_statem gen_event gen_fsm gen_server2 proc_lib supervisor supervisor2 lists maps erlang ets dets file
  timer erl_eval shell init application application_controller application_master code io io_lib gen_tcp inet ssl
  tls_connection ssl_gen_statem prim_inet string binary base64 cowboy_stream_h cowboy_handler cowboy_http ranch_conns_sup`.split(
    /\s+/,
  ),
);

export const ELIXIR: TraceReader = {
  language: 'elixir',
  hint: /^\s*\*\* \([A-Za-z]|^\s*exception (?:error|exit|throw): |^\s*\*\* Reason for termination =|\.(?:exs?|erl):\d{1,7}: /m,
  read,
};

/** A frame of Elixir as it is printed on a line of its own, or null. */
export function elixirFrame(line: string): Frame | null {
  const match = FRAME.exec(line);
  if (match === null) return null;
  const [, app, file = '', number, name = ''] = match;
  const own =
    app === undefined ? !isErlangLibrary(file) : !LIBRARIES.has(app) && !file.startsWith('deps/');
  return { file, line: lineNumber(number), function: nameOf(name.trim()), own };
}

/** Where no clause of a function matched, the arguments stand in place of their number. */
function nameOf(call: string): string {
  return WITH_ARGUMENTS.exec(call)?.[1] ?? call;
}

function read(lines: readonly string[]): Reading | null {
  const chain: Open[] = [];
  for (const [at, line] of lines.entries()) {
    const frames = framesOf(line);
    const head = frames.length > 0 ? null : headOf(line, lines[at - 1] ?? '');
    if (chain.length > 0 && END.test(line)) break;
    if (head !== null && !CARRIER.test(head.message)) chain.push(opened(head));
    else if (frames.length > 0) frameTaker(chain).frames.push(...frames);
    else if (head === null) goOn(chain, line);
  }
  const useful = chain.filter(({ type, frames }) => type !== null || frames.length > 0);
  return useful.length === 0 ? null : { chain: useful.map(closed), site: null };
}

function framesOf(line: string): Frame[] {
  const frame = elixirFrame(line) ?? crashFrame(line);
  if (frame !== null) return [frame];
  return [...line.matchAll(TERM)].map(([, module = '', name, arity = '', file = '', number]) => ({
    file,
    line: lineNumber(number),
    function: `${module}:${name}/${/^\d/.test(arity) ? arity : '?'}`,
    own: !ERLANG_LIBRARIES.has(module),
  }));
}

function crashFrame(line: string): Frame | null {
  const match = CRASH_FRAME.exec(line);
  if (match === null) return null;
  const [, name = '', file = '', number] = match;
  return { file, line: lineNumber(number), function: name, own: !isErlangLibrary(file) };
}

function isErlangLibrary(file: string): boolean {
  return file.endsWith('.erl') && ERLANG_LIBRARIES.has(file.replace(/^.*\/|\.erl$/g, ''));
}

function headOf(line: string, above: string): Head | null {
  const thrown = HEAD.exec(line) ?? CRASH.exec(line);
  if (thrown !== null) return { type: thrown[1] ?? '', message: thrown[2] ?? '' };
  const reason = REASON_FOLLOWS.test(above) ? REASON.exec(line) : null;
  return reason === null ? null : { type: reason[1] ?? '', message: balanced(reason[2] ?? '') };
}

/** A term without the brackets that close what was opened before it. */
function balanced(term: string): string {
  const text = term.trim().replace(/,$/, '');
  const excess = text.split('}').length - text.split('{').length;
  return excess > 0 && text.endsWith('}'.repeat(excess)) ? text.slice(0, -excess) : text;
}

function frameTaker(chain: Open[]): Open {
  const last = chain.at(-1);
  if (last !== undefined) return last;
  const open = opened(null);
  chain.push(open);
  return open;
}

/** A message may have several lines, up to its first frame. */
function goOn(chain: readonly Open[], line: string): void {
  const open = chain.at(-1);
  if (open !== undefined && open.frames.length === 0 && /^\s+\S/.test(line)) extend(open, line);
}
