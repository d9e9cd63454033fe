// The category of an error: the mechanism decides, not the exception's class. A pool that waits in vain is a connection,
// whoever reports it. The mechanisms stand in the table of `category/`, in order of precedence.
import type { Rule } from './category/rule.ts';
import { RULES } from './category/table.ts';
import type { Category } from './types.ts';

export interface Categorized {
  readonly category: Category;
  /** Name of the row that decided. */
  readonly rule: string;
}

/** Characters of an error that the rules look at. */
const MAX_TEXT_CHARS = 4_000;

/** Names of exceptions and panics, whose message says nothing that a row knows. */
const LANGUAGE_EXCEPTION = [
  /[A-Z][\w$]*(?:Exception|Error)\b|\b(?:[A-Z]\w*::){1,4}[A-Z]\w* \(|\b(?:exceptions?|errors?|exc)\.[A-Z]\w{2,}: |\braised exception: /,
  /\bpanic(?:ked)?\b|\bTraceback\b|unhandled (?:exception|(?:promise )?rejection)|UnhandledPromiseRejection|uncaught|\bPHP Fatal error\b/i,
];

/** Names that are asked where the text itself says nothing: `MessageRateExceeded`, `MQRC_NOT_AUTHORIZED`. */
const NAMES =
  /\b[A-Z][a-z]{1,40}(?:[A-Z][a-z]{1,40}){1,8}\b|\b[A-Z][A-Z0-9]{1,40}(?:_[A-Z0-9]{1,40}){1,8}\b/g;
const SUFFIX = /(?:Exception|Error)$/;
const WORD_EDGE = /([a-z])([A-Z])/g;

/**
 * The category of an error by its texts: head line, exceptions and their messages.
 * `thrown`: it holds an exception or a trace, whatever it says.
 */
export function categorize(texts: readonly string[], thrown: boolean): Categorized {
  const text = texts.join('\n').slice(0, MAX_TEXT_CHARS);
  const found = ruleFor(text) ?? ruleFor(namesInWords(text));
  if (found !== undefined) return { category: found.category, rule: found.name };
  if (thrown || LANGUAGE_EXCEPTION.some((pattern) => pattern.test(text))) {
    return { category: 'application-exception', rule: 'language-exception' };
  }
  return { category: 'uncategorized', rule: 'no-rule' };
}

function ruleFor(text: string): Rule | undefined {
  if (text === '') return undefined;
  return RULES.find(({ patterns }) => patterns.some((pattern) => pattern.test(text)));
}

/** The names of exceptions and of codes as words, a line each: `TargetDisconnectedException` is `Target Disconnected`. */
function namesInWords(text: string): string {
  const names = text.match(NAMES) ?? [];
  return names
    .map((name) => name.replace(SUFFIX, '').replace(WORD_EDGE, '$1 $2').replaceAll('_', ' '))
    .join('\n');
}
