// Whole runs over the bundled example with a scripted model: whatever it does, the report is complete and its facts are
// those of the rules' run.
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { OWN_SOP } from './own-sop.ts';
import { factsOf, type Played, type PlayOptions, play, sopOf } from './play.ts';
import { SCRIPTED } from './scripted.ts';

const EXAMPLE: PlayOptions = {
  logs: join(import.meta.dirname, '..', '..', 'examples', 'payment-service'),
  application: 'payment-service',
  region: 'us-west-2',
  script: null,
};
const RUN_MS = 60_000;

let rules: Played;
beforeAll(async () => {
  rules = await play(EXAMPLE);
}, RUN_MS);

const playing = (name: string, more: Partial<PlayOptions> = {}) =>
  play({ ...EXAMPLE, script: SCRIPTED[name] ?? null, ...more });

/** Whose answer a model's submission has to be; all others end as the rules' answer. */
const STANDS = ['does well'];

describe('any model', () => {
  test.each(Object.keys(SCRIPTED))(
    'that %s leaves the facts as they are',
    async (name) => {
      const played = await playing(name);
      expect(factsOf(played.report)).toEqual(factsOf(rules.report));
      expect(played.report.verdict).toBe('confirmed');
      expect(played.markdown.match(/^## /gm)).toHaveLength(9);
      expect(played.refused).toEqual([]);
      const stands = STANDS.includes(name);
      expect(played.report.run.analyst).toBe(stands ? 'model' : 'rules');
      expect(played.report.gaps.length > 0).toBe(!stands);
      if (!stands) expect(played.report.rootCauses).toEqual(rules.report.rootCauses);
      if (!stands) expect(played.report.actions).toEqual(rules.report.actions);
    },
    RUN_MS,
  );
});

describe('a model that does well', () => {
  let well: Played;
  beforeAll(async () => {
    well = await playing('does well');
  }, RUN_MS);

  test('is named, with its claims counted', () => {
    expect(well.report.run).toMatchObject({ analyst: 'model', model: 'claude-sonnet-5-5' });
    expect(well.markdown).toMatch(
      /\*\*Claims:\*\* (\d+) of \1 claims of the model quote lines of the evidence/,
    );
    expect(well.markdown).toContain('of 30 turns');
  });

  test('has every quote verbatim in the evidence', () => {
    const rows = well.evidence
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    const messages = (id: string): string[] =>
      rows
        .find((one) => one.id === id)
        .rows.map((row: Record<string, string>) => row['@message'] ?? row.message);
    for (const { id, quote } of well.report.rootCauses.flatMap(({ evidence }) => evidence)) {
      expect(messages(id).some((message) => message.includes(quote))).toBe(true);
    }
  });

  test('keeps the commands of the program, and writes none', () => {
    const commands = (played: Played) => played.report.actions.flatMap((action) => action.commands);
    expect(commands(rules)).toEqual(expect.arrayContaining(commands(well)));
  });

  test('is sent at most 60,000 tokens in at most 8 requests, 25,000 of them outside of the repeated prefix', () => {
    const bodies = well.requests.map(({ raw }) => raw);
    const all = bodies.reduce((sum, raw) => sum + raw.length, 0) / 4;
    const fresh =
      bodies.reduce(
        (sum, raw, index) => sum + raw.length - shared(raw, bodies[index - 1] ?? ''),
        0,
      ) / 4;
    expect(bodies.length).toBeLessThanOrEqual(8);
    expect(all).toBeLessThanOrEqual(60_000);
    expect(fresh).toBeLessThanOrEqual(25_000);
  });

  test('is told the step, and offered only tools that read', () => {
    const [first, , last] = well.requests;
    expect(first?.raw).toContain('You MUST rank root causes by these together');
    expect(first?.body.tools.map(({ name }) => name)).toEqual([
      'read-evidence',
      'lines-around',
      'compare-windows',
      'contrast-field',
      'query-logs',
      'submit-root-causes',
      'read-result',
    ]);
    expect(last?.body.tools.map(({ name }) => name)).toEqual([
      'read-evidence',
      'submit-actions',
      'read-result',
    ]);
  });

  test('leaves a journal of what it was told and what it said', () => {
    const kinds = new Set(
      well.journal
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).kind),
    );
    for (const kind of [
      'model-asked',
      'model-turn-finished',
      'model-text',
      'model-tool-used',
      'model-answered',
    ])
      expect(kinds).toContain(kind);
  });
});

/** Characters that two requests begin with alike. */
function shared(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

describe('an SOP without procedures', () => {
  test(
    'is carried out by the model, over facts that the program collects',
    async () => {
      const played = await playing('does well', { sop: sopOf(OWN_SOP) });
      expect(played.refused).toEqual([]);
      expect(played.report.totals).toEqual(rules.report.totals);
      expect(played.report.verdict).toBe('confirmed');
      expect(played.report.steps.map(({ status }) => status)).toEqual(['done', 'done']);
      expect(played.report.steps[0]?.constraints[0]).toEqual({
        text: 'You MUST name the error that comes most often',
        status: 'satisfied',
        by: 'the model: seen in the data',
      });
      expect(played.markdown).toContain('Step 1, carried out by the model');
      expect(played.report.gaps).toEqual([]);
    },
    RUN_MS,
  );

  test(
    'is gaps where there is no model',
    async () => {
      const played = await play({ ...EXAMPLE, sop: sopOf(OWN_SOP) });
      expect(played.report.gaps).toHaveLength(2);
      expect(played.report.run.analyst).toBe('rules');
    },
    RUN_MS,
  );
});

describe('limits', () => {
  test(
    'a run stays below them, and says which was reached',
    async () => {
      const played = await playing('loops', { limits: { turns: 4 } });
      expect(played.requests.length).toBeLessThanOrEqual(4);
      expect(JSON.stringify(played.report.gaps)).toContain('--max-turns');
    },
    RUN_MS,
  );
});
