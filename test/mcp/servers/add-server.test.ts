// A server put into files as people have them: what stood there stays.
import { describe, expect, test } from 'vitest';
import { addServer } from '../../../src/mcp/servers/add-server.ts';

const SERVER = { command: 'troubleshoot', args: ['mcp', 'serve'] };
const added = (text: string, server: object = SERVER) =>
  addServer(text, { holder: 'mcpServers', name: 'troubleshoot', server: { ...server } });

const WITH_COMMENTS = `{
    // what the team uses
    "mcpServers": {
        "tickets": {
            "command": "uvx", // pinned
            "args": ["our-tickets==1.4.2"],
        },
    },
    "inputs": [] /* none */
}
`;

describe('addServer', () => {
  test.each(['', ' \n', '\uFEFF'])('writes a whole file where there is none: %j', (text) => {
    const { value } = added(text);
    expect(value?.change).toBe('added');
    expect(JSON.parse(value?.text ?? '')).toEqual({ mcpServers: { troubleshoot: SERVER } });
  });

  test('keeps comments, trailing commas, other servers and the indent', () => {
    const { value } = added(WITH_COMMENTS);
    expect(value?.change).toBe('added');
    for (const kept of ['// what the team uses', '"command": "uvx", // pinned', '/* none */'])
      expect(value?.text).toContain(kept);
    expect(value?.text).toContain(
      '\n        "troubleshoot": {\n            "command": "troubleshoot"',
    );
    expect(added(value?.text ?? '').value).toEqual({ text: value?.text, change: 'same' });
  });

  test('adds the key that holds servers', () => {
    const { value } = added('{\n\t"other": 1\n}\n');
    expect(JSON.parse(value?.text ?? '')).toEqual({
      other: 1,
      mcpServers: { troubleshoot: SERVER },
    });
    expect(value?.text).toContain('\n\t"mcpServers": {\n\t\t"troubleshoot"');
  });

  test('replaces its own server, and says so', () => {
    const text = '{"mcpServers": {"a": {"command": "a"}, "troubleshoot": {"command": "old"}}}';
    const { value } = added(text);
    expect(value?.change).toBe('replaced');
    expect(JSON.parse(value?.text ?? '')).toEqual({
      mcpServers: { a: { command: 'a' }, troubleshoot: SERVER },
    });
  });

  test('keeps what its owner told its own server beside', () => {
    const own = { env: { AWS_PROFILE: 'ops' }, autoApprove: ['list-sops'], disabled: true };
    const text = `{"mcpServers": {"troubleshoot": {"command": "old", // mine\n ${JSON.stringify(own).slice(1)}}}`;
    const { value } = added(text);
    expect(value?.change).toBe('replaced');
    expect(value?.text).toContain('// mine');
    expect(JSON.parse(value?.text.replace('// mine', '') ?? '')).toEqual({
      mcpServers: { troubleshoot: { ...own, ...SERVER } },
    });
    expect(added(value?.text ?? '').value?.change).toBe('same');
  });

  test('finds it the same whatever the order of its keys', () => {
    const text =
      '{"mcpServers": {"troubleshoot": {"args": ["mcp", "serve"], "command": "troubleshoot"}}}';
    expect(added(text).value).toEqual({ text, change: 'same' });
  });

  test('keeps a byte order mark and the line ends', () => {
    const { value } = added('\uFEFF{\r\n  "mcpServers": {}\r\n}\r\n');
    expect(value?.text.startsWith('\uFEFF{\r\n  "mcpServers": {\r\n')).toBe(true);
    expect(value?.text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test.each([
    ['{"mcpServers": {', 'This is no JSON'],
    ['[1]', 'The file holds no JSON object.'],
    ['{"mcpServers": []}', '"mcpServers" has to be an object'],
    ['{"mcpServers": {}, "mcpServers": {}}', '"mcpServers" stands there twice'],
    [
      '{"mcpServers": {"troubleshoot": {}, "troubleshoot": {}}}',
      '"troubleshoot" stands there twice',
    ],
    ['{"mcpServers": {"troubleshoot": {"url": "https://a.example"}}}', 'taken by a server at an'],
  ])('leaves alone what it cannot read: %s', (text, words) => {
    const { value, diagnostics } = added(text);
    expect(value).toBeNull();
    expect(diagnostics[0]?.message).toContain(words);
  });
});

test.each([
  '{"mcpServers": {"troubleshoot": {}, "troubleshoot": {}}}',
  '{"mcpServers": {}, "mcpServers": {}}',
])('a file in which two are meant is left as it is: %s', (text) => {
  expect(added(text)).toMatchObject({ value: null, diagnostics: [{ code: 'given-twice' }] });
});
