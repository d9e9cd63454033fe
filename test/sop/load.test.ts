// SOPs on disk: search order, shadowing, what is said where none is found.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findSop, listSops } from '../../src/sop/load.ts';
import { parseSop } from '../../src/sop/parse.ts';
import { CLEAN, KNOWN } from './known.ts';

let root = '';
const at = (...parts: string[]) => join(root, ...parts);
const folders = () => [
  { label: 'project', path: at('missing') },
  { label: 'user', path: at('user') },
  { label: 'built-in', path: at('built-in') },
];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'sops-'));
  mkdirSync(at('user'));
  mkdirSync(at('built-in'));
  mkdirSync(at('built-in', 'folder.sop.md'));
  writeFileSync(at('user', 'queue-check.sop.md'), CLEAN.replace('# Queue', '# My queue'));
  writeFileSync(at('user', 'notes.md'), 'no SOP');
  writeFileSync(at('built-in', 'queue-check.sop.md'), CLEAN);
  writeFileSync(at('built-in', 'broken.sop.md'), '# Broken\n');
});

afterAll(() => rmSync(root, { recursive: true }));

describe('findSop', () => {
  test('takes the first folder that has the name', async () => {
    const found = await findSop('queue-check', folders());
    expect([found.value?.title, found.path, found.diagnostics]).toEqual([
      'My queue check',
      at('user', 'queue-check.sop.md'),
      [],
    ]);
  });

  test('takes a path as it is', async () => {
    const found = await findSop(at('built-in', 'queue-check.sop.md'), folders());
    expect([found.value?.title, found.text]).toEqual(['Queue check', CLEAN]);
  });

  test('hands over the text where it does not parse', async () => {
    const found = await findSop('broken', folders());
    expect([found.value, found.text, found.diagnostics.map(({ code }) => code)]).toEqual([
      null,
      '# Broken\n',
      ['no-steps'],
    ]);
  });

  test('names the places searched and the nearest name', async () => {
    expect(await findSop('queue-chek', folders())).toEqual({
      value: null,
      path: 'queue-chek',
      near: 'queue-check',
      text: null,
      diagnostics: [
        {
          severity: 'error',
          code: 'sop-not-found',
          message: `There is no SOP \`queue-chek\`; searched: ${at('missing')} (project), ${at('user')} (user), ${at('built-in')} (built-in)`,
          span: null,
          help: 'did you mean `queue-check`?',
        },
      ],
    });
  });

  test('tells a path without a file, a folder and a file that is too large apart', async () => {
    writeFileSync(at('large.sop.md'), ' '.repeat(3 * 262_144 + 1));
    const codes = async (path: string) =>
      (await findSop(path, [])).diagnostics.map(({ code, message }) => [code, message]);
    expect(await codes(at('no.sop.md'))).toEqual([
      ['sop-not-found', `There is no file ${at('no.sop.md')}`],
    ]);
    expect(await codes(at('built-in', 'folder.sop.md'))).toEqual([
      ['sop-unreadable', expect.stringContaining('folder.sop.md is a folder; an SOP is a file')],
    ]);
    expect(await codes(at('large.sop.md'))).toEqual([
      ['sop-unreadable', expect.stringContaining('larger than 786432 bytes')],
    ]);
  });
});

describe('listSops', () => {
  test('lists all folders, marks the shadowed, and says why one cannot be used', async () => {
    const summary = 'Looks at a queue.';
    const parameters = parseSop(CLEAN, '').value?.parameters.map(({ span: _, ...rest }) =>
      expect.objectContaining(rest),
    );
    expect(parameters).not.toEqual([]);
    expect(await listSops(folders(), KNOWN)).toEqual({
      diagnostics: [],
      value: [
        {
          name: 'queue-check',
          source: 'user',
          path: at('user', 'queue-check.sop.md'),
          title: 'My queue check',
          summary,
          parameters,
          problem: null,
          shadowedBy: null,
        },
        {
          name: 'broken',
          source: 'built-in',
          path: at('built-in', 'broken.sop.md'),
          title: null,
          summary: '',
          parameters: [],
          problem: 'The SOP has no steps',
          shadowedBy: null,
        },
        {
          name: 'folder',
          source: 'built-in',
          path: at('built-in', 'folder.sop.md'),
          title: null,
          summary: '',
          parameters: [],
          problem: expect.stringContaining('is a folder'),
          shadowedBy: null,
        },
        {
          name: 'queue-check',
          source: 'built-in',
          path: at('built-in', 'queue-check.sop.md'),
          title: 'Queue check',
          summary,
          parameters,
          problem: null,
          shadowedBy: 'user',
        },
      ],
    });
  });

  test('says which folder cannot be read', async () => {
    const path = at('user', 'notes.md');
    const { value, diagnostics } = await listSops([{ label: 'project', path }], KNOWN);
    expect([value, diagnostics.map(({ code }) => code)]).toEqual([[], ['sop-unreadable']]);
  });
});
