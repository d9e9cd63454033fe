// The line that an application wrote, out of the JSON that a shipper or a container runtime put around it (Fluent Bit,
// Container Insights, Docker, journald). The text may be cut on either side, so it is read by its keys and not parsed whole.

const MAX_MESSAGE_CHARS = 4_000;
/** The line stands whole under these keys… */
const LINE = /"(?:log|MESSAGE)"\s{0,4}:\s{0,4}("(?:[^"\\]|\\.)*)/;
/** …and under this one where the record says in which way it came. */
const MESSAGE = /"message"\s{0,4}:\s{0,4}("(?:[^"\\]|\\.)*)/;
const SHIPPED = /"stream"\s{0,4}:\s{0,4}"std(?:out|err)"|"kubernetes"\s{0,4}:\s{0,4}\{/;

/** The message itself where nothing is put around it. */
function lineWithin(message: string): string {
  const text = message.slice(0, MAX_MESSAGE_CHARS).trim();
  if (!/^[{"]/.test(text)) return message;
  const found = LINE.exec(text) ?? (SHIPPED.test(text) ? MESSAGE.exec(text) : null);
  const line = found?.[1] === undefined ? '' : unquoted(found[1]).trim();
  return line === '' ? message : line;
}

/** Where the message of a structured line begins, behind time stamps and the like. */
const SAID = /"(?:message|msg|@m|@mt|body|event)"\s{0,4}:\s{0,4}"/;

/** So much before it is told with it. */
const MAX_AHEAD_CHARS = 40;

/** What a line says, as it stands in it: of a structured one from its message on. */
export function saidWithin(message: string): string {
  const line = lineWithin(message);
  const at = line.startsWith('{') ? line.slice(0, MAX_MESSAGE_CHARS).search(SAID) : -1;
  return at > MAX_AHEAD_CHARS ? `… ${line.slice(at)}` : line;
}

/** The text of a JSON string without its closing quote; empty where it is none. */
function unquoted(text: string): string {
  try {
    return String(JSON.parse(`${text}"`));
  } catch (error) {
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}
