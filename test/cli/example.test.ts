// The built program on the bundled example: the figures that the example promises, and the folder that it leaves.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/types.ts';
import { type Ran, ROOT, reportOf, runFolders, runProgram } from './program.ts';

const LOGS = join(ROOT, 'examples', 'payment-service');
const ARGS = ['payment-service', '--region', 'us-west-2', '--hours', '4', '--logs', LOGS];

let ran: Ran;
let report: Report;
let markdown: string;

beforeAll(async () => {
  ran = await runProgram(ARGS);
  report = reportOf(ran);
  markdown = readFileSync(ran.stdout.trim(), 'utf8');
});

describe('the report of the example', () => {
  test('ends with exit code 0 and the path of report.md as the only line on stdout', () => {
    expect(ran.code).toBe(0);
    expect(ran.stdout.split('\n')).toEqual([expect.stringMatching(/report\.md$/), '']);
  });

  test('counts 847 errors in three log groups, exactly', () => {
    expect(report.totals).toEqual({ errors: 847, exact: true, searched: true });
    const analyzed = report.logGroups.filter(({ status }) => status === 'analyzed');
    expect(Object.fromEntries(analyzed.map(({ name, errors }) => [name, errors]))).toEqual({
      '/aws/lambda/payment-service-processor': 456,
      '/aws/lambda/payment-service-validator': 234,
      '/payment-service/application': 157,
    });
  });

  test('finds the three errors with count, share, place and rhythm', () => {
    const errors = report.findings.filter(({ severity }) => severity === 'error');
    expect(
      errors.map(({ count, share, location, category }) => ({
        count,
        percent: Math.round(share * 100),
        place: `${location?.file}:${location?.line}`,
        category,
      })),
    ).toEqual([
      { count: 567, percent: 67, place: 'ConnectionManager.java:45', category: 'connection' },
      {
        count: 198,
        percent: 23,
        place: 'PaymentValidator.java:23',
        category: 'application-exception',
      },
      { count: 82, percent: 10, place: 'StripeClient.java:67', category: 'external-service' },
    ]);
  });

  test('states the peak of 423 errors from 14:15 to 14:45 UTC and the true baseline', () => {
    expect(report.timeline.peak).toEqual({
      start: '2026-11-20T14:15:00.000Z',
      end: '2026-11-20T14:45:00.000Z',
      errors: 423,
    });
    expect(report.timeline.baselinePerHour).toBeCloseTo(424 / 3.5, 5);
  });

  test('ranks pool exhaustion, the null pointer and the gateway time-out in this order', () => {
    expect(report.rootCauses.map(({ findings }) => findings[0])).toEqual(
      report.findings.slice(0, 3).map(({ id }) => id),
    );
    expect(report.rootCauses[0]?.trigger?.message).toContain('settlement.workers');
  });

  test('leaves the staging function out and says why', () => {
    const staging = report.logGroups.find(({ name }) => name.includes('staging'));
    expect(staging).toMatchObject({
      status: 'excluded',
      relevance: 'another environment: "staging"',
    });
  });

  test('ends every obligation, and has no gap', () => {
    const open = report.steps.flatMap(({ constraints }) =>
      constraints.filter(({ status }) => status === 'gap'),
    );
    expect(open).toEqual([]);
    expect(report.gaps).toEqual([]);
  });

  test('is valid against the contract', () => {
    const schema = JSON.parse(readFileSync(join(ROOT, 'docs', 'report.schema.json'), 'utf8'));
    const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
    validate(report);
    expect(validate.errors).toBeNull();
  });

  test('has the nine sections in order and no other line that begins one', () => {
    expect(markdown.split('\n').filter((line) => line.startsWith('## '))).toEqual([
      '## Executive Summary',
      '## Log Groups Analyzed',
      '## Error Pattern Analysis',
      '## Error Messages and Stack Traces',
      '## Root Cause Analysis',
      '## Action Plan',
      '## Code Fixes and Configuration Changes',
      '## Monitoring and Alerting',
      '## Next Steps',
    ]);
  });
});

describe('the run folder', () => {
  test('holds five files that only their owner can read', () => {
    const [folder] = runFolders(ran);
    expect(basename(folder ?? '')).toMatch(/^\d{8}T\d{6}Z-payment-service-[0-9a-f]{6}$/);
    expect(readdirSync(folder ?? '').sort()).toEqual([
      'audit.jsonl',
      'evidence.jsonl',
      'journal.jsonl',
      'record.jsonl',
      'report.json',
      'report.md',
    ]);
    expect(statSync(folder ?? '').mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder ?? '')) {
      expect(statSync(join(folder ?? '', name)).mode & 0o777).toBe(0o600);
    }
  });

  test('every quote of a root cause is a substring of the rows of its evidence', () => {
    const [folder] = runFolders(ran);
    const lines = readFileSync(join(folder ?? '', 'evidence.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const rows = new Map(
      lines.map((line) => [JSON.parse(line).id as string, JSON.parse(line).rows as object[]]),
    );
    const quotes = report.rootCauses.flatMap(({ evidence }) => evidence);
    expect(quotes.length).toBeGreaterThan(0);
    for (const { id, quote } of quotes) {
      const found = rows
        .get(id)
        ?.some((row) => Object.values(row).some((value) => String(value).includes(quote)));
      expect({ id, quote, found }).toEqual({ id, quote, found: true });
    }
  });

  test('the journal ends with run-finished and holds a request id for every call', () => {
    const [folder] = runFolders(ran);
    const events = readFileSync(join(folder ?? '', 'journal.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.at(-1)).toMatchObject({
      kind: 'run-finished',
      exitCode: 0,
      verdict: report.verdict,
    });
    const calls = events.filter(({ kind }) => kind === 'tool-call-finished');
    // How often a query that still runs was looked at is chance, and stands in the journal alone.
    const waits = events.filter(
      ({ kind, status }) => kind === 'query-progress' && /^(?:Scheduled|Running)$/.test(status),
    );
    expect(report.usage.toolCalls).toBe(calls.length - waits.length);
    expect(calls.filter(({ requestId }) => typeof requestId !== 'string')).toEqual([]);
  });
});
