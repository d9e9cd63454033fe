// What a line about a change names in particular: a setting, a flag, a secret, a table. A change of a kind that could
// bring a failure about, but that names a thing of its own which the failure does not, is near in time and no more.

/** A dotted or underlined name (`pool.size`, `max_age`), or one in capitals (`SIGNING_KEY`). */
const IDENTIFIER = /(?<![\w./@-])[A-Za-z][A-Za-z0-9]*(?:[._][A-Za-z0-9]+)+(?![\w/@-])/g;
/** Two words in one, as code writes the names of flags. */
const CAMEL_CASE = /(?<![\w./@-])[a-z]+(?:[A-Z][a-z0-9]+)+(?![\w/@-])/g;
/** What stands behind the word for such a thing, where it is written as a name and not as a plain word. */
const BEHIND_ITS_KIND =
  /\b(?:flag|toggle|feature|setting|secret|parameter|policy|role|key|credential|certificate|table)s?[ :]+(?:["'`]([^"'`]{2,80})["'`]|([A-Za-z]\w*(?:[-./:]\w+)+))/gi;
const FILE =
  /\.(?:ya?ml|json|conf|cfg|cnf|properties|toml|ini|env|xml|sql|log|sh|jar|zip|pem|crt)$/i;
/** The steps of a rotation by Secrets Manager, whatever secret it is of. */
const STEP = /^(?:create|set|test|finish)Secret$/;
const HAS_LETTERS = /[A-Za-z]{2}/;
const MAX_TEXT_CHARS = 500;

/** The names, as the line writes them; the names of files and of versions are none. */
export function particularsOf(line: string): readonly string[] {
  const text = line.slice(0, MAX_TEXT_CHARS);
  const behind = [...text.matchAll(BEHIND_ITS_KIND)].map(([, quoted, plain]) => quoted ?? plain);
  const found = [...(text.match(IDENTIFIER) ?? []), ...(text.match(CAMEL_CASE) ?? []), ...behind];
  const names = found.filter((name) => name !== undefined);
  return [...new Set(names)].filter(
    (name) => HAS_LETTERS.test(name) && !FILE.test(name) && !STEP.test(name),
  );
}

/** A shorter name may be part of another word by chance. */
const MIN_HELD_CHARS = 7;
const MAX_HOLDING_CHARS = 4_000;
const WORD = /[A-Za-z][\w.-]{2,120}/g;

/** Whether a word of the text holds the name, however either is written: `new_cart`, `newCart`, `NewCartView`. */
export function holdsParticular(text: string, name: string): boolean {
  const wanted = letters(name);
  if (wanted.length < MIN_HELD_CHARS) return false;
  const words = text.slice(0, MAX_HOLDING_CHARS).match(WORD) ?? [];
  return words.some((word) => letters(word).includes(wanted));
}

const letters = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
