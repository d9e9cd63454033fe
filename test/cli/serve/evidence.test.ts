// The evidence tools over a run of a few lines, as an agent's client calls them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/cli/config.ts';
import { cutText, pageOfRows } from '../../../src/cli/serve/evidence-page.ts';
import { createRuns } from '../../../src/cli/serve/runs.ts';
import { servedOf } from '../../../src/cli/serve/served.ts';
import { INCIDENT, INCIDENT_ERRORS, INCIDENT_EVENTS } from '../small-logs.ts';
import { clientOf } from './client.ts';

const NOBODY = { profile: null, roleArn: null };
let root = '';
let client: Client;
let answer: { run: string; rootCauses: { evidence: { id: string; quote: string }[] }[] };

const call = async (name: string, args: object) =>
  (await client.callTool({ name, arguments: { ...args } })) as CallToolResult;
const contentOf = async (name: string, args: object) =>
  (await call(name, args)).structuredContent as Record<string, never>;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'served-evidence-'));
  mkdirSync(join(root, 'logs'));
  writeFileSync(join(root, 'logs', 'checkout.log'), INCIDENT);
  const config = readConfig({ XDG_CONFIG_HOME: root });
  const logs = [join(root, 'logs')];
  const runs = createRuns();
  client = await clientOf(
    servedOf({ config, region: null, access: NOBODY, logs, out: join(root, 'out'), runs }),
  );
  const before = await call('read-evidence', { id: 'E1' });
  expect(before).toMatchObject({
    isError: true,
    content: [{ text: 'There is no finished run yet: call investigate.' }],
  });
  answer = (await contentOf('investigate', {
    application: 'checkout',
  })) as unknown as typeof answer;
});
afterAll(() => rmSync(root, { recursive: true }));

describe('tools over a finished run', () => {
  test('read-evidence has every quote of the report', async () => {
    const quotes = answer.rootCauses.flatMap(({ evidence }) => evidence);
    expect(quotes.length).toBeGreaterThan(0);
    for (const { id, quote } of quotes) {
      const { rowsMatching, rows, tool } = await contentOf('read-evidence', {
        id,
        contains: quote,
      });
      expect(tool).toBe('get-query-results');
      expect(rowsMatching).toBeGreaterThan(0);
      expect(rows?.[0]).toMatchObject({ '@message': expect.stringContaining(quote) });
    }
  });

  test('read-evidence pages, and takes the run by name', async () => {
    const [{ id = '' } = {}] = answer.rootCauses.flatMap(({ evidence }) => evidence);
    const page = await contentOf('read-evidence', {
      run: answer.run,
      id,
      offset: INCIDENT_EVENTS - 2,
    });
    expect(page).toMatchObject({
      run: answer.run,
      rowsTotal: INCIDENT_EVENTS,
      rows: [{}, {}],
      nextOffset: null,
    });
  });

  test('lines-around shows what stood before and after', async () => {
    const time = '2026-11-20T14:15:00Z';
    const shown = await contentOf('lines-around', { time, before: 1, after: 2 });
    expect(shown).toMatchObject({
      time: '2026-11-20T14:15:00.000Z',
      lines: [
        { message: expect.stringContaining('INFO') },
        { timestamp: '2026-11-20T14:15:00.000Z', message: expect.stringContaining('ECONNREFUSED') },
        {},
      ],
    });
  });

  test('a text that is too long is cut, and says so', () => {
    expect(cutText('x'.repeat(8_000))).toHaveLength(8_000);
    expect(cutText('x'.repeat(9_000))).toBe(`${'x'.repeat(8_000)} [1,000 more characters]`);
  });

  test('compare-windows counts each finding in both', async () => {
    const compared = await contentOf('compare-windows', {
      first: { start: '2026-11-20T14:00Z', end: '2026-11-20T14:15Z' },
      second: { start: '2026-11-20T14:15Z', end: '2026-11-20T14:30Z' },
    });
    expect(compared).toMatchObject({
      findings: [
        { id: 'F1', first: { count: 0 }, second: { count: INCIDENT_ERRORS, perHour: 40 } },
      ],
    });
  });

  test('contrast-field divides the values of a field', async () => {
    const contrasted = await contentOf('contrast-field', { finding: 'F1', field: '@logStream' });
    expect(contrasted).toMatchObject({ values: [{ own: INCIDENT_ERRORS }], valuesTotal: 1 });
  });

  test.each([
    ['read-evidence', { id: 'E999' }, 'has no evidence E999; it has E1 to E'],
    ['read-evidence', { id: '../E1' }, 'an id is E and a number'],
    ['read-evidence', { id: 'E1', run: '../out' }, 'There is no finished run "../out"'],
    ['read-evidence', { id: 'E1', run: '.' }, 'There is no finished run "."'],
    ['lines-around', { time: 'noon' }, 'noon is no ISO 8601 time.'],
    [
      'compare-windows',
      { first: { start: 'a', end: 'b' }, second: { start: 'a', end: 'b' } },
      'a start and a later end',
    ],
    ['contrast-field', { finding: 'F9', field: 'x' }, 'has no finding "F9"; it has F1.'],
  ])('%s says what is wrong with %j', async (name, args, words) => {
    const { isError, content } = await call(name, args);
    expect(isError).toBe(true);
    expect(JSON.stringify(content)).toContain(words.replaceAll('"', '\\"'));
  });

  test('all tools say what they do to the world, and have both schemas', async () => {
    const { tools } = await client.listTools();
    for (const { name, annotations, outputSchema, inputSchema } of tools) {
      expect({ name, writes: annotations?.readOnlyHint === false }).toEqual({
        name,
        writes: name === 'investigate',
      });
      expect(annotations).toMatchObject({ destructiveHint: false, openWorldHint: false });
      expect(typeof annotations?.idempotentHint).toBe('boolean');
      expect([inputSchema.type, outputSchema?.type]).toEqual(['object', 'object']);
    }
  });
});

describe('a page of rows', () => {
  test('ends at its bound of characters, and says where it goes on', () => {
    const rows = Array.from({ length: 40 }, () => ({ message: 'x'.repeat(5_000) }));
    const page = pageOfRows(rows, { contains: null, offset: 0 });
    expect([page.rows.length, page.nextOffset, page.rowsTotal]).toEqual([11, 11, 40]);
  });

  test('cuts a long text and says so', () => {
    const page = pageOfRows([{ message: 'x'.repeat(100_000) }], { contains: null, offset: 0 });
    expect(page).toMatchObject({ rowsCut: 1, nextOffset: null });
    expect(page.rows[0]?.message).toMatch(/x \[92,000 more characters\]$/);
  });
});
