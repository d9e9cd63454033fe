import { describe, expect, test } from 'vitest';
import { closingLines } from '../../src/report/closing-lines.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import type { Report, ReportFinding, ReportOutlook } from '../../src/report/types.ts';
import { EXAMPLE, HEALTHY, HOSTILE } from './reports.ts';

const at = (time: string) => `2026-01-14T${time}.000Z`;
const lineOf = (report: Report, label: string) =>
  renderMarkdown(report)
    .split('\n')
    .find((line) => line.startsWith(`- **${label}:**`));
const summaryOf = (report: Report) =>
  renderMarkdown(report).split('## Log Groups Analyzed')[0] ?? '';

function exampleFinding(id: string, part: Partial<ReportFinding> = {}): ReportFinding {
  const found = EXAMPLE.findings.find((finding) => finding.id === id);
  if (found === undefined) throw new Error(`the example has no ${id}`);
  return { ...found, ...part };
}

const QUIET_WARNING = exampleFinding('F4');

test('of more errors than have a place in time, it is told how good the figures of intervals are', () => {
  const totals = { ...EXAMPLE.totals, placed: { every: 5, limit: 1_000_000 } };
  expect(lineOf({ ...EXAMPLE, totals }, 'Counts')).toBe(
    '- **Counts:** exact; about 1,000,000 errors at most have a place in time, here one in 5: figures of peaks, bursts and other intervals are good to about 5',
  );
});

test('what counts by query rest on is told beside them', () => {
  const totals = { ...EXAMPLE.totals, counted: { kinds: 3, triedOn: 2_850 } };
  expect(lineOf({ ...EXAMPLE, totals }, 'Counts')).toBe(
    '- **Counts:** exact; 3 kinds of errors and warnings were counted by query, with patterns that were tried on 2,850 events that were read',
  );
});

test('what set off a surge of what fails all day is told from the surge, not from the first error', () => {
  const findings = EXAMPLE.findings.map((one): ReportFinding => {
    return one.id === 'F1' ? { ...one, rhythm: 'consistent', firstSeen: at('09:00:02') } : one;
  });
  expect(lineOf({ ...EXAMPLE, findings }, 'Trigger')).toContain(
    '14:12:31 UTC, 2 minutes 29 seconds before the burst of F1,',
  );
});

test.each([
  ['confirmed', 'The burst was set off at 14:12:31 UTC', 'Trigger'],
  ['likely', 'The burst was possibly set off at 14:12:31 UTC', 'Possible trigger'],
] as const)('the trigger of a %s cause is called the same throughout the report', (...expected) => {
  const [confidence, words, label] = expected;
  const rootCauses = EXAMPLE.rootCauses.map((cause) => ({ ...cause, confidence }));
  const report = { ...EXAMPLE, rootCauses };
  expect(summaryOf(report)).toContain(words);
  expect(lineOf(report, label)).toContain('14:12:31 UTC');
});

test('kinds that are not listed one by one are told with the limit', () => {
  const [first, ...others] = EXAMPLE.findings;
  if (first === undefined) throw new Error('the example has findings');
  const findings = [{ ...first, count: 4_900, kinds: { count: 4_800, limit: 300 } }, ...others];
  expect(lineOf({ ...EXAMPLE, findings }, 'Not listed one by one')).toBe(
    '- **Not listed one by one:** 4,800 distinct messages of errors, 4,900 in count and together F1: no more than 300 findings of a severity are told apart, and no cause is sought in what is not',
  );
});

test('where counts do not add up, they are no lower bounds but off by so many', () => {
  const totals = { ...EXAMPLE.totals, exact: false, miscounted: 1_234 };
  const report = { ...EXAMPLE, totals };
  expect(lineOf(report, 'Counts')).toBe(
    '- **Counts:** good to 1,234 events; the gaps below say why',
  );
  expect(lineOf(report, 'Errors')).toBe('- **Errors:** about 847 in 3 log groups');
  expect(lineOf(report, 'Total')).toContain('about 847 errors');
  expect(renderMarkdown(report)).not.toContain('lower bound');
});

