// Each cap of a run, met by a model that looks on and on: near it the model is asked once to conclude, does so, and its
// answer stands; one that does not leaves the conclusion to the rules. The footer tells what was used of each.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/cli/analyst.ts';
import type { RunLimits } from '../../src/run/model/analyst.ts';
import type { Script } from './messages-server.ts';
import { submitOf } from './opening.ts';
import { type Played, play } from './play.ts';
import { SCRIPTED } from './scripted.ts';

const RUN_MS = 60_000;
const CONCLUDE = 'A limit of this run is reached';

/** Reads on while it looks for causes, until it is told to conclude; each turn until then takes its time. */
const readsOn =
  (obeys: boolean, takeTime: () => void): Script =>
  (request, index) => {
    const isTold = JSON.stringify(request.body.messages.at(-1)).includes(CONCLUDE);
    if (!isTold) takeTime();
    if (submitOf(request) === 'submit-root-causes' && !(isTold && obeys)) {
      const input = { id: `E${(index % 30) + 1}`, offset: index };
      return { kind: 'message', content: [{ type: 'tool_use', name: 'read-evidence', input }] };
    }
    // To the model that does well this is the second turn: it submits.
    return SCRIPTED['does well']?.(request, index) ?? { kind: 'message', content: [] };
  };

/** Turns take so long by the clock of the run, and no time. */
function capped(limits: Partial<RunLimits>, obeys: boolean, turnMs = 0): Promise<Played> {
  let takenMs = 0;
  const takeTime = () => {
    takenMs += turnMs;
  };
  return play({
    logs: join(import.meta.dirname, '..', '..', 'examples', 'payment-service'),
    application: 'payment-service',
    region: 'us-west-2',
    script: readsOn(obeys, takeTime),
    limits,
    now: () => Date.now() + takenMs,
  });
}

const timesTold = ({ requests }: Played) =>
  requests.filter(
    ({ body }) =>
      body.tools.some(({ name }) => name === 'submit-root-causes') &&
      JSON.stringify(body.messages.at(-1)).includes(CONCLUDE),
  ).length;

const CAPS: readonly (readonly [string, Partial<RunLimits>, number])[] = [
  ['--max-turns', { turns: 5 }, 0],
  ['--max-tokens', { tokens: 70_000 }, 0],
  ['--max-usd', { usd: 0.2 }, 0],
  ['--max-seconds', { seconds: 600 }, 60_000],
];

describe.each(CAPS)('near %s', (flag, limits, turnMs) => {
  test(
    'a model is asked once to conclude, and its answer stands',
    async () => {
      const played = await capped(limits, true, turnMs);
      expect(timesTold(played)).toBe(1);
      expect(played.report.run.analyst).toBe('model');
      expect(played.report.usage.model?.steps).toContain(7);
      const { usage } = played.report;
      expect(usage.modelTurns).toBeLessThanOrEqual(limits.turns ?? DEFAULT_LIMITS.turns);
      expect(usage.inputTokens + usage.outputTokens).toBeLessThanOrEqual(
        limits.tokens ?? DEFAULT_LIMITS.tokens,
      );
      expect(usage.model?.usd).toBeLessThanOrEqual(limits.usd ?? DEFAULT_LIMITS.usd);
    },
    RUN_MS,
  );

  test(
    'a model that reads on all the same leaves it to the rules, and the gap names the cap',
    async () => {
      const played = await capped(limits, false, turnMs);
      expect(timesTold(played)).toBe(1);
      expect(played.report.verdict).toBe('confirmed');
      expect(JSON.stringify(played.report.gaps)).toContain(
        `The limit ${flag} was reached before it had submitted.`,
      );
    },
    RUN_MS,
  );
});

test(
  'the footer tells of each cap what was used of it',
  async () => {
    const { markdown } = await capped({}, true);
    expect(markdown).toMatch(
      /\*\*Model:\*\* \d+ of 30 turns, [\d,]+ of 300,000 tokens, about \$0\.\d+ of \$1\n/,
    );
    expect(markdown).toMatch(
      /\*\*Limits:\*\* the model's part took [\d.]+ of 900 seconds; [\d.]+ MB of 50 GB scanned\n/,
    );
  },
  RUN_MS,
);
