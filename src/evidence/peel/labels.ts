// The set of labels that Loki's command prints in front of a line: `{app="cart", pod="cart-1"} `.

const LABEL = '[A-Za-z_]\\w{0,60}="(?:[^"\\\\\\n]|\\\\.){0,400}"';
const LABELS = new RegExp(`^\\{${LABEL}(?:, ?${LABEL}){0,60}\\}\\s+`);
const SERVICE = /[{ ,](?:app|service_name|container|job)="([^"\\]{1,100})"/;

export interface Labels {
  /** Where they end, in characters. */
  readonly end: number;
  /** That they name; null: none. */
  readonly service: string | null;
}

/** The labels that a text begins with; null: there are none. */
export function readLabels(text: string): Labels | null {
  if (!text.startsWith('{')) return null;
  const labels = LABELS.exec(text)?.[0];
  if (labels === undefined) return null;
  return { end: labels.length, service: SERVICE.exec(labels)?.[1] ?? null };
}