describe('when most of it came within an interval too long for a burst', () => {
  const [first, ...others] = EXAMPLE.findings.map((finding) =>
    finding.id === 'F1' ? { ...finding, rhythm: 'consistent' as const } : finding,
  );
  const causes = EXAMPLE.rootCauses.map((cause) => ({ ...cause, trigger: null }));
  const report = { ...EXAMPLE, rootCauses: causes };

  test('the summary names the interval, not the whole window', () => {
    const findings = first === undefined ? [] : [first, ...others];
    const text = summaryOf({ ...report, findings });
    expect(text).toContain('14:15–14:45 UTC.');
    expect(text).not.toContain('all through the window');
    expect(renderMarkdown({ ...report, findings })).toContain('F1 came mostly within one interval');
  });
});

test.each([
  ['12:40:00', '15:59:58', 'from 12:40:00 UTC on, every 4 seconds'],
  ['12:40:00', '13:40:01', '12:40:00–13:40:01 UTC, every 4 seconds'],
  ['12:00:02', '15:59:58', '(67 %), every 4 seconds'],
])('what recurs from %s to %s is told with its beginning and end', (from, to, words) => {
  const findings = EXAMPLE.findings.map((one): ReportFinding => {
    if (one.id !== 'F1') return one;
    const seen = { firstSeen: at(from), lastSeen: at(to), burst: null, bursts: [] };
    return { ...one, ...seen, rhythm: 'periodic', periodSeconds: 4 };
  });
  expect(summaryOf({ ...EXAMPLE, findings })).toContain(words);
});

describe('whether it goes on', () => {
  const told = (part: Partial<ReportOutlook>) => {
    if (!EXAMPLE.outlook) throw new Error('the example has an outlook');
    const report = { ...EXAMPLE, outlook: { ...EXAMPLE.outlook, ...part } };
    return lineOf(report, 'Still going on')?.replace('- **Still going on:** ', '');
  };
  const ended = { kind: 'others', lastOfCause: at('14:44:58') } as const;
  const due = { kind: 'due', last: at('15:55:00'), lastOfCause: at('15:55:00') } as const;
  const recurs = { everySeconds: 420, isPeriodic: true, next: at('16:02:00') };

  test('the primary cause is over while unrelated errors go on', () => {
    expect(told(ended)).toBe(
      'no, the last one at 14:44:58 UTC; other errors go on, 43 errors in the last 25 minutes',
    );
  });

  test('other errors above their usual rate are called so', () => {
    expect(told({ ...ended, isUsual: false })).toBe(
      'the primary cause no, the last one at 14:44:58 UTC; other errors yes, 43 errors in the last 25 minutes',
    );
  });

  test('what recurs and is not due yet is not called over', () => {
    expect(told({ ...due, tailErrors: 0, recurs })).toBe(
      'unknown; it recurs every 7 minutes, next due at about 16:02:00 UTC; last error 15:55:00 UTC, 5 minutes before the end of the window',
    );
    expect(told({ ...due, tailErrors: 0, recurs: { ...recurs, isPeriodic: false } })).toContain(
      'unknown; it comes about every 7 minutes on average; last error',
    );
    expect(told({ kind: 'ongoing', recurs })).toContain(
      '; it recurs every 7 minutes, next due at about 16:02:00 UTC',
    );
  });

  test('where the logs end early it is unknown, with the reason', () => {
    expect(told({ kind: 'unseen', unseen: 'log group /a/b holds nothing after it' })).toBe(
      'unknown; last error 15:58:12 UTC, and log group /a/b holds nothing after it',
    );
  });
});

