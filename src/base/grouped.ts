// Whole numbers with their thousands set apart. `toLocaleString` alone does the same, but takes as long to load as many a
// command takes in all.

/** `48,210`; what is no whole number, or below 0, as `toLocaleString` writes it. */
export function grouped(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) return value.toLocaleString('en-US');
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
