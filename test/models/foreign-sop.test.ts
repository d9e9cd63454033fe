// An SOP that is about something else than errors: it names no procedure, so a model carries out all of it, and the
// report says what that is worth.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Script, SentRequest } from './messages-server.ts';
import { submitOf } from './opening.ts';
import { type Played, play, sopOf } from './play.ts';

const SOP = `# TLS Certificate Review

## Overview

Before a weekend, an engineer reviews whether certificates are about to lapse, and writes a hand-over note.

## Parameters

- **environment** (required): Which environment is reviewed
- **warn_days** (optional, default: "14"): Days before expiry that count as soon

## Steps

### 1. Collect the mentions

Read what the logs of \${environment} say of certificates.

\`\`\`insights mentions
filter @message like "valid until" and @log like /\${environment}/
\`\`\`

**Constraints:**

- You MUST quote each mention of a certificate that ends within \${warn_days} days
- You MUST NOT open a ticket since tickets are opened by the duty officer
- You MAY skip hosts that are retired

### 2. Write the note

Write what the duty officer needs to know.

**Constraints:**

- You MUST name the host with the earliest end

## Troubleshooting

### No logs

Ask the owner of the log account.
`;

const LINES = Array.from({ length: 60 }, (_, index) => {
  const at = new Date(Date.UTC(2026, 10, 20, 14, index)).toISOString();
  return index % 20 === 7
    ? `${at} INFO certwatch - certificate of gw-${index % 3}.edge.internal valid until 2026-12-0${1 + (index % 3)}`
    : `${at} INFO proxy - request ${index} served in ${10 + (index % 7)} ms`;
}).join('\n');

const QUOTE = 'certificate of gw-1.edge.internal valid until 2026-12-02';

const uses = (name: string, input: unknown): Answer => ({
  kind: 'message',
  content: [{ type: 'tool_use', name, input }],
});

/** Asks for the lines, then says this of the step. */
const reviewer =
  (summary: string, by: string): Script =>
  (request: SentRequest) => {
    const submit = submitOf(request);
    if (submit !== 'submit-step')
      return uses(
        submit,
        submit === 'submit-actions' ? { actions: [] } : { rootCauses: [], ruledOut: [] },
      );
    if (request.body.messages.length === 1)
      return uses('query-logs', { query: 'fields @message | filter @message like /certificate/' });
    const [, evidence = ''] = /(E\d+): \d+ of/.exec(request.raw) ?? [];
    return uses(submit, {
      summary,
      claims: [
        {
          text: 'The certificate of gw-1.edge.internal is valid until 2026-12-02.',
          kind: 'observed',
          quotes: [{ evidence, quote: QUOTE }],
        },
      ],
      obligations: [1, 2].map((number) => ({ number, status: 'satisfied', by })),
    });
  };

async function review(script: Script | null): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'foreign-sop-'));
  try {
    writeFileSync(join(folder, 'edge.log'), LINES);
    return await play({
      logs: join(folder, 'edge.log'),
      application: 'edge',
      script,
      sop: sopOf(SOP, 'tls-review.sop.md'),
      parameters: { environment: 'edge', warn_days: '14' },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('an SOP of another subject, carried out by a model', () => {
  let played: Played;
  beforeAll(async () => {
    played = await review(reviewer('Three lines name a certificate.', 'quoted above'));
  });

  test('ends in a whole report without a gap', () => {
    expect(played.refused).toEqual([]);
    expect(played.markdown.match(/^## /gm)).toHaveLength(9);
    expect(played.report.steps.map(({ status }) => status)).toEqual(['done', 'done']);
    expect(played.report.gaps).toEqual([]);
    expect(played.report.verdict).toBe('no-incident');
  });

  test('tells its answer where a manager looks, with a quote that is verbatim', () => {
    const [summary = ''] = played.markdown.split('\n## Log Groups Analyzed');
    expect(summary).toContain(
      '**Step 1, Collect the mentions, as the model judges:** The certificate of gw-1.edge.internal is valid until 2026-12-02.',
    );
    expect(played.markdown).toMatch(new RegExp(`\\(E\\d+: \`${QUOTE}\`\\)`));
    expect(played.evidence).toContain(QUOTE);
  });

  test('says that obligations ended as the model tells, and which it did not speak of', () => {
    expect(played.markdown).toContain(
      '3 obligations of these steps ended as the model says: no code checks them.',
    );
    expect(played.markdown).toMatch(
      /Not binding, and nobody checked it:\n\n- Step \d: .* MAY .* – the model did not say how it ended\n\n/,
    );
  });

  test('lets it count by a query', () => {
    expect(played.markdown).toContain(
      'Step 1, carried out by the model, in its words: Three lines name a certificate.',
    );
  });

  test('tells the model the obligations with the parameters in their places', () => {
    const opening = played.requests[0]?.raw ?? '';
    expect(opening).toContain('ends within 14 days');
    expect(opening).toContain('the logs of edge say');
    expect(opening).toContain(
      JSON.stringify(
        '```insights mentions\nfilter @message like "valid until" and @log like /edge/\n```',
      ).slice(1, -1),
    );
    expect(opening.split('insights mentions')).toHaveLength(2);
    expect(opening).not.toMatch(/\$\{\w+\}/);
  });
});

test('what it makes up is not printed', async () => {
  const script = reviewer('Opened ticket OPS-4711 for gw-9.edge.internal.', 'done in OPS-4711');
  const { markdown, json } = await review(script);
  expect(markdown + json).not.toMatch(/OPS-4711|gw-9/);
  expect(markdown).toContain('does not hold against the evidence and is left out');
  expect(markdown).toContain(
    'You MUST name the host with the earliest end – the model says so, in words that the evidence does not hold',
  );
});

test('without a model each step is a gap that says how to get one', async () => {
  const { report } = await review(null);
  expect(report.gaps).toHaveLength(2);
  for (const { remedy } of report.gaps) expect(remedy).toMatch(/Let a model carry it out/);
});
