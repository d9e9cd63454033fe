// Rows of evidence in pages that an agent can take in: so many rows, and so many characters of each text.
import { grouped } from '../../base/grouped.ts';

const ROWS_PER_PAGE = 50;
const MAX_PAGE_CHARS = 60_000;
const MAX_TEXT_CHARS = 8_000;

export interface RowPage {
  readonly rowsTotal: number;
  readonly rowsMatching: number;
  readonly rows: Record<string, unknown>[];
  /** Rows of the page with a text that is longer than what is shown. */
  readonly rowsCut: number;
  readonly nextOffset: number | null;
}

interface Wanted {
  /** null: all rows. */
  readonly contains: string | null;
  readonly offset: number;
}

/** At least one row where there is one. */
export function pageOfRows(all: readonly unknown[], { contains, offset }: Wanted): RowPage {
  const rows = all.map(rowOf);
  const matching = contains === null ? rows : rows.filter((row) => holds(row, contains));
  const shown: Record<string, unknown>[] = [];
  let chars = 0;
  let rowsCut = 0;
  for (const row of matching.slice(offset, offset + ROWS_PER_PAGE)) {
    const short = Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, cut(value)]),
    );
    chars += JSON.stringify(short).length;
    if (shown.length > 0 && chars > MAX_PAGE_CHARS) break;
    if (Object.keys(row).some((name) => row[name] !== short[name])) rowsCut++;
    shown.push(short);
  }
  const next = offset + shown.length;
  return {
    rowsTotal: rows.length,
    rowsMatching: matching.length,
    rows: shown,
    rowsCut,
    nextOffset: next < matching.length ? next : null,
  };
}

/** Query rows are lists of fields with values; others are objects already. */
function rowOf(row: unknown): Record<string, unknown> {
  if (!Array.isArray(row)) {
    return typeof row === 'object' && row !== null ? { ...row } : { value: row };
  }
  const cells = row as readonly { readonly field?: string; readonly value?: string }[];
  return Object.fromEntries(cells.map(({ field = '', value = '' }) => [field, value]));
}

const holds = (row: Record<string, unknown>, text: string) =>
  Object.values(row).some((value) =>
    (typeof value === 'string' ? value : JSON.stringify(value)).includes(text),
  );

const cut = (value: unknown): unknown => (typeof value === 'string' ? cutText(value) : value);

/** The beginning of a long text, with what is left out. */
export function cutText(value: string): string {
  if (value.length <= MAX_TEXT_CHARS) return value;
  const rest = value.length - MAX_TEXT_CHARS;
  return `${value.slice(0, MAX_TEXT_CHARS)} [${grouped(rest)} more characters]`;
}
