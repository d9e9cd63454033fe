// `${name}` in an SOP: known parameters are replaced, every other one is a value found at run time and stays.
import type { Span } from '../base/diagnostic.ts';

export interface Placeholder extends Span {
  readonly name: string;
}

/** Replaces `${name}` for the names in `values` only; replaced text is not looked at again. */
export function substitute(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(placeholderPattern(), (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}

/** All `${name}` of a text, with offsets into it. */
export function placeholdersIn(text: string): readonly Placeholder[] {
  return [...text.matchAll(placeholderPattern())].map((match) => {
    return { name: match[1] ?? '', start: match.index, end: match.index + match[0].length };
  });
}

function placeholderPattern(): RegExp {
  return /\$\{([A-Za-z_][\w.-]{0,99})\}/g;
}
