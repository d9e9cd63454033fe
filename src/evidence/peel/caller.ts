// The place in the code that a logger wrote down itself, for errors without a trace: zap's caller, slog's source,
// Python's pathname and lineno, Logback's caller_file_name, and their like. Only what names a source file counts.
import type { Location, Peeled } from '../types.ts';

/** Fields that hold `file:line`. */
const PLACES = 'caller location source src file sourcelocation codelocation'.split(' ');
/** Fields that hold the file, the line and the function apart, the one most sure of itself first. */
const TRIPLES = [
  ['source.file', 'source.line', 'source.function'],
  ['src.file', 'src.line', 'src.func'],
  ['caller.file', 'caller.line', 'caller.function'],
  ['pathname', 'lineno', 'funcname'],
  ['filename', 'lineno', 'funcname'],
  ['callerfilename', 'callerlinenumber', 'callermethodname'],
  ['log.origin.file.name', 'log.origin.file.line', 'log.origin.function'],
  ['logging.googleapis.com/sourcelocation.file', 'logging.googleapis.com/sourcelocation.line', ''],
  ['code.filepath', 'code.lineno', 'code.function'],
  ['filename', 'linenumber', 'function'],
  ['file', 'line', 'function'],
] as const;
const EXTENSIONS =
  '(?:go|java|kt|kts|scala|groovy|clj|py|[cm]?[jt]sx?|rb|php|cs|fs|vb|rs|c|cc|cpp|cxx|h|hpp|swift|dart|exs?|erl|pl|lua)';
const FILE = new RegExp(`^[^\\s:"'<>|][^\\n:"'<>|]{0,250}\\.${EXTENSIONS}$`);
const FILE_LINE = new RegExp(
  `^(?:[^\\s()]{1,120} \\()?([A-Za-z]?:?[^\\s:"'<>|()]{1,250}\\.${EXTENSIONS}):(\\d{1,7})(?::\\d{1,7})?\\)?$`,
);

/** The place that the message's own fields or its header name; null where they name none. */
export function callerOf({ fields, logger }: Peeled): Location | null {
  const byName = new Map(
    Object.entries(fields).map(([path, value]) => [path.toLowerCase().replace(/[_-]/g, ''), value]),
  );
  for (const name of PLACES) {
    const place = placeOf(byName.get(name) ?? '');
    if (place !== null) return place;
  }
  for (const [fileName, lineName, functionName] of TRIPLES) {
    const file = byName.get(fileName) ?? '';
    const line = lineOf(byName.get(lineName));
    if (line !== null && FILE.test(file))
      return { file, line, function: byName.get(functionName) ?? null };
  }
  return placeOf(logger ?? '');
}

function placeOf(text: string): Location | null {
  const match = FILE_LINE.exec(text);
  const line = lineOf(match?.[2]);
  return match === null || line === null ? null : { file: match[1] ?? '', line, function: null };
}

function lineOf(text: string | undefined): number | null {
  const line = Number(text);
  return text !== undefined && Number.isInteger(line) && line > 0 ? line : null;
}
