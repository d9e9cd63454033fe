// docs/sop.md: its example is an SOP without a fault that finds what it says, its tables are those of the program.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LINT_KNOWLEDGE } from '../../src/cli/sop-source.ts';
import { PROCEDURES } from '../../src/run/procedures/table.ts';
import { lintSop } from '../../src/sop/lint.ts';
import { newSop } from '../../src/sop/skeleton.ts';
import { ROOT, reportOf, runFile, runProgram } from './program.ts';

const page = readFileSync(join(ROOT, 'docs', 'sop.md'), 'utf8');
const example = /````markdown\n([\s\S]*?)````/.exec(page)?.[1] ?? '';
const PATH = 'sops/slow-payments.sop.md';

/** The cells of each row of the table with this head. */
function rowsBelow(head: string): string[][] {
  const [, after = ''] = page.split(`| ${head} |`);
  const rows = after.split('\n\n')[0]?.trim().split('\n').slice(1) ?? [];
  return rows.map((row) => row.split('|').map((cell) => cell.trim().replaceAll('`', '')));
}

test('its example lints without a fault', () => {
  expect(lintSop(example, PATH, LINT_KNOWLEDGE)).toEqual([]);
});

test('the command below the example finds slow payments', async () => {
  const [, command = ''] = /````\n\n```sh\ntroubleshoot (.*)\n/.exec(page) ?? [];
  const args = command.replace('examples/', `${join(ROOT, 'examples')}/`).split(' ');
  const ran = await runProgram([...args, '--quiet'], { files: { [PATH]: example } });
  expect(ran.code).toBe(0);
  const [query] = reportOf(ran).queries;
  expect(query).toMatchObject({ name: 'slow-over-time', columns: ['time', 'slow', 'slowest'] });
  expect(query?.text).toContain('took > 250');
  expect(query?.rows.length).toBeGreaterThan(0);
  expect(runFile(ran, 'report.md')).toContain('### Queries of the Procedure');
}, 30_000);

test('the README gives a new SOP a parameter that it has', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, name = ''] = /--sop checkout-incident --param (\w+)=/.exec(readme) ?? [];
  expect(newSop('checkout-incident')).toContain(`- **${name}** (`);
});

test('it lists the rules of the linter', () => {
  const source = readFileSync(join(ROOT, 'src/sop/rules.ts'), 'utf8');
  const rules = [...source.matchAll(/code: '([\w-]+)', severity: '(\w+)'/g)];
  const listed = rowsBelow('rule | severity | what it says').map(([, ...cells]) => cells);
  expect(rules.length).toBeGreaterThan(20);
  expect(listed.map(([rule, severity]) => [rule, severity])).toEqual(
    rules.map(([, rule, severity]) => [rule, severity]),
  );
});

test('it lists the procedures and what each needs', () => {
  const listed = rowsBelow('procedure | what it does | needs before it').map(
    ([, ...cells]) => cells,
  );
  expect(listed.map(([name, , needs]) => [name, needs])).toEqual(
    [...PROCEDURES.values()].map(({ name, needs }) => [name, needs.join(', ') || '–']),
  );
});
