// What a model may ask of the logs: a plain part of Logs Insights QL, so that each cell of an answer is a field as the
// log holds it, or a number that CloudWatch counted. A query that writes text of its own, or takes texts apart, could
// make evidence that no log holds, or carry a secret past redaction in pieces.

/** Why the query is none that a model may ask; null where it is. */
export function queryFault(query: string): string | null {
  const blanked = withoutTexts(query);
  if (blanked === null) return 'A quote or a regular expression is not closed.';
  if (/[#`]/.test(blanked)) return 'Comments and backticks are not taken here.';
  const commands = blanked.split('|').map((command) => command.trim());
  for (const command of commands) {
    const fault = commandFault(command);
    if (fault !== null) return fault;
  }
  const limited = commands.findIndex((command) => LIMIT.test(command));
  const counted = commands.slice(limited).some((command) => STATS.test(command));
  return limited >= 0 && counted ? COUNTS_ITSELF : null;
}

const COUNTS_ITSELF = 'What stands after a limit is not counted: the count would be the limit.';

/** The query of events with their messages: by these the border knows which of the other columns hold a secret. */
export function withMessage(query: string): string {
  const commands = commandsOf(query);
  const asked = commands.filter((command) => FIELDS.test(command));
  const isWhole = asked.length === 0 || asked.some((command) => /[\s,]@message\b/i.test(command));
  return isWhole || commands.some((command) => STATS.test(command))
    ? query
    : `${query} | fields @message`;
}

/** Fields whose values a query with `stats` shows: by which it groups, and of which it makes figures. */
export function fieldsOfStats(query: string): { grouped: string[]; figured: string[] } {
  const all = commandsOf(query).filter((command) => STATS.test(command));
  const parts = all.map((command) => command.split(/\sby\s/i));
  return {
    grouped: parts.flatMap(([, by = '']) =>
      by.split(',').flatMap((one) => (/\(/.test(one) || one.trim() === '' ? [] : [one.trim()])),
    ),
    figured: parts.flatMap(([figures = '']) =>
      [...figures.matchAll(FIGURE)].map(([, field = '']) => field),
    ),
  };
}

const commandsOf = (query: string): readonly string[] =>
  (withoutTexts(query) ?? '').split('|').map((command) => command.trim());

const TEXT = '\u0000';

/** Texts and regular expressions as one mark each; null where one is not closed. */
function withoutTexts(query: string): string | null {
  const text = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g;
  const expression = /((?:\blike|=~)\s*)\/(?:\\.|[^/\\\n])+\//gi;
  const blanked = query.replaceAll(TEXT, ' ').replace(expression, `$1${TEXT}`).replace(text, TEXT);
  return /["'/\\]/.test(blanked) ? null : blanked;
}

const FIELD = String.raw`@?[A-Za-z_][\w.@-]*`;
const FIELDS = new RegExp(String.raw`^fields\s+${FIELD}(?:\s*,\s*${FIELD})*$`, 'i');
/** Of numbers only: what these answer is never a text of the log. */
const COUNTED = String.raw`(?:count\(\s*\*?\s*\)|(?:count|count_distinct|sum|avg|stddev)\(\s*${FIELD}\s*\)|pct\(\s*${FIELD}\s*,\s*\d{1,3}(?:\.\d+)?\s*\))`;
const FIGURE = new RegExp(String.raw`\b(?:sum|avg|stddev|pct)\(\s*(${FIELD})`, 'gi');
const GROUPED = String.raw`(?:${FIELD}|bin\(\s*\d{1,4}\s*[smhd]\s*\))`;
const STATS = new RegExp(
  String.raw`^stats\s+${COUNTED}(?:\s*,\s*${COUNTED})*(?:\s+by\s+${GROUPED}(?:\s*,\s*${GROUPED})*)?$`,
  'i',
);
const SORT = new RegExp(
  String.raw`^sort\s+(?:${FIELD}|${COUNTED}|bin\([^)]*\))(?:\s+(?:asc|desc))?(?:\s*,\s*(?:${FIELD}|${COUNTED})(?:\s+(?:asc|desc))?)*$`,
  'i',
);
const LIMIT = /^(?:limit|head)\s+\d{1,6}$/i;
const FILTER = /^(?:filter|where)\s+(?<condition>[\s\S]+)$/i;
/** Functions of a condition; words before a bracket that are no function. */
const CONDITION_CALL = /([A-Za-z_]\w*)\s*\(/g;
const ALLOWED_CALLS = new Set(['and', 'or', 'not', 'in', 'ispresent', 'isempty', 'isblank']);

function commandFault(command: string): string | null {
  if ([FIELDS, STATS, SORT, LIMIT].some((form) => form.test(command))) return null;
  const condition = FILTER.exec(command)?.groups?.condition;
  if (condition === undefined) return `"${named(command)}" is not taken here: ${TAKEN}`;
  if (!isBalanced(condition))
    return 'A filter ends within a bracket: queries within queries are not taken here.';
  const strange = [...condition.matchAll(CONDITION_CALL)]
    .map(([, name = '']) => name)
    .find((name) => !ALLOWED_CALLS.has(name.toLowerCase()));
  return strange === undefined ? null : `The function ${strange} is not taken here: ${TAKEN}`;
}

/** Each bracket is closed in the same command. */
function isBalanced(condition: string): boolean {
  let open = 0;
  for (const character of condition) {
    if (character === '(') open++;
    if (character === ')') open--;
    if (open < 0) return false;
  }
  return open === 0;
}

const MAX_NAMED_CHARS = 40;
const named = (command: string) =>
  command.replaceAll(TEXT, '"…"').replace(/\s+/g, ' ').slice(0, MAX_NAMED_CHARS);

const TAKEN =
  'fields with names of fields; filter with comparisons, in, like, and, or, not, ispresent; stats with count, count_distinct, sum, avg, stddev, pct by fields or bin; sort; limit; no new names, no functions of text.';
