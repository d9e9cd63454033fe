// The coarse shape of an SOP: its title and its known sections. Only the known `## ` names at column 0 count, each
// where it first occurs; from `## Examples` to `## Troubleshooting` everything is an example and is not read.
import type { Span } from '../base/diagnostic.ts';
import { type Blocks, type Line, readBlocks, splitLines } from './lines.ts';

export const SECTIONS = ['Overview', 'Parameters', 'Steps', 'Examples', 'Troubleshooting'] as const;

export type SectionName = (typeof SECTIONS)[number];

export interface Section extends Blocks {
  readonly name: SectionName;
  readonly heading: Line;
}

export interface Outline {
  readonly title: Line | null;
  /** In the order of the file. */
  readonly sections: readonly Section[];
  /** Second headings of a known section, outside of fences and examples. */
  readonly repeated: readonly Line[];
  /** `## ` headings with another name, outside of fences and examples. */
  readonly others: readonly Line[];
}

interface Region {
  readonly name: SectionName;
  readonly heading: Line;
  readonly lines: readonly Line[];
}

/** The outline of a text of at most MAX_SOP_CHARS. */
export function readOutline(text: string): Outline {
  const lines = splitLines(text);
  const regions = readRegions(lines);
  const first = regions[0]?.heading.start ?? text.length;
  const preamble = lines.filter((line) => line.start < first);
  const read = regions.map(readSection);
  const headings = [...headingsIn(readBlocks(preamble)), ...read.flatMap((one) => one.headings)];
  return {
    title: findTitle(preamble),
    sections: read.map(({ section }) => section),
    repeated: headings.filter((line) => sectionOf(line) !== null),
    others: headings.filter((line) => sectionOf(line) === null),
  };
}

export function sectionNamed(outline: Outline, name: SectionName): Section | null {
  return outline.sections.find((section) => section.name === name) ?? null;
}

/** Heading text without its `#` marks. */
export function headingText(line: Line): string {
  return line.text.replace(/^(?:> ?)?#+/, '').trim();
}

export function spanOf({ start, end }: Span): Span {
  return { start, end };
}

function readRegions(lines: readonly Line[]): readonly Region[] {
  const starts: { readonly name: SectionName; readonly index: number }[] = [];
  for (const [index, line] of lines.entries()) {
    const name = sectionOf(line);
    const inExamples = starts.at(-1)?.name === 'Examples';
    const counts = name !== null && !starts.some((start) => start.name === name);
    if (counts && (!inExamples || name === 'Troubleshooting')) starts.push({ name, index });
  }
  return starts.flatMap(({ name, index }, position) => {
    const heading = lines[index];
    const end = starts[position + 1]?.index ?? lines.length;
    return heading === undefined ? [] : [{ name, heading, lines: lines.slice(index + 1, end) }];
  });
}

function readSection({ name, heading, lines }: Region) {
  if (name === 'Examples') {
    return { section: { name, heading, blocks: [], unclosed: [] }, headings: [] };
  }
  const { blocks, unclosed } = readBlocks(lines);
  const headings = headingsIn({ blocks });
  const end = headings[0]?.start ?? Number.POSITIVE_INFINITY;
  const own = blocks.filter((block) => startOf(block) < end);
  return { section: { name, heading, blocks: own, unclosed }, headings };
}

function headingsIn({ blocks }: Pick<Blocks, 'blocks'>): readonly Line[] {
  return blocks.flatMap((block) =>
    block.kind === 'line' && isHeading2(block.line) ? [block.line] : [],
  );
}

function startOf(block: Blocks['blocks'][number]): number {
  return block.kind === 'line' ? block.line.start : (block.lines[0]?.start ?? 0);
}

function isHeading2(line: Line): boolean {
  return /^##[ \t]*[^#\s]/.test(line.text);
}

function sectionOf(line: Line): SectionName | null {
  if (!/^##[ \t]/.test(line.text)) return null;
  const name = line.text.slice(2).trim();
  return SECTIONS.find((section) => section === name) ?? null;
}

/** The first `# ` line, also where the whole text is a quotation; front matter is passed over. */
function findTitle(lines: readonly Line[]): Line | null {
  const matterEnd =
    lines[0]?.text.trim() === '---'
      ? lines.findIndex((line, index) => index > 0 && line.text.trim() === '---')
      : -1;
  const title = lines.slice(matterEnd + 1).find((line) => /^(?:> ?)?#[ \t]+\S/.test(line.text));
  return title ?? null;
}
