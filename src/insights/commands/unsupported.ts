// Commands of AWS's that this program refuses by name, with what to use instead.

/** Lower-case name → help, or null. */
export const UNSUPPORTED_COMMANDS: ReadonlyMap<string, string | null> = new Map<
  string,
  string | null
>([
  ['anomaly', null],
  ['logcompare', 'use diff'],
  ['lookup', 'there are no lookup tables; use join, or case(…)'],
  ['cidrlookup', 'there are no lookup tables; use isIpInSubnet(ip, "10.0.0.0/8")'],
  ['appendcols', null],
  ['sessionize', null],
  ['outlier', null],
  ['relevantfields', null],
  ['estimate', null],
  ['search', 'use filter @message like "…"'],
]);
