// How many columns a command may write: what the terminal tells, else COLUMNS, else 80; less than 40 fits nothing.
import { usableColumns } from '../terminal/columns.ts';
import type { Config } from './config.ts';

const MIN_COLUMNS = 40;

export const widthOf = (stream: { readonly columns?: number }, { columns }: Config): number =>
  Math.max(MIN_COLUMNS, usableColumns(stream.columns ?? columns ?? undefined));
