// The format as it is written by others: bold or not, wrapped, indented or not, with nested fences.
import { describe, expect, test } from 'vitest';
import { parseSop } from '../../src/sop/parse.ts';
import { ASKING as CLEAN } from './known.ts';

const parse = (text: string, path = 'sops/queue-check.sop.md') => parseSop(text, path);
const step = (body: string) =>
  parse(`# T\n\n## Overview\n\nO.\n\n## Parameters\n\n## Steps\n\n### 1. One\n${body}`).value
    ?.steps[0];
const parameters = (body: string) =>
  parse(
    `# T\n## Overview\nO.\n## Parameters\n${body}\n## Steps\n### 1. One\n`,
  ).value?.parameters.map(({ span: _, ...parameter }) => parameter);

describe('parseSop', () => {
  test('reads a whole SOP', () => {
    const span = (marked: string) => {
      const start = CLEAN.indexOf(marked);
      return { start, end: start + marked.length };
    };
    const query = 'filter duration > ${threshold_ms}\n| stats count(*) as requests by @log';
    expect(parse(CLEAN)).toEqual({
      diagnostics: [],
      value: {
        name: 'queue-check',
        title: 'Queue check',
        overview: 'Looks at a queue. It ends in a report.',
        path: 'sops/queue-check.sop.md',
        text: CLEAN,
        parameters: [
          {
            name: 'application_name',
            required: true,
            defaultValue: null,
            kind: 'text',
            description: 'The application',
            span: span('- **application_name** (required): The application'),
          },
          {
            name: 'threshold_ms',
            required: false,
            defaultValue: '250',
            kind: 'number',
            description: 'What counts as slow',
            span: span('- **threshold_ms** (optional, default: 250): What counts as slow'),
          },
        ],
        steps: [
          {
            number: 1,
            name: 'Find',
            text: 'Search for ${application_name}, then read ${log_group_name}.',
            procedure: 'discover-log-groups',
            constraints: [
              {
                text: 'You MUST search all pages',
                word: 'MUST',
                span: span('- You MUST search all pages'),
              },
              {
                text: "You MUST NOT guess a name, because a guess hits somebody else's logs",
                word: 'MUST NOT',
                span: span(
                  "- You MUST NOT guess a name, because a guess hits somebody else's logs",
                ),
              },
            ],
            queries: [],
            span: span(CLEAN.slice(CLEAN.indexOf('### 1.'), CLEAN.indexOf('\n\n### 2.'))),
          },
          {
            number: 2,
            name: 'Ask',
            text: '',
            procedure: 'run-queries',
            constraints: [
              {
                text: 'You SHOULD count requests',
                word: 'SHOULD',
                span: span('- You SHOULD count requests'),
              },
            ],
            queries: [{ name: 'slow-requests', text: query, span: span(query) }],
            span: span(CLEAN.slice(CLEAN.indexOf('### 2.'), CLEAN.indexOf('\n\n## Examples'))),
          },
        ],
      },
    });
  });

  test('reads the same through CRLF and a byte order mark, spans in the text given', () => {
    const text = `\uFEFF${CLEAN.replaceAll('\n', '\r\n')}`;
    const plain = parse(CLEAN).value;
    const sop = parse(text).value;
    expect(sop?.title).toBe('Queue check');
    expect(sop?.steps.map(({ constraints }) => constraints.map(({ text }) => text))).toEqual(
      plain?.steps.map(({ constraints }) => constraints.map(({ text }) => text)),
    );
    expect(sop?.steps[1]?.queries[0]?.text).toBe(plain?.steps[1]?.queries[0]?.text);
    const span = sop?.steps[0]?.constraints[0]?.span;
    expect(text.slice(span?.start, span?.end)).toBe('- You MUST search all pages');
    const query = sop?.steps[1]?.queries[0]?.span;
    expect(text.slice(query?.start, query?.end)).toMatch(/^filter.*\r\n.*@log$/);
  });

  test.each(['-', '*', '+'])('reads the same from bullets that begin with %s', (bullet) => {
    const text = CLEAN.replace(/^- /gm, `${bullet} `);
    const read = (value: string) => {
      const sop = parse(value).value;
      return [sop?.parameters, sop?.steps.map(({ constraints }) => constraints)];
    };
    expect(read(text)).toEqual(read(CLEAN));
    expect(parse(text).value?.parameters.length).toBeGreaterThan(0);
  });

  test('reads a copy that lost bold, fences and indentation', () => {
    const text = `Words before it.
> # Broken service
## Overview
Wrapped over
two lines.
## Parameters
Ask for all of them at once. You MUST ask.
- **service** (required): The service (for example "a")
- **hours** (optional, default: 2): How far back (1, 2, 4)
Only go on when all are there.
## Steps
### 1. Check
Look first.
Constraints:
- You MUST verify these:
- describe
- query
- You MUST ONLY look and MUST NOT run anything because that could
have effects
### 2. Sort
Constraints:
- You MUST sort by:
- **Kind A**: this
- **Kind B**: that
- You MUST ask:
tool --name \${log_group} --query 'a | b'
## Examples
# Some Report
## Summary
## Steps
### 1. Not a step
## Troubleshooting
### Nothing
Try again.
`;
    const sop = parse(text).value;
    expect({
      ...sop,
      text: '',
      parameters: sop?.parameters.map(({ name, description }) => [name, description]),
      steps: sop?.steps.map(({ name, procedure, constraints }) => [
        name,
        procedure,
        constraints.map((constraint) => constraint.text),
      ]),
    }).toEqual({
      name: 'queue-check',
      title: 'Broken service',
      overview: 'Wrapped over\ntwo lines.',
      path: 'sops/queue-check.sop.md',
      text: '',
      parameters: [
        ['service', 'The service (for example "a")'],
        ['hours', 'How far back (1, 2, 4)'],
      ],
      steps: [
        [
          'Check',
          null,
          [
            'You MUST verify these:\n  - describe\n  - query',
            'You MUST ONLY look and MUST NOT run anything because that could have effects',
          ],
        ],
        [
          'Sort',
          null,
          [
            'You MUST sort by:\n  - **Kind A**: this\n  - **Kind B**: that',
            "You MUST ask: tool --name ${log_group} --query 'a | b'",
          ],
        ],
      ],
    });
  });

  test('is not misled by fences inside fences of an example', () => {
    const text = CLEAN.replace(
      'application_name: any',
      '```\n# Report\n   ```java\n   x();\n   ```\n## Steps\n### 9. No\n```',
    );
    expect(parse(text).value?.steps.map(({ number }) => number)).toEqual([1, 2]);
  });

  test('takes a heading inside a closed fence of a step for text', () => {
    const text = step('```markdown\n## Other\n### 2. Not a step\n```\nAfter.\n')?.text;
    expect(text).toBe('```markdown\n## Other\n### 2. Not a step\n```\nAfter.');
  });

  test('reads on behind a fence that nothing closes', () => {
    const text = CLEAN.replace('Search for', '```text\nSearch for');
    expect(parse(text).value?.steps.length).toBe(2);
  });

  test('ends a section at another heading of its rank', () => {
    const text = CLEAN.replace('## Parameters', '## Modes\n\nFast or slow.\n\n## Parameters');
    expect(parse(text).value?.overview).toBe('Looks at a queue. It ends in a report.');
  });

  test('passes over front matter and comments', () => {
    const text = `---\n# name: x\n---\n${CLEAN}`.replace(
      'It ends',
      '\n<!-- not\nthis -->\nIt ends',
    );
    const { title, overview } = parse(text).value ?? {};
    expect({ title, overview }).toEqual({
      title: 'Queue check',
      overview: 'Looks at a queue. \nIt ends in a report.',
    });
  });

  test('falls back to the file name where there is no title', () => {
    expect(parse(CLEAN.replace('# Queue check\n', '')).value?.title).toBe('queue-check');
  });

  test.each([
    ['no text at all', '', 'no-steps'],
    ['steps without a number', '# T\n## Steps\n### First\n', 'step-heading'],
    ['a query that is not closed', CLEAN.replace('@log\n```', '@log\n'), 'unclosed-query'],
    ['a query without a name', CLEAN.replace('insights slow-requests', 'insights'), 'query-name'],
    ['more text than is read', `${CLEAN}${' '.repeat(262_144)}`, 'too-long'],
  ])('refuses %s', (_, text, code) => {
    const { value, diagnostics } = parse(text);
    expect([value, diagnostics.map((diagnostic) => diagnostic.code)]).toEqual([null, [code]]);
  });

  test.each([
    ['fences of growing length', Array.from({ length: 600 }, (_, n) => '`'.repeat(n)).join('\n')],
    ['openers without closers', '```a\n'.repeat(50_000)],
    ['nothing but spaces', ' '.repeat(250_000)],
    ['one bullet without end', `- ${'('.repeat(250_000)}`],
    ['comments without end', '<!--\n'.repeat(50_000)],
    ['bold without end', '**'.repeat(120_000)],
  ])('survives %s', (_, hostile) => {
    const text = `# T\n## Overview\n${hostile.slice(0, 80_000)}\n## Parameters\n${hostile.slice(0, 80_000)}\n## Steps\n### 1. One\n**Constraints:**\n${hostile.slice(0, 80_000)}\n`;
    expect(parse(text).diagnostics).toEqual([]);
  });
});

