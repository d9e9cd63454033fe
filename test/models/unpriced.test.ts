// A model whose price is not known: that no cap in dollars binds is said at the start and in the report.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type PlayOptions, play } from './play.ts';
import { SCRIPTED } from './scripted.ts';

const RUN_MS = 60_000;

const local = (more: Partial<PlayOptions> = {}) =>
  play({
    logs: join(import.meta.dirname, '..', '..', 'examples', 'payment-service'),
    application: 'payment-service',
    region: 'us-west-2',
    script: SCRIPTED['does well'] ?? null,
    model: 'qwen3-coder',
    ...more,
  });

test(
  'is told before it is asked, and in the footer; no gap where only the default cap fails',
  async () => {
    const { journal, markdown, report } = await local();
    const events = journal
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    const told = events.findIndex(
      ({ kind, text }) => kind === 'notice' && /--max-usd 1 cannot bind; --max-tokens/.test(text),
    );
    expect(told).toBeGreaterThanOrEqual(0);
    expect(told).toBeLessThan(events.findIndex(({ kind }) => kind === 'step-started'));
    expect(markdown).toContain('price not known: the cap of $1 cannot bind');
    expect(report.gaps).toEqual([]);
  },
  RUN_MS,
);

test(
  'leaves a cap that was asked for as a gap',
  async () => {
    const { report } = await local({ limits: { usd: 0.2 }, asksForUsd: true });
    expect(report.gaps.map(({ what }) => what)).toEqual([
      '--max-usd 0.2 was asked for and could not bind.',
    ]);
  },
  RUN_MS,
);

test(
  'is bound by its tokens',
  async () => {
    const { report, requests } = await local({
      script: SCRIPTED.loops ?? null,
      limits: { tokens: 40_000 },
    });
    expect(report.usage.inputTokens + report.usage.outputTokens).toBeLessThanOrEqual(40_000);
    expect(requests.length).toBeGreaterThan(0);
    expect(JSON.stringify(report.gaps)).toContain('--max-tokens');
  },
  RUN_MS,
);
