// What a model may use: its queries are estimated before they are started, its time is its own.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Answer, Script } from './messages-server.ts';
import { submitOf } from './opening.ts';
import { type PlayOptions, play } from './play.ts';
import { SCRIPTED } from './scripted.ts';

const RUN_MS = 60_000;
const QUERY = { query: 'fields @timestamp, @message | sort @timestamp asc' };

const asks = (...inputs: readonly object[]): Answer => ({
  kind: 'message',
  content: inputs.map((input) => ({ type: 'tool_use', name: 'query-logs', input })),
});

/** Asks queries of its own while it looks for causes, some in each turn, then does well. */
const queries =
  (...turns: readonly (readonly object[])[]): Script =>
  (request, index) => {
    const asked = (request.body.messages.length - 1) / 2;
    const inputs = submitOf(request) === 'submit-root-causes' ? turns[asked] : undefined;
    if (inputs !== undefined) return asks(...inputs);
    const good = SCRIPTED['does well'];
    if (good === undefined) throw new Error('there is no good model');
    return good(request, index);
  };

const example = (script: Script, more: Partial<PlayOptions> = {}) =>
  play({
    logs: join(import.meta.dirname, '..', '..', 'examples', 'payment-service'),
    application: 'payment-service',
    region: 'us-west-2',
    hours: 2,
    script,
    ...more,
  });

describe('queries of the model', () => {
  test(
    'are estimated beforehand; the footer tells the estimate and what was scanned',
    async () => {
      const played = await example(queries([QUERY]));
      const { scan } = played.report.usage.model ?? {};
      expect(scan).toMatchObject({ queries: 1, refused: 0, unknown: 0 });
      expect(scan?.estimatedBytes).toBeGreaterThan(1e6);
      expect(scan?.bytesScanned).toBeGreaterThan(0.5e6);
      expect(scan?.bytesScanned).toBeLessThan(2 * (scan?.estimatedBytes ?? 0));
      expect(played.markdown).toMatch(
        /\*\*Queries of the model:\*\* 1, estimated beforehand at 1\.\d MB, 1\.\d MB scanned\n/,
      );
      expect(played.journal).toMatch(/estimated 1\.\d MB, 1\.\d MB scanned/);
    },
    RUN_MS,
  );

  test(
    'are not started where they are likely to pass the limit, and a smaller one still is',
    async () => {
      const small = { ...QUERY, start: '2026-11-20T15:50:00Z', end: '2026-11-20T15:55:00Z' };
      // The run itself scans some 2.8 MB: a window of 1.4 MB does not fit any more.
      const limits = { scanGb: 0.0035 };
      const played = await example(queries([QUERY], [small]), { limits });
      const { scan } = played.report.usage.model ?? {};
      expect(scan).toMatchObject({ queries: 1, refused: 1 });
      expect(played.report.usage.bytesScanned).toBeLessThan(limits.scanGb * 1e9);
      expect(played.journal).toMatch(
        /It was not started: it is likely to scan 1\.\d MB, and of the limit --max-scan-gb 0\.0035 [\d.]+ KB are left/,
      );
      expect(played.markdown).toContain(
        '; 1 not started, as it would have passed --max-scan-gb 0.0035',
      );
      // What a model may not look at is no gap of the run.
      expect(played.report.gaps).toEqual([]);
      expect(played.report.run.analyst).toBe('model');
    },
    RUN_MS,
  );

  test(
    'that are asked at once share what is left',
    async () => {
      const other = { query: `${QUERY.query} | limit 5` };
      const script = queries([QUERY, other]);
      const played = await example(script, { limits: { scanGb: 0.0052 } });
      expect(played.report.usage.model?.scan).toMatchObject({ queries: 1, refused: 1 });
    },
    RUN_MS,
  );
});

test(
  "--max-seconds is the model's own time: the run before it does not count",
  async () => {
    const played = await example(SCRIPTED['does well'] ?? queries());
    const { usage } = played.report;
    expect(usage.model?.seconds).toBeLessThan(usage.seconds);
    expect(played.markdown).toMatch(
      /\*\*Limits:\*\* the model's part took [\d.]+ of 900 seconds; /,
    );
  },
  RUN_MS,
);
