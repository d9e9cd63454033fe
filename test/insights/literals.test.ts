import { describe, expect, test } from 'vitest';
import { compile } from '../../src/insights/compile.ts';
import type { CompiledQuery } from '../../src/insights/types.ts';
import { CONTEXT, event } from './query.ts';

/** Letters in lower case; `#` for a place where one of several characters may stand. */
const textOf = (run: readonly string[]) =>
  run
    .map((set) => (new Set(set.toLowerCase()).size > 1 ? '#' : set.charAt(0).toLowerCase()))
    .join('');
const textsOf = (query: CompiledQuery | null) =>
  query === null || query.literals === null
    ? null
    : [...new Set(query.literals.map(({ run }) => textOf(run)))];
const literals = (query: string) => textsOf(compile(query).query);

describe('literals that every matching event holds', () => {
  test.each([
    ['filter @message like "Task timed out"', ['task timed out']],
    ['filter @message like /(?i)(error|exception|timeout)/', ['error', 'exception', 'timeout']],
    ['fields @message | filter @message =~ /ERROR.*failed/ | sort @timestamp asc', ['error']],
    ['filter @message like /a+bcd?/', null],
    ['filter @message like /x(?:abc)?/', null],
    ['filter @message like /[eE]rr(?:or|oneous)/', ['error', 'erroneous']],
    [
      'filter @message like /[EWF]\\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d+ \\S+\\.go:/',
      ['##### ##:##:##.#'],
    ],
    ['filter @message like /\\d\\d:\\d\\d:\\d\\d \\S+\\.go:/', ['.go:']],
    ['filter @message like /(?i)<\\d> x|error|erro?/', null],
    ['filter @message like /\\] \\S+ +[EWF]   \\S/', ['#   ']],
    ['filter @message like /\\( *\\d+\\): /', ['#): ']],
    ['filter @message like /\\( *\\d*\\): /', ['): ']],
    ['filter @message like /[\\]\\/]: - /', [': - ']],
    ['filter @message like /(?i)error|errors|panic/', ['error', 'panic']],
    // Of two that every match holds, the one that usual lines do not.
    ['filter @message like /"level":"ERROR"/', ['error']],
    ['filter @message like /from \\S+\\.rb:\\d/', ['.rb:#']],
    ['filter @message like /request \\d+ quagga/', [' quagga']],
    ['filter @message like "ab"', null],
    ['filter @message not like "abc"', null],
    ['filter not @message like "abc"', null],
    ['filter @message like "abc" or @message like "xyz"', ['abc', 'xyz']],
    ['filter @message like "abc" or a > 1', null],
    ['filter @message like "abc" and @message like "longer"', ['longer']],
    ['filter @message like "abc" | filter @message like /longer/', ['longer']],
    ['limit 5 | filter @message like "abc"', null],
    ['stats count(*) as n by @message | filter @message like "abc"', null],
    ['filter level = "ERROR"', ['error', '\\u00']],
    ['filter level in ["ERROR", "WARN"]', ['error', '\\u00', 'warn']],
    ['filter status = 500', null],
    ['filter status = "500"', null],
    ['filter flag = "true"', null],
    ['filter level like "fatal"', null],
    ['filter msg like /refused/', ['refused', '\\u00']],
    ['fields concat(a, "x") as level | filter level = "ERROR"', null],
    ['filter @type = "REPORT"', ['report requestid']],
    ['filter @logStream like "abc"', null],
    ['filter strcontains(@message, "abc")', ['abc']],
    ['filter strcontains(@message, "abc") = 0', null],
  ])('%s', (query, expected) => {
    expect(literals(query)).toEqual(expected);
  });
});

const indented = (query: string) =>
  compile(query).query?.literals?.flatMap((one) => (one.indented ? [textOf(one.run)] : []));

describe('literals that are sought only in texts that begin with white space', () => {
  test.each([
    ['filter @message like /^\\s+\\S+\\.go:\\d|\\.rb:/', ['.go:']],
    ['filter @message like /^\\s*[ \\t]at .*\\.java/', ['.java']],
    ['filter @message like /^    |^\\s*file/', ['    ']],
    ['filter @message like /^    |    frame/', ['    ']],
    ['filter @message like /^    |x {4}/', []],
    ['filter @message like /(?m)^\\s+abc/', []],
    ['filter @message like /\\s+abc/', []],
    ['filter @message like /^[\\s\\d]+abc/', []],
    ['filter @message like /^(?:\\s+|x)abc/', []],
    ['filter msg like /^\\s+abc/', []],
  ])('%s', (query, expected) => {
    expect(indented(query) ?? []).toEqual(expected);
  });
});

/** One character a place: `?` before a space that may be left out, `|` for the edge of a word. */
const tailsOf = (query: string) =>
  compile(query).query?.literals?.map(({ run, tail }) => {
    const places = tail.map(({ set, kind }) =>
      kind === 'edge' ? '|' : `${kind === 'maybe' ? '?' : ''}${set.length > 2 ? '#' : set}`,
    );
    return `${textOf(run)} ${places.join(' ')}`;
  });

