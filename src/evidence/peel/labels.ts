// The set of labels that Loki's command prints in front of a line: `{app="cart", pod="cart-1"} `.
import { levelOfWord } from '../level.ts';
import type { Level } from '../types.ts';

const LABEL = '[A-Za-z_]\\w{0,60}="(?:[^"\\\\\\n]|\\\\.){0,400}"';
const LABELS = new RegExp(`^\\{${LABEL}(?:, ?${LABEL}){0,60}\\}(?:\\s|$)`);
const SERVICE = /[{ ,](?:app|service_name|container|job)="([^"\\]{1,100})"/;
/** That the application gave, or that Loki found in the line. */
const LEVEL = /[{ ,](?:level|detected_level|severity)="([a-z]{1,12})"/gi;

export interface Labels {
  /** Where the line begins behind them, its indentation kept, in characters. */
  readonly end: number;
  /** That they name; null: none. */
  readonly level: Level | null;
  readonly service: string | null;
}

/** The labels that a text begins with; null: there are none. */
export function readLabels(text: string): Labels | null {
  if (!text.startsWith('{')) return null;
  const labels = LABELS.exec(text)?.[0];
  if (labels === undefined) return null;
  return { end: labels.length, level: levelIn(labels), service: SERVICE.exec(labels)?.[1] ?? null };
}

/** The first that is a level: Loki says `unknown` where it found none. */
function levelIn(labels: string): Level | null {
  for (const [, word = ''] of labels.matchAll(LEVEL)) {
    const level = levelOfWord(word);
    if (level !== null) return level;
  }
  return null;
}
