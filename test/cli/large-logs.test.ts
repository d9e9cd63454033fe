// Logs that are large enough to be read in threads beside the main one, through the built program.
import { describe, expect, test } from 'vitest';
import { reportOf, runProgram } from './program.ts';

/** 600,000 events, 45 MB: every thousandth is an error. */
const LARGE = Buffer.from(
  Array.from({ length: 600_000 }, (_, index) => {
    const time = new Date(Date.UTC(2026, 10, 20, 12) + index * 10).toISOString();
    const what =
      index % 1_000 === 0 ? 'ERROR refused: db-1:5432' : 'INFO served in 12 ms, 0 errors';
    return `${time} ${what} ${index}`;
  }).join('\n'),
);
const FILES = { 'logs/checkout.log': LARGE };
const ARGS = ['checkout', '--logs', 'logs', '--hours', '2'];

describe('large logs', () => {
  test('are counted to the unit', async () => {
    const ran = await runProgram(ARGS, { files: FILES });
    const { totals, logGroups } = reportOf(ran);
    expect({ code: ran.code, totals, events: logGroups[0]?.events }).toEqual({
      code: 0,
      totals: { errors: 600, exact: true, searched: true },
      events: 600_000,
    });
  });

  test.each(['Troubleshooting', '5/9'])(
    'interrupted at %s, the program ends by itself and says so',
    async (words) => {
      let asked = false;
      const ran = await runProgram(ARGS, {
        files: FILES,
        onStderr: (text, kill) => {
          if (!asked && text.includes(words)) kill('SIGINT');
          asked ||= text.includes(words);
        },
      });
      expect([asked, ran.code]).toEqual([true, 130]);
    },
  );
});
