// Where in a message a column's value stood, as the text of a query tells: before and behind it in a `parse` pattern, or
// the field that `as` gave another name. Read loosely: it decides what is redacted, never what is found.

export interface Context {
  /** Name of the column. */
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

export function contextsOf(query: string): readonly Context[] {
  return [...globs(query), ...groups(query), ...renamed(query)];
}

/** `parse @message "user=* password=*" as user, p` */
function globs(query: string): readonly Context[] {
  const pattern = /\bparse\b[^"'/|]*(["'])(.*?)(?<!\\)\1\s+as\s+([\w@.`, \t\r\n]+)/gis;
  return [...query.matchAll(pattern)].flatMap(([, , glob = '', names = '']) => {
    const texts = unescaped(glob).split('*');
    return names.split(',').map((name, index) => ({
      field: bare(name),
      before: texts[index] ?? '',
      after: texts[index + 1] ?? '',
    }));
  });
}

/** `parse @message /password[=:]\s*(?<p>\S+)/` */
function groups(query: string): readonly Context[] {
  return [...query.matchAll(/\(\?P?<(\w+)>/g)].flatMap(({ 1: field = '', index }) =>
    literals(query.slice(Math.max(0, index - MAX_CONTEXT_CHARS), index)).map((before) => ({
      field,
      before,
      after: '',
    })),
  );
}

const MAX_CONTEXT_CHARS = 80;

/** The end of a regular expression as a text that it matches, and its last name with a sign behind it. */
function literals(expression: string): readonly string[] {
  const text = unescaped(
    expression
      .replace(/\\[sS][*+?]?/g, ' ')
      .replace(/\[\^?(.)[^\]]*\][*+?]?/g, '$1')
      .replace(/[()^$*+?|]/g, ''),
  );
  const name = text.match(/[A-Za-z][\w-]*/g)?.at(-1);
  return name === undefined ? [text] : [text, `${name}=`];
}

/** `fields password as p`, `max(user.token) as t` */
function renamed(query: string): readonly Context[] {
  return [...query.matchAll(/([A-Za-z][\w.-]*)`?[\s)]*\s+as\s+([\w.`]+)/gi)].map(
    ([, name = '', field = '']) => ({ field: bare(field), before: `${name}=`, after: '' }),
  );
}

const bare = (name: string) => name.trim().replaceAll('`', '');

const unescaped = (text: string) => text.replace(/\\(.)/g, '$1');
