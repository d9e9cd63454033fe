// All scalar functions by name, in lower case: names are not case-sensitive.
import { ADDRESS_FUNCTIONS } from './addresses.ts';
import { DATE_FUNCTIONS } from './dates.ts';
import { GENERAL_FUNCTIONS } from './general.ts';
import { MORE_TEXT_FUNCTIONS } from './more-text.ts';
import { NUMERIC_FUNCTIONS } from './numeric.ts';
import type { ScalarFunction } from './scalar.ts';
import { TEXT_FUNCTIONS } from './text.ts';
import { TIME_FUNCTIONS } from './time.ts';

export const SCALAR_FUNCTIONS: ReadonlyMap<string, ScalarFunction> = new Map(
  [
    ...GENERAL_FUNCTIONS,
    ...TEXT_FUNCTIONS,
    ...MORE_TEXT_FUNCTIONS,
    ...NUMERIC_FUNCTIONS,
    ...TIME_FUNCTIONS,
    ...DATE_FUNCTIONS,
    ...ADDRESS_FUNCTIONS,
  ].map((row) => [row.name.toLowerCase(), row]),
);
