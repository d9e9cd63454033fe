// Markdown as the terminal shows it.
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../src/terminal/columns.ts';
import { renderMarkdown } from '../../src/terminal/render.ts';

const plain = (markdown: string, columns = 40) =>
  renderMarkdown(markdown, { columns, colour: false });
const coloured = (markdown: string, columns = 40) =>
  renderMarkdown(markdown, { columns, colour: true });

describe('without colour', () => {
  test('headings, paragraphs, quotes and rules', async () => {
    const markdown =
      '# Title\n\n**Region:** us\nsame paragraph\\\nnext line\n\n## Part\n\n> a quote\n\n---\n\nEnd &lt;num&gt; &amp;lt;\n';
    expect(await plain(markdown, 30)).toBe(
      [
        '# Title',
        '',
        'Region: us same paragraph',
        'next line',
        '',
        '## Part',
        '',
        '  a quote',
        '',
        '─'.repeat(30),
        '',
        'End <num> &lt;',
        '',
      ].join('\n'),
    );
  });

  test('inline text inside lists is rendered, nested and numbered as written', async () => {
    const markdown = [
      '- **bold** and `code`',
      '  - nested *one*',
      '- [x] done',
      '- second',
      '',
      '  paragraph of the second',
      '',
      '3. three',
      '4. four',
      '   ```',
      '   * 1. code',
      '   ```',
    ].join('\n');
    expect(await plain(markdown)).toBe(
      [
        '• bold and code',
        '  • nested one',
        '• [x] done',
        '• second',
        '  paragraph of the second',
        '',
        '3. three',
        '4. four',
        '       * 1. code',
        '',
      ].join('\n'),
    );
  });

  test('wraps text and list items to the width, under their own beginning', async () => {
    expect(await plain('- a list item that is too long\n\na paragraph that is too long', 20)).toBe(
      ['• a list item that', '  is too long', '', 'a paragraph that is', 'too long', ''].join('\n'),
    );
  });

  test('never wraps wider than 100 columns', async () => {
    const text = await plain('word '.repeat(100), 400);
    expect(Math.max(...text.split('\n').map(columnsOf))).toBeLessThanOrEqual(100);
    expect(Math.max(...text.split('\n').map(columnsOf))).toBeGreaterThan(90);
  });

  test('a table fits: the widest column gives way, nothing is lost', async () => {
    const markdown =
      '| Log group | Errors |\n|---|--:|\n| `/aws/lambda/a-very-long-name-of-a-group` | **456** |\n| 日本語 | 1 |\n';
    const text = await plain(markdown, 36);
    expect(text).toBe(
      [
        'Log group                   │ Errors',
        '────────────────────────────┼───────',
        '/aws/lambda/a-very-long-    │ 456',
        'name-of-a-group             │',
        '日本語                      │ 1',
        '',
      ].join('\n'),
    );
  });

  const GROUPS = [
    '| Log group | Errors | Last event (UTC) | Why |',
    '|---|--:|---|---|',
    '| `/aws/lambda/orders` | 11,834 | 15:59:52 | its name holds "orders" |',
    '| `/aws/lambda/billing` | – | – |  |',
  ].join('\n');

  test('a table that would break words becomes records, a field whole on its line', async () => {
    expect(await plain(GROUPS, 30)).toBe(
      [
        '/aws/lambda/orders',
        '  Errors: 11,834',
        '  Last event (UTC): 15:59:52',
        '  Why: its name holds "orders"',
        '/aws/lambda/billing',
        '  Errors: –',
        '  Last event (UTC): –',
        '',
      ].join('\n'),
    );
  });

  test('a table with rows of many lines does, too', async () => {
    const prose = 'word '.repeat(40).trim();
    const text = await plain(`| Id | Text |\n|---|---|\n| F1 | ${prose} |\n`, 60);
    expect(text.split('\n').slice(0, 2)).toEqual([
      'F1',
      '  Text: word word word word word word word word word word',
    ]);
  });

  test.each([80, 60, 40, 20])(
    'in %i columns no number or time is broken in two',
    async (columns) => {
      const text = await plain(GROUPS, columns);
      expect(text).toContain('11,834');
      expect(text).toContain('15:59:52');
      expect(Math.max(...text.split('\n').map(columnsOf))).toBeLessThanOrEqual(columns);
    },
  );

  test('long lines of code are kept whole', async () => {
    const line = `at com.example.Payment(Payment.java:23) ${'x'.repeat(200)}`;
    expect(await plain(`\`\`\`java\n${line}\n\n\n  indented\n\`\`\``)).toBe(
      `    ${line}\n\n\n      indented\n`,
    );
  });

  test('links show where they lead', async () => {
    expect(await plain('[docs](https://a.example/x) https://b.example me@c.example', 100)).toBe(
      'docs (https://a.example/x) https://b.example me@c.example\n',
    );
  });

  test('words between colons and entities in code stay as they are', async () => {
    expect(await plain('at 14:15:00 :smile: `a:b &lt;`')).toBe('at 14:15:00 :smile: a:b &lt;\n');
  });

  test('there is no escape in it, tables included', async () => {
    const text = await plain(
      '# a\n\n**b** `c` [d](e)\n\n| **f** |\n|---|\n| `g` |\n\n```js\nlet h = 1;\n```\n',
    );
    expect(text).toBe(stripVTControlCharacters(text));
  });
});

describe('with colour', () => {
  test('bold is bold, also in a list and over a line break', async () => {
    expect(await coloured('- **one two three four five**', 20)).toBe(
      '• \x1b[1mone two three four\x1b[0m\n  \x1b[1mfive\x1b[22m\n',
    );
  });

  test('shows the same text as without', async () => {
    const markdown = '# A\n\n- **b** `c`\n\n| d | e |\n|---|---|\n| **f** | g |\n\n```\nh\n```\n';
    expect(stripVTControlCharacters(await coloured(markdown))).toBe(await plain(markdown));
  });
});

describe('hostile input', () => {
  /** Everything but the renderer's own colours. */
  const foreign = (text: string) => text.replace(/\x1b\[\d+m/g, '');

  test.each([
    ['an escape sequence', 'a \x1b[2J\x1b]0;title\x07 b'],
    ['an 8-bit escape', 'a \x9b2J b'],
    ['numbered entities', 'a &#27;[2J &#x9b;2J &#7; &#1; b'],
    ['in code', '```\n\x1b[2J &#27;\n```'],
    ['in a table', '| &#27;[2J |\n|---|\n| \x1b]8;;x\x07 |'],
    ['in a link', '[a&#27;](http://x/&#27;"t\x1b") ![i&#27;](u&#27;)'],
    ['in a list', '- `\x1b[2J` &#27;[2J'],
    ['in HTML', '<p>\x1b[2J&#27;</p>'],
    ['direction overrides', 'a \u202e b &#x202e;'],
  ])('%s never reaches the terminal', async (_, markdown) => {
    expect(foreign(await coloured(markdown))).toMatch(/^[^\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]+$/);
  });

  test('a long line of any kind is rendered', async () => {
    const text = await plain(`${'*_`['.repeat(2_000)}\n\n${'a'.repeat(20_000)}`, 80);
    expect(text.replaceAll('\n', '')).toContain('a'.repeat(20_000));
  });
});
