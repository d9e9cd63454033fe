// The title of many from the titles of some: the words that all share, `<*>` for those in which they differ.
const ANY = '<*>';
/** With fewer shared words the first title says more than what is left. */
const MIN_SHARED_SHARE = 0.3;
/** So few words, the open end among them, tell nothing. */
const MAX_LITTLE_WORDS = 3;

/** `took 30 ms` and `took 95 ms` are called `took <*> ms`. */
export function commonTitle(titles: readonly string[]): string {
  const [first = '', ...others] = titles;
  const words = first.split(' ');
  let common = words;
  for (const other of others) common = shared(common, other.split(' '));
  const kept = common.filter((word) => word !== ANY).length;
  return kept >= words.length * MIN_SHARED_SHARE ? common.join(' ') : first;
}

/** `RunPodSandbox for <*>`: two words of a sentence whose rest was cut at different places. */
export function saysLittle(title: string): boolean {
  const words = title.split(' ');
  return words.at(-1) === ANY && words.length <= MAX_LITTLE_WORDS && !title.includes(':');
}

/** Word by word where both have as many; else what they begin and end with. */
function shared(a: readonly string[], b: readonly string[]): string[] {
  if (a.length === b.length)
    return merged(a.map((word, index) => commonWord(word, b[index] ?? '')));
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  return merged([...a.slice(0, head), ANY, ...a.slice(a.length - tail)]);
}

/** `id=17` and `id=42` share their key, and so do `'id'=17` and `'id'=42`, `(4ms)` and `(7ms)` their brackets. */
function commonWord(a: string, b: string): string {
  if (a === b) return a;
  const key = /^(['"]?)[\w.-]{1,40}\1[=:]/.exec(a)?.[0] ?? '';
  if (key !== '' && b.startsWith(key)) return `${key}${ANY}`;
  const [open, close] = [/^[("'[]+/.exec(a)?.[0] ?? '', /[)"'\],.;:]+$/.exec(a)?.[0] ?? ''];
  const framed = b.startsWith(open) && b.endsWith(close);
  return framed ? `${open}${ANY}${close}` : ANY;
}

function merged(words: readonly string[]): string[] {
  return words.filter((word, index) => word !== ANY || words[index - 1] !== ANY);
}
