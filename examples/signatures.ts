// Writes docs/signatures.md: the table of known failures as a reader needs it, with a line that each row knows and one
// that only looks like it.
//   node --import tsx examples/signatures.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fill, type Signature } from '../src/diagnosis/signature.ts';
import { SIGNATURES } from '../src/diagnosis/signatures/table.ts';
import { SIGNATURE_CASES } from '../test/diagnosis/signature-cases.ts';

const PATH = join(import.meta.dirname, '..', 'docs', 'signatures.md');

/** The list as Markdown, in the order in which the rows are tried. */
export function signatureList(): string {
  return [
    '# Known failures',
    '',
    `${SIGNATURES.length} failures that are told by their words, in the order in which they are tried. A failure that none of them fits is called by its own words; where it happens, what set it off and what follows is found in the same way.`,
    '',
    '| name | what it is called | category | kind | a line it knows | a look-alike it leaves alone |',
    '| --- | --- | --- | --- | --- | --- |',
    ...SIGNATURES.map(row),
    '',
  ].join('\n');
}

function row(signature: Signature): string {
  const { name, title, category, type } = signature;
  const { matches, lookAlikes } = SIGNATURE_CASES[name] ?? { matches: [], lookAlikes: [] };
  const words = (fill(title, {}) ?? title.replace(/\{(\w+)[^}]*\}/g, '($1)')).replace(
    / {2,}/g,
    ' ',
  );
  const cells = [`\`${name}\``, words, category, type, line(matches), line(lookAlikes)];
  return `| ${cells.join(' | ')} |`;
}

function line([first = '']: readonly string[]): string {
  return `\`${(first.split('\n')[0] ?? '').replaceAll('`', "'").replaceAll('|', '\\|').trim()}\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PATH, signatureList());
