// Colours that a logger writes for a terminal, with their escape character or where a shipper has dropped that.

const COLOUR = /\x1b\[[\d;:]{0,24}m/g;
const BARE_COLOUR = /\[\d{1,3}(?:;\d{1,3}){0,4}m/g;
/** Characters at the head of a message in which the first colour stands. */
const MAX_HEAD_CHARS = 80;
const BEGINS_COLOURED = /(?:^|[\s[])\[\d{1,3}(?:;\d{1,3}){0,4}m\S/;
const ENDS_COLOUR = /\[(?:0|39|22)m/;

/** The text without colours. `[5m` alone is none: the first one stands at the head, and one ends it. */
export function withoutColours(text: string): string {
  if (text.includes('\x1b[')) return text.replace(COLOUR, '');
  if (!text.includes('m') || !ENDS_COLOUR.test(text)) return text;
  return BEGINS_COLOURED.test(text.slice(0, MAX_HEAD_CHARS)) ? text.replace(BARE_COLOUR, '') : text;
}
