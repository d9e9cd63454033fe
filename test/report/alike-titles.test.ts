import { expect, test } from 'vitest';
import { renderMarkdown } from '../../src/report/markdown.ts';
import type { Report, ReportFinding } from '../../src/report/types.ts';
import { EXAMPLE } from './reports.ts';

const [first] = EXAMPLE.findings;

function finding(id: string, title: string, location: ReportFinding['location']): ReportFinding {
  if (first === undefined) throw new Error('the example has findings');
  return { ...first, id, title, location };
}

const at = (file: string, line: number | null) => ({ file, line, function: 'load' });
const rowOf = (report: Report, id: string) =>
  renderMarkdown(report)
    .split('\n')
    .find((line) => line.startsWith(`| ${id} |`));

test('errors of the same title are told apart by their place in the code', () => {
  const findings = [
    finding('F1', 'TypeError: no rows', at('/app/src/orders.js', 41)),
    finding('F2', 'TypeError: no rows', at('C:\\app\\carts.js', null)),
    finding('F3', 'TypeError: no rows', null),
    finding('F4', 'RangeError: too long', at('/app/src/names.js', 7)),
  ];
  const report = { ...EXAMPLE, findings, rootCauses: [] };
  expect(rowOf(report, 'F1')).toContain('| TypeError: no rows at `orders.js:41` |');
  expect(rowOf(report, 'F2')).toContain('| TypeError: no rows at `carts.js` |');
  expect(rowOf(report, 'F3')).toContain('| TypeError: no rows |');
  expect(rowOf(report, 'F4')).toContain('| RangeError: too long |');
});

test('a hostile file name stays within its cell', () => {
  const location = at('/app/a|b`c](http:x)\u001b[31m.js', 3);
  const findings = ['F1', 'F2'].map((id) => finding(id, 'Error: same', location));
  const row = rowOf({ ...EXAMPLE, findings, rootCauses: [] }, 'F1') ?? '';
  expect(row).toContain('Error: same at ``');
  expect(row).not.toContain('\u001b');
  expect(row.replaceAll('\\|', '').split('|')).toHaveLength(10);
});