describe('peaks', () => {
  const second = { start: at('12:30:00'), end: at('12:35:00'), errors: 70 };
  const [first] = [EXAMPLE.timeline.peak].filter((peak) => peak !== null);
  const peaks = first === undefined ? [] : [first, second];
  const timeline = { ...EXAMPLE.timeline, peaks };

  test('two are both named, and the baseline lies outside both', () => {
    const report = { ...EXAMPLE, timeline };
    expect(lineOf(report, 'Peaks')).toBe(
      '- **Peaks:** 14:15–14:45 UTC, 423 errors in 30 minutes; 12:30–12:35 UTC, 70 errors in 5 minutes; about 121 an hour outside the peaks',
    );
    expect(lineOf(report, 'Baseline')).toBe(
      '- **Baseline:** about 121 errors an hour outside the peaks',
    );
    expect(renderMarkdown(report).match(/ peak$/gm)).toHaveLength(4);
  });

  test('the edges of one are told, and are not called normal', () => {
    const edged = { ...EXAMPLE.timeline, edgeErrors: 71, baselinePerHour: 0 };
    const report = { ...EXAMPLE, timeline: edged };
    expect(lineOf(report, 'Peak')).toBe(
      '- **Peak:** 14:15–14:45 UTC, 423 errors in 30 minutes, 71 more just before or after; next to none apart from these',
    );
    expect(lineOf(report, 'Baseline')).toBe(
      '- **Baseline:** about 0 errors an hour outside the peak; 71 errors at its edges left out',
    );
  });
});

describe('a burst', () => {
  const burst = { start: at('14:15:00'), end: at('14:45:00'), errors: 423 };

  test('of the primary cause is told with its interval and count, whatever set it off', () => {
    const [primary] = EXAMPLE.rootCauses;
    if (primary === undefined) throw new Error('the example has causes');
    const alone = { ...primary, trigger: null, findings: ['F1'] };
    const report = {
      ...EXAMPLE,
      rootCauses: [alone],
      findings: [exampleFinding('F1', { burst }), exampleFinding('F2')],
    };
    expect(summaryOf(report)).toContain('423 of them came in a burst, 14:15–14:45 UTC.');
    const both = { ...report, rootCauses: [{ ...alone, findings: ['F1', 'F2'] }] };
    expect(summaryOf(both)).toContain('423 of F1 came in a burst, 14:15–14:45 UTC.');
  });

  test.each([
    ['just before it', '14:14:50', 'The burst was possibly set off at 14:14:50 UTC'],
    ['before the first of all', '13:39:00', '. Possibly set off at 13:39:00 UTC'],
  ])('is what a change set off %s, else the failure is', (_, time, words) => {
    const [primary, ...others] = EXAMPLE.rootCauses;
    if (!primary?.trigger) throw new Error('the example has a trigger');
    const cause = { ...primary, confidence: 'likely' as const };
    const trigger = { ...primary.trigger, timestamp: at(time) };
    const finding = exampleFinding('F1', { burst, count: 900, firstSeen: at('13:40:00') });
    const report = { ...EXAMPLE, verdict: 'likely' as const, findings: [finding] };
    const rootCauses = [{ ...cause, trigger }, ...others];
    expect(summaryOf({ ...report, rootCauses })).toContain(words);
  });

  test('is set off by the line itself, not by what a shipper put around it', () => {
    const [primary, ...others] = EXAMPLE.rootCauses;
    if (!primary?.trigger) throw new Error('the example has a trigger');
    const line = '2026-01-14T14:14:50Z INFO "pay" 4.2.0 deployed';
    const pod = { pod_name: 'pay-7d9', labels: { app: 'pay' } };
    const message = JSON.stringify({ stream: 'stdout', log: `${line}\n`, kubernetes: pod });
    const told = (words: string) => {
      const trigger = { ...primary.trigger, timestamp: at('14:14:50'), logGroup: 'a' };
      const cause = { ...primary, trigger: { ...trigger, message: words } };
      return summaryOf({ ...EXAMPLE, rootCauses: [cause, ...others] });
    };
    expect(told(message)).toContain(`\`${line}\``);
    // Cut off where the record was too long to be quoted whole.
    expect(told(message.slice(0, message.indexOf('deployed')))).toContain(
      '`2026-01-14T14:14:50Z INFO "pay" 4.2.0`',
    );
    expect(told('{"level":"info","message":"deployed"}')).toContain(
      '`{"level":"info","message":"deployed"}`',
    );
  });

  test('of a finding is told where all errors together have no peak', () => {
    const timeline = { ...EXAMPLE.timeline, peak: null, peaks: [] };
    const findings = [exampleFinding('F1', { burst })];
    const report: Report = {
      ...EXAMPLE,
      verdict: 'inconclusive',
      rootCauses: [],
      timeline,
      findings,
    };
    expect(lineOf(report, 'Burst')).toBe('- **Burst:** 14:15–14:45 UTC, 423 of 567 errors of F1');
  });
});

