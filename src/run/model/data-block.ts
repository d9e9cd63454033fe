// Text from outside on its way to a model: on lines that say where they come from, inside a block whose mark nobody
// who wrote the logs could know, and cut. It was redacted and freed of control characters at the border already.
import { grouped } from '../../base/grouped.ts';
import { sanitizeLine } from '../../base/sanitize.ts';
import type { RunContext } from '../context.ts';

type Run = Pick<RunContext, 'world'>;

/** The name of the tags: `data-` and what is random of this run. */
export const dataTag = ({ world }: Run): string => `data-${world.runId}`;

export function asData(run: Run, text: string): string {
  const tag = dataTag(run);
  return `<${tag}>\n${text.replaceAll(tag, '[tag]')}\n</${tag}>`;
}

/** Foreign text on one line, cut to so many characters, with its whole length where it was longer. */
export function foreignLine(text: string, maxChars: number): string {
  const line = sanitizeLine(text.slice(0, maxChars * 2));
  if (line.length <= maxChars && text.length <= maxChars * 2) return line;
  const cut = line.slice(0, maxChars).replace(/[\ud800-\udbff]$/, '');
  return `${cut} […${grouped(text.length)} characters]`;
}

/** Foreign lines, each behind a mark that lines of this program never have. */
export function foreignLines(text: string, maxLines: number, maxChars: number): string {
  const lines = text.split('\n');
  const shown = lines.slice(0, maxLines).map((line) => `  | ${foreignLine(line, maxChars)}`);
  const rest = lines.length - shown.length;
  return [...shown, ...(rest > 0 ? [`  [${rest} more lines]`] : [])].join('\n');
}
