// One sentence with another word in each log group: where the word is always the same there, it says what failed.
import { expect, test } from 'vitest';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import { event, FOUR_HOURS, MINUTE, START_MS } from './support.ts';

const JOBS =
  'Reindex Billing Mailer Exporter Importer Thumbnails Ledger Search Catalog Pricing Payout Notifier Archiver Reporter'.split(
    ' ',
  );

const titles = (nameOf: (job: number, line: number) => string) => {
  const events = JOBS.flatMap((_, job) =>
    Array.from({ length: 6 }, (_line, line) =>
      event(`ERROR ${nameOf(job, line)} failed with code 5`, {
        logGroup: `/jobs/${job}`,
        timestampMs: START_MS + (line * 30 + job) * MINUTE,
      }),
    ),
  );
  const { findings } = analyze(prepare(events, FOUR_HOURS), []);
  return findings.map(({ title, count }) => `${count} ${title}`);
};

test('fourteen jobs, each in its own log group, are fourteen errors', () => {
  const found = titles((job) => JOBS[job] ?? '');
  expect(found).toHaveLength(14);
  expect(found).toContain('6 Ledger failed with code 5');
});

test('the same words here and there in all log groups are values of one error', () => {
  expect(titles((job, line) => JOBS[(job * 5 + line * 3) % 14] ?? '')).toHaveLength(1);
});

test('so are words that each log group changes', () => {
  expect(titles((job, line) => `${JOBS[job]}${'abcdef'[line]}`)).toHaveLength(1);
});
