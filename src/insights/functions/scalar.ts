// The row of a scalar function, and the adapters from plain functions of texts and numbers to rows.
import type { Code, Planner } from '../plan/planner.ts';
import type { CallExpr } from '../syntax/ast.ts';
import { finite, type Kind, numberOf, textOf, type Value } from '../values.ts';

export interface CallSite {
  readonly planner: Planner;
  readonly call: CallExpr;
  readonly args: readonly Code[];
}

export interface ScalarFunction {
  readonly name: string;
  /** Fewest and most arguments. */
  readonly arity: readonly [number, number];
  readonly usage: string;
  readonly compile: (site: CallSite) => Code;
}

export type Read = Code['read'];

/** An argument as text. */
export function textArg(code: Code): (row: Parameters<Read>[0]) => string | undefined {
  const { kind, read } = code;
  return kind === 'text' ? (row) => asText(read(row), kind) : (row) => textOf(read(row), kind);
}

/** An argument as a number; NaN where it is none. */
export function numberArg(code: Code): (row: Parameters<Read>[0]) => number {
  const { read } = code;
  return (row) => numberOf(read(row));
}

/** A function of a text and further texts; absent as soon as one argument is absent. */
export function onTexts(
  kind: Kind,
  apply: (first: string, ...rest: string[]) => Value,
): ScalarFunction['compile'] {
  return ({ args }) => {
    const reads = args.map(textArg);
    const [first] = reads;
    if (reads.length === 1 && first !== undefined) {
      return { kind, read: (row) => mapText(first(row), apply) };
    }
    return {
      kind,
      read: (row) => {
        const texts = reads.map((read) => read(row));
        return texts.every((text) => text !== undefined)
          ? apply(...(texts as [string, ...string[]]))
          : undefined;
      },
    };
  };
}

/** A function of numbers; absent as soon as one argument is no number, or the result is not finite. */
export function onNumbers(apply: (...numbers: number[]) => number): ScalarFunction['compile'] {
  return ({ args }) => {
    const reads = args.map(numberArg);
    return { kind: 'number', read: (row) => finite(apply(...reads.map((read) => read(row)))) };
  };
}

/** The kind of a value that is one of several: theirs where they agree. */
export function commonKind(codes: readonly Code[]): Kind {
  const kinds = new Set(codes.map((code) => code.kind));
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined ? only : 'any';
}

/** Codes that may stand for each other: where their kinds differ, times become texts. */
export function unified(codes: readonly Code[]): readonly Code[] {
  if (commonKind(codes) !== 'any') return codes;
  return codes.map((code) => {
    const read = textArg(code);
    return code.kind === 'time' ? { kind: 'text', read } : code;
  });
}

function asText(value: Value, kind: Kind): string | undefined {
  return typeof value === 'string' ? value : textOf(value, kind);
}

function mapText(text: string | undefined, apply: (first: string) => Value): Value {
  return text === undefined ? undefined : apply(text);
}
