// Rows that looks share by their weights: what one leaves over falls to those after it.

export class RowShares {
  readonly #weights: readonly number[];
  #rowsLeft: number;
  #weightLeft: number;
  #current = -1;
  #share = 0;

  constructor(rows: number, weights: readonly number[]) {
    this.#weights = weights;
    this.#rowsLeft = rows;
    this.#weightLeft = weights.reduce((sum, weight) => sum + weight, 0);
  }

  /** How many the look at this place may read; asked again for the same place, what it has left. Places ascend. */
  of(place: number): number {
    if (this.#current !== place) {
      const weight = this.#weights[place] ?? 0;
      this.#current = place;
      this.#share = Math.floor((this.#rowsLeft * weight) / this.#weightLeft);
      this.#weightLeft -= weight;
    }
    return Math.min(this.#rowsLeft, this.#share);
  }

  took(rows: number): void {
    this.#rowsLeft -= rows;
    this.#share -= rows;
  }
}
