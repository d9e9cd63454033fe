// JSON text in which nothing is hidden: what JSON allows raw but a terminal would obey, a reader not see or other
// programs take for the end of a line is written as a `\u` escape. What it says stays the same.

const HIDDEN = /[\x7f-\x9f]|\p{Default_Ignorable_Code_Point}|\u2028|\u2029/gu;
/** Most JSON is plain: that is seen in a fraction of the time. */
const UNPLAIN = /[^\t\n\r -~]/;

export function visibleJson(json: string): string {
  return UNPLAIN.test(json) ? json.replace(HIDDEN, unicodeEscapes) : json;
}

function unicodeEscapes(character: string): string {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}
