// `investigate` as an agent's client calls it, over logs of a few lines: answer, progress, questions, cancellation.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallToolResult, Progress } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/cli/config.ts';
import { createRuns } from '../../../src/cli/serve/runs.ts';
import { servedOf } from '../../../src/cli/serve/served.ts';
import { INCIDENT, INCIDENT_ERRORS } from '../small-logs.ts';
import { type Answer, clientOf } from './client.ts';

const NOBODY = { profile: null, roleArn: null };
let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'served-runs-'));
  mkdirSync(join(root, 'logs'));
  writeFileSync(join(root, 'logs', 'checkout.log'), INCIDENT);
  writeFileSync(join(root, 'logs', 'cart.log'), INCIDENT);
});
afterAll(() => rmSync(root, { recursive: true }));

async function agent(out: string, answer?: Answer) {
  const runs = createRuns();
  const config = readConfig({ HOME: root, XDG_CONFIG_HOME: root });
  const logs = [join(root, 'logs')];
  const served = servedOf({
    config,
    region: null,
    access: NOBODY,
    logs,
    out: join(root, out),
    runs,
  });
  const client = await clientOf(served, answer);
  const call = (args: object, options: object = {}) =>
    client.callTool(
      { name: 'investigate', arguments: { application: 'checkout', ...args } },
      undefined,
      options,
    ) as Promise<CallToolResult>;
  return { client, call, runs };
}

const textOf = ({ content }: CallToolResult) =>
  content[0]?.type === 'text' ? content[0].text : '';
const foldersOf = (out: string) =>
  existsSync(join(root, out))
    ? readdirSync(join(root, out)).map((name) => join(root, out, name))
    : [];

