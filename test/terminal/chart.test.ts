// Charts in terminals that are narrower than the report.
import { describe, expect, test } from 'vitest';
import { fitChart } from '../../src/terminal/chart.ts';
import { columnsOf } from '../../src/terminal/columns.ts';
import { renderMarkdown } from '../../src/terminal/render.ts';

const BAR = 44;
const row = (time: string, bar: string, rest: string) => `${time} ${bar.padEnd(BAR)} ${rest}`;
const CHART = [
  row('14:00', '', '    0'),
  row('14:10', '▏', '    1'),
  row('14:20', '█'.repeat(22), '  500 peak'),
  row('14:30', '█'.repeat(BAR), '1,000 peak'),
  row('14:40', '█'.repeat(BAR), '1,000 peak, partial'),
];

describe('a chart', () => {
  test('keeps its rows where they fit', () => {
    expect(fitChart(CHART, 80)).toEqual(CHART);
  });

  test('is made narrower by one factor; times, figures and the smallest bar stay', () => {
    expect(fitChart(CHART, 45)).toEqual([
      '14:00                         0',
      '14:10 ▏                       1',
      `14:20 ${'█'.repeat(9)}▌            500 peak`,
      `14:30 ${'█'.repeat(19)} 1,000 peak`,
      `14:40 ${'█'.repeat(19)} 1,000 peak, partial`,
    ]);
  });

  test('fits a terminal of 40 columns in the rendered report', async () => {
    const markdown = `\`\`\`\n${CHART.join('\n')}\n\`\`\`\n`;
    for (const colour of [true, false]) {
      const lines = (await renderMarkdown(markdown, { columns: 40, colour })).split('\n');
      expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(40);
      expect(lines.join('\n')).toContain('1,000 peak');
    }
  });
});

test('other code stays as it is, as long as it may be', () => {
  const lines = [`aws logs tail ${'x'.repeat(80)} 5`, '█ 5'];
  expect(fitChart(lines, 36)).toEqual(lines);
});
