// Lines that tell how a log is written and are none of its events: the directives of W3C's extended log file format
// (web servers, proxies, CDNs, mail servers) and of Zeek, and the column names that a CSV begins with.

/** https://www.w3.org/TR/WD-logfile.html, and the one that Exchange adds. */
const W3C = /^#\s?(?:Version|Fields|Software|Start-Date|End-Date|Date|Remark|Log-type)\s*:/i;
/** https://docs.zeek.org/en/current/log-formats.html */
const ZEEK =
  /^#(?:separator|set_separator|empty_field|unset_field|path|open|close|fields|types)[ \t]/;
/** Without it there is no such file: both name the fields of the lines that follow. */
const NAMES_FIELDS = /^#\s?Fields(?::\s*|\t)\S/i;
const HASH = 35;
/** Bytes of a line that tell whether it is a directive. */
const HEAD_BYTES = 24;

/** Whether a file is of a kind that holds directives: any other line that begins with `#` is as good as the rest. */
export function hasDirectives(lines: readonly Buffer[]): boolean {
  return lines.some((line) => line[0] === HASH && NAMES_FIELDS.test(headOf(line, 0, line.length)));
}

/** Whether the line bytes[start, end) of such a file is one; they may stand in the middle, where a server began again. */
export function isDirective(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] !== HASH) return false;
  const head = headOf(bytes, start, end);
  return W3C.test(head) || ZEEK.test(head);
}

function headOf(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('latin1', start, Math.min(end, start + HEAD_BYTES));
}

const MAX_HEADER_BYTES = 2_048;
const COLUMN_NAME = /^"?[@A-Za-z_][\w@.()/ -]{0,40}"?$/;
const TIME_NAME =
  /^"?[@_]?(?:(?:log|event|start)?[ _-]?(?:date|time|datetime|timestamp)|ts|date[ _-]time|created[ _-]?at)"?$/i;
const SEPARATORS = [',', '\t', ';'];

/** Whether the first line names the columns of the others, a time among them. */
export function namesColumns([first, second]: readonly Buffer[]): boolean {
  if (first === undefined || second === undefined || first.length > MAX_HEADER_BYTES) return false;
  const header = first.toString().trim();
  const row = second.toString();
  return SEPARATORS.some((separator) => {
    const names = header.split(separator).map((name) => name.trim());
    return (
      names.length > 1 &&
      names.every((name) => COLUMN_NAME.test(name)) &&
      names.some((name) => TIME_NAME.test(name)) &&
      row.split(separator).length >= names.length
    );
  });
}
