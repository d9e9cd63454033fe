// Whether the kernel still pays for going over lines of a file: each line that must be read otherwise costs, each that the
// kernel read makes up for a part of it. Once it is used up it is given up for the file.

/** Lines that may be read otherwise, or windows begun, before those that the kernel read pay for them. */
const CREDIT = 256;
/** Lines of the kernel that make up for one that is read otherwise. */
const PAYING_LINES = 2;

export class Credit {
  #left = CREDIT;

  get isLeft(): boolean {
    return this.#left > 0;
  }

  /** For one line. */
  spend(): void {
    this.#left--;
  }

  /** For lines that the kernel read. */
  earn(lines: number): void {
    this.#left = Math.min(CREDIT, this.#left + lines / PAYING_LINES);
  }
}
