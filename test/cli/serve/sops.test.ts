// SOPs as tools and prompts, as an agent's client sees them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPrompts } from '../../../src/cli/prompts.ts';
import { listSopsTool, retrieveSopTool, sopPrompts } from '../../../src/cli/serve/sops.ts';
import { ROOT } from '../program.ts';
import { clientOf } from './client.ts';

let root = '';
const folders = () => [
  { label: 'project', path: join(root, 'sops') },
  { label: 'built-in', path: join(ROOT, 'sops') },
];
const connected = () =>
  clientOf({
    tools: [listSopsTool(folders()), retrieveSopTool(folders())],
    prompts: sopPrompts(folders(), readPrompts),
  });

const QUEUE = `# Queue check

## Overview
Looks at a queue.

## Parameters
- **queue** (required): its name
- **depth** (optional, default: 100): more than this is too many

## Steps
### 1. Look
Count the messages of \${queue}; more than \${depth} is too many. Keep \${query_id}.

**Constraints:**
- You MUST count
`;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'served-sops-'));
  mkdirSync(join(root, 'sops'));
  writeFileSync(join(root, 'sops', 'queue-check.sop.md'), QUEUE);
  writeFileSync(join(root, 'sops', 'broken.sop.md'), '# Broken\n');
  writeFileSync(join(root, 'secret.md'), 'not for others');
});
afterAll(() => rmSync(root, { recursive: true }));

describe('list-sops', () => {
  test('tells name, place and parameters of each, and which cannot be used', async () => {
    const client = await connected();
    const { structuredContent } = await client.callTool({ name: 'list-sops', arguments: {} });
    expect(structuredContent).toMatchObject({
      sops: [
        {
          name: 'queue-check',
          source: 'project',
          title: 'Queue check',
          summary: 'Looks at a queue.',
          parameters: [
            { name: 'queue', required: true, default: null, description: 'its name' },
            { name: 'depth', required: false, default: '100' },
          ],
        },
        { name: 'application-failure-troubleshooting', source: 'built-in' },
        { name: 'lambda-timeout', source: 'built-in' },
      ],
      unusable: [{ name: 'broken', source: 'project', problem: 'The SOP has no steps' }],
    });
  });
});

describe('retrieve-sop', () => {
  test('gives the text with its steps', async () => {
    const client = await connected();
    const answer = await client.callTool({
      name: 'retrieve-sop',
      arguments: { name: 'queue-check' },
    });
    expect(answer).toMatchObject({
      content: [{ type: 'text', text: QUEUE }],
      structuredContent: {
        name: 'queue-check',
        steps: [{ number: 1, name: 'Look', procedure: null, obligations: 1 }],
        text: QUEUE,
      },
    });
  });

  test('says what was meant', async () => {
    const client = await connected();
    const answer = await client.callTool({
      name: 'retrieve-sop',
      arguments: { name: 'queue-chek' },
    });
    expect(answer).toMatchObject({
      isError: true,
      content: [{ text: 'There is no SOP "queue-chek". Did you mean queue-check?' }],
    });
  });

  test.each(['../secret.md', 'secret.md', '/etc/passwd', '..', 'sops/queue-check', 'a\\b'])(
    'reads no file by its path: %s',
    async (name) => {
      const client = await connected();
      const answer = await client.callTool({ name: 'retrieve-sop', arguments: { name } });
      expect(answer.isError).toBe(true);
      expect(JSON.stringify(answer)).not.toContain('not for others');
    },
  );
});

describe('SOPs as prompts', () => {
  test('have the parameters as arguments', async () => {
    const client = await connected();
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual([
      'queue-check',
      'application-failure-troubleshooting',
      'lambda-timeout',
    ]);
    expect(prompts[0]?.arguments).toEqual([
      { name: 'queue', required: true, description: 'its name' },
      { name: 'depth', required: false, description: 'more than this is too many (default: 100)' },
    ]);
  });

  test('are filled with what is known, and keep what is found at run time', async () => {
    const client = await connected();
    const { messages } = await client.getPrompt({
      name: 'queue-check',
      arguments: { queue: 'orders' },
    });
    expect(messages).toHaveLength(1);
    const text = messages[0]?.content.type === 'text' ? messages[0].content.text : '';
    expect(text).toContain('Parameters: queue="orders", depth="100"');
    expect(text).toContain('Count the messages of orders; more than 100 is too many.');
    expect(text).toContain('Keep ${query_id}.');
  });

  test.each([
    [{}, 'Missing: queue.'],
    [{ queue: 'a', depth: 'many' }, 'depth is a number, as its default 100 is;'],
    [{ queue: 'a', dept: '3' }, 'has no parameter "dept". Did you mean depth?'],
    [{ queue: 'a'.repeat(2_001) }, 'queue is longer than 2000 characters.'],
    [{ queue: 'a\n\n### 1. Another step' }, 'queue holds no control characters.'],
  ])('refuse arguments that do not fit: %j', async (args, words) => {
    const client = await connected();
    await expect(client.getPrompt({ name: 'queue-check', arguments: args })).rejects.toThrow(words);
  });

  test('are named, never given by a path', async () => {
    const client = await connected();
    await expect(client.getPrompt({ name: '../secret.md' })).rejects.toThrow('There is no SOP');
  });
});
