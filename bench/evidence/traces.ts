// `traces.jsonl`: what the trace reader makes of each trace text (`id`, `text`) of the data.
import { join } from 'node:path';
import { readTrace } from '../../src/evidence/trace.ts';
import type { StackTrace } from '../../src/evidence/types.ts';
import { type Row, rowsIn, writeRows } from './json-lines.ts';

/** Returns a line that says how many there were. */
export async function writeTraces(dataDir: string, outDir: string): Promise<string> {
  const rows = rowsIn(join(dataDir, 'stacktraces'), /traces\.jsonl(?:\.gz)?$/);
  writeRows(join(outDir, 'traces.jsonl'), rows.map(factsOf));
  return `traces: ${rows.length}`;
}

function factsOf({ id, text }: Row): object {
  const trace = readTrace(String(text));
  if (trace === null) return { id, fingerprint: `none ${String(id)}` };
  const { fingerprint, language, chain } = trace;
  return {
    id,
    fingerprint,
    language: language === 'javascript' && isNode(String(text)) ? 'node' : language,
    exception_type: chain[0]?.type ?? null,
    root_type: chain.at(-1)?.type ?? null,
    top_app_function: nearestName(trace),
  };
}

/** The function of the location; where that has no name, or there is no own code, the named frame nearest the throw. */
function nearestName({ chain, location }: StackTrace): string | null {
  const frames = chain
    .flatMap((thrown) => thrown.frames)
    .filter((frame) => frame.function !== null);
  const nearest = frames.find((frame) => frame.own) ?? frames[0];
  return location?.function ?? nearest?.function ?? null;
}

/** The data tell Node from browsers; for the program both are JavaScript. */
function isNode(text: string): boolean {
  return (
    /node:|\.js:\d+$|Node\.js v\d|\((?:\/|internal\/|[\w]+\.js:)/m.test(text) &&
    !/https?:/.test(text)
  );
}
