// A row of the category table, and the fragments that several rows are built from.
import type { Category } from '../types.ts';

export interface Rule {
  readonly name: string;
  readonly category: Category;
  /** One that matches decides. Tried without regard to case. */
  readonly patterns: readonly RegExp[];
}

export function rule(name: string, category: Category, ...patterns: readonly RegExp[]): Rule {
  return { name, category, patterns };
}

/** Characters that may lie between a thing and what became of it, in one line. */
const MAX_APART_CHARS = 48;

/** One of the things beside one of the words for its failure, in either order, in one clause. */
export function beside(things: string, failures: string): RegExp {
  const between = `[^\\n;]{0,${MAX_APART_CHARS}}`;
  const thing = `\\b(?:${things})\\b`;
  const failure = `\\b(?:${failures})\\b`;
  return new RegExp(`${thing}${between}${failure}|${failure}${between}${thing}`, 'i');
}

const METHODS = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS';

/** Where a clause begins: a line, a mark of punctuation, a word that opens one. */
export const CLAUSE_START =
  '(?:^|[\\n:;,.(\\[\\]|"=–—-]\\s{0,3}|\\b(?:the|or|local|failed|error|fatal|critical|because|since)\\s)';
/** Where a clause ends: a line, a mark of punctuation, the next `key=` of a line of fields. */
export const CLAUSE_END =
  '(?=\\s{0,3}(?:$|[\\n;:!()\\[\\]|"\'–—]|[.,](?!\\d)|-\\s)|\\s[\\w.]{1,40}=)';

const PEER =
  'service|server|api|upstream|backend|gateway|endpoint|dependency|provider|partner|proxy|host|origin';
const ANSWERED = '(?:returned|responded|answered|replied)(?: with)?(?: an?)?(?: HTTP)?(?: status)?';
/** What stands behind a number that is a status: its phrase, or a word for an answer. */
const PHRASE =
  '(?:Client|Server|Internal Server|Bad Gateway|Service|Gateway|Unauthorized|Forbidden|Too Many|errors?|responses?|status|HTTP|[A-Z]{2,30}_[A-Z_]{2,60})\\b';

/**
 * A number that is a status: `HTTP 403`, `status code: 403`, `"status":403`, `403 Client Error`, `GET /x returned 403`.
 * `returned 403 rows` is none: a bare verb needs a request or a peer before the number and nothing counted after it.
 */
export function status(digits: string): RegExp {
  const behind = `(?:${CLAUSE_END}|(?= (?:for|from|on|after|to|when|while|at|and|with|during)\\b))`;
  return new RegExp(
    [
      `(?:\\bHTTP(?:/\\d(?:\\.\\d)?)?|\\b(?:(?:http|response|upstream|api|error)_?)?status(?:[ _-]?code)?|\\b(?:response|error)[ _-]?code|"code"|\\bcode(?=[ :=]{1,2}\\d{3}\\. ))["']?[ :=("]{1,3}(?:HTTP )?${digits}\\b`,
      `\\b${digits} (?:Client|Server) Error\\b`,
      `\\b${ANSWERED} \\(?${digits}(?=["']? \\(?${PHRASE})`,
      `\\b(?:(?:answered|responded|replied)(?: with)?|unexpected (?:response|status)(?: code)?|HTTP Error|(?:server|status) error) \\(?${digits}(?:${CLAUSE_END}|(?= (?:from|\\(|${PHRASE})))`,
      `\\b(?:${METHODS}) \\S{1,200} ${ANSWERED} ${digits}${behind}`,
      `(?:https?://\\S{1,200}|\\b(?:${PEER})(?: \\S{1,60})?|\\b[\\w-]{1,60}(?:\\.[\\w-]{1,60}){1,5}) ${ANSWERED} ${digits}${behind}`,
      `[[(]${digits}[\\])](?= during\\b| Reason\\b|:|,|$)`,
      `(?:^|: |Error: )${digits}(?: : |: | (?=["{\\[]?(?:You|The|Too|Request|Rate|"|\\{)))`,
      `\\b(?:too many )?${digits} (?:error )?responses?\\b`,
      `\\bstatus(?: code)? \\[[^\\]\\n]{0,60}\\]: ${digits}\\b`,
    ].join('|'),
    'im',
  );
}
