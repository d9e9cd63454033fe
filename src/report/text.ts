// Markdown out of foreign text: whatever a log line holds, it shows as the text that it is, never as a link, an image,
// a heading or HTML, and no line of it begins a section.
import { cutWords } from '../base/cut-words.ts';
import { sanitize, sanitizeLine } from '../base/sanitize.ts';

/** Longer inline text is cut, in characters; the whole stands in report.json. */
const MAX_INLINE_CHARS = 500;
/** A paragraph of the diagnosis is at most this long by contract. */
const MAX_PROSE_CHARS = 2_000;

/** One line of foreign text as plain inline text. */
export function inline(text: string, maxChars = MAX_INLINE_CHARS): string {
  return escapeInline(cutWords(sanitizeLine(text).trim(), maxChars));
}

/** Sentences of the program or the model: code spans stay code, all else is plain text. */
export function prose(text: string): string {
  return cutWords(sanitizeLine(text).trim(), MAX_PROSE_CHARS)
    .split(/(`[^`]{1,300}`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : escapeInline(part)))
    .join('');
}

/** A code span; a dash for nothing. */
export function code(text: string, maxChars = MAX_INLINE_CHARS): string {
  const line = cutWords(sanitizeLine(text).trim(), maxChars);
  if (line === '') return '–';
  // In a table no number of backslashes would keep this bar inside its code span.
  if (line.includes('\\|')) return escapeInline(line);
  const ticks = '`'.repeat(longestRun(line) === 0 ? 1 : longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

/** A fenced block that its content can't end; each line as it is, trailing blank lines aside. */
export function fence(text: string, info = ''): string {
  const content = sanitize(text).replace(/\s+$/, '');
  const ticks = '`'.repeat(Math.max(3, longestRun(content) + 1));
  const lines = [`${ticks}${info.replace(/[^\w+#.-]/g, '')}`, ...content.split('\n'), ticks];
  // Indented with its fence, a line that looks like a heading starts no section and still renders as it stood.
  const indent = lines.some((line) => /^##\s/.test(line)) ? '  ' : '';
  return lines.map((line) => indent + line).join('\n');
}

/** Rows of cells that are Markdown already; a bar inside a cell is escaped here. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}

/** Items that are Markdown already, one line each. */
export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

export function numbered(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${item}`).join('\n');
}

/** Lines of one paragraph, each on its own line when rendered. */
export function lines(items: readonly string[]): string {
  return items.join('  \n');
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

/** Each character only where Markdown would read it: `snake_case` and `a-b` stay as they are. */
const ESCAPES: readonly (readonly [RegExp, string])[] = [
  [/\\(?=[!-/:-@[-`{-~]|$)/g, '\\\\'],
  [/[`*~]/g, '\\$&'],
  // A link needs `](`, or a definition, which only the start of a block can hold.
  [/\](?=\()/g, ']\\'],
  [/^(?=\[)/, '\\'],
  [/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_'],
  [/<(?=[a-z/!?])/gi, '\\<'],
  [/&(?=#?\w{1,32};)/g, '\\&'],
  // GFM makes links of these where they stand alone.
  [/:(?=\/\/)/g, '\\:'],
  [/\b(www|mailto|xmpp)([.:])/gi, '$1\\$2'],
  [/(?<=[\w.+-])@(?=\w)/g, '\\@'],
  // At the start of an item these would open a block.
  [/^(?=[#>+=-])/, '\\'],
  [/^(\d{1,9})(?=[.)](?:\s|$))/, '$1\\'],
  [/#+$/, '\\$&'],
];

function escapeInline(text: string): string {
  return ESCAPES.reduce((result, [pattern, by]) => result.replace(pattern, by), text);
}

/** Of blocks as they stand in the report, with the empty line between two. */
export const charsOf = (blocks: readonly string[]): number =>
  blocks.reduce((sum, block) => sum + block.length + 2, 0);
