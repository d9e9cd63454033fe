// Random choices that are the same in every run.

export type Random = () => number;

export const randomOf = (seed: number): Random => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

export const pick = (random: Random, list: readonly string[]) =>
  list[Math.floor(random() * list.length)] ?? '';
