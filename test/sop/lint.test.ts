// Each rule has a text that triggers it and only it; the clean text triggers none.
import { describe, expect, test } from 'vitest';
import { renderDiagnostic } from '../../src/base/diagnostic.ts';
import { lintSop } from '../../src/sop/lint.ts';
import { parseSop } from '../../src/sop/parse.ts';
import { CLEAN, KNOWN } from './known.ts';

const PATH = 'sops/queue-check.sop.md';
const lint = (text: string, path = PATH) => lintSop(text, path, KNOWN);
/** Code, severity and the marked text of each diagnostic. */
const seen = (text: string, path = PATH) =>
  lint(text, path).map(({ code, severity, span }) => [
    severity,
    code,
    span === null ? null : text.slice(span.start, span.end),
  ]);

interface Row {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  /** What is replaced in the clean text, and by what. */
  readonly from: string;
  readonly to: string;
  /** The marked text. */
  readonly marks: string | null;
  readonly path?: string;
}

const FENCE = '```';
const ROWS: readonly Row[] = [
  {
    rule: 'too-long',
    severity: 'error',
    from: 'Look elsewhere.',
    to: 'x'.repeat(262_144),
    marks: '#',
  },
  {
    rule: 'file-name',
    severity: 'error',
    from: '',
    to: '',
    marks: null,
    path: 'sops/QueueCheck.sop.md',
  },
  {
    rule: 'file-name',
    severity: 'error',
    from: '',
    to: '',
    marks: null,
    path: 'sops/queue-check.md',
  },
  { rule: 'missing-section', severity: 'error', from: '# Queue check\n', to: '', marks: null },
  {
    rule: 'missing-section',
    severity: 'error',
    from: '## Overview',
    to: '## Overveiw',
    marks: '## Overveiw',
  },
  {
    rule: 'missing-section',
    severity: 'error',
    from: 'Looks at a queue. It ends in a report.',
    to: '<!-- later -->',
    marks: '## Overview',
  },
  {
    rule: 'section-order',
    severity: 'warning',
    from: '## Overview\n\nLooks at a queue. It ends in a report.\n',
    to: '## Troubleshooting\n\nNothing.\n\n## Overview\n\nLooks at a queue.\n',
    marks: '## Overview',
  },
  {
    rule: 'repeated-section',
    severity: 'warning',
    from: '- You MUST wait for each query\n',
    to: '- You MUST wait for each query\n\n## Steps\n\n### 4. More\n',
    marks: '## Steps',
  },
  {
    rule: 'unread-section',
    severity: 'warning',
    from: '## Examples',
    to: '## Owners\n\n- You MUST page the team\n\n## Examples',
    marks: '## Owners',
  },
  { rule: 'no-steps', severity: 'error', from: '## Steps', to: '## Stepps', marks: '## Stepps' },
  {
    rule: 'unclosed-query',
    severity: 'error',
    from: `by @log\n${FENCE}\n`,
    to: 'by @log\n',
    marks: `${FENCE}insights slow-requests`,
  },
  {
    rule: 'unclosed-fence',
    severity: 'warning',
    from: 'Search for',
    to: '~~~text\nSearch for',
    marks: '~~~text',
  },
  {
    rule: 'parameter-line',
    severity: 'error',
    from: 'default: 250',
    to: 'default: 250, choices: 250 | 500',
    marks: '- **threshold_ms** (optional, default: 250, choices: 250 | 500): What counts as slow',
  },
  {
    rule: 'parameter-line',
    severity: 'error',
    from: 'default: 250',
    to: 'default: "a", one of "a" or "b"',
    marks: '- **threshold_ms** (optional, default: "a", one of "a" or "b"): What counts as slow',
  },
  {
    rule: 'parameter-line',
    severity: 'error',
    from: '- **threshold_ms**',
    to: '- **mode**: fast or slow\n- **threshold_ms**',
    marks: '- **mode**: fast or slow',
  },
  {
    rule: 'parameter-name',
    severity: 'error',
    from: '- **threshold_ms**',
    to: '- **otherName** (optional): Another\n- **threshold_ms**',
    marks: '- **otherName** (optional): Another',
  },
  {
    rule: 'duplicate-parameter',
    severity: 'error',
    from: '- **threshold_ms**',
    to: '- **application_name** (required): Again\n- **threshold_ms**',
    marks: '- **application_name** (required): Again',
  },
  {
    rule: 'required-first',
    severity: 'warning',
    from: 'What counts as slow',
    to: 'What counts as slow\n- **queue** (required): The queue',
    marks: '- **queue** (required): The queue',
  },
  {
    rule: 'required-default',
    severity: 'error',
    from: '(required): The application',
    to: '(required, default: shop): The application',
    marks: '- **application_name** (required, default: shop): The application',
  },
  {
    rule: 'parameter-default',
    severity: 'error',
    from: 'What counts as slow',
    to: 'What counts as slow\n- **time_window_hours** (optional, default: two): Hours',
    marks: '- **time_window_hours** (optional, default: two): Hours',
  },
  {
    rule: 'unused-parameter',
    severity: 'warning',
    from: 'What counts as slow',
    to: 'What counts as slow\n- **host** (optional): The host',
    marks: '- **host** (optional): The host',
  },
  {
    rule: 'step-heading',
    severity: 'error',
    from: '### 2. Ask',
    to: '### Between\n\nText.\n\n### 2. Ask',
    marks: '### Between',
  },
  {
    rule: 'step-heading',
    severity: 'error',
    from: '## Examples',
    to: '## 4. Report\n\n**Procedure:** `write-report`\n\n## Examples',
    marks: '## 4. Report',
  },
  {
    rule: 'duplicate-step',
    severity: 'error',
    from: '### 3. Collect',
    to: '### 2. Collect',
    marks: '### 2. Collect',
  },
  {
    rule: 'step-numbering',
    severity: 'warning',
    from: '### 3. Collect',
    to: '### 4. Collect',
    marks: '### 4. Collect',
  },
  {
    rule: 'step-constraints',
    severity: 'error',
    from: '**Constraints:**\n\n- You SHOULD count requests\n',
    to: '',
    marks: '### 2. Ask',
  },
  {
    rule: 'step-constraints',
    severity: 'error',
    from: '- You MUST wait for each query',
    to: 'You MUST wait for each query',
    marks: 'You MUST wait for each query',
  },
  {
    rule: 'step-constraints',
    severity: 'error',
    from: '- You MUST wait for each query',
    to: 'These hold:\n- You MUST wait for each query',
    marks: 'These hold:',
  },
  {
    rule: 'constraint-bullet',
    severity: 'warning',
    from: '- You MUST wait for each query',
    to: '- You MUST wait for each query\n• You SHOULD say how long',
    marks: '• You SHOULD say how long',
  },
  {
    rule: 'constraint-bullet',
    severity: 'warning',
    from: '- You MUST wait for each query',
    to: '- You MUST wait for each query\nYou SHOULD say how long',
    marks: 'You SHOULD say how long',
  },
  {
    rule: 'contradiction',
    severity: 'warning',
    from: '- You MUST wait for each query',
    to: '- You MUST wait for each query\n- You SHOULD NOT wait for each `query`, since that takes time',
    marks: '- You SHOULD NOT wait for each `query`, since that takes time',
  },
  {
    rule: 'unasked-block',
    severity: 'warning',
    from: '**Procedure:** `run-queries`',
    to: `${FENCE}sql\nfilter duration > 5\n${FENCE}\n\n**Procedure:** \`run-queries\``,
    marks: `${FENCE}sql`,
  },
  {
    rule: 'constraint-word',
    severity: 'warning',
    from: '- You SHOULD count requests',
    to: '- You should count requests',
    marks: '- You should count requests',
  },
  {
    rule: 'reason',
    severity: 'warning',
    from: '- You SHOULD count requests',
    to: '- You SHOULD NOT count twice',
    marks: '- You SHOULD NOT count twice',
  },
  {
    rule: 'label',
    severity: 'error',
    from: '**Procedure:** `collect-results`',
    to: '**Procedure:** `collect-results`\n\n**Constrants:**',
    marks: '**Constrants:**',
  },
  {
    rule: 'label',
    severity: 'error',
    from: '## Examples',
    to: `${FENCE}Insight more\nlimit 5\n${FENCE}\n\n## Examples`,
    marks: `${FENCE}Insight more`,
  },
  {
    rule: 'procedure-line',
    severity: 'error',
    from: '**Procedure:** `run-queries`',
    to: '**Procedure:** `run-queries`\n**Procedure:** `collect-results`',
    marks: '**Procedure:** `collect-results`',
  },
  {
    rule: 'unknown-procedure',
    severity: 'error',
    from: '`collect-results`',
    to: '`collect-result`',
    marks: '**Procedure:** `collect-result`',
  },
  {
    rule: 'procedure-order',
    severity: 'error',
    from: '`discover-log-groups`',
    to: '`verify-tools`',
    marks: '**Procedure:** `run-queries`',
  },
  {
    rule: 'uncollected',
    severity: 'error',
    from: '`collect-results`',
    to: '`verify-tools`',
    marks: '**Procedure:** `run-queries`',
  },
  {
    rule: 'stray-query',
    severity: 'error',
    from: 'Search for ${application_name}',
    to: `${FENCE}insights early\nlimit 5\n${FENCE}\n\nSearch for \${application_name}`,
    marks: `${FENCE}insights early`,
  },
  {
    rule: 'unchecked',
    severity: 'warning',
    from: 'search all pages',
    to: 'do what no code does',
    marks: '- You MUST do what no code does',
  },
  {
    rule: 'query-name',
    severity: 'error',
    from: 'insights slow-requests',
    to: 'insights Slow requests',
    marks: `${FENCE}insights Slow requests`,
  },
  {
    rule: 'duplicate-query',
    severity: 'error',
    from: '**Procedure:** `run-queries`',
    to: `${FENCE}insights slow-requests\nlimit 5\n${FENCE}\n\n**Procedure:** \`run-queries\``,
    marks: `${FENCE}insights slow-requests`,
  },
  {
    rule: 'query-value',
    severity: 'error',
    from: 'default: 250',
    to: 'default: 250 or 1=1',
    marks: '${threshold_ms}',
  },
  {
    rule: 'query-value',
    severity: 'error',
    from: '(optional, default: 250)',
    to: '(optional)',
    marks: '${threshold_ms}',
  },
  { rule: 'query-syntax', severity: 'error', from: '| stats', to: '| bogus', marks: 'bogus' },
  {
    rule: 'unknown-placeholder',
    severity: 'error',
    from: 'Search for ${application_name}',
    to: 'Search for ${aplication_name}',
    marks: '${aplication_name}',
  },
  {
    rule: 'unknown-placeholder',
    severity: 'warning',
    from: 'read ${log_group_name}',
    to: 'read ${cheese}',
    marks: '${cheese}',
  },
  {
    rule: 'unknown-placeholder',
    severity: 'error',
    from: '> ${threshold_ms}',
    to: '> ${threshold_ms} + ${query_id}',
    marks: '${query_id}',
  },
];

