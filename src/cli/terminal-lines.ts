// Lines that fit a terminal; a pipe or a file takes them whole.
import { readConfig } from './config.ts';
import { wrapWords } from './failure-text.ts';
import { widthOf } from './width.ts';

type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>;

/** null where the stream is no terminal. */
export const terminalColumns = (stream: Stream): number | null =>
  stream.isTTY === true ? widthOf(stream, readConfig()) : null;

/** Broken at blanks where a terminal is narrower; a path stays whole, to be copied. */
export function onTerminal(text: string, stream: Stream, hanging: string): string {
  const columns = terminalColumns(stream);
  return columns === null ? text : wrapWords(text, columns, hanging).join('\n');
}
