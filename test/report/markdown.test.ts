import { marked, type Token, type Tokens } from 'marked';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/report/markdown.ts';
import type { Report } from '../../src/report/types.ts';
import { EXAMPLE, HEALTHY, HOSTILE } from './reports.ts';

const NINE = [
  'Executive Summary',
  'Log Groups Analyzed',
  'Error Pattern Analysis',
  'Error Messages and Stack Traces',
  'Root Cause Analysis',
  'Action Plan',
  'Code Fixes and Configuration Changes',
  'Monitoring and Alerting',
  'Next Steps',
];
const CASES: readonly (readonly [string, Report])[] = [
  ['example', EXAMPLE],
  ['healthy', HEALTHY],
  ['hostile', HOSTILE],
];

/** All tokens of a document, at any depth, as a GFM renderer sees them. */
function tokensOf(markdown: string): Token[] {
  const all: Token[] = [];
  void marked.walkTokens(marked.lexer(markdown), (token) => {
    all.push(token);
  });
  return all;
}

const headings = (markdown: string, depth: number) =>
  tokensOf(markdown)
    .filter((token): token is Tokens.Heading => token.type === 'heading' && token.depth === depth)
    .map((heading) => heading.text);

/** The report with one text in place of every free string. */
function filledWith(report: Report, text: string): Report {
  const fixed = new Set([
    'verdict',
    'status',
    'severity',
    'category',
    'rhythm',
    'confidence',
    'type',
    'impact',
    'urgency',
    'horizon',
    'kind',
    'id',
    'first',
    'second',
    'analyst',
    'schemaVersion',
    'start',
    'end',
    'timestamp',
    'firstSeen',
    'lastSeen',
    'lastEventTime',
    'last',
    'lastOfCause',
    'next',
    'startedAt',
    'finishedAt',
  ]);
  const fill = (value: unknown, key: string): unknown => {
    if (typeof value === 'string')
      return fixed.has(key) || (key === 'findings' && /^F\d/.test(value)) ? value : text;
    if (Array.isArray(value)) return value.map((item) => fill(item, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, fill(item, name)]),
    );
  };
  return fill(report, '') as Report;
}