describe('an obligation that no code checks', () => {
  test('is told what to do instead', () => {
    const [fault] = lint(CLEAN.replace('search all pages', 'do what no code does'));
    expect(fault?.message).toBe(
      'No code checks this MUST: it ends as a gap in each report (exit code 3)',
    );
    expect(fault?.help).toMatch(/sentence of a built-in SOP.*write SHOULD.*expect the gap/);
  });

  test('in a step without procedure asks for one', () => {
    const faults = lint(CLEAN.replace('**Procedure:** `discover-log-groups`\n', ''));
    const unchecked = faults.filter(({ code }) => code === 'unchecked');
    expect(unchecked.map(({ message }) => message)).toEqual([
      expect.stringContaining('has no procedure that does this MUST:'),
      expect.stringContaining('has no procedure that does this MUST NOT:'),
    ]);
  });
});

describe('a label that is meant and not read', () => {
  const labels = (line: string) =>
    lint(CLEAN.replace('Search for', () => `${line}\n\nSearch for`)).filter(
      ({ code }) => code === 'label',
    );

  test.each([
    '**Procedur:** `discover-log-groups`',
    '**Procedures**: discover-log-groups',
    '**procedure:** `anything`',
    '**Procedure**: discover log-groups',
    '- **Procedure:** `discover-log-groups`',
    'Procedur: `discover-log-groups`',
    '#### Procedure: `discover-log-groups`',
  ])('is pointed at as a procedure: %s', (line) => {
    expect(labels(line).map(({ message, help }) => `${message}; ${help}`)).toEqual([
      expect.stringMatching(/`Procedure`.*; write \*\*Procedure:\*\* `name` alone/),
    ]);
  });

  test.each([
    '**Constrants:**',
    '**Constraint**',
    '**CONSTRAINTS:**',
    '#### Constrains',
    'Contraints:',
    '**Constraints:** You MUST count',
    '- **Constraint:** You SHOULD NOT guess',
  ])('is pointed at as constraints: %s', (line) => {
    expect(labels(line).map(({ message, help }) => `${message}; ${help}`)).toEqual([
      expect.stringMatching(/`Constraints`.*; write \*\*Constraints:\*\* alone/),
    ]);
  });

  test.each([
    '**Note:**',
    '**Note:** You MUST count',
    '**Produce:** `report`',
    '**Product:** recommend',
    '**Procedure:** do this, then that',
    '**Proceed:** `discover-log-groups`',
    '**Contracts:**',
    '**Constraints:** none',
    'Constraints MUST be told',
    'Constraints are told',
    '- a **Constraint:**',
    '`**Constrants:**`',
  ])('is no other text: %s', (line) => {
    expect(labels(line)).toEqual([]);
  });
});

