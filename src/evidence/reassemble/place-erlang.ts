// Reports that Erlang's logger writes line by line, as RabbitMQ has it do: each line has the time to the microsecond, the level
// and the process, and all of one report have the same.
import { begin, joinKeyed, type OpenTraces } from './open-traces.ts';
import type { Line } from './shipped.ts';

const HEAD =
  /^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\.\d{6}(?:Z|[+-]\d\d:\d\d)? \[(?:warn(?:ing)?|error|critical|alert|emergency)\] <\d{1,6}\.\d{1,10}\.\d{1,6}>)(?: |$)/;

/** Whether the line is one of a report, and has its place now. */
export function placeErlang(traces: OpenTraces, line: Line, index: number): boolean {
  const [whole, key] = HEAD.exec(line.text) ?? [];
  if (whole === undefined || key === undefined || line.text.includes('\n')) return false;
  const open = traces.keyed.get(key);
  const text = line.text.slice(whole.length);
  if (open !== undefined) joinKeyed(traces, open, { ...line, text, retold: true }, [text], index);
  else begin(traces, { lines: [line], texts: [text], opening: null, rails: null, key, index });
  return true;
}
