// Models on Amazon Bedrock: which ids mean them, and that a request is signed and sent to their path.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { bedrockModel } from '../../src/agent/bedrock.ts';
import { bedrockId } from '../../src/agent/bedrock-id.ts';
import { recorded } from '../mcp/outgoing.ts';

describe('ids', () => {
  test.each([
    ['bedrock/some-model', 'some-model'],
    ['global.anthropic.claude-sonnet-5-5', 'global.anthropic.claude-sonnet-5-5'],
    ['anthropic.claude-haiku-5-5', 'anthropic.claude-haiku-5-5'],
    [
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/x',
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/x',
    ],
    ['claude-sonnet-5-5', null],
    ['anthropic/claude', null],
  ])('%s', (id, expected) => {
    expect(bedrockId(id)).toBe(expected);
  });
});

test('a refused request is a fault of credentials, and was signed for the region', async () => {
  const seen: IncomingMessage[] = [];
  const { calls, outgoing } = recorded();
  const server = createServer((request, response) => {
    seen.push(request);
    response.writeHead(403, { 'content-type': 'application/json', 'x-amzn-requestid': 'r-9' });
    response.end(JSON.stringify({ message: 'no access to the model' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  const model = await bedrockModel({
    model: 'global.anthropic.claude-sonnet-5-5',
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${port}`,
    outgoing,
  });
  const request = {
    system: 'You judge.',
    tools: [],
    messages: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Here.' }] }],
    maxTokens: 100,
  };
  const turn = model.turn(request, { signal: new AbortController().signal, onText: () => {} });
  await expect(turn).rejects.toMatchObject({ kind: 'credentials' });
  expect(decodeURIComponent(seen[0]?.url ?? '')).toBe(
    '/model/global.anthropic.claude-sonnet-5-5/invoke-with-response-stream',
  );
  expect(seen[0]?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d+\/eu-west-1\/bedrock/,
  );
  expect(seen[0]?.headers['user-agent']).toBe('troubleshoot/1.2.3 run/4f2a9c');
  expect(calls).toMatchObject([
    {
      operation: 'bedrock:InvokeModelWithResponseStream',
      region: 'eu-west-1',
      parameters: { modelId: 'global.anthropic.claude-sonnet-5-5' },
      outcome: 'HTTP 403',
      requestId: 'r-9',
      attempts: 1,
    },
  ]);
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