describe('what stands behind a literal in every match', () => {
  test.each([
    ['level" ?: ?"?[0-9]+,', ['level " ?  : ?  ?" #']],
    ['level":(?:[0-4]\\b|[5-9]\\d\\b)', ['level " : # |', 'level " : # # |']],
    ['(?:alert|panic)\\b', ['alert |', 'panic |']],
    ['(?:alert|panic:)\\b', ['alert |', 'panic: ']],
    ['err(?:or)x', ['errorx ']],
    ['status[_-]?(?:code)?"? ?[:=] ?"?5', ['status ?-_ ?cC ?oO ?dD ?eE ?" ?  := ?  ?" 5']],
    ['level"{2}(?:a|bc)?d', ['level " "']],
    ['(?:level)+"', ['level ']],
    ['(?:level){1}"', ['level "']],
    ['level "?"x', ['level  ']],
    ['level\u00e9', ['level ']],
    ['level[^a]"', ['level ']],
    ['level"\\d{3}$', ['level " # # #']],
    ['level" *:', ['level "']],
    ['level"|level:', ['level "', 'level: ']],
    ['(?i)level"|"level', ['level ']],
  ])('%s', (pattern, expected) => {
    const folded = (tails: readonly string[] | undefined) =>
      tails?.map((one) => one.replace(/[A-Z]/g, '').toLowerCase());
    expect(folded(tailsOf(`filter @message like /${pattern}/`))).toEqual(folded(expected));
  });

  test('is not known of a field, which JSON may write in another way', () => {
    expect(tailsOf('filter text like /level"[0-9]/')).toEqual(['level ', '\\u00 ']);
  });

  test('in a string, up to the literal that is sought', () => {
    expect(tailsOf('filter @message like "level\\":1"')).toEqual(['level " : 1']);
  });
});

function includesRun(text: string, run: readonly string[]): boolean {
  return [...text].some((_, at) =>
    run.every((set, index) => set.toLowerCase().includes(text.charAt(at + index) || '\0')),
  );
}

describe('by chance', () => {
  let state = 11;
  const random = (bound: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;

  const WORDS = [
    'error',
    'ERROR',
    'Timeout',
    'fatal',
    'true',
    'null',
    '1e2',
    '100',
    'a b',
    'x:y',
    '[1,2]',
    'é',
    '"q"',
    'abc\\d',
    'REPORT RequestId: 1',
    '',
  ];
  const FIELDS = ['@message', 'level', 'msg', 'o', 'o.k', '@type', '@logStream', 'n'];
  const REGEXES = [
    '/(?i)err|fatal/',
    '/[tT]ime.?out/',
    '/a b|x:y/',
    '/(?:abc)+/',
    '/e{2,}/',
    '/1,2/',
    '/.*rror.*/',
    '/true/',
    '/\\d+/',
    '/"q"/',
    '/(err)(or)?/',
  ];

  const quote = (text: string) => JSON.stringify(text);
  const condition = (depth: number): string => {
    const kind = random(depth > 0 ? 9 : 6);
    if (kind <= 1) return `${pick(FIELDS)} ${pick(['like', 'not like', '=~'])} ${pick(REGEXES)}`;
    if (kind === 2) return `${pick(FIELDS)} ${pick(['like', 'not like'])} ${quote(pick(WORDS))}`;
    if (kind === 3) return `${pick(FIELDS)} ${pick(['=', '!='])} ${quote(pick(WORDS))}`;
    if (kind === 4)
      return `${pick(FIELDS)} ${pick(['in', 'not in'])} [${quote(pick(WORDS))}, ${quote(pick(WORDS))}]`;
    if (kind === 5) return `strcontains(${pick(FIELDS)}, ${quote(pick(WORDS))})`;
    if (kind === 6) return `not (${condition(depth - 1)})`;
    return `(${condition(depth - 1)} ${pick(['and', 'or'])} ${condition(depth - 1)})`;
  };
  const json = (depth: number): unknown => {
    const kind = random(depth > 0 ? 7 : 5);
    if (kind <= 1) return pick(WORDS);
    if (kind === 2) return pick([100, 1, 0.5, 123456]);
    if (kind === 3) return pick([true, false, null]);
    if (kind === 4) return `${pick(WORDS)} ${pick(WORDS)}`;
    if (kind === 5) return [json(depth - 1), json(depth - 1)];
    return { k: json(depth - 1), error: json(depth - 1) };
  };
  /** Letters as \\u escapes, numbers as exponents, blanks: the same JSON in another form. */
  const otherForm = (text: string) =>
    pick([
      (t: string) => t,
      (t: string) =>
        t.replace(/[a-z]/gi, (c) => (random(3) === 0 ? `\\u00${c.charCodeAt(0).toString(16)}` : c)),
      (t: string) => t.replaceAll('100', '1e2'),
      (t: string) => t.replaceAll(',', ' , '),
    ])(text);
  const message = () =>
    random(3) === 0
      ? `${pick(WORDS)} ${pick(WORDS)} ${pick(WORDS)}`
      : otherForm(JSON.stringify({ level: json(0), msg: json(1), o: json(2), n: json(0) }));

  test('an event without any of the literals never matches, as it stands or encoded as JSON', () => {
    let withLiterals = 0;
    let matches = 0;
    for (let round = 0; round < 6_000; round++) {
      const query = `filter ${condition(2)}`;
      const { query: compiled } = compile(query);
      if (compiled === null || compiled.literals === null) continue;
      withLiterals++;
      for (let count = 0; count < 20; count++) {
        const written = message();
        const run = compiled.run(CONTEXT);
        run.push(event(written));
        if (run.finish().recordsMatched === 0) continue;
        matches++;
        for (const form of [written, JSON.stringify(written)]) {
          const lower = form.toLowerCase();
          const held = compiled.literals.some(({ run }) => includesRun(lower, run));
          if (!held) expect([query, form, compiled.literals]).toBeNull();
        }
      }
    }
    expect([withLiterals > 800, matches > 1_000]).toEqual([true, true]);
  });
});
