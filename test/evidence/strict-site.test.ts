// Traces changed line by line: what is another finding when it is read is never counted by the pattern of the first one.
import { describe, expect, test } from 'vitest';
import { prepare } from '../../src/evidence/analyze.ts';
import { finder } from '../../src/evidence/gapped.ts';
import { mergedPattern } from '../../src/evidence/merged-pattern.ts';
import { strictSite } from '../../src/evidence/strict-site.ts';
import { fixedParts, patternsOf } from '../../src/evidence/telling-pattern.ts';
import { compile } from '../../src/insights/compile.ts';
import { FORMS } from './trace-forms.ts';
import { SAMPLES } from './trace-samples.ts';

function draftOf(message: string) {
  const place = { logGroup: '/shop', logStream: 'host', evidenceId: 'E1' };
  const events = [{ ...place, eventId: '1', timestampMs: 1_000, message }];
  return prepare(events, { startMs: 0, endMs: 3_600_000 }).drafts[0];
}

/** The strict pattern of a trace's place; null: it has none. */
function patternOf(message: string): string | null {
  const draft = draftOf(message);
  const isStrict = draft !== undefined && strictSite(draft) !== null;
  return isStrict ? (patternsOf(draft)[0] ?? null) : null;
}

const LOGGED = [
  [
    'below a line of the log',
    (trace: string) => `2026-11-29 10:00:00 ERROR [w-1] failed\n${trace}`,
  ],
  ['by itself', (trace: string) => trace],
  [
    'in JSON',
    (trace: string) => JSON.stringify({ level: 'error', msg: 'failed', stack: trace, host: 'a' }),
  ],
  [
    'in JSON before its level',
    (trace: string) => JSON.stringify({ err: { stack: trace }, level: 50, host: 'a' }),
  ],
] as const;

/** Own frames, a library's, and a further cause. */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  java: [
    '\tat com.other.Own.go(Own.java:3)',
    '\tat java.base/java.util.X.y(X.java:1)',
    'Caused by: com.other.LostException: x',
  ],
  javascript: [
    '    at own (/srv/own.js:3:1)',
    '    at lib (/srv/shop/node_modules/a/b.js:3:1)',
    '    at x (node:internal/y:1:2)',
    '  [cause]: RangeError: x',
  ],
  dotnet: ['   at Other.Own.Go() in /src/Own.cs:line 3', '   at System.X.Y()'],
  python: [
    '  File "/srv/app/own.py", line 3, in own',
    '  File "/usr/lib/python3.12/x.py", line 3, in y',
  ],
};

/** Every line left out, doubled and moved, others put in, another type. */
function changed(trace: string, language: string, type: string): readonly string[] {
  const lines = trace.split('\n');
  const changes = lines.flatMap((line, at) => [
    lines.toSpliced(at, 1),
    lines.toSpliced(at, 0, line),
    lines.with(at, line.replace(/(:(?:line )?|line )\d+/, '$177')),
  ]);
  const added = (ADDED[language] ?? []).flatMap((line) =>
    [...lines, ''].map((_, at) => lines.toSpliced(at, 0, line)),
  );
  const typed = ['com.zzz.OtherError', `${type}Error`, `${type}$Inner`].map((other) =>
    lines.map((line) => line.replace(type, () => other)),
  );
  return [...changes, ...added, ...typed].map((each) => each.join('\n'));
}

