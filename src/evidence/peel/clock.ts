// Time stamps as loggers print them: one sticky expression with an alternative for each common layout.

const ZONE = String.raw`(?: ?(?:Z\b|[+-]\d\d:?\d\d\b|(?:UTC|GMT|[ECMP][SD]T|[CEW]ES?T|BST|MSK|[JKI]ST|AE[SD]T|NZ[SD]T|SGT|HKT)\b)(?:\.\d{1,6}Z)?)?`;
const CLOCK = String.raw`\d{1,2}:\d\d:\d\d(?:[.,:]\d{1,9})?`;
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const DATE = String.raw`\d{4}[-/.]\d\d[-/.]\d\d`;

/** Behind which a zone may stand. It is written once for all of them: V8 takes 30 ms for one with a zone in each. */
const ZONED = [
  // 2026-11-20T14:00:00.123Z · 2026-11-20 14:00:00,123 · 2026/11/20 14:00:00 · 2005-06-03-15.42.50.675872
  String.raw`${DATE}(?:[T\t_ -] ?| - )\d{1,2}[:.]\d\d(?:[:.]\d\d(?:[.,:]\d{1,9})?)?`,
  // Nov 20 14:00:00 · Nov 20, 2026 2:00:00 PM · Nov 20 2026 14:00:00
  `${MONTH} {1,2}\\d{1,2},?(?: \\d{4},?)? ${CLOCK}(?: [AP]M\\b)?(?: \\d{4}\\b)?`,
  // 20/Nov/2026:14:00:00 +0000 · Friday, 20-Nov-26 14:00:00 GMT · 2026-Nov-20 14:00:00
  `(?:${DAY}[a-z]{0,6}, )?\\d{1,2}[-/ ]${MONTH}[-/ ](?:\\d{4}|\\d\\d)[: ]${CLOCK}`,
  `\\d{4}[-/]${MONTH}[-/]\\d{1,2}[T ]${CLOCK}`,
  // 11/20/2026 14:00:00 · 26/11/20 14:00:00 · 11-20 14:00:00.123 · 20.11.2026 14:00:00
  String.raw`\d{1,2}[-/.]\d\d(?:[-/.]\d{2,4})?,? ${CLOCK}(?: [AP]M\b)?`,
  // 20261120 14:00:00.123
  String.raw`\d{8}[ _T]${CLOCK}`,
];
const OTHERS = [
  // 2026-11-20
  `${DATE}(?= )`,
  // Fri Nov 20 14:00:00.123 2026 · Fri, 20 Nov 2026 14:00:00 GMT
  `${DAY} ${MONTH} {1,2}\\d{1,2} ${CLOCK}(?: [A-Z]{3,4})? \\d{4}`,
  // 14:00:00.123 · 2:00PM
  `${CLOCK}(?: ?[AP]M\\b)?Z?`,
  String.raw`\d{1,2}:\d\d[AP]M`,
  // 20261120-14:00:00:123 · 20261120T140000Z · 261120 140000
  String.raw`\d{8}(?:-\d{1,2}:\d{1,2}:\d{1,2}(?::\d{1,3})?|T\d{6}Z?)`,
  String.raw`\d{6} \d{6}(?= )`,
  // daemontools
  String.raw`@4[0-9a-f]{23}(?=\s)`,
  // seconds, milliseconds, microseconds or nanoseconds since 1970
  String.raw`1\d{9}(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?(?=[\s\]]|: )`,
];
const TIME = new RegExp(`(?:(?:${ZONED.join('|')})${ZONE}|${OTHERS.join('|')})(?![\\w/])`, 'y');

/** Offset just behind the time stamp that begins at `at`, or -1. */
export function timeEnd(text: string, at: number): number {
  TIME.lastIndex = at;
  return TIME.test(text) ? TIME.lastIndex : -1;
}
