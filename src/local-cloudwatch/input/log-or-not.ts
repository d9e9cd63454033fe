// Where the line is between a log that cannot be read, which is missing from a report, and a file that is none, which
// is not. A file is plainly a log if
// - its name says so (`app.log`, `web.out`, `syslog`, `events.jsonl`, `audit.log.2.xz`), unless the name's end says
//   what else it is (`log4j.properties`, `logs.png`); or
// - it is an archive or compressed: what lies in it cannot be seen; or
// - half of its lines, and three at least, hold a time of day or begin with a level.
// Whatever else is not understood (a README, a picture, a configuration, a program) is no log.

/** Words of a log's file name. */
const LOG_WORD =
  /(^|[._-])(logs?|out|err|stdout|stderr|trace|audit|access|syslog|jsonl|ndjson|evtx?|journal)(?=[._-]|$)/i;
/** Numbers, dates and compression behind a log's own ending. */
const ROTATED = /[._-](\d{1,14}|\d{4}-\d\d-\d\d|gz|tgz|bz2|xz|zst|zip|7z|lz4|tar|old|bak|txt)$/i;
/** Ends of names that say what else a file is. */
const NO_LOG_ENDING =
  /\.(md|rst|adoc|html?|css|[cm]?[jt]sx?|py|rb|go|rs|java|kt|cs|php|sh|ps1|sql|ya?ml|toml|ini|cfg|conf|properties|xml|xsd|env|lock|png|jpe?g|gif|svg|webp|ico|pdf|docx?|xlsx?|pptx?|jar|war|apk|whl|class|exe|dll|so|o|a|db|sqlite\d?|mp[34]|ttf|woff2?)$/i;

/** Whether the name of a file says that it is a log. */
export function namedLikeLog(fileName: string): boolean {
  if (NO_LOG_ENDING.test(fileName)) return false;
  let name = fileName;
  while (ROTATED.test(name)) name = name.replace(ROTATED, '');
  return LOG_WORD.test(fileName) || /^(syslog|messages|dmesg|secure)$/i.test(name);
}

/** Bytes of a line in which a time or a level is looked for. */
const HEAD_BYTES = 256;
const MIN_LINES = 3;
const TIMED = /(?<![\d:])\d{1,2}[:.]\d\d[:.]\d\d(?![\d:])|(?<!\d)1\d{9}(\d{3}){0,3}(?!\d)/;
const LEVELED = /^\W{0,4}(TRACE|DEBUG|INFO|NOTICE|WARN(ING)?|ERROR|FATAL|CRITICAL|SEVERE)\b/;

/** Whether the lines of a text read like those of a log. */
export function readsLikeLog(lines: readonly Buffer[]): boolean {
  const heads = lines
    .map((line) => line.toString('latin1', 0, HEAD_BYTES).trim())
    .filter((head) => head !== '');
  const like = heads.filter((head) => TIMED.test(head) || LEVELED.test(head)).length;
  return like >= MIN_LINES && like * 2 >= heads.length;
}

/** A time of day at the head of a line, perhaps in brackets. */
const CLOCK_ONLY = /^\[?\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?[\] ]/;

/** Whether most lines begin with a time of day, as loggers write it that were not told to write the date. */
export function hasNoDate(lines: readonly Buffer[]): boolean {
  const heads = lines.map((line) => line.toString('latin1', 0, HEAD_BYTES));
  const clocked = heads.filter((head) => CLOCK_ONLY.test(head)).length;
  return clocked > 0 && clocked * 2 >= heads.filter((head) => /^\S/.test(head)).length;
}

/** What a file is by its first bytes, in words. */
export interface KnownBinary {
  readonly what: string;
  /** Whether log events may be in it. */
  readonly mayHoldLogs: boolean;
  /** How to make it readable. */
  readonly remedy: string | null;
}

const UNPACK = 'Unpack it and run again';
const SIGNATURES: readonly (readonly [string, KnownBinary])[] = [
  ...archive('504b0304', 'a zip archive', `${UNPACK}: unzip FILE`),
  ...archive('425a68', 'bzip2', `${UNPACK}: bunzip2 FILE`),
  ...archive('fd377a585a', 'xz', `${UNPACK}: unxz FILE`),
  ...archive('28b52ffd', 'zstandard', `${UNPACK}: unzstd FILE`),
  ...archive('04224d18', 'lz4', `${UNPACK}: unlz4 FILE`),
  ...archive('377abcaf271c', 'a 7z archive', `${UNPACK}.`),
  ...archive('526172211a07', 'a rar archive', `${UNPACK}.`),
  ...archive(
    'fffe0000',
    'UTF-32 text',
    'Convert it and run again: iconv -f UTF-32 -t UTF-8 FILE > FILE.utf8.log',
  ),
  ...archive('456c6646696c6500', 'a Windows event log', 'Export it as text or JSON and run again.'),
  ...archive(
    '4c504b5348485248',
    "systemd's journal",
    'Export it and run again: journalctl --file FILE -o short-iso > FILE.log',
  ),
];

function archive(start: string, what: string, remedy: string): [string, KnownBinary][] {
  return [[start, { what, mayHoldLogs: true, remedy }]];
}

/** Where the name of a tar archive's format stands. */
const TAR_MARK_AT = 257;
/** Share of control characters, other than NUL and those that a terminal knows, above which bytes are no text. */
const MAX_CONTROLS = 0.02;
const STARTS_OF_BINARIES = ['89504e47', '47494638', 'ffd8ff', '25504446', '7f454c46', 'cafebabe'];

/** What the first bytes of a file say it is; null: text. NUL bytes alone make no binary: a crash leaves them in text. */
export function knownBinary(sample: Buffer): KnownBinary | null {
  const start = sample.toString('hex', 0, 8);
  const known = SIGNATURES.find(([signature]) => start.startsWith(signature));
  if (known !== undefined) return known[1];
  if (sample.toString('latin1', TAR_MARK_AT, TAR_MARK_AT + 5) === 'ustar') {
    return { what: 'a tar archive', mayHoldLogs: true, remedy: `${UNPACK}: tar -xf FILE` };
  }
  const binary = STARTS_OF_BINARIES.some((one) => start.startsWith(one)) || isBinary(sample);
  return binary ? { what: 'binary', mayHoldLogs: false, remedy: null } : null;
}

function isBinary(sample: Buffer): boolean {
  let controls = 0;
  let written = 0;
  for (let at = 0; at < sample.length; at++) {
    const byte = sample[at] ?? 0;
    if (byte !== 0) written++;
    if (byte !== 0 && isControl(byte)) controls++;
  }
  return controls > written * MAX_CONTROLS;
}

/** Neither of BEL to CR, SUB and ESC, which logs hold. */
const isControl = (byte: number) =>
  byte < 7 || (byte > 13 && byte < 32 && byte !== 26 && byte !== 27);
