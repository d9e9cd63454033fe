// Commands of AWS's that this program refuses by name, with what to use instead.

/** Lower-case name → help, or null. */
export const UNSUPPORTED_COMMANDS: ReadonlyMap<string, string | null> = new Map<
  string,
  string | null
>([
  ['source', 'name the log groups outside the query'],
  ['pattern', null],
  ['anomaly', null],
  ['diff', null],
  ['logcompare', null],
  ['unmask', null],
  ['unnest', 'fields inside lists are found as list.0.name'],
  ['expand', 'fields inside lists are found as list.0.name'],
  ['lookup', null],
  ['cidrlookup', null],
  ['join', null],
  ['appendcols', null],
  ['addtotals', null],
  ['accum', null],
  ['autoregress', null],
  ['filldown', null],
  ['fillmissing', null],
  ['sessionize', null],
  ['outlier', null],
  ['countfrequent', 'use stats count(*) as n by … | sort n desc'],
  ['count_frequent', 'use stats count(*) as n by … | sort n desc'],
  ['relevantfields', null],
  ['estimate', null],
  ['json', 'use jsonParse(field) as name, then name.path'],
  ['filterindex', 'use filter'],
  ['search', 'use filter @message like "…"'],
  ['tail', 'use sort … asc | limit n'],
]);