describe('parameter lines', () => {
  test('may lack bold, hold quotes and parentheses in the default, and go over several lines', () => {
    const read = parameters(
      [
        '- vpc_id (required): The network',
        '- **mode** (optional, default: "fast (or so): yes"): How',
        '  - **fast**: quick',
        '',
        '  More on it.',
        '- `limit` (optional, default: f(x)): Most rows',
        '- **where** (optional): Wrapped at',
        'column 80',
        '- **flag** (optional, default: `true`): On',
        '',
        'Only then go on.',
        '',
        '**Constraints for parameter acquisition:**',
        '- You MUST ask once',
      ].join('\n'),
    );
    const optional = { required: false, kind: 'text' };
    expect(read).toEqual([
      {
        name: 'vpc_id',
        required: true,
        kind: 'text',
        defaultValue: null,
        description: 'The network',
      },
      {
        ...optional,
        name: 'mode',
        defaultValue: 'fast (or so): yes',
        description: 'How\n- **fast**: quick\nMore on it.',
      },
      { ...optional, name: 'limit', defaultValue: 'f(x)', description: 'Most rows' },
      { ...optional, name: 'where', defaultValue: null, description: 'Wrapped at\ncolumn 80' },
      { ...optional, name: 'flag', defaultValue: 'true', description: 'On' },
    ]);
  });
});