describe('the strict pattern of a place in the code', () => {
  test.each(LOGGED)('matches no other finding: %s', (_, logged) => {
    let [own, others] = [0, 0];
    for (const { text, language } of [...SAMPLES, ...FORMS]) {
      const message = logged(text);
      const pattern = patternOf(message);
      if (pattern === null) continue;
      const find = finder(pattern);
      const draft = draftOf(message);
      const type = draft?.sample.trace?.chain[0]?.type ?? '';
      expect([text, find(message) !== null]).toEqual([text, true]);
      for (const other of changed(text, language, type).map(logged)) {
        const isSame = draftOf(other)?.templateId === draft?.templateId;
        const isMatch = find(other) !== null;
        expect([other, isMatch && !isSame]).toEqual([other, false]);
        if (isSame && isMatch) own++;
        if (!isSame) others++;
      }
    }
    expect(own).toBeGreaterThan(100);
    expect(others).toBeGreaterThan(200);
  });

  test('is one that a query takes, alone and with others, and names what each of its events holds', () => {
    const all = LOGGED.flatMap(([, logged]) =>
      [...SAMPLES, ...FORMS].flatMap(({ text }) => {
        const pattern = patternOf(logged(text));
        return pattern === null ? [] : [{ pattern, message: logged(text) }];
      }),
    );
    expect(all.length).toBeGreaterThan(50);
    for (let from = 0; from < all.length; from += 15) {
      const some = all.slice(from, from + 15);
      const merged = mergedPattern(some.map(({ pattern }) => pattern));
      expect(compile(`filter @message like /${merged}/`).diagnostics).toEqual([]);
      expect(some.filter(({ message }) => !new RegExp(merged).test(message))).toEqual([]);
    }
    for (const { pattern, message } of all) {
      expect(compile(`filter @message like /${pattern}/`).diagnostics).toEqual([]);
      expect(fixedParts(pattern).filter((part) => !message.includes(part))).toEqual([]);
      expect(fixedParts(pattern).length).toBeGreaterThan(1);
    }
  });

  test('takes other lines, messages and depths of the same place', () => {
    const trace = (message: string, line: number, depth: number) =>
      `2026-11-29 10:00:00 ERROR [w-${line}] failed\ncom.shop.LostException: ${message}\n\tat com.shop.Cart.add(Cart.java:${line})${'\n\tat java.base/java.util.List.forEach(List.java:7)'.repeat(depth)}\n\tat com.shop.Shop.buy(Shop.java:9)\n\tat org.springframework.web.Servlet.run(Servlet.java:4)`;
    const find = finder(patternOf(trace('order 1 is lost', 4, 1)) ?? '');
    const same = [trace('gone: 2', 5, 1), trace('', 7, 3), trace('order 1', 4, 0)];
    expect(same.map((message) => find(message) !== null)).toEqual([true, true, true]);
    const other = trace('order 1 is lost', 4, 1).replaceAll('java.base/java.util', 'com.shop.list');
    expect(find(other)).toBeNull();
    expect(find(trace('order 1 is lost', 4, 1).replace('ERROR', 'WARN'))).toBeNull();
  });

  test('is none where something was redacted, lines are long without end, or it would take half of a query', () => {
    const trace = (message: string, frames: number, name = 'Cart') =>
      `ERROR failed\ncom.shop.LostException: ${message}${Array.from({ length: frames }, (_, at) => `\n\tat com.shop.${name}.add${at}(Cart.java:4)`).join('')}`;
    expect(patternOf(trace('x', 5))).not.toBeNull();
    expect(patternOf(trace('[redacted:card]', 5))).toBeNull();
    expect(patternOf(trace('x'.repeat(20_000), 5))).toBeNull();
    expect(patternOf(trace('x', 5, 'Cart'.repeat(120)))).toBeNull();
  });

  test('is looked for once in a trace that was made to be divided in all ways', () => {
    const frames = '\n    at f (node:a (node:a /srv/node_modules/b/node_modules/c.js:1:2)'.repeat(
      2_500,
    );
    const trace = (below: string) =>
      `ERROR failed\nTypeError: x\n    at own (/srv/own.js:3:1)\n    at f (node:a:1:2)\n    at g (/srv/node_modules/c.js:1:2)${below}`;
    const find = finder(patternOf(trace('')) ?? '');
    expect(find(trace(''))).not.toBeNull();
    expect(find(`${trace(frames)}\nend`)).toBeNull();
    expect(find(`${trace(' '.repeat(100_000))}\nend`)).toBeNull();
    expect(find(`${trace('\n'.repeat(100_000))}end`)).toBeNull();
  });
});
