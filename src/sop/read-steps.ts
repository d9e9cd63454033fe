// Reads `### N. Name` steps: prose, the procedure line, constraints, and query blocks (fences `insights NAME`).
import type { Span } from '../base/diagnostic.ts';
import { constraintWord } from './constraint-word.ts';
import type { Block, Line } from './lines.ts';
import { headingText, type Section, spanOf } from './outline.ts';
import { ConstraintList, isConstraintsHeading } from './read-constraints.ts';
import type { SopQuery, SopStep } from './sop.ts';

export interface DraftQuery {
  readonly query: SopQuery;
  /** The line that opens the block and names the query. */
  readonly opener: Span;
  /** Offset in the file of each line of the query's text: for mapping spans back. */
  readonly lineStarts: readonly number[];
}

interface DraftStep {
  readonly step: SopStep;
  readonly heading: Span;
  /** All `**Procedure:**` lines; only the first one counts. */
  readonly procedures: readonly { readonly name: string; readonly span: Span }[];
  readonly queries: readonly DraftQuery[];
  /** Fenced blocks of its prose, read as queries would be. */
  readonly fences: readonly DraftQuery[];
  /** Lines of its constraints that look like one and are none: without a bullet, or with another mark. */
  readonly strayConstraints: readonly Span[];
  /** Lines outside of fences that neither name a procedure nor open constraints. */
  readonly texts: readonly Line[];
}

export interface DraftSteps {
  readonly steps: readonly DraftStep[];
  /** `### ` lines among the steps that do not read `### N. Name`. */
  readonly oddStepHeadings: readonly Span[];
}

type FenceBlock = Extract<Block, { kind: 'fence' }>;

export function readSteps(section: Section | null): DraftSteps {
  const readers: StepReader[] = [];
  const oddStepHeadings: Span[] = [];
  for (const block of section?.blocks ?? []) {
    const line = block.kind === 'line' && /^###[ \t]/.test(block.line.text) ? block.line : null;
    const heading = line === null ? null : parseHeading(line);
    if (line !== null && heading !== null) readers.push(new StepReader(heading, line));
    else if (line !== null) oddStepHeadings.push(spanOf(line));
    else readers.at(-1)?.push(block);
  }
  return { steps: readers.map((reader) => reader.finish()), oddStepHeadings };
}

interface Heading {
  readonly number: number;
  readonly name: string;
}

function parseHeading(line: Line): Heading | null {
  const match = /^(\d{1,3})[.):][ \t]*(\S.*)$/.exec(headingText(line));
  return match === null ? null : { number: Number(match[1]), name: (match[2] ?? '').trim() };
}

/** Reads the blocks of one step, in order. */
class StepReader {
  readonly #heading: Heading;
  readonly #line: Line;
  readonly #prose: string[] = [];
  readonly #procedures: { readonly name: string; readonly span: Span }[] = [];
  readonly #queries: DraftQuery[] = [];
  readonly #fences: DraftQuery[] = [];
  readonly #texts: Line[] = [];
  readonly #constraints = new ConstraintList();
  #end: number;

  constructor(heading: Heading, line: Line) {
    this.#heading = heading;
    this.#line = line;
    this.#end = line.end;
  }

  push(block: Block): void {
    if (block.kind === 'fence') this.#pushFence(block);
    else this.#pushLine(block.line);
  }

  finish(): DraftStep {
    const constraints = this.#constraints.finish().map(({ text, span }) => {
      return { text, word: constraintWord(text), span };
    });
    const step: SopStep = {
      ...this.#heading,
      text: this.#prose.join('\n').trim(),
      procedure: this.#procedures[0]?.name ?? null,
      constraints,
      queries: this.#queries.map(({ query }) => query),
      span: { start: this.#line.start, end: this.#end },
    };
    return {
      step,
      heading: spanOf(this.#line),
      procedures: this.#procedures,
      queries: this.#queries,
      fences: this.#fences,
      strayConstraints: this.#constraints.strays,
      texts: this.#texts,
    };
  }

  #pushFence(block: FenceBlock): void {
    this.#end = block.lines.at(-1)?.end ?? this.#end;
    const name = queryName(block.info);
    if (name !== null) this.#queries.push(readQuery(name, block));
    else if (!this.#constraints.takeFence(block.lines, block.indent)) {
      this.#fences.push(readQuery('', block));
      this.#prose.push(...block.lines.map((line) => line.text));
    }
  }

  #pushLine(line: Line): void {
    if (line.text.trim() !== '') this.#end = line.end;
    const procedure = procedureName(line.text);
    if (procedure !== null) {
      this.#constraints.close();
      this.#procedures.push({ name: procedure, span: spanOf(line) });
      return;
    }
    if (!isConstraintsHeading(line.text.trim())) this.#texts.push(line);
    if (!this.#constraints.take(line)) this.#prose.push(line.text);
  }
}

/** `**Procedure:** \`name\``, the bold and the back quotes being optional. */
function procedureName(text: string): string | null {
  const match = /^\**Procedure(?:\*\*)?:(?:\*\*)? *`?([^`\s]{1,100})`? *$/.exec(text.trim());
  return match?.[1] ?? null;
}

/** Whether the info string of a fence makes it a query block. */
export function isQueryInfo(info: string): boolean {
  return info.split(/\s/, 1)[0] === 'insights';
}

/** The name in `insights NAME`; empty where it is missing; null: no query block. */
function queryName(info: string): string | null {
  return isQueryInfo(info) ? info.slice('insights'.length).trim() : null;
}

function readQuery(name: string, { lines, indent }: FenceBlock): DraftQuery {
  const inside = lines.slice(1, -1);
  const cuts = inside.map(({ text }) => Math.min(indent, text.length - text.trimStart().length));
  const text = inside.map((line, index) => line.text.slice(cuts[index])).join('\n');
  const opener = lines[0] ?? { start: 0, end: 0 };
  const span = { start: inside[0]?.start ?? opener.start, end: inside.at(-1)?.end ?? opener.end };
  const lineStarts = inside.map((line, index) => line.start + (cuts[index] ?? 0));
  return { query: { name, text, span }, opener: spanOf(opener), lineStarts };
}