describe('investigate', () => {
  test('answers the report in short, with the places of the whole one', async () => {
    const { client, call } = await agent('answer');
    const answer = await call({});
    const content = answer.structuredContent as Record<string, unknown>;
    expect(content).toMatchObject({
      interrupted: false,
      confirmedByPerson: false,
      errors: { count: INCIDENT_ERRORS, exact: true },
      findings: [{ count: INCIDENT_ERRORS, category: 'connection' }],
    });
    expect(textOf(answer)).toContain('Nobody confirmed the log groups');
    expect(readFileSync(String(content.reportMarkdown), 'utf8')).toContain('## Executive Summary');
    const [, link] = answer.content;
    const uri = link?.type === 'resource_link' ? link.uri : '';
    const { contents } = await client.readResource({ uri });
    expect(contents[0]).toMatchObject({ mimeType: 'text/markdown' });
  });

  test('tells its progress, which only grows', async () => {
    const { call } = await agent('progress');
    const told: Progress[] = [];
    await call({}, { onprogress: (step: Progress) => told.push(step) });
    const done = told.map(({ progress }) => progress);
    expect(done.every((value, index) => index === 0 || value > (done[index - 1] ?? 0))).toBe(true);
    expect(told[0]).toMatchObject({ progress: 0, message: expect.stringContaining('Step 1 of') });
    expect(told.at(-1)?.progress).toBeGreaterThanOrEqual((told.at(-1)?.total ?? 0) - 1);
  });

  test('asks the person at a client that can', async () => {
    const asked: unknown[] = [];
    const { call } = await agent('asked', (params) => {
      asked.push(params);
      return { action: 'accept', content: { group1: true } };
    });
    const answer = await call({});
    expect(asked).toMatchObject([
      {
        message: 'Which of these log groups shall be read?',
        requestedSchema: {
          properties: { group1: { type: 'boolean', title: 'checkout (local)', default: true } },
        },
      },
    ]);
    expect(answer.structuredContent).toMatchObject({ confirmedByPerson: true });
  });

  test('reads what the person chooses', async () => {
    const { call } = await agent('other', () => ({
      action: 'accept',
      content: { group1: false, group2: true },
    }));
    const answer = await call({ application: 'shop' });
    const { run } = answer.structuredContent as { run: string };
    const report = readFileSync(join(root, 'other', run, 'report.json'), 'utf8');
    const { logGroups } = JSON.parse(report) as { logGroups: { name: string; status: string }[] };
    expect(logGroups.map(({ name, status }) => [name, status])).toEqual([
      ['checkout', 'analyzed'],
      ['cart', 'excluded'],
    ]);
  });

  test('a person who wants none of the log groups is told so', async () => {
    const { call } = await agent('none', () => ({ action: 'accept', content: { group1: false } }));
    const answer = await call({});
    expect(answer.isError).toBe(true);
    expect(textOf(answer)).toContain('None of the log groups that were found was chosen.');
    expect(foldersOf('none')).toEqual([]);
  });

  test('what does not fit is told in the words of its arguments', async () => {
    const { call } = await agent('words');
    expect(textOf(await call({ start: 'yesterday' }))).toContain(
      '`start` "yesterday" is not a time',
    );
    const { structuredContent } = await call({ hours: 0.01 });
    expect(JSON.stringify(structuredContent)).toContain('To analyze all of them: `hours` ');
  });

  test('a person who declines ends the run without a report', async () => {
    const { call } = await agent('declined', () => ({ action: 'decline' }));
    const answer = await call({});
    expect([answer.isError, textOf(answer)]).toEqual([
      true,
      'Stopped at the choice of log groups.',
    ]);
    expect(foldersOf('declined')).toEqual([]);
  });

  test('asks nobody where it is told so', async () => {
    const { call } = await agent('silent', () => {
      throw new Error('asked');
    });
    const answer = await call({ ask: false });
    expect(answer.structuredContent).toMatchObject({ confirmedByPerson: false });
  });

  test('a client that fails to ask is told, and how to go on', async () => {
    const { call } = await agent('failing', () => {
      throw new Error('no window');
    });
    const answer = await call({});
    expect(answer.isError).toBe(true);
    expect(textOf(answer)).toMatch(/asked and gave no answer.*no window\nWith "ask": false/s);
  });

  test('a cancelled call writes what was found', async () => {
    const { call, runs } = await agent('cancelled');
    const controller = new AbortController();
    const onprogress = ({ message = '' }: Progress) => {
      if (message.startsWith('Step 4')) controller.abort();
    };
    await expect(call({}, { signal: controller.signal, onprogress })).rejects.toThrow();
    await runs.finish();
    const [folder = ''] = foldersOf('cancelled');
    const { run } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    expect(run).toMatchObject({ interrupted: true });
  });

  test('so does one whose server leaves', async () => {
    const { call, runs } = await agent('left');
    const finished: Promise<void>[] = [];
    const onprogress = ({ message = '' }: Progress) => {
      if (message.startsWith('Step 4')) finished.push(runs.finish());
    };
    const answer = await call({}, { onprogress });
    await Promise.all(finished);
    expect(answer.structuredContent).toMatchObject({ interrupted: true });
  });

  test('two at once, and no more', async () => {
    const { call } = await agent('busy');
    const answers = await Promise.all([call({}), call({}), call({})]);
    expect(answers.map(({ isError = false }) => isError)).toEqual([false, false, true]);
    expect(answers.map(textOf).at(2)).toContain('2 investigations are under way');
  });

  test.each([
    [{ sop: 'lambda-timeuot' }, 'The SOP "lambda-timeuot" cannot be used.'],
    [{ sop: '../../secret.sop.md' }, 'a path is no name of an SOP'],
    [{ start: 'yesterday' }, '"yesterday" is not a time.'],
    [{ hours: 0 }, 'hours'],
    [{ logs: ['/etc'] }, 'logs'],
    [{ out: '/tmp' }, 'out'],
    [{ region: 'mars' }, 'Unknown region "mars".'],
    [{ parameters: { depth: '3' } }, 'depth'],
    [{ hours: 1, start: '2026-11-20T14:00Z', end: '2026-11-20T15:00Z' }, 'were given together'],
  ])('says what does not fit: %j', async (args, words) => {
    const { call } = await agent('wrong');
    const answer = await call(args);
    expect(answer.isError).toBe(true);
    expect(textOf(answer)).toContain(words);
    expect(foldersOf('wrong')).toEqual([]);
  });
});
