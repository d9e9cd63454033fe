// What ANTHROPIC_BASE_URL names may be no server of the Messages API: one attempt, and an error that says what came.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { anthropicModel } from '../../src/agent/anthropic.ts';
import { ModelFault } from '../../src/agent/model.ts';
import { patientTurn } from '../../src/agent/retry.ts';

interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly location?: string;
}

/** The fault of a patient turn at a server that answers everything so, and how often it was asked. */
async function faultAt({ status, type, body, location }: Page) {
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    request.resume();
    const headers = { 'content-type': type, ...(location === undefined ? {} : { location }) };
    response.writeHead(status, headers).end(body);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const model = await anthropicModel({ model: 'local', apiKey: 'k', authToken: null, baseUrl });
  const question = { type: 'text' as const, text: 'Well?' };
  try {
    await patientTurn(
      model,
      { system: 's', tools: [], messages: [{ role: 'user', content: [question] }], maxTokens: 9 },
      {
        signal: new AbortController().signal,
        sleep: async () => {},
        onText: () => {},
        onRetry: () => {},
        onWaste: () => {},
      },
    );
    throw new Error('it answered');
  } catch (fault) {
    if (!(fault instanceof ModelFault)) throw fault;
    return { kind: fault.kind, message: fault.message.replace(baseUrl, 'URL'), asked };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const HTML = { type: 'text/html; charset=utf-8', body: '<!doctype html>\n<title>Welcome</title>' };
const WHOLE = {
  type: 'application/json',
  body: '{"type":"message","content":[{"type":"text","text":"All is well."}]}',
};

describe('a server that is none of the Messages API is asked once', () => {
  test.each<[string, Page, string]>([
    [
      'and sends a page',
      { status: 200, ...HTML },
      'URL/v1/messages answers 200 with text/html instead of a stream of events; it begins: <!doctype html> <title>Welcome</title>',
    ],
    [
      'and has no such page',
      { status: 404, ...HTML },
      'URL/v1/messages answers 404 with text/html',
    ],
    [
      'and sends a whole document, as one that does not stream',
      { status: 200, ...WHOLE },
      'answers 200 with application/json instead of a stream of events; it begins: {"type":"message"',
    ],
    [
      'and redirects, which would hand the key on',
      { status: 302, ...HTML, location: 'https://elsewhere.example/login' },
      'redirects to https://elsewhere.example/login instead of answering',
    ],
  ])('%s', async (_, page, message) => {
    const fault = await faultAt(page);
    expect(fault).toMatchObject({ kind: 'wrong-server', asked: 1 });
    expect(fault.message).toContain(message);
  });
});

test('a page of a proxy in trouble is asked for again', async () => {
  expect(await faultAt({ status: 502, ...HTML })).toMatchObject({ kind: 'retry', asked: 4 });
});

test('a stream of another protocol ends with words that say so', async () => {
  const body = 'data: {"choices":[]}\n\ndata: [DONE]\n\n';
  const fault = await faultAt({ status: 200, type: 'text/event-stream', body });
  expect(fault.message).toContain('without a single event of the Messages API');
});
