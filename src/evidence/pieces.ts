// Which of many texts may hold what a pattern needs, told without searching most of them: of each text is kept which
// pieces of four characters it holds, a bit for each. A text without a piece of a stretch does not hold the stretch.

/** Characters of a piece, a byte of its hash each. */
const PIECE = 4;
/** Bits for each character of a text: few pieces share one. */
const BITS_A_CHAR = 8;
const MIN_BITS_LOG2 = 8;
const MAX_BITS_LOG2 = 17;
const WORD_BITS_LOG2 = 5;
const HASH_BITS = 32;
const MULTIPLIER = 0x9e3779b1;

/** A piece, by its hash. */
export type Piece = number;

/** The pieces of a text, one after the other. */
function eachPiece(text: string, take: (piece: Piece) => void): void {
  let window = 0;
  for (let at = 0; at < text.length; at++) {
    window = (window >>> 8) ^ (text.charCodeAt(at) << 24);
    if (at >= PIECE - 1) take(Math.imul(window, MULTIPLIER));
  }
}

/** The pieces of these texts, each once. */
export function piecesOf(texts: readonly string[]): readonly Piece[] {
  const pieces = new Set<Piece>();
  for (const text of texts) eachPiece(text, (piece) => pieces.add(piece));
  return [...pieces];
}

/** A text that is searched for very many patterns. */
export class SearchedText {
  readonly text: string;
  readonly #shift: number;
  readonly #bits: Uint32Array;

  constructor(text: string) {
    this.text = text;
    const log2 = Math.ceil(Math.log2(Math.max(1, text.length * BITS_A_CHAR)));
    const size = Math.min(MAX_BITS_LOG2, Math.max(MIN_BITS_LOG2, log2));
    const shift = HASH_BITS - size;
    const bits = new Uint32Array(1 << (size - WORD_BITS_LOG2));
    eachPiece(text, (piece) => {
      const bit = piece >>> shift;
      bits[bit >>> WORD_BITS_LOG2] = (bits[bit >>> WORD_BITS_LOG2] ?? 0) | (1 << bit);
    });
    this.#shift = shift;
    this.#bits = bits;
  }

  /** Whether it may hold all of these; false: it does not. */
  mayHold(pieces: readonly Piece[]): boolean {
    for (const piece of pieces) {
      const bit = piece >>> this.#shift;
      if (((this.#bits[bit >>> WORD_BITS_LOG2] ?? 0) & (1 << bit)) === 0) return false;
    }
    return true;
  }
}
