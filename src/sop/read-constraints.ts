// Reads the bullets under `**Constraints:**`. Nested bullets and wrapped lines belong to their parent's text, also
// where a copy of an SOP has lost its indentation (children of a bullet that ends with a colon).
import type { Span } from '../base/diagnostic.ts';
import { constraintWord } from './constraint-word.ts';
import type { Line } from './lines.ts';

interface OpenConstraint {
  readonly start: number;
  end: number;
  /** Lines of the text; the first one is the constraint proper. */
  readonly lines: string[];
}

export interface ConstraintText {
  readonly text: string;
  readonly span: Span;
}

/** Collects constraints line by line; a line that it does not take is prose of the step. */
export class ConstraintList {
  readonly #done: OpenConstraint[] = [];
  readonly #strays: Span[] = [];
  #isOpen = false;
  #current: OpenConstraint | null = null;
  #afterBlank = false;
  #baseIndent = 0;

  /** Ends the block: what follows is prose until the next `**Constraints:**`. */
  close(): void {
    this.#isOpen = false;
    this.#current = null;
  }

  /** Lines where a constraint is expected that are no bullet: they end the list, or are read as part of the one above. */
  get strays(): readonly Span[] {
    return this.#strays;
  }

  take(line: Line): boolean {
    const text = line.text.trim();
    if (isConstraintsHeading(text)) return this.#open();
    if (!this.#isOpen) return false;
    if (text === '') {
      this.#afterBlank = true;
      return true;
    }
    const taken = this.#takeText(line, text);
    this.#afterBlank = false;
    if (!taken) this.close();
    return taken;
  }

  /** An indented fence belongs to the constraint before it. */
  takeFence(lines: readonly Line[], indent: number): boolean {
    if (!this.#isOpen) return false;
    if (this.#current === null || indent <= this.#baseIndent) {
      this.close();
      return false;
    }
    for (const line of lines) this.#append(line, line.text.slice(this.#baseIndent));
    return true;
  }

  finish(): readonly ConstraintText[] {
    return this.#done.map(({ lines, start, end }) => {
      return { text: lines.join('\n').trim(), span: { start, end } };
    });
  }

  #open(): true {
    this.#isOpen = true;
    this.#current = null;
    this.#afterBlank = false;
    return true;
  }

  #takeText(line: Line, text: string): boolean {
    const indent = line.text.length - line.text.trimStart().length;
    const bullet = /^[-*+][ \t]+(.*)$/.exec(text)?.[1];
    if (bullet !== undefined && (this.#current === null || indent <= this.#baseIndent)) {
      this.#takeBullet(line, bullet, indent);
      return true;
    }
    if (this.#isStray(text, indent)) this.#strays.push({ start: line.start, end: line.end });
    const continues = indent > this.#baseIndent || !this.#afterBlank;
    if (this.#current === null || !continues || text.startsWith('#')) return false;
    if (bullet !== undefined || /^\d{1,3}[.)] /.test(text)) this.#append(line, line.text.trimEnd());
    else this.#wrap(line, text);
    return true;
  }

  /** Right under the heading any text is one; below a bullet what says how binding it is, at the bullet's depth. */
  #isStray(text: string, indent: number): boolean {
    if (text.startsWith('#')) return false;
    if (this.#current === null) return true;
    return indent <= this.#baseIndent && STRAY.test(text) && constraintWord(text) !== null;
  }

  #takeBullet(line: Line, bullet: string, indent: number): void {
    if (this.#isChild(bullet)) {
      this.#append(line, `  - ${bullet}`);
      return;
    }
    this.#baseIndent = indent;
    this.#current = { start: line.start + indent, end: line.end, lines: [bullet] };
    this.#done.push(this.#current);
  }

  /** A bullet without an RFC 2119 word under one that ends with a colon: a list that lost its indentation. */
  #isChild(bullet: string): boolean {
    const lead = this.#current?.lines[0];
    return lead?.endsWith(':') === true && constraintWord(bullet) === null;
  }

  #append(line: Line, text: string): void {
    this.#current?.lines.push(text);
    if (this.#current !== null) this.#current.end = line.end;
  }

  /** Hard-wrapped text goes on with the last line. */
  #wrap(line: Line, text: string): void {
    const lines = this.#current?.lines;
    if (lines === undefined) return;
    const last = lines.pop();
    this.#append(line, last === undefined ? text : `${last} ${text}`);
  }
}

/** Marks of lists that are no bullets here, and the begin of a constraint without one. */
const STRAY = /^(?:[•‣◦▪·–—]|\d{1,3}[.)] |You\b)/;

export function isConstraintsHeading(text: string): boolean {
  return /^(?:#{4,6} +)?(?:\*\*)?Constraints(?:\*\*)?:?(?:\*\*)?$/.test(text);
}
