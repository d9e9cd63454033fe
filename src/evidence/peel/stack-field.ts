// Stack traces handed over in a field: text, an array of lines, or an array of frame objects become trace text as the
// runtime prints it, so that one reader serves all.

/** What frames of no such form are told by: bars of groups, addresses of browsers, files of Elixir, titles of runtimes. */
const OTHER_FRAME =
  /^[ |]{2,40}File "|@\S{1,400}:\d+:\d+$|\.(?:exs?|erl|erb|haml|slim|swift):\d|^\s*(?:\*\* \(|in function +\S|\d{1,4}: +\S)|^(?:=[A-Z]{4,10} REPORT={4}|terminate called |stack traceback:|Stack backtrace:|Caused by:|={3,9} Backtrace: )| called at \S{1,400} line \d/m;
const FRAME =
  /^\s*(?:at\s|File "|#\d+\s|goroutine )|\n\s*(?:at\s|File "|#\d+\s|from\s)|\.go:\d|\.rb:\d+:in|panicked at/;
const MAX_CAUSES = 8;

interface FrameObject {
  readonly file: string;
  readonly line: number | null;
  readonly name: string;
}

/** The trace text of a field, or null where it holds none; `cause` is a Lambda Java cause object. */
export function stackText(
  leaf: unknown,
  errorType: string | null,
  errorMessage: string | null,
  cause: unknown,
): string | null {
  const body = bodyOf(leaf);
  if (body === null) return null;
  const text = withHead(body, errorType, errorMessage);
  return `${text}${causeText(cause, 0)}`;
}

function bodyOf(leaf: unknown): string | null {
  if (typeof leaf === 'string') {
    const text =
      leaf.includes('\\n') && !leaf.includes('\n')
        ? leaf.replace(/\\n/g, '\n').replace(/\\t/g, '\t')
        : leaf;
    const broken = text.includes('\n')
      ? text
      : text.replace(/\s{3,9}at (?=\S+\()/g, '\n   at ').replace(/^\n/, '');
    return FRAME.test(broken) || (broken.includes('\n') && OTHER_FRAME.test(broken))
      ? broken
      : null;
  }
  if (!Array.isArray(leaf) || leaf.length === 0) return null;
  if (leaf.every((line) => typeof line === 'string')) return leaf.map(lineText).join('\n');
  const frames = leaf
    .flatMap(frameLists)
    .map(frameObject)
    .filter((frame) => frame !== null);
  return frames.length === 0 ? null : frames.map(frameLine).join('\n');
}

/** Lambda's Java runtime gives bare `com.acme.Foo.bar(Foo.java:12)`. */
function lineText(line: string): string {
  const text = line.replace(/\n+$/, '');
  return /^[\w$.<>/]+\([^()]*\)$/.test(text) ? `\tat ${text}` : text;
}

/** structlog nests frames in a list of exceptions. */
function frameLists(item: unknown): unknown[] {
  if (typeof item === 'object' && item !== null && 'frames' in item && Array.isArray(item.frames))
    return item.frames;
  return [item];
}

function frameObject(item: unknown): FrameObject | null {
  if (typeof item !== 'object' || item === null) return null;
  const field = new Map(Object.entries(item).map(([key, value]) => [key.toLowerCase(), value]));
  const pick = (...names: string[]) =>
    names.map((name) => field.get(name)).find((value) => value !== undefined && value !== null);
  const file = pick('file', 'filename', 'path', 'abs_path', 'source');
  const owner = pick('class', 'classname', 'declaringclass');
  const name = pick('method', 'methodname', 'function', 'name', 'func');
  if (file === undefined && name === undefined) return null;
  const line = Number(pick('line', 'lineno', 'linenumber'));
  return {
    file: String(file ?? ''),
    line: Number.isInteger(line) ? line : null,
    name: owner === undefined ? String(name ?? '') : `${String(owner)}.${String(name ?? '')}`,
  };
}

function frameLine({ file, line, name }: FrameObject): string {
  if (file.endsWith('.py')) return `  File "${file}", line ${line ?? 0}, in ${name}`;
  if (/\.(?:java|kt|scala|groovy)$/.test(file)) return `\tat ${name}(${file}:${line ?? 0})`;
  if (file === '') return `\tat ${name}(Unknown Source)`;
  if (file.endsWith('.go')) return `${name}\n\t${file}:${line ?? 0}`;
  return `    at ${name} (${file}:${line ?? 0}:0)`;
}

/** Where the frames stand alone, the type and message known from other fields are put where the runtime has them. */
function withHead(body: string, type: string | null, message: string | null): string {
  if (type === null || body.includes(type)) return body;
  const head = message === null ? type : `${type}: ${message}`;
  if (/^\s*File "/.test(body)) return `Traceback (most recent call last):\n${body}\n${head}`;
  if (/^\s*Traceback \(/.test(body)) return `${body}\n${head}`;
  return /^\s*at\s/.test(body) ? `${head}\n${body}` : body;
}

function causeText(cause: unknown, depth: number): string {
  if (typeof cause !== 'object' || cause === null || depth >= MAX_CAUSES) return '';
  const { errorType, errorMessage, stackTrace, cause: next } = cause as Record<string, unknown>;
  if (typeof errorType !== 'string' || !Array.isArray(stackTrace)) return '';
  const lines = stackTrace.map((line) => lineText(String(line)));
  return (
    ['', `Caused by: ${errorType}: ${String(errorMessage ?? '')}`, ...lines].join('\n') +
    causeText(next, depth + 1)
  );
}
