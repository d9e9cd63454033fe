// Whether the values that stand in one place of otherwise equal texts are a variable: the less a value looks like a word
// of the sentence, the fewer distinct ones it takes.
import {
  endsPhrase,
  isAssigned,
  isElement,
  isField,
  isLabelled,
  isObject,
  isSetting,
  opensBracket,
} from './place.ts';
import type { Shape } from './shape.ts';

/** Distinct values that make a place a variable, by what most of them are: in a text of few words, of some, of many. */
const MIN_VALUES = {
  /** `<num>` beside `<hex>`, `-`, `****` or `null`. */
  blank: [2, 2, 2],
  /** `/etc/a.conf`, `svc@db1`, `worker<num>`. */
  place: [2, 2, 2],
  /** What stands behind `=`. */
  assigned: [2, 2, 2],
  /** What stands in quotes behind a word: `shelf 'attic'`. */
  quoted: [3, 2, 2],
  /** What stands right behind a quote or a bracket. */
  setting: [3, 3, 3],
  /** `db.shop.example`. */
  dotted: [4, 3, 3],
  /** `stock-db`: a service or a host, and which of them it is said of matters. */
  service: [4, 4, 3],
  /** `maxRetries`, `stock_items`. */
  name: [4, 3, 2],
  /** Behind a preposition: whom or what it is said of. */
  object: [6, 4, 3],
  word: [6, 6, 4],
  /** The first word of a sentence says who or what it is about. */
  subject: [12, 12, 12],
  /** Routes of one server: which of them fails matters. */
  route: [12, 12, 12],
  /** Numbers that name an error, which masking leaves; beside those of successes, which it takes, they are blanks. */
  code: [8, 8, 8],
} as const;

/** Words of a sentence that texts must share, so that what differs can be a variable. */
const MIN_FIXED_WORDS = 2;
/** Words that make some, and many. */
const SOME_FIXED_WORDS = 3;
const MANY_FIXED_WORDS = 6;

type Kind = keyof typeof MIN_VALUES;

