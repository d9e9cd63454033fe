// What a finding says: what all of it share, and the log's own words of one occurrence.
import { isMasked, withoutMasks } from '../base/masks.ts';
import { cutValues } from '../base/quoted-values.ts';
import type { Finding } from '../evidence/types.ts';

/** The finding's title; where that masks variables, the words of its first occurrence. */
export function ownWords({ title, sample }: Finding): string {
  if (!isMasked(title)) return title;
  const lines = [sample.peeled.errorMessage, sample.peeled.text, sample.block.message];
  const line = lines
    .map((text) => (text ?? '').trim().split('\n')[0] ?? '')
    .find((first) => first !== '');
  return line === undefined ? title : cutValues(line);
}

/** What all occurrences share, with `…` for what differs among them. */
export function sharedWords(finding: Finding): string {
  const { title, samples } = finding;
  if (!isMasked(title)) return title;
  const said = new Set(samples.map(({ peeled }) => plain(firstLine(peeled.text))));
  const [only = ''] = said;
  if (samples.length >= MIN_ALIKE && said.size === 1 && only !== '') return cutValues(only);
  const words = plain(withoutMasks(title));
  return words === '' ? withoutMasks(title) : words;
}

/** So many occurrences, spread over all, that read alike show that all do. */
const MIN_ALIKE = 3;
/** A field that is another one each time, and what is left of others at the ends. */
const CHANGING_FIELD = /(?<=^|\s)[\w.@-]{1,40}=["']?[^\s"']{0,20}…[^\s()[\]]*(?=\s|$)/g;
const ENDS = /^[\s…,;:.=-]+(?=\S)|[\s…,;:=-]+$/g;

function plain(words: string): string {
  return words.replace(CHANGING_FIELD, '').replace(ENDS, '').replace(/ {2,}/g, ' ');
}

const firstLine = (text: string) => text.trim().split('\n')[0] ?? '';