describe('no incident', () => {
  test('warnings are named in the first lines where there is no error', () => {
    const report = { ...HEALTHY, findings: [QUIET_WARNING] };
    expect(lineOf(report, 'Warnings')).toBe(
      '- **Warnings:** 1 kind of warning, 12 occurrences, listed under Error Pattern Analysis',
    );
    expect(renderMarkdown(report)).not.toContain('Nothing needs to be done.');
  });

  test('a single error is not passed over', () => {
    const report = {
      ...HEALTHY,
      totals: { errors: 1, exact: true, searched: true },
      findings: [exampleFinding('F2', { count: 1 })],
    };
    expect(summaryOf(report)).toContain('No failure stands out, but look at the single error.');
    expect(renderMarkdown(report)).not.toContain('Nothing needs to be done.');
  });
});

describe('words', () => {
  test('a warning that announces an error says how often', () => {
    const report = {
      ...EXAMPLE,
      correlations: [{ first: 'F4', second: 'F2', share: 1, lagSeconds: 0.002 }],
    };
    expect(renderMarkdown(report)).toMatch(
      /^- F4 \(a warning\) comes just before F2 \(198 of 198; E\d+\)\.$/m,
    );
  });

  test('the only error is not all of them', () => {
    const report = {
      ...EXAMPLE,
      totals: { errors: 1, exact: true, searched: true },
      findings: [exampleFinding('F1', { count: 1 })],
    };
    expect(summaryOf(report)).toContain('It explains the only error, ');
  });

  test('a single cause is named once, with who is at fault; when and how much stand in one sentence', () => {
    const [primary] = EXAMPLE.rootCauses;
    if (primary === undefined) throw new Error('the example has causes');
    const cause = { ...primary, trigger: null, component: 'HikariPool-1' };
    const report = {
      ...EXAMPLE,
      findings: [exampleFinding('F1', { rhythm: 'onset', burst: null, count: 847 })],
      rootCauses: [cause],
    };
    const summary = summaryOf(report);
    expect(summary.split(primary.title)).toHaveLength(2);
    expect(summary).toContain('It explains all 847 errors, from 12:01:10 UTC on.');
    expect(summary).toContain('- **At fault:** `HikariPool-1` (');
    expect(summary).not.toContain('Primary cause');
  });

  test('an incident of warnings says how many, and whether they go on', () => {
    const [primary] = EXAMPLE.rootCauses;
    if (primary === undefined) throw new Error('the example has causes');
    const warnedOutlook: ReportOutlook = {
      kind: 'ongoing',
      severity: 'warning',
      last: at('15:59:00'),
      lastOfCause: at('15:59:00'),
      tailErrors: 2,
      tailSeconds: 1_500,
      isUsual: false,
      recurs: null,
      unseen: null,
    };
    const warned = exampleFinding('F4', { count: 12, lastSeen: at('15:59:00') });
    const report = {
      ...EXAMPLE,
      totals: { errors: 0, exact: true, searched: true },
      findings: [warned],
      rootCauses: [{ ...primary, findings: ['F4'] }],
      outlook: warnedOutlook,
    };
    expect(summaryOf(report)).toContain('It shows in 12 warnings and in no error, ');
    expect(lineOf(report, 'Still going on')).toBe(
      '- **Still going on:** yes; 2 warnings in the last 25 minutes, last warning 15:59:00 UTC',
    );
    expect(lineOf(report, 'Impact')).toContain('12 warnings, F4');
  });

  test('finding and cause of the same figures have the same share', () => {
    const report = {
      ...EXAMPLE,
      totals: { errors: 606, exact: true, searched: true },
      findings: [exampleFinding('F1', { count: 464 }), exampleFinding('F2', { count: 142 })],
    };
    const markdown = renderMarkdown(report);
    expect(markdown).toContain('464 errors, 77 %');
    expect(markdown).toContain('464 errors (77 %)');
    expect(markdown).not.toContain('76 %');
  });

  test('the summary tells of no mask and of no value of one sample', () => {
    const title = 'order <num> failed after <duration>';
    const [primary] = EXAMPLE.rootCauses;
    if (primary === undefined) throw new Error('the example has causes');
    const report = {
      ...EXAMPLE,
      findings: [exampleFinding('F1', { title })],
      rootCauses: [{ ...primary, title: `${title} at Order.java:7` }],
    };
    expect(summaryOf(report)).toContain('order … failed after … at Order.java:7');
  });

  test('an adjustment of less than a minute is not told', () => {
    const { analyzed } = HEALTHY.window;
    const moved = {
      start: new Date(Date.parse(analyzed.start) - 20_000).toISOString(),
      end: analyzed.end,
    };
    const report = { ...HEALTHY, window: { ...HEALTHY.window, requested: moved } };
    expect(renderMarkdown(report)).not.toContain('**Adjusted:**');
    expect(renderMarkdown(HEALTHY)).toContain('**Adjusted:**');
  });
});

