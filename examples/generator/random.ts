// Seeded randomness: the same seed gives the same logs on every machine.

export interface Random {
  /** At least `from`, below `to`. */
  between(from: number, to: number): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
}

/** Mulberry32, a 32-bit generator in the public domain; enough for made-up logs. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    between: (from, to) => from + next() * (to - from),
    whole,
    pick: (choices) => choices[whole(0, choices.length - 1)] ?? choices[0],
    hex: (digits) => Array.from({ length: digits }, () => whole(0, 15).toString(16)).join(''),
  };
}

/** A request id as Lambda writes it. */
export function requestId(random: Random): string {
  const { hex } = random;
  return [
    hex(8),
    hex(4),
    `4${hex(3)}`,
    `${random.pick(['8', '9', 'a', 'b'])}${hex(3)}`,
    hex(12),
  ].join('-');
}