/** Values that name the error: never a variable. */
const IDENTITY =
  /(?:Error|Exception|Fault|Failure|Panic)$|^E[A-Z]{3,}$|(?:^|\.)[A-Z]+_[A-Z_]+$|^0x|^(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|CRITICAL|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;
const CONSTANT = /^[A-Z]+(?:_[A-Z]+)*$/;
const CODE = /^\d{1,5}$/;
/** Placeholders and marks around them, marks alone, a lone capital, what stands for no value or a truth value. */
const BLANK =
  /^(?:[^A-Za-z\d]+|[A-Z]|(?:[^A-Za-z\d<]*<(?:\*|[a-z]+)>)+[^A-Za-z\d]*|true|false|null|nil|undefined|nan|n\/a)$/i;
/** Words that are a truth value where a setting holds them, and say something in a sentence. */
const SWITCH = /^(?:on|off|yes|no|none|enabled|disabled|active|inactive)$/i;
const PLACE = /[/\\@]|^[A-Za-z]+[-_#]?<num>$/;
const DOTTED = /^[\w<>-]+(?:\.[\w<>-]+)+(?::<num>)?$/;
/** A host and its port, or what was masked of the host. */
const ENDPOINT = /^[\w<>.-]+:<num>$|^<(?:id|hex)>$/;
const SERVICE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/;
const NAME = /[\w>][._-][\w<]|[a-z][A-Z]|\d|</;
const LETTERS = /^[A-Za-z]+$/;
const METHOD = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;

/** Whether the value at a place names the error and is to be told from all others. */
export function isIdentity(shape: Shape, place: number): boolean {
  const word = bare(shape.words[place] ?? '');
  return (
    IDENTITY.test(word) &&
    !(CONSTANT.test(word) && (isElement(shape, place) || isAssigned(shape, place)))
  );
}

/** Whether the word at a place names the error, or is a number that may. */
export function namesError(shape: Shape, place: number): boolean {
  return CODE.test(shape.words[place] ?? '') || isIdentity(shape, place);
}

/** Whether the word at a place is a value by its looks or its place, so that the rest of the text is what it says. */
export function isSoft(shape: Shape, place: number): boolean {
  const word = shape.words[place] ?? '';
  if (namesError(shape, place) || isKey(word, shape.delimiters[place])) return false;
  if (mayHoldSwitch(shape, place) && SWITCH.test(bare(word))) return true;
  if (isSetting(shape, place) || isElement(shape, place) || isField(shape, place)) return true;
  return kindOf(word) !== 'word';
}

/**
 * Whether these distinct values, none of which names an error, are what one variable takes on in a text that is the same
 * in so many words: the more it says, the fewer values show it.
 */
export function isVariable(
  values: ReadonlySet<string>,
  shape: Shape,
  place: number,
  fixedWords: number,
): boolean {
  if (values.size < 2) return false;
  const kind = commonKind([...values], shape, place);
  if (fixedWords < MIN_FIXED_WORDS) return kind === 'blank' && fixedWords > 0;
  const [few, some, many] = MIN_VALUES[kind];
  if (fixedWords < SOME_FIXED_WORDS) return values.size >= few;
  return values.size >= (fixedWords < MANY_FIXED_WORDS ? some : many);
}

function commonKind(values: readonly string[], shape: Shape, place: number): Kind {
  const mayHold = isSetting(shape, place) || mayHoldSwitch(shape, place);
  const all = kindsOf(values, place, mayHold);
  const count = (...kinds: readonly Kind[]) => all.filter((kind) => kinds.includes(kind)).length;
  const half = values.length / 2;
  if (values.some((value) => CODE.test(value))) return count('blank') > 0 ? 'blank' : 'code';
  if (count('blank') >= half) return 'blank';
  if (METHOD.test(shape.words[place - 1] ?? '')) return 'route';
  if (count('blank', 'place') > half) return 'place';
  const held = kindOfHeld(values, shape, place);
  if (held !== null) return held;
  if (count('blank', 'place', 'dotted') > half) return 'dotted';
  if (count('blank', 'place', 'dotted', 'name', 'service') <= half) return kindOfWord(shape, place);
  return count('service') > 0 ? 'service' : 'name';
}

/** By what holds them, whatever they are; null in a sentence. */
function kindOfHeld(values: readonly string[], shape: Shape, place: number): Kind | null {
  if (isAssigned(shape, place) || isField(shape, place)) return 'assigned';
  if (!isSetting(shape, place)) return isElement(shape, place) ? 'setting' : null;
  // What is sometimes nothing is a value.
  if (values.some((value) => bare(value) === '')) return 'assigned';
  return values.every(isQuoted) ? 'quoted' : 'setting';
}

function kindOfWord(shape: Shape, place: number): Kind {
  if (isObject(shape, place)) return 'object';
  return place === 0 ? 'subject' : 'word';
}

/** Of each value, among the others. */
function kindsOf(values: readonly string[], place: number, mayHold: boolean): readonly Kind[] {
  if (mayHold && values.every(isSwitchOrBlank)) return values.map(() => 'blank');
  const areHosts = values.every(isHost) && values.some((value) => /[.-]|^localhost/.test(value));
  if (areHosts) return values.map(() => 'dotted');
  // At the head of a sentence the name of a function or a setting is what it is about.
  return values.map((value) => (place === 0 && LETTERS.test(value) ? 'word' : kindOf(value)));
}

/** A host by its name or its address, or what was masked of either. */
function isHost(value: string): boolean {
  return value === '<ip>' || ENDPOINT.test(value) || DOTTED.test(bare(value));
}

function isSwitchOrBlank(value: string): boolean {
  return value === '' || SWITCH.test(bare(value)) || BLANK.test(value);
}

/** All that stands behind a label, or among nothing but switches in brackets: `( on off )`. */
function mayHoldSwitch(shape: Shape, place: number): boolean {
  const isAll = isLabelled(shape, place) && endsPhrase(shape, place);
  return isAll || opensBracket(shape, place, (word) => SWITCH.test(word));
}

function kindOf(word: string): Kind {
  const value = bare(word).replace(/[.!?]+$/, '');
  if (BLANK.test(word)) return 'blank';
  if (PLACE.test(value)) return 'place';
  if (DOTTED.test(value)) return 'dotted';
  if (SERVICE.test(value)) return 'service';
  return NAME.test(value) ? 'name' : 'word';
}

function isQuoted(word: string): boolean {
  return /^(["']).*\1$/.test(word);
}

/** Without the quotes that a value is held in. */
function bare(word: string): string {
  return word.replace(/^["']|["']$/g, '');
}

function isKey(word: string, behind: string | undefined): boolean {
  return behind === '=' && !word.includes('<');
}
