// The first eight places of a run as one word: most of what has the fingerprint of a run is told from it at once.
import type { Place } from '../../insights/regex/places.ts';

/** By place: which bits are alike in all bytes that may stand there, and what they are. */
export interface AlikeBits {
  readonly masks: readonly number[];
  readonly values: readonly number[];
  /** Places from the first on of which these bits tell all. */
  readonly sure: number;
}

/** Bytes of a word. */
const WORD = 8;
const ALL_BITS = 0xff;

/** Of the places that stand before the first that may be left out. */
export function alikeBits(places: readonly Place[]): AlikeBits {
  const open = places.findIndex(({ kind }) => kind !== 'one');
  const end = open === -1 ? WORD : Math.min(WORD, open);
  const fixed = places.slice(0, end).map(({ set }) => alikeIn(set));
  const unsure = fixed.findIndex(({ exact }) => !exact);
  return {
    masks: fixed.map(({ mask }) => mask),
    values: fixed.map(({ value }) => value),
    sure: unsure === -1 ? fixed.length : unsure,
  };
}

/** `exact`: no other byte has these bits. */
function alikeIn(set: string) {
  const bytes = [...new Set(Buffer.from(set, 'latin1'))];
  const [value = 0] = bytes;
  const differing = bytes.reduce((all, byte) => all | (byte ^ value), 0);
  const mask = ALL_BITS & ~differing;
  return { mask, value: value & mask, exact: bytes.length === 2 ** onesIn(differing) };
}

const onesIn = (bits: number) => bits.toString(2).replaceAll('0', '').length;

/** Two words and the count, as kernel.wat reads them. */
export function writeAlike(tables: Buffer, at: number, { masks, values, sure }: AlikeBits): void {
  tables.set(masks, at);
  tables.set(values, at + WORD);
  tables.writeUInt32LE(sure, at + 2 * WORD);
}
