// An interrupted run whose folder is not in `reports`: what it says to type next goes on with it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runProgram, unwrapped } from './program.ts';
import { runInside } from './run-inside.ts';
import { CHECKOUT, INCIDENT } from './small-logs.ts';

/** The words behind `troubleshoot` of the command to go on, as the shell reads them. */
function toGoOn(text: string): string[] {
  const [, run = ''] = /troubleshoot resume ('[^']+'|[^\s'`.]+)/.exec(unwrapped(text)) ?? [];
  return ['resume', run.replaceAll("'", '')];
}

test('the report names the folder, quoted for the shell, and resume takes it', async () => {
  const ran = await runProgram([...CHECKOUT, '--json', '--out', 'my reports'], {
    files: { 'logs/checkout.log': INCIDENT },
    onStdout: (text, kill) => {
      if (text.includes('"tool":"start-query"') && !text.includes('"interrupted"')) kill('SIGTERM');
    },
  });
  expect(ran.code).toBe(143);
  const last = JSON.parse(ran.stdout.trim().split('\n').at(-1) ?? '') as Record<string, string>;
  const command = toGoOn(readFileSync(join(last.folder ?? '', 'report.md'), 'utf8'));
  expect(command[1]).toBe(last.folder);
  const resumed = await runInside([...command, '--quiet'], { folder: ran.folder });
  expect({ code: resumed.code, stdout: resumed.stdout.trim() }).toEqual({
    code: 0,
    stdout: join(last.folder ?? '', 'report.md'),
  });
}, 30_000);
