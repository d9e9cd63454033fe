// A section of the digest: items in order of importance, bounded, with a word on what is left out.

/** A section's heading, its items in order of importance, and what they may take. */
export interface Section {
  readonly heading: string;
  readonly items: readonly string[];
  readonly maxBytes: number;
}

/** Whole items as far as they fit. */
export function bounded({ heading, items, maxBytes }: Section): string {
  if (items.length === 0) return '';
  const shown: string[] = [];
  let bytes = Buffer.byteLength(heading);
  for (const item of items) {
    bytes += Buffer.byteLength(item) + 1;
    if (bytes > maxBytes && shown.length > 0) break;
    shown.push(item);
  }
  const left = items.length - shown.length;
  const rest = left === 0 ? [] : [`[${left} of ${items.length} left out]`];
  return [`## ${heading}`, ...shown, ...rest].join('\n');
}