describe('renderMarkdown', () => {
  test.each(CASES)('renders the %s case as the golden file', async (name, report) => {
    await expect(renderMarkdown(report)).toMatchFileSnapshot(`golden/${name}.md`);
  });

  test.each(CASES)(
    'gives the %s case the nine sections in order, and begins no other line like one',
    (_, report) => {
      const markdown = renderMarkdown(report);
      expect(markdown.split('\n').filter((line) => line.startsWith('## '))).toEqual(
        NINE.map((name) => `## ${name}`),
      );
      expect(headings(markdown, 2)).toEqual(NINE);
    },
  );

  test.each(CASES)('tells a manager the %s case in its first lines', (_, report) => {
    const first = renderMarkdown(report).split('\n').slice(0, 10).join('\n');
    expect(first).toMatch(
      /^\*\*Application:\*\* \S.*\n\*\*Region:\*\* \S.*\n\*\*Analysis Period:\*\* \d{4}-/m,
    );
    expect(first).toMatch(/\*\*(?:Confirmed|Likely|Inconclusive|No incident)/);
  });

  test('keeps its lines of text drawings within 80 columns', () => {
    const chart = /times in UTC:\n\n```\n([\s\S]*?)\n```/.exec(renderMarkdown(EXAMPLE))?.[1] ?? '';
    const widths = chart.split('\n').map((line) => line.length);
    expect(widths).toHaveLength(25);
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  });

  test.each([
    '## Executive Summary',
    '# h\n## Next Steps\n### x',
    '[a](http://e.example) ![i](x.png) <b>b</b> <http://e.example> https://e.example www.e.example a@e.example',
    '[a]: http://e.example',
    '```\n## x\n````\n~~~\n<script>',
    '`a` `` | ``` \\` \\| |',
    '- a\n* b\n1. c\n> d\n---\n===',
    '**b** *i* __b__ _i_ ~~s~~ &lt; &#60; \\',
    '<!-- x --> <details> <x-y z>',
    '2. two',
    '+ plus',
    '\x1b[2J\x1b]8;;http://e.example\x07x\u202e\u200b\r\n\x00',
    '$LATEST ${name} #',
    '',
  ])('shows %j as text, wherever it stands', (text) => {
    for (const report of [EXAMPLE, HOSTILE]) {
      const markdown = renderMarkdown(filledWith(report, text));
      expect(markdown.split('\n').filter((line) => line.startsWith('## '))).toEqual(
        NINE.map((name) => `## ${name}`),
      );
      expect(headings(markdown, 2)).toEqual(NINE);
      expect(headings(markdown, 1)).toEqual(['Application Failure Troubleshooting Report']);
      const unwanted = tokensOf(markdown).filter(({ type }) =>
        ['link', 'image', 'html', 'blockquote', 'hr', 'em', 'del', 'def'].includes(type),
      );
      expect(unwanted).toEqual([]);
      expect(markdown).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e]/);
    }
  });

  test.each(CASES)(
    'every table of the %s case has as many cells in each row as in its head',
    (_, report) => {
      for (const token of tokensOf(renderMarkdown(report))) {
        if (token.type !== 'table') continue;
        const { header, raw } = token as Tokens.Table;
        for (const row of raw.trim().split('\n')) {
          expect(row.split(/(?<!\\)\|/).length - 2, row).toBe(header.length);
        }
      }
    },
  );

  test('a fence shows its text unchanged, even where it looks like a heading or a fence', () => {
    const codes = tokensOf(renderMarkdown(HOSTILE)).filter(
      (token): token is Tokens.Code => token.type === 'code',
    );
    expect(
      codes.some(({ text }) =>
        text.includes('\n## Executive Summary\n````\n# Everything is fine\n'),
      ),
    ).toBe(true);
    const fixes = tokensOf(renderMarkdown(EXAMPLE)).filter(
      (token): token is Tokens.Code => token.type === 'code',
    );
    expect(fixes.find(({ lang }) => lang === 'properties')?.text).toBe(
      '## HikariCP\nmaximumPoolSize=50',
    );
  });

  test('commands stand in fences as they were given', () => {
    const markdown = renderMarkdown(EXAMPLE);
    for (const command of [...EXAMPLE.actions, ...EXAMPLE.monitoring].flatMap(
      ({ commands }) => commands,
    )) {
      expect(markdown.split('\n')).toContain(command);
    }
  });

  test('more findings than it shows are counted', () => {
    const [first] = EXAMPLE.findings;
    if (first === undefined) throw new Error('the example has findings');
    const many = Array.from({ length: 32 }, (_, index) => ({
      ...first,
      id: `F${index + 1}`,
      count: 2,
    }));
    const markdown = renderMarkdown({
      ...EXAMPLE,
      totals: { errors: 64, exact: true, searched: true },
      findings: many,
      rootCauses: [],
    });
    expect(markdown).toContain('12 more findings in report.json, 24 in count.');
    expect(markdown).toContain('22 more findings (44 errors) in report.json.');
  });
});

test('what does not bind and nobody checked is counted and named apart', () => {
  const [first, ...others] = EXAMPLE.steps;
  const advised = {
    text: 'You SHOULD be quick',
    status: 'not-applicable' as const,
    by: 'no code checks this',
    checked: false as const,
  };
  const step = first && { ...first, constraints: [...first.constraints, advised] };
  const markdown = renderMarkdown({ ...EXAMPLE, steps: step ? [step, ...others] : [] });
  expect(markdown).toContain('| Step | Status | Met | Not applicable | Not checked | Gaps |');
  expect(markdown).toContain('| 1. Verify the tools | done | 1 | 1 | 1 | 0 |');
  expect(markdown).toContain(
    'Not binding, and nobody checked it:\n\n- Step 1: You SHOULD be quick – no code checks this',
  );
  expect(renderMarkdown(EXAMPLE)).not.toContain('Not checked');
});
