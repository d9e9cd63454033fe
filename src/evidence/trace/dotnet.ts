// .NET and Mono: `   at Ns.Type.Method(args) in path:line 12`, inner exceptions behind `--->`, innermost frames first.
import { remembered } from '../../base/remembered.ts';
import type { Frame } from '../types.ts';
import { jvmFrame } from './java.ts';
import {
  closed,
  extend,
  type Head,
  isErrorName,
  lineNumber,
  type Open,
  opened,
  type Reading,
  type TraceReader,
} from './reader.ts';

const FRAME = /^\s*at\s+([^\s()](?:[^()\n]{0,498}[^\s()])?) ?\(/;
const PLACE = /\) (?:\[0x[0-9a-f]{1,8}\] )?in (.{1,400}?):(?:line )?(\d{1,7})\s*(?:<---\s*)*$/;
const BARE_END = /\)\s*(?:\[0x[0-9a-f]{1,8}\] in <[^>]{0,60}>:0\s*)?(?:<---\s*)*$/;
/** Application Insights: the assembly stands where the parameters do, and the place behind it. */
const ASSEMBLY =
  /\([\w.-]{1,200}, Version=[\d.]{1,40}, Culture=[\w-]{1,20}, PublicKeyToken=\w{1,20}(?:: (.{1,400}):(\d{1,7}))?\)\s*$/;
const HEAD =
  /^(?:Unhandled [Ee]xception[.:]\s+)?(?:\(Inner Exception #\d+\) )?((?:[\w`+]+\.)*[A-Z][\w`]*)(?: \((?:0x[0-9A-F]{8}|\d{1,10})\))?: ?(.*)$/;
const LIBRARY =
  /^(?:System|Microsoft|MS|Internal|Mono|Newtonsoft|Npgsql|MySql|MySqlConnector|StackExchange|Dapper|Serilog|NLog|log4net|Polly|RabbitMQ|Confluent|Amazon|Grpc|Google|MediatR|AutoMapper|FluentValidation|MassTransit|Hangfire|Quartz|Castle|Autofac|Elasticsearch|Nest|MongoDB|Azure|Oracle|IdentityServer4|Swashbuckle|Refit|RestSharp|Xunit|NUnit|Orleans|Akka|OpenTelemetry|lambda_method\d*)(?:[.`<]|$)/;
/** The first of an aggregate's exceptions was told above; the others are none of its causes. */
const OTHER_INNER = /^\s*---> \(Inner Exception #\d/;
const INNER_END = /^\s*--- End of inner exception stack trace ---/;

export const DOTNET: TraceReader = {
  language: 'dotnet',
  hint: /^\s*at [^\n]{1,500}\)(?: in [^\n]{1,400}:(?:line )?\d+| \[0x|\s*(?:<---\s*)*$)/m,
  read,
};

/** Lines of traces that are remembered: the same few places fail again and again. */
const MAX_REMEMBERED_LINES = 4_000;

/** A frame of .NET, or null. */
export const dotnetFrame = remembered(readFrame, MAX_REMEMBERED_LINES);

function readFrame(line: string): Frame | null {
  const match = FRAME.exec(line);
  if (match === null || !/[.:]/.test(match[1] ?? '') || jvmFrame(line) !== null) return null;
  const name = match[1] ?? '';
  const assembly = ASSEMBLY.exec(line);
  const place = PLACE.exec(line) ?? (assembly?.[1] === undefined ? null : assembly);
  if (
    place === null &&
    assembly === null &&
    (line.includes(' (') !== line.includes(' [0x') || !BARE_END.test(line))
  )
    return null;
  const file = place?.[1] ?? null;
  const known = file !== null && !file.startsWith('<');
  return {
    file: known ? file : null,
    line: known ? lineNumber(place?.[2]) : null,
    function: name,
    own: !LIBRARY.test(name),
  };
}

interface State {
  readonly chain: Open[];
  /** Which exception of the chain the frames belong to: the innermost first. */
  depth: number;
  frames: number;
}

function read(lines: readonly string[]): Reading | null {
  const state: State = { chain: [], depth: 0, frames: 0 };
  for (const line of lines) {
    const frame = dotnetFrame(line);
    if (frame !== null) addFrame(frame, state);
    else if (!words(line, state)) break;
  }
  return state.frames === 0 ? null : { chain: state.chain.map(closed), site: null };
}

function addFrame(frame: Frame, state: State): void {
  if (state.chain.length === 0) state.chain.push(opened(null));
  if (state.frames === 0) state.depth = state.chain.length - 1;
  state.chain[state.depth]?.frames.push(frame);
  state.frames++;
}

/** False where another trace begins. */
function words(line: string, state: State): boolean {
  if (state.frames > 0 && OTHER_INNER.test(line)) return false;
  if (INNER_END.test(line)) state.depth = Math.max(0, state.depth - 1);
  else if (state.frames === 0) readHeads(line, state.chain);
  else return !isErrorName(headOf(line)?.type ?? '') || /^\s*--->/.test(line);
  return true;
}

/** `Outer: message ---> Inner: message`, on one line or several. */
function readHeads(line: string, chain: Open[]): void {
  const parts = line.split(/\s*--->\s*/);
  for (const part of parts) {
    const head = headOf(part);
    const last = chain.at(-1);
    if (head !== null && isErrorName(head.type)) chain.push(opened(head));
    else if (last !== undefined && part.trim() !== '') extend(last, part);
  }
}

function headOf(line: string): Head | null {
  const match = HEAD.exec(line.trim());
  return match === null ? null : { type: match[1] ?? '', message: match[2] ?? '' };
}
