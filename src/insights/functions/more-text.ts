// Functions of texts that are more than a few words: regexReplace, split, hashes, JSON lists.
// Source: CloudWatch Logs User Guide, "Functions" (string, JSON and hashing functions).
import { createHash } from 'node:crypto';
import { parseContainer } from '../fields/document.ts';
import { compileRegexWith } from '../plan/pattern.ts';
import { ABSENT, type Code } from '../plan/planner.ts';
import { matchesOf } from '../regex/all-matches.ts';
import type { Expr, RegexExpr } from '../syntax/ast.ts';
import { errorAt } from '../syntax/fault.ts';
import type { Value } from '../values.ts';
import { type CallSite, onTexts, type ScalarFunction, textArg } from './scalar.ts';

/** Replacements in one text. */
const MAX_REPLACEMENTS = 100_000;

export const MORE_TEXT_FUNCTIONS: readonly ScalarFunction[] = [
  {
    name: 'regexReplace',
    arity: [3, 3],
    usage: 'regexReplace(text, "regular expression", "replacement"): \\1 or $1 is a group',
    compile: regexReplace,
  },
  {
    name: 'split',
    arity: [2, 2],
    usage: 'split(text, separator): a list',
    compile: onTexts('any', (text, separator = '') => text.split(separator)),
  },
  hash('md5'),
  hash('sha256'),
  {
    name: 'jsonArrayContains',
    arity: [2, 2],
    usage: 'jsonArrayContains(list, value): 1 or 0',
    compile: ({ args: [list, wanted] }) => ({
      kind: 'flag',
      read: (row) => {
        const value = wanted === undefined ? undefined : textArg(wanted)(row);
        return value !== undefined && listHolds(list?.read(row), value);
      },
    }),
  },
  {
    name: 'unmask',
    arity: [1, 1],
    usage: 'unmask(field): the field, for nothing is masked here',
    compile: ({ args }) => args[0] ?? ABSENT,
  },
];

function hash(name: string): ScalarFunction {
  return {
    name,
    arity: [1, 1],
    usage: `${name}(text)`,
    compile: onTexts('text', (text) => createHash(name).update(text).digest('hex')),
  };
}

function listHolds(value: Value, wanted: string): boolean {
  const list = typeof value === 'string' ? parseContainer(value) : value;
  return Array.isArray(list) && list.some((item) => item === wanted || String(item) === wanted);
}

function regexReplace({ planner, call, args }: CallSite): Code {
  const [field, , by] = args;
  const regex = regexOf(call.args[1]);
  if (regex === null || field === undefined || by === undefined) {
    const message = 'regexReplace takes a regular expression in quotes';
    const span = call.args[1]?.span ?? call.span;
    planner.diagnostics.push(errorAt('regex', message, span));
    return ABSENT;
  }
  const matches = compileRegexWith(planner, regex, matchesOf);
  if (matches === null) return ABSENT;
  const [text, replacement] = [textArg(field), textArg(by)];
  return {
    kind: 'text',
    read: (row) => {
      const [from, into] = [text(row), replacement(row)];
      if (from === undefined || into === undefined) return undefined;
      let result = '';
      let end = 0;
      for (const match of matches(from, MAX_REPLACEMENTS)) {
        result += from.slice(end, match.start) + filled(into, from, match);
        end = match.end;
      }
      return result + from.slice(end);
    },
  };
}

function regexOf(expr: Expr | undefined): RegexExpr | null {
  if (expr?.kind !== 'literal' || typeof expr.value !== 'string') return null;
  return { kind: 'regex', pattern: expr.value, flags: '', span: expr.span };
}

type Match = ReturnType<ReturnType<typeof matchesOf>>[number];

/** `\1`, `$1` and `${1}` are groups, 0 the whole match. */
function filled(replacement: string, text: string, { start, end, captures }: Match): string {
  return replacement.replace(
    /\\(\d)|\$(\d)|\$\{(\d)\}/g,
    (_, a?: string, b?: string, c?: string) => {
      const group = Number(a ?? b ?? c);
      return group === 0 ? text.slice(start, end) : (captures[group - 1] ?? '');
    },
  );
}
