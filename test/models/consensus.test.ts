// `--consensus N` over the bundled example, with a model that says the same each time and with ones that do not.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Script, SentRequest } from './messages-server.ts';
import { draftCauses, openingOf, submitOf } from './opening.ts';
import { play } from './play.ts';
import { SCRIPTED } from './scripted.ts';

const RUN_MS = 60_000;

interface Said {
  readonly title: string;
  readonly type: string;
}

const POOL: Said = { title: 'Connections of the pool are exhausted', type: 'infrastructure' };
const SAME: Said = { title: 'The pool has no connections left', type: 'infrastructure' };
const OTHER: Said = { title: 'Slow callers upstream', type: 'dependency' };

/** Of each conclusion what it says of the first cause; null: it submits nothing that stands. */
const says = (...conclusions: readonly (Said | null)[]): Script => {
  let at = 0;
  return (request, index) => {
    if (submitOf(request) !== 'submit-root-causes')
      return SCRIPTED['does well']?.(request, index) ?? { kind: 'message', content: [] };
    const said = conclusions[at++] ?? null;
    return said === null
      ? { kind: 'message', content: [], stop: 'refusal' }
      : { kind: 'message', content: [use(request, said)] };
  };
};

function use(request: SentRequest, { title, type }: Said) {
  const rootCauses = draftCauses(openingOf(request)).map(({ findings, quotes }, index) => ({
    title: index === 0 ? title : 'Another failure',
    component: null,
    type,
    confidence: 'confirmed',
    findings,
    claims: quotes.map((quote) => ({
      text: 'The line says so.',
      kind: 'observed',
      quotes: [quote],
    })),
    trigger: null,
  }));
  return {
    type: 'tool_use' as const,
    name: 'submit-root-causes',
    input: { rootCauses: rootCauses.slice(0, 1), ruledOut: [] },
  };
}

const concluding = (...conclusions: readonly (Said | null)[]) =>
  play({
    logs: join(import.meta.dirname, '..', '..', 'examples', 'payment-service'),
    application: 'payment-service',
    region: 'us-west-2',
    script: says(...conclusions),
    consensus: conclusions.length,
  });

test(
  'conclusions that agree in other words keep the verdict',
  async () => {
    const { report, markdown } = await concluding(POOL, SAME, POOL);
    expect(report.usage.model?.consensus).toEqual({ runs: 3, agree: 3 });
    expect(report.verdict).toBe('confirmed');
    expect(markdown).toContain('**Consensus:** 3 of 3 conclusions name the same primary cause');
  },
  RUN_MS,
);

test(
  'conclusions that differ lower it, although they name the same finding',
  async () => {
    const { report, markdown } = await concluding(POOL, OTHER, SAME);
    expect(report.usage.model?.consensus).toEqual({ runs: 3, agree: 2 });
    expect(report.verdict).toBe('likely');
    expect(markdown).toContain('the other one: "Slow callers upstream" (dependency)');
  },
  RUN_MS,
);

test(
  'a conclusion that does not stand is told, and the verdict rests on the others',
  async () => {
    const { report } = await concluding(POOL, null, POOL);
    expect(report.usage.model?.consensus).toEqual({ runs: 2, agree: 2 });
    expect(report.gaps.map(({ what }) => what)).toEqual([
      expect.stringMatching(
        /^Conclusion 2 of 3 of the model .* does not stand; the verdict rests on the one before it\.$/,
      ),
    ]);
  },
  RUN_MS,
);