describe('constraints', () => {
  const words = (lines: string) =>
    step(`**Constraints:**\n${lines}\n`)?.constraints.map(({ text, word }) => [word, text]);

  test('take the strongest RFC 2119 word, in capitals, outside of code', () => {
    expect(
      words(
        [
          '- You MAY look but MUST NOT touch, because it is hot',
          '- If it fails, you SHALL stop',
          '- It is RECOMMENDED to wait',
          '- It is NOT RECOMMENDED to wait',
          '- You should set `REQUIRED`',
          '- A name is OPTIONAL',
          '- You SHALL NOT pass since it is closed',
        ].join('\n'),
      )?.map(([word]) => word),
    ).toEqual(['MUST NOT', 'MUST', 'SHOULD', 'SHOULD NOT', null, 'MAY', 'MUST NOT']);
  });

  test('keep nested bullets, numbered lists and indented code', () => {
    expect(
      words(
        '- You MUST do:\n  - this\n  - that\n- You MUST run\n  1. one\n  ```sh\n  ls\n  ```\n\n- You MUST stop',
      ),
    ).toEqual([
      ['MUST', 'You MUST do:\n  - this\n  - that'],
      ['MUST', 'You MUST run\n  1. one\n  ```sh\n  ls\n  ```'],
      ['MUST', 'You MUST stop'],
    ]);
  });

  test('end at prose, and go on under a second heading', () => {
    const read = step(
      '**Constraints:**\n- You MUST a\n\nProse again.\n- no constraint\n\n#### 1.1 Part\n\n**Constraints:**\n- You MUST b\n',
    );
    expect([read?.constraints.map(({ text }) => text), read?.text]).toEqual([
      ['You MUST a', 'You MUST b'],
      'Prose again.\n- no constraint\n\n#### 1.1 Part',
    ]);
  });

  test('leave queries and the procedure alone', () => {
    const read = step(
      '**Constraints:**\n- You MUST a\n  ```insights inner\n  limit 1\n  ```\n**Procedure**: run-queries\n',
    );
    expect([read?.procedure, read?.queries.map(({ name, text }) => [name, text])]).toEqual([
      'run-queries',
      [['inner', 'limit 1']],
    ]);
    expect(read?.constraints.map(({ text }) => text)).toEqual(['You MUST a']);
  });
});
