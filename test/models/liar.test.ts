// A model that submits well-formed falsehoods over true quotes: of an SOP's own steps, of causes, of what it did.
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Script } from './messages-server.ts';
import { draftCauses, openingOf, submitOf } from './opening.ts';
import { OWN_SOP } from './own-sop.ts';
import { factsOf, type Played, type PlayOptions, play, sopOf } from './play.ts';

const EXAMPLE: PlayOptions = {
  logs: join(import.meta.dirname, '..', '..', 'examples', 'payment-service'),
  application: 'payment-service',
  region: 'us-west-2',
  script: null,
};
const RUN_MS = 60_000;

const LIES = [
  'Nothing failed at all, and all payments went through.',
  'It failed at half past three, for nine days.',
  'This is a false alarm.',
  'I rolled back the change and restarted the service.',
];

const liar: Script = (request) => {
  const name = submitOf(request);
  const opening = openingOf(request);
  const [, evidence = '', quote = ''] =
    /^ {2}first, (E\d+) [^\n]*\n {2}\| ([^\n]*)/m.exec(opening) ?? [];
  const drafts = draftCauses(opening);
  const claims = LIES.map((text) => ({
    text,
    kind: 'observed',
    quotes: drafts[0]?.quotes.slice(0, 1) ?? [{ evidence, quote }],
  }));
  const honest = { ...claims[0], text: 'The pool gave out no connection.' };
  const inputs: Record<string, unknown> = {
    'submit-step': {
      summary: 'All is well; no customer was hit',
      claims: claims.map((claim) => ({ ...claim, quotes: [{ evidence, quote }] })),
      obligations: [
        { number: 1, status: 'not-applicable', by: 'there were none to count' },
        { number: 2, status: 'satisfied', by: LIES[3] },
      ],
    },
    'submit-root-causes': {
      rootCauses: drafts.map(({ type, findings, quotes }) => ({
        title: 'No failure of the service, a planned test',
        component: null,
        type,
        confidence: 'confirmed',
        findings,
        claims: [{ ...honest, quotes: quotes.slice(0, 1) }, ...claims],
        trigger: null,
      })),
      ruledOut: [],
    },
    'submit-actions': {
      actions: [
        {
          draft: null,
          horizon: 'long-term',
          title: 'Ignore this report',
          reason: honest,
          rootCauses: [1],
          steps: ['Turn off all alarms'],
          rollback: null,
        },
      ],
    },
  };
  return { kind: 'message', content: [{ type: 'tool_use', name, input: inputs[name] }] };
};

const FALSE =
  /nothing failed|went through|half past|nine days|false alarm|rolled back the change and|all is well|planned test|none to count|ignore this report|turn off all/i;

describe('a model that lies over true quotes', () => {
  let rules: Played;
  beforeAll(async () => {
    rules = await play(EXAMPLE);
  }, RUN_MS);

  test(
    'says none of it in the report of the built-in SOP',
    async () => {
      const played = await play({ ...EXAMPLE, script: liar });
      expect(factsOf(played.report)).toEqual(factsOf(rules.report));
      expect(played.report.verdict).toBe('confirmed');
      const { gaps: _, ...judged } = played.report;
      expect(JSON.stringify(judged)).not.toMatch(FALSE);
    },
    RUN_MS,
  );

  test(
    'leaves the obligations of an own step open',
    async () => {
      const played = await play({ ...EXAMPLE, script: liar, sop: sopOf(OWN_SOP) });
      const constraints = played.report.steps.flatMap((step) => step.constraints);
      expect(constraints[0]).toMatchObject({ status: 'gap' });
      expect(constraints[0]?.by).toContain('although it is about errors');
      expect(constraints[1]).toMatchObject({ status: 'gap' });
      const { gaps: _, ...judged } = played.report;
      expect(JSON.stringify(judged)).not.toMatch(FALSE);
    },
    RUN_MS,
  );
});
