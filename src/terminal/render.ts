// A report as a terminal shows it: marked parses, marked-terminal paints, and the parts that it gets wrong are
// painted here: inline text in lists, tables wider than the terminal, code, links, entities. Foreign control
// characters are taken out before, so that every escape in the result is our own.
import { stripVTControlCharacters } from 'node:util';
import type { MarkedExtension, Tokens } from 'marked';
import { sanitize } from '../base/sanitize.ts';
import { fitChart } from './chart.ts';
import { usableColumns, wrapToColumns } from './columns.ts';
import { createStyle, type Style } from './style.ts';
import { drawTable } from './table.ts';

/** Longer lines are hard to read, however wide the terminal is. */
const MAX_COLUMNS = 100;
const CODE_INDENT = '    ';
/** Marks lines that stay as they are, as long as they may be; sanitised input can't hold it. */
const KEEP = '\x01';

/** Text for a terminal of that width, ending in one newline; without colour there is no escape in it. */
export async function renderMarkdown(
  markdown: string,
  { columns, colour }: { readonly columns: number; readonly colour: boolean },
): Promise<string> {
  const [{ Marked }, { markedTerminal }] = await Promise.all([
    import('marked'),
    import('marked-terminal'),
  ]);
  const width = Math.min(usableColumns(columns), MAX_COLUMNS);
  const style = createStyle({ colour, unicode: true });
  const marked = new Marked(markedTerminal(painting(style)), corrections(style, width));
  const painted = marked.parse(sanitize(markdown), { async: false });
  // Blank lines of code are marked, so only those between blocks are merged.
  const spaced = trimmed(painted.replace(/\n{3,}/g, '\n\n'));
  const text = `${spaced
    .split('\n')
    .flatMap((line) => fitted(line, width))
    .join('\n')}\n`;
  return colour ? text : stripVTControlCharacters(text);
}

function fitted(line: string, width: number): string[] {
  if (line.includes(KEEP)) return [line.replaceAll(KEEP, '')];
  // Lines after the first stand under the text of a list item, not under its bullet.
  const [hanging = ''] = /^ *(?:(?:[•*-]|\d{1,9}\.) )?/.exec(line) ?? [];
  return wrapToColumns(line.trimEnd(), width, ' '.repeat(hanging.length));
}

function painting(style: Style) {
  const { bold, dim, italic, struck, green, cyan } = style;
  const plain = (text: string) => text;
  return {
    blockquote: dim,
    html: dim,
    heading: (text: string) => bold(green(text)),
    firstHeading: (text: string) => bold(cyan(text)),
    paragraph: plain,
    strong: bold,
    em: italic,
    del: struck,
    showSectionPrefix: true,
    reflowText: false,
    unescape: false,
    emoji: false,
    tab: 2,
  };
}

function corrections(style: Style, width: number): MarkedExtension {
  const { dim, cyan, yellow, glyphs } = style;
  return {
    renderer: {
      text(token) {
        const inline = 'tokens' in token ? token.tokens : undefined;
        if (inline !== undefined) return this.parser.parseInline(inline);
        return decoded(token.text.replaceAll('\n', ' '));
      },
      codespan: ({ text }) => yellow(text.replaceAll('\n', ' ')),
      code({ text }) {
        const draw = (line: string) => (line === '' ? KEEP : KEEP + CODE_INDENT + dim(line));
        return block(fitChart(text.split('\n'), width - CODE_INDENT.length).map(draw));
      },
      br: () => '\n',
      // Part of the marker: in a loose list it would stand inside the paragraph.
      checkbox: () => '',
      html(token) {
        const text = token.text.trim();
        if (/^<br ?\/?>$/i.test(text)) return '\n';
        return token.block ? block([dim(text)]) : dim(text);
      },
      hr: () => block([KEEP + dim(glyphs.rule.repeat(width))]),
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        return href.endsWith(stripVTControlCharacters(text))
          ? cyan(text)
          : `${text} (${cyan(href)})`;
      },
      image: ({ href, text }) => `${text} (${cyan(href)})`,
      list(token) {
        const items = token.items.map((item, index) => {
          const bodies = item.tokens.map((part) => trimmed(this.parser.parse([part])));
          return drawItem(bodies.join('\n'), markerOf(token, item, index, glyphs.bullet));
        });
        return block(items);
      },
      table(token) {
        const cells = (row: readonly Tokens.TableCell[]) =>
          row.map(({ tokens }) => this.parser.parseInline(tokens).replaceAll('\n', ' '));
        const lines = drawTable(cells(token.header), token.rows.map(cells), style, width);
        return block(lines.map((line) => KEEP + line));
      },
    },
  };
}

/** Without line breaks before it, and without anything blank behind it. */
function trimmed(text: string): string {
  return text.replace(/^\n+/, '').trimEnd();
}

function block(lines: readonly string[]): string {
  return `${lines.join('\n')}\n\n`;
}

function markerOf(list: Tokens.List, item: Tokens.ListItem, index: number, bullet: string): string {
  const point = list.ordered ? `${(list.start === '' ? 1 : list.start) + index}.` : bullet;
  return item.task ? `${point} [${item.checked ? 'x' : ' '}] ` : `${point} `;
}

/** The item's text behind its marker, what follows it indented as far. */
function drawItem(body: string, marker: string): string {
  const [first = '', ...rest] = body.split('\n').filter((line) => line.trim() !== '');
  const indent = ' '.repeat(marker.length);
  return [`${marker}${first}`, ...rest.map((line) => indent + line)].join('\n');
}

const NAMED: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&nbsp;': ' ',
};

/** Named entities as their characters. Numbered ones marked has decoded already, control characters among them. */
function decoded(text: string): string {
  return sanitize(text.replace(/&[a-z]{2,4};/g, (entity) => NAMED[entity] ?? entity));
}