test('what the window leaves out of the logs is said, in the summary where no cause stands out', () => {
  const outside = 'The logs hold events from 10:00 on. To analyze all of them: --hours 4';
  const seen = (report: typeof HEALTHY) =>
    summaryOf({ ...report, window: { ...report.window, outside } }).includes('--hours 4');
  expect([seen(HEALTHY), seen(EXAMPLE)]).toEqual([true, false]);
  const whole = renderMarkdown({ ...EXAMPLE, window: { ...EXAMPLE.window, outside } });
  expect(whole).toContain('**Outside the window:**');
});

test('commands that change the account are introduced as such, reading ones are not', () => {
  const markdown = renderMarkdown(EXAMPLE);
  for (const command of [
    'lambda update-alias',
    'logs put-metric-filter',
    'cloudwatch put-metric-alarm',
  ]) {
    expect(markdown).toContain(
      `\`aws ${command}\` changes the AWS account; this program has not run it.`,
    );
  }
  expect(markdown).not.toContain('list-versions-by-function` change');
});

describe('closingLines', () => {
  test('give verdict, primary cause and first action', () => {
    expect(closingLines(EXAMPLE)).toEqual([
      'Confirmed: 847 errors, 67 % explained',
      'Primary cause: Database connection pool exhausted after release 2026.01.14-2',
      'First action: Roll back release 2026.01.14-2',
    ]);
  });

  test('are short and safe on a terminal whatever the log text holds', () => {
    for (const line of [...closingLines(HOSTILE), ...closingLines(HEALTHY)]) {
      expect(line.length).toBeLessThanOrEqual(80);
      expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
    }
  });
});

describe('no incident against a normal time', () => {
  test('of errors that a normal time has too is called as usual', () => {
    const usual = EXAMPLE.baseline?.comparisons.map((comparison) => ({
      ...comparison,
      standing: 'background' as const,
    }));
    const baseline =
      EXAMPLE.baseline === null ? null : { ...EXAMPLE.baseline, comparisons: usual ?? [] };
    const report: Report = { ...EXAMPLE, verdict: 'no-incident', rootCauses: [], baseline };
    expect(summaryOf(report)).toContain(
      '**No incident.** 847 errors among 48,210 log events of 3 log groups. They are as usual: a normal time has the same 3 kinds at about the same rate.',
    );
  });

  test('of errors that were far more before points at the time before', () => {
    const { baseline } = EXAMPLE;
    if (baseline === null) throw new Error('the example has a normal time');
    const comparisons = baseline.comparisons.map((comparison) => ({
      ...comparison,
      standing: 'background' as const,
      ...(comparison.finding === 'F1' ? { perHour: 51, baselinePerHour: 413, fallen: true } : {}),
    }));
    const told = (source: 'before' | 'range') =>
      summaryOf({
        ...EXAMPLE,
        verdict: 'no-incident',
        rootCauses: [],
        baseline: { ...baseline, source, comparisons },
      });
    expect(told('before')).toContain(
      'None is new or has risen. But just before the window there were far more of F1 (413 an hour, now 51): an incident may have ended there; an earlier `--start` shows it.',
    );
    expect(told('range')).toContain(
      'But the normal time has far more of F1 (413 an hour, now 51): it may not have been normal.',
    );
    expect(told('before')).not.toContain('as usual');
  });
});