test.each([
  ['the program itself uses it', (text: string) => text.replaceAll('**host**', '**region**')],
  ['the prose of a step names it', (text: string) => text.replace('Search for', 'On host')],
  ['a step asks a model', (text: string) => text.replace('**Procedure:** `collect-results`', '')],
])('a parameter is used where %s', (_, use) => {
  const declared = CLEAN.replace('as slow', 'as slow\n- **host** (optional): The host');
  const unused = (text: string) => lint(text).filter(({ code }) => code === 'unused-parameter');
  expect(unused(declared)).toHaveLength(1);
  expect(unused(use(declared))).toEqual([]);
});

describe('lintSop', () => {
  test.each(['', ' \n\n'])(
    'says of an empty file (%j) only that it is empty, and how to begin one',
    (text) => {
      expect(lintSop(text, 'empty.sop.md', KNOWN)).toMatchObject([
        {
          code: 'no-steps',
          message: 'The file is empty',
          help: expect.stringContaining('sop new'),
        },
      ]);
    },
  );

  test.each([
    ['UTF-16', Buffer.from(`\uFEFF${CLEAN}`, 'utf16le')],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xd8])],
    ['many bytes', Buffer.alloc(300_000, 0xfe)],
  ])('says of %s only that it is no text', (_, bytes) => {
    expect(lint(bytes.toString())).toEqual([
      {
        severity: 'error',
        code: 'not-text',
        message: 'The file is not text in UTF-8 and was not read',
        span: null,
        help: 'save it as UTF-8, or name a Markdown file',
      },
    ]);
  });

  test('reads a text in which a byte is broken', () => {
    expect(lint(CLEAN.replace('Looks', '\uFFFD Looks'))).toEqual([]);
  });

  test.each([
    ['a default in quotes that holds commas and colons', 'default: "a, b: c"'],
    ['a bare list', 'default: ERROR, WARN'],
    ['an apostrophe', "default: don't"],
  ])('takes %s for a default', (_, text) => {
    const { value } = parseSop(
      CLEAN.replace('default: 250', () => text),
      PATH,
    );
    expect(value?.parameters[1]?.defaultValue).toBe(text.slice(9).replace(/^"|"$/g, ''));
  });

  test.each([
    'https://a.example, https://b.example',
    'arn:aws:sns:eu-west-1:1:a, arn:aws:sns:eu-west-1:1:b',
    'db1:5432,db2:5432',
    'level=ERROR, env=prod',
  ])('takes a list without quotes as one default: %s', (list) => {
    expect(
      lint(CLEAN.replace('default: 250', `default: ${list}`)).map(({ code }) => code),
    ).not.toContain('parameter-line');
  });

  test('names the part behind a default that is none of a parameter, and says where choices belong', () => {
    const [fault] = lint(CLEAN.replace('default: 250', 'default: "x", choices: "x" | "y"'));
    expect(fault?.message).toContain('`choices: "x" | "y"`');
    expect(fault?.help).toContain('choices and limits in the text');
  });

  test('takes tabs where blanks may stand', () => {
    const tabbed = CLEAN.replace(/^(#{1,3}|-) /gm, '$1\t').replace(/^(###\t\d\.) /gm, '$1\t');
    expect(tabbed).toContain('##\tSteps');
    expect(lint(tabbed)).toEqual([]);
    expect(parseSop(tabbed, PATH).value?.steps.map(({ name }) => name)).toEqual([
      'Find',
      'Ask',
      'Collect',
    ]);
  });

  test('takes no data in a step that asks queries for one', () => {
    const bogus = `${FENCE}json\n{ "bogus": 1 }\n${FENCE}\n\n**Procedure:** \`run-queries\``;
    expect(lint(CLEAN.replace('**Procedure:** `run-queries`', () => bogus))).toEqual([]);
  });

  test('takes two ways of the same act for no contradiction', () => {
    const both =
      '- You MUST wait for each query\n- You MUST NOT report times as local ones, because they are not\n- You MUST report times as UTC';
    expect(lint(CLEAN.replace('- You MUST wait for each query', both))).toEqual([]);
  });

  test('takes a list inside of a constraint for no constraint of its own', () => {
    const nested = '- You MUST wait for each query:\n  1. You MUST look\n  • You MUST wait';
    expect(lint(CLEAN.replace('- You MUST wait for each query', nested))).toEqual([]);
  });

  test('finds nothing in a clean SOP', () => {
    expect(lint(CLEAN)).toEqual([]);
  });

  test.each(ROWS)('$rule ($severity) alone: $to', ({ rule, severity, from, to, marks, path }) => {
    const text = CLEAN.replace(from, () => to);
    expect(seen(text, path)).toEqual([[severity, rule, marks]]);
  });

  test('maps a query’s span into the file, past a placeholder and out of an indented block', () => {
    const text = CLEAN.replace(
      /```insights slow-requests[\s\S]*?```/,
      () =>
        '   ```insights slow-requests\r\n   filter a > ${threshold_ms} and\r\n     b | bogus\r\n   ```',
    );
    expect(seen(text)).toEqual([['error', 'query-syntax', 'bogus']]);
  });

  test('hands queries to the compiler with defaults filled in', () => {
    const queries: string[] = [];
    const compileQuery = (query: string) => {
      queries.push(query);
      return [];
    };
    const text = CLEAN.replace('by @log', 'by @log, ${application_name}');
    lintSop(text, PATH, { ...KNOWN, compileQuery });
    expect(queries).toEqual(['filter duration > 250\n| stats count(*) as requests by @log, 1']);
  });

  test('keeps the severity that the compiler gave', () => {
    const compileQuery = () => [
      { severity: 'warning' as const, code: 'x', message: 'slow', span: null, help: null },
    ];
    const [first] = lintSop(CLEAN, PATH, { ...KNOWN, compileQuery });
    expect(first).toMatchObject({
      severity: 'warning',
      code: 'query-syntax',
      message: 'In the query `slow-requests`: slow',
    });
  });

  test('says what was meant', () => {
    const help = (from: string, to: string) =>
      lint(CLEAN.replace(from, () => to)).map((diagnostic) => diagnostic.help);
    expect(help('`collect-results`', '`collect-result`')).toEqual([
      'did you mean `collect-results`?',
    ]);
    expect(help('${application_name}', '${service}')).toEqual([
      expect.stringContaining('declare it under ## Parameters'),
    ]);
    expect(help('## Steps', '## Step')).toEqual(['did you mean `## Steps`?']);
    expect(help('`discover-log-groups`', '`verify-tools`')).toEqual([
      'put a step with `discover-log-groups` before it',
    ]);
    expect(help('**threshold_ms**', '**threshold-ms**')).toEqual([
      'try `threshold_ms`',
      'parameters: application_name, threshold-ms',
    ]);
  });

  test('shows path, line and column', () => {
    const text = CLEAN.replace('`collect-results`', '`collect-result`');
    const [diagnostic] = lint(text);
    expect(diagnostic && renderDiagnostic(diagnostic, text, PATH)).toBe(
      [
        'sops/queue-check.sop.md:40:1: error[unknown-procedure] There is no procedure `collect-result`',
        '  | **Procedure:** `collect-result`',
        '  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
        '  help: did you mean `collect-results`?',
      ].join('\n'),
    );
  });

  test('reports several faults in the order of the file', () => {
    const text = CLEAN.replace('`collect-results`', '`nope`').replace('# Queue check\n', '');
    expect(lint(text).map(({ code }) => code)).toEqual(['missing-section', 'unknown-procedure']);
  });

  test('does not judge what stands in examples, comments and troubleshooting', () => {
    const text = CLEAN.replace('Look elsewhere.', 'See ${anything}.')
      .replace('## Overview', '## 1. Before all\n\n## Overview')
      .replace('application_name: any', '### 1. Not a step\n\n${nothing}\n## Steps\n```')
      .replace('Search for', '<!-- ${whatever}\n### Not a step -->\nSearch for');
    expect(lint(text)).toEqual([]);
  });
});
