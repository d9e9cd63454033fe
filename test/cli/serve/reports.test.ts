// Reports as resources: what is listed, what is read, and that nothing else is.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportResources } from '../../../src/cli/serve/reports.ts';
import { clientOf } from './client.ts';

let root = '';
const connected = (folder = 'reports') =>
  clientOf({ resources: reportResources(join(root, folder)) });

function writeRun(folder: string, name: string): void {
  mkdirSync(join(root, folder, name), { recursive: true });
  writeFileSync(join(root, folder, name, 'report.md'), `# ${name}\n`);
  writeFileSync(join(root, folder, name, 'report.json'), '{}');
  writeFileSync(join(root, folder, name, 'evidence.jsonl'), 'rows\n');
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'served-reports-'));
  writeRun('reports', '20261120T140000Z-a-1');
  writeRun('reports', '20261121T140000Z-b-2');
  mkdirSync(join(root, 'reports', '20261122T140000Z-unfinished-3'));
  writeFileSync(join(root, 'reports', 'report.md'), 'no run');
  writeRun('', 'outside');
  symlinkSync(join(root, 'outside'), join(root, 'reports', 'linked'));
  writeRun('reports', '20261119T140000Z-link-inside-4');
  rmSync(join(root, 'reports', '20261119T140000Z-link-inside-4', 'report.md'));
  symlinkSync(
    join(root, 'outside', 'report.md'),
    join(root, 'reports', '20261119T140000Z-link-inside-4', 'report.md'),
  );
  writeRun('named', 'kept: 50 % of it');
  for (let index = 0; index < 60; index++)
    writeRun('many', `20261120T140000Z-x-${String(index).padStart(3, '0')}`);
});
afterAll(() => rmSync(root, { recursive: true }));

const uri = (path: string) => `troubleshoot://reports/${path}`;

describe('reports as resources', () => {
  test('are listed by run, the last one first', async () => {
    const { resources } = await (await connected()).listResources();
    expect(resources.slice(0, 4).map((one) => [one.uri, one.mimeType])).toEqual([
      [uri('20261121T140000Z-b-2/report.md'), 'text/markdown'],
      [uri('20261121T140000Z-b-2/report.json'), 'application/json'],
      [uri('20261120T140000Z-a-1/report.md'), 'text/markdown'],
      [uri('20261120T140000Z-a-1/report.json'), 'application/json'],
    ]);
    expect(JSON.stringify(resources)).not.toMatch(/linked|unfinished/);
  });

  test('that are too long for one message are told by their place', async () => {
    writeRun('long', '20261120T140000Z-a-1');
    const path = join(root, 'long', '20261120T140000Z-a-1', 'report.md');
    writeFileSync(path, 'x'.repeat(4_000_001));
    const client = await connected('long');
    const { contents } = await client.readResource({ uri: uri('20261120T140000Z-a-1/report.md') });
    expect(contents).toMatchObject([
      { mimeType: 'text/plain', text: expect.stringContaining(path) },
    ]);
  });

  test('are read', async () => {
    const read = await (await connected()).readResource({
      uri: uri('20261120T140000Z-a-1/report.md'),
    });
    expect(read.contents).toEqual([
      {
        uri: uri('20261120T140000Z-a-1/report.md'),
        mimeType: 'text/markdown',
        text: '# 20261120T140000Z-a-1\n',
      },
    ]);
  });

  test('are read by the URI that was listed, whatever the name of the folder', async () => {
    const client = await connected('named');
    const { resources } = await client.listResources();
    const { contents } = await client.readResource({ uri: resources[0]?.uri ?? '' });
    expect(contents[0]).toMatchObject({ text: '# kept: 50 % of it\n' });
  });

  test.each([
    '../outside/report.md',
    '%/report.md',
    '%2e%2e/report.md',
    '..%2Foutside/report.md',
    '../report.md',
    './report.md',
    'linked/report.md',
    '20261119T140000Z-link-inside-4/report.md',
    '20261120T140000Z-a-1/evidence.jsonl',
    '20261120T140000Z-a-1/../20261120T140000Z-a-1/report.md',
    '20261120T140000Z-A-1/report.md',
    '20261122T140000Z-unfinished-3/report.md',
    '/etc/passwd',
  ])('nothing else is: %s', async (path) => {
    const client = await connected();
    await expect(client.readResource({ uri: uri(path) })).rejects.toMatchObject({ code: -32002 });
  });

  test('come in pages', async () => {
    const client = await connected('many');
    const first = await client.listResources();
    const second = await client.listResources({ cursor: first.nextCursor ?? '' });
    expect([first.resources.length, second.resources.length]).toEqual([100, 20]);
    expect(second.nextCursor).toBeUndefined();
    await expect(client.listResources({ cursor: 'x' })).rejects.toThrow('This is no cursor.');
  });

  test('a folder that is not there holds none', async () => {
    expect((await (await connected('nowhere')).listResources()).resources).toEqual([]);
  });
});