describe('the root-cause section', () => {
  test('stays under 6,000 characters: causes in full as far as it allows, then in brief', () => {
    const [first] = EXAMPLE.rootCauses;
    if (first === undefined) throw new Error('the example has a cause');
    const explanation = `Orders wait for the disk of one host. ${'It fills by 2 % an hour. '.repeat(40)}`;
    const rootCauses = [1, 2, 3, 4, 5].map((rank) => ({ ...first, rank, explanation }));
    const ruledOut = Array.from({ length: 12 }, (_, index) => ({
      hypothesis: `F${index + 9} is a cause of its own.`,
      because: 'It begins four minutes after the onset and lasts as long. '.repeat(3),
    }));
    const change = {
      timestamp: '2026-11-20T14:00:00.000Z',
      region: 'us-west-2',
      sources: ['CloudTrail'],
      who: 'deployer-of-the-orders-team',
      action: 'lambda UpdateFunctionConfiguration20150331v2',
      resource: 'orders-processor-with-a-long-name',
      settings: ['timeout=120', 'memorySize=128', 'handler=index.handler'],
      kind: 'configuration-change',
      message: 'lambda UpdateFunctionConfiguration orders-processor',
      rollback: ['aws lambda get-function-configuration --function-name orders-processor'],
      evidence: 'E9',
    };
    const changes = Array.from({ length: 30 }, () => change);
    const markdown = renderMarkdown({ ...EXAMPLE, rootCauses, ruledOut, changes });
    const [, section = ''] = /## Root Cause Analysis\n(.*?)\n## /s.exec(markdown) ?? [];
    expect(section.length).toBeLessThan(6_000);
    expect(section.match(/^### \w+ Cause/gm)).toHaveLength(5);
    expect(section).toContain(
      'Orders wait for the disk of one host. Confirmed; no error of its own. At fault: `ConnectionManager`. More in report.json.',
    );
    expect(section).toMatch(/\d+ earlier ones in report\.json\./);
    expect(section).toMatch(/\d+ more in report\.json\.\n$/);
  });
});

test('what set it off is told by the message of a structured line, not by its time stamps', () => {
  const [first, ...others] = EXAMPLE.rootCauses;
  if (first?.trigger == null) throw new Error('the example has a trigger');
  const message = `{"@timestamp":"2026-01-14T14:14:00.000Z","@version":"1","thread":"${'x'.repeat(120)}","message":"flag tax_v2 false -> true","level":"INFO"}`;
  const rootCauses = [{ ...first, trigger: { ...first.trigger, message } }, ...others];
  expect(summaryOf({ ...EXAMPLE, rootCauses })).toContain(
    '`… "message":"flag tax_v2 false -> true"',
  );
});

test('whom nearly all errors hit, and few other events, is told in the summary', () => {
  const [first] = EXAMPLE.rootCauses;
  if (first === undefined) throw new Error('the example has a cause');
  const mark = { field: 'tenant', value: 'acme', share: 0.954, baselineShare: 0.138 };
  const marked = (known: 'whole' | 'least', rest: Report['rootCauses'] = []): Report => ({
    ...EXAMPLE,
    rootCauses: [{ ...first, mark: { ...mark, known } }, ...rest],
  });
  const where = (report: Report) => lineOf(report, 'Where');
  expect(where(marked('whole'))).toBe(
    '- **Where:** `tenant=acme` on 95 % of these errors, on 14 % of the other events',
  );
  expect(where(marked('least', [first]))).toBe(
    "- **Where:** `tenant=acme` on at least 95 % of the primary cause's errors, on 14 % of the other events",
  );
  expect(where(EXAMPLE)).toBeUndefined();
  // Who is at fault is told once.
  const service = {
    ...mark,
    field: 'service',
    value: first.component ?? '',
    known: 'whole' as const,
  };
  expect(service.value).not.toBe('');
  expect(where({ ...EXAMPLE, rootCauses: [{ ...first, mark: service }] })).toBeUndefined();
});
