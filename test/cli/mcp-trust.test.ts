// What a person is told before commands of a project are started: what is written, not what it stands for.
import { expect, test } from 'vitest';
import { whatItGets } from '../../src/cli/mcp-trust.ts';
import { readServers } from '../../src/mcp/servers/read-servers.ts';

function toldOf(server: object): string | null {
  const text = JSON.stringify({ mcpServers: { one: server } });
  const environment = { TOKX: 'hunter2-hunter2' };
  const { value } = readServers(text, { environment, folder: '/project' });
  const [config] = value?.servers ?? [];
  return config === undefined ? null : whatItGets(config);
}

test('arguments, variables and folder of a command are told, values of the environment are not', () => {
  const told = toldOf({
    command: 'node',
    args: ['server.js', '--token', '${TOKX}'],
    env: { NODE_OPTIONS: '--require /tmp/evil.js', KEY: '${TOKX}' },
    cwd: '/elsewhere',
  });
  expect(told).not.toContain('hunter2');
  for (const part of ['${TOKX}', 'NODE_OPTIONS=--require /tmp/evil.js', 'in /elsewhere'])
    expect(told).toContain(part);
});
