// Whether the values that stand in one place of otherwise equal texts are a variable: the less a value looks like a word
// of the sentence, the fewer distinct ones it takes.
import { isTelling, type Shape } from './shape.ts';

/** Distinct values that make a place a variable, by what most of them are. */
const MIN_VALUES = {
  /** `<num>` beside `<hex>`, `-`, `****` or `null`. */
  blank: 2,
  /** `/etc/a.conf`, `svc@db1`, `worker<num>`. */
  place: 2,
  /** What stands behind `=` or in quotes. */
  setting: 3,
  /** `stock-db`, `db.shop.example`, `maxRetries`. */
  name: 4,
  word: 6,
  /** The first word of a sentence says who or what it is about. */
  subject: 12,
  /** Routes of one server: which of them fails matters. */
  route: 12,
  /** Numbers that name an error, which masking leaves; beside those of successes, which it takes, they are blanks. */
  code: 8,
} as const;

type Kind = keyof typeof MIN_VALUES;

/** Values that name the error: never a variable. */
const IDENTITY =
  /(?:Error|Exception|Fault|Failure|Panic)$|^E[A-Z]{3,}$|(?:^|\.)[A-Z]+_[A-Z_]+$|^0x|^(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|CRITICAL|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;
const CODE = /^\d{1,5}$/;
/** Placeholders and marks around them, marks alone, a lone capital, what stands for no value or a truth value. */
const BLANK =
  /^(?:[^A-Za-z\d]+|[A-Z]|(?:[^A-Za-z\d<]*<(?:\*|[a-z]+)>)+[^A-Za-z\d]*|true|false|null|nil|none|undefined|nan|n\/a)$/i;
/** Words that are a truth value where a setting holds them, and say something in a sentence. */
const SWITCH = /^(?:on|off|yes|no|enabled|disabled|active|inactive)$/i;
const PLACE = /[/\\@]|^[A-Za-z]+[-_#]?<num>$/;
const NAME = /[\w>][._-][\w<]|[a-z][A-Z]|\d|</;
const METHOD = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;
const OPENERS = '([{"\'`';

/** Whether the value names the error and is to be told from all others. */
export function isIdentity(value: string): boolean {
  return IDENTITY.test(value);
}

/** Whether the word at a place is a value by its looks or its place, so that the rest of the text is what it says. */
export function isSoft(shape: Shape, place: number): boolean {
  const word = shape.words[place] ?? '';
  if (isIdentity(word) || CODE.test(word) || isKey(word, shape.delimiters[place])) return false;
  if (isLabelled(shape, place) && SWITCH.test(word)) return true;
  return isSetting(shape, place) || kindOf(word) !== 'word';
}

/** Whether these distinct values, none of which names an error, are what one variable takes on. */
export function isVariable(values: ReadonlySet<string>, shape: Shape, place: number): boolean {
  if (values.size < 2) return false;
  return values.size >= MIN_VALUES[commonKind([...values], shape, place)];
}

function commonKind(values: readonly string[], shape: Shape, place: number): Kind {
  const setting = isSetting(shape, place);
  const held = setting || isLabelled(shape, place);
  const count = (...kinds: readonly Kind[]) =>
    values.filter((value) => kinds.includes(kindIn(value, held))).length;
  const half = values.length / 2;
  if (values.some((value) => CODE.test(value))) return count('blank') > 0 ? 'blank' : 'code';
  if (count('blank') >= half) return 'blank';
  if (METHOD.test(shape.words[place - 1] ?? '')) return 'route';
  if (count('blank', 'place') > half) return 'place';
  if (setting) return 'setting';
  if (count('blank', 'place', 'name') > half) return 'name';
  return place === 0 ? 'subject' : 'word';
}

function kindIn(value: string, held: boolean): Kind {
  return held && (value === '' || SWITCH.test(value)) ? 'blank' : kindOf(value);
}

function kindOf(word: string): Kind {
  const value = word.replace(/[.!?]+$/, '');
  if (BLANK.test(word)) return 'blank';
  if (PLACE.test(value)) return 'place';
  return NAME.test(value) ? 'name' : 'word';
}

function isKey(word: string, behind: string | undefined): boolean {
  return behind === '=' && !word.includes('<');
}

/** Behind `=`, with or without a space, or right behind a quote or a bracket; not where the key says what happened. */
function isSetting({ words, delimiters }: Shape, place: number): boolean {
  const before = delimiters[place - 1] ?? '';
  const spaced = before === ' ' && words[place - 1] === '' && delimiters[place - 2] === '=';
  if (before === '=' || spaced) return !isTelling(keyOf(words, spaced ? place - 2 : place - 1));
  return before !== '' && OPENERS.includes(before);
}

/** The word of the key that ends at this place, which is empty where a space precedes `=`. */
function keyOf(words: readonly string[], place: number): string {
  return words[place] || (words[place - 1] ?? '');
}

/** Behind `: `. */
function isLabelled({ words, delimiters }: Shape, place: number): boolean {
  return delimiters[place - 1] === ' ' && words[place - 1] === '' && delimiters[place - 2] === ':';
}
