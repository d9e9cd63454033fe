// Runs that `resume` and `runs` find damaged, of another version, or over logs that have changed: each is told in plain
// words, and no count is of two states of the logs.
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Ran, reportOf, runFolders, runProgram, unwrapped } from './program.ts';
import { runInside } from './run-inside.ts';
import { CHECKOUT, INCIDENT } from './small-logs.ts';

/** A folder with logs and the run over them of a process that died at its first query. */
let template: string;
beforeAll(async () => {
  let kill: (() => void) | null = null;
  const killed = await runProgram([...CHECKOUT, '--json'], {
    files: { 'logs/checkout.log': INCIDENT },
    onStdout: (text, send) => {
      if (!text.includes('"kind":"query-started"')) return;
      kill ??= () => send('SIGKILL');
      kill();
    },
  });
  template = killed.folder;
}, 30_000);

/** A copy of it, changed. */
async function resumed(change: (journal: string, folder: string) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-resumed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(template, folder, { recursive: true });
  const [run = ''] = runFolders({ folder } as Ran);
  for (const name of ['journal.jsonl', 'record.jsonl']) {
    const text = readFileSync(join(run, name), 'utf8');
    writeFileSync(join(run, name), text.replaceAll(template, folder));
  }
  change(join(run, 'journal.jsonl'), folder);
  const ran = await runInside(['resume', run], { folder });
  const listed = await runInside(['runs'], { folder });
  return { ran, listed, id: basename(run).slice(-6) };
}

const edited = (path: string, change: (text: string) => string) =>
  writeFileSync(path, change(readFileSync(path, 'utf8')));

describe('resume', () => {
  test.each([
    ['nothing in its journal', (journal: string) => writeFileSync(journal, '')],
    ['no line of the program', (journal: string) => writeFileSync(journal, Buffer.alloc(3_000, 7))],
    [
      'a request of another shape',
      (journal: string) => edited(journal, (text) => text.replace('"regions"', '"places"')),
    ],
    [
      'steps of another shape',
      (journal: string) => edited(journal, (text) => text.replaceAll('"constraints"', '"rules"')),
    ],
  ])('of a run with %s says that it cannot, and `runs` lists it', async (_, change) => {
    const { ran, listed, id } = await resumed(change);
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
    expect(unwrapped(ran.stderr)).toContain('does not tell what was asked for');
    expect(listed.stdout).toContain(id);
    expect(listed.stderr).not.toContain('troubleshoot resume');
  });

  test('of a folder without a journal that can be read finds no run', async () => {
    const { ran, listed } = await resumed((journal) => {
      rmSync(journal);
      mkdirSync(journal);
    });
    expect(ran.code).toBe(2);
    expect(unwrapped(ran.stderr)).toContain('is no run');
    expect(unwrapped(listed.stderr)).toContain('No run in reports');
  });

  test('with lines in its journal and record that are none goes on all the same', async () => {
    const { ran } = await resumed((journal) => {
      const garbage = `\n{"kind":\n[null,null]\n[{"kind":"call"},3]\n\u0000\n`;
      appendFileSync(journal, garbage);
      appendFileSync(journal.replace('journal', 'record'), garbage);
    });
    expect(ran.code).toBe(0);
    expect(reportOf(ran)).toMatchObject({ gaps: [], totals: { exact: true } });
  });

  test('by another version of the program says so', async () => {
    const { ran } = await resumed((journal) =>
      edited(journal, (text) => text.replace(/"version":"[^"]+"/, '"version":"0.0.1"')),
    );
    expect(ran.code).toBe(0);
    expect(unwrapped(ran.stderr)).toContain('begun by version 0.0.1, and goes on with version');
  });

  test('over logs that have changed is refused', async () => {
    const { ran } = await resumed((_, folder) =>
      appendFileSync(
        join(folder, 'logs', 'checkout.log'),
        '2026-11-20 14:20:00 ERROR one more that was not there\n',
      ),
    );
    expect(ran.code).toBe(2);
    expect(unwrapped(ran.stderr)).toMatch(
      /they held \d+ events in 1 log group, and hold \d+ events/,
    );
  });

  test('over logs that have moved says where they were, and how to begin anew', async () => {
    let logs = '';
    const { ran } = await resumed((_, folder) => {
      logs = join(folder, 'logs');
      renameSync(logs, join(folder, 'moved'));
    });
    expect(ran.code).toBe(2);
    const told = unwrapped(ran.stderr);
    expect(told).toContain(`This run reads ${logs}, which is not there any more.`);
    expect(told).toContain('begin anew: troubleshoot checkout --logs NEW');
  });
});
