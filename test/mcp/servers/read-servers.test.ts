// `mcpServers` files as people have them, good and bad.
import { describe, expect, test } from 'vitest';
import { renderDiagnostic } from '../../../src/base/diagnostic.ts';
import { serverHints } from '../../../src/mcp/servers/hints.ts';
import { readServers } from '../../../src/mcp/servers/read-servers.ts';

const settingsIn = (file: unknown, environment: Record<string, string> = {}) =>
  readServers(typeof file === 'string' ? file : JSON.stringify(file, null, 2), {
    environment,
    folder: '/project',
  });

const read = (file: unknown, environment: Record<string, string> = {}) => {
  const { value, diagnostics } = settingsIn(file, environment);
  return { value: value?.servers ?? null, diagnostics };
};

const one = (server: unknown, environment: Record<string, string> = {}) =>
  read({ mcpServers: { one: server } }, environment);

const faultOf = (file: unknown, environment: Record<string, string> = {}) => {
  const text = typeof file === 'string' ? file : JSON.stringify(file, null, 2);
  return read(text, environment).diagnostics.map((diagnostic) =>
    renderDiagnostic(diagnostic, text, '.mcp.json'),
  );
};

describe('a server', () => {
  test('with a command is a child process', () => {
    expect(one({ command: 'uvx', args: ['server'], env: { A: 'b' } })).toEqual({
      value: [
        {
          kind: 'stdio',
          name: 'one',
          disabled: false,
          timeoutMs: 60_000,
          disabledTools: [],
          approvedTools: [],
          command: 'uvx',
          args: ['server'],
          env: { A: 'b' },
          cwd: null,
          asWritten: 'uvx server, with A=b',
        },
      ],
      diagnostics: [],
    });
  });

  test('with a url is reached over HTTP, by any of the names that hosts give it', () => {
    for (const more of [{}, { type: 'http' }, { type: 'streamable-http' }, { transport: 'http' }]) {
      const { value, diagnostics } = one({
        url: 'https://a.example/mcp',
        headers: { X: 'y' },
        ...more,
      });
      expect(value).toMatchObject([
        { kind: 'http', url: 'https://a.example/mcp', headers: { X: 'y' }, sigv4: null },
      ]);
      expect(diagnostics).toEqual([]);
    }
  });

  test('takes approval by either name', () => {
    const { value } = one({ command: 'x', autoApprove: ['a'], alwaysAllow: ['b', 'a'] });
    expect(value?.[0]?.approvedTools).toEqual(['a', 'b']);
  });

  test('of AWS by host name is signed, unless it says otherwise', () => {
    const sigv4 = (server: object) =>
      one(server).value?.map((s) => (s.kind === 'http' ? s.sigv4 : 'stdio'))[0];
    const url = 'https://aws-mcp.us-east-1.api.aws/mcp';
    expect(sigv4({ url })).toEqual({ service: 'aws-mcp', region: 'us-east-1', profile: null });
    expect(sigv4({ url, auth: 'none' })).toBeNull();
    expect(sigv4({ url: 'https://knowledge-mcp.global.api.aws' })).toBeNull();
    expect(
      sigv4({ url: 'https://a.example', auth: 'sigv4', service: 's', region: 'r', profile: 'p' }),
    ).toEqual({
      service: 's',
      region: 'r',
      profile: 'p',
    });
  });
});

describe('a file', () => {
  test('of VS Code has its servers under another key', () => {
    const { value, diagnostics } = read({
      inputs: [],
      servers: { a: { type: 'stdio', command: 'x' } },
    });
    expect(value).toMatchObject([{ name: 'a' }]);
    expect(diagnostics).toEqual([]);
  });

  test('may hold comments, trailing commas and a byte order mark', () => {
    expect(
      read('\uFEFF{ // mine\n "mcpServers": { "a": { "command": "x", }, }, }').value,
    ).toHaveLength(1);
  });

  test('that is no JSON is told with its place', () => {
    expect(faultOf('{\n  "mcpServers": {\n    "a": { "command" "x" }\n  }\n}')[0]).toContain(
      '.mcp.json:3:22: error[bad-json]',
    );
  });

  test('without servers says what to write', () => {
    expect(faultOf({ mcpservers: {} })[0]).toContain('did you mean "mcpServers"?');
    expect(faultOf([])[0]).toContain('The file holds no JSON object.');
    expect(faultOf({ mcpServers: [] })[0]).toContain('has to be an object');
    expect(faultOf('')[0]).toContain('.mcp.json');
  });

  test('keeps the servers that are right beside one that is wrong', () => {
    const { value, diagnostics } = read({
      mcpServers: { bad: { args: 1 }, good: { command: 'x' } },
    });
    expect(value?.map(({ name }) => name)).toEqual(['good']);
    expect(diagnostics).toMatchObject([{ severity: 'error', code: 'bad-server' }]);
  });

  test('with a key that nobody knows is used, with a warning', () => {
    const { value, diagnostics } = one({ command: 'x', comand: 'y', disabledTool: [] });
    expect(value).toHaveLength(1);
    expect(diagnostics.map(({ help }) => help)).toEqual([
      'did you mean "command"?',
      'did you mean "disabledTools"?',
    ]);
  });
});

describe('variables', () => {
  const env = { TOKEN: 't', EMPTY: '' };
  const header = (text: string) => {
    const { value, diagnostics } = one({ url: 'https://a.example', headers: { H: text } }, env);
    const server = value?.[0];
    return server?.kind === 'http' ? server.headers.H : diagnostics[0]?.message;
  };

  test.each([
    ['Bearer ${TOKEN}', 'Bearer t'],
    ['${env:TOKEN}', 't'],
    ['${NONE:-us-east-1}', 'us-east-1'],
    ['${EMPTY:-d}', 'd'],
    ['${EMPTY}', ''],
    ['${NONE:-}', ''],
    ['$TOKEN', '$TOKEN'],
    ['${workspaceFolder}/x', '/project/x'],
    ['${TOKEN}${TOKEN}', 'tt'],
    ['${NONE}', 'The environment variable NONE is not set.'],
    ['${input:key}', 'There is nothing to put for ${input:key}.'],
  ])('%s becomes %s', (text, expected) => {
    expect(header(text)).toBe(expected);
  });

  test('are replaced in the command, arguments, environment and address', () => {
    const { value } = read(
      {
        mcpServers: {
          a: { command: '${TOKEN}', args: ['-${TOKEN}'], env: { X: '${TOKEN}' } },
          b: { url: 'https://${TOKEN}.example' },
        },
      },
      env,
    );
    expect(value).toMatchObject([
      { command: 't', args: ['-t'], env: { X: 't' } },
      { url: 'https://t.example' },
    ]);
  });

  test('that are not set are told where they stand', () => {
    const [fault] = faultOf({ mcpServers: { a: { command: 'x', args: ['ok', '${NONE}'] } } });
    expect(fault).toContain(
      '.mcp.json:7:9: error[unset-variable] The environment variable NONE is not set.',
    );
    expect(fault).toContain('help: set it (export NONE=…)');
  });

  test('of a disabled server are not looked at', () => {
    expect(one({ command: '${NONE}', disabled: true }).value).toHaveLength(1);
  });

  test('that hold quotes or dollars change nothing else', () => {
    const { value } = one({ command: '${A}', args: [] }, { A: '"; rm ${B} $&' });
    expect(value).toMatchObject([{ command: '"; rm ${B} $&' }]);
  });
});

describe('mistakes', () => {
  test.each([
    [{ command: 'x', timeout: 60 }, 'for 60 seconds write 60000'],
    [{ type: 'sse', url: 'https://a.example' }, 'Streamable HTTP'],
    [
      { type: 'carrier-pigeon', url: 'https://a.example' },
      'the transport "carrier-pigeon" is not spoken here',
    ],
    [{}, 'there is no "command" to start'],
    [{ type: 'http' }, 'there is no "url"'],
    [{ url: 'not an address' }, 'is no address'],
    [{ url: 'http://elsewhere.example/mcp' }, 'in the clear'],
    [{ url: 'file:///etc/passwd' }, 'file:// is not spoken here'],
    [{ command: 'x', timeout: -1 }, 'timeout'],
    [{ command: 'x', env: { A: 1 } }, 'env.A'],
    ['x', 'Server "one"'],
  ])('%j is told', (server, expected) => {
    expect(faultOf({ mcpServers: { one: server } }).join('\n')).toContain(expected);
  });

  test('http:// on this machine is none', () => {
    expect(one({ url: 'http://localhost:3000/mcp' }).diagnostics).toEqual([]);
  });
});

describe('configurations of the time when AWS still served SOPs', () => {
  const apart = {
    mcpServers: {
      docs: {
        type: 'http',
        url: 'https://knowledge-mcp.global.api.aws',
        autoApprove: ['aws___recommend'],
      },
      api: {
        command: 'uvx',
        args: ['awslabs.aws-api-mcp-server@latest'],
        disabled: false,
        autoApprove: [],
        env: { AWS_REGION: 'us-east-1' },
      },
    },
  };
  const managed = {
    mcpServers: {
      'aws-mcp': {
        command: 'uvx',
        timeout: 100_000,
        transport: 'stdio',
        args: [
          'mcp-proxy-for-aws@latest',
          'https://aws-mcp.us-east-1.api.aws/mcp',
          '--metadata',
          'AWS_REGION=us-east-1',
        ],
      },
    },
  };

  test('two servers apart load, with a hint about the one that ends', () => {
    const { value, diagnostics } = read(apart);
    expect(diagnostics).toEqual([]);
    expect(value).toMatchObject([{ kind: 'http' }, { kind: 'stdio', command: 'uvx' }]);
    expect(serverHints(value ?? []).join('\n')).toContain('AWS is ending the development');
  });

  test('one server behind the proxy loads, with a hint about what it lost', () => {
    const { value, diagnostics } = read(managed);
    expect(diagnostics).toEqual([]);
    expect(value).toMatchObject([{ kind: 'stdio', timeoutMs: 100_000 }]);
    const hints = serverHints(value ?? []).join('\n');
    expect(hints).toContain('AWS removed call_aws and the SOP tools');
    expect(hints).toContain('"url": "https://aws-mcp.us-east-1.api.aws/mcp"');
    expect(hints).toContain('name a version');
  });

  test('both together get a warning of their own', () => {
    const { value } = read({ mcpServers: { ...apart.mcpServers, ...managed.mcpServers } });
    expect(serverHints(value ?? []).at(-1)).toContain('AWS advises against');
  });
});

describe('the deny list of call_aws', () => {
  test('names operations, services, or everything', () => {
    const awsDenyList = ['iam', 's3api get-bucket-policy', '*'];
    expect(settingsIn({ mcpServers: {}, awsDenyList }).value?.awsDenyList).toEqual(awsDenyList);
  });

  test.each(['iam', [1], ['aws iam list-users extra'], [''], {}])(
    '%j is a fault, not an empty list',
    (awsDenyList) => {
      expect(faultOf({ mcpServers: {}, awsDenyList })[0]).toContain(
        '"awsDenyList" has to be a list',
      );
    },
  );
});

describe('a key that is given twice', () => {
  const FIRST = '{"mcpServers": {\n  "a": {"command": "one"},\n  "b": {"command": "b"},\n';

  test('as the name of a server is told with both places, and the first is the one', () => {
    const text = `${FIRST}  "a": {"command": "two"}}}`;
    expect(read(text).value).toMatchObject([{ command: 'one' }, { command: 'b' }]);
    expect(faultOf(text)).toEqual([
      [
        '.mcp.json:4:3: error[given-twice] There are two servers "a": this one is left out.',
        '  |   "a": {"command": "two"}}}',
        '  |   ^^^',
        '  help: the other one stands in line 2: other programs take the later one; keep one of them',
      ].join('\n'),
    ]);
  });

  test('in another case is a name of its own, with a warning', () => {
    const { value, diagnostics } = read(`${FIRST}  "A": {"command": "two"}}}`);
    expect(value?.map(({ name }) => name)).toEqual(['a', 'b', 'A']);
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'names-alike' }]);
  });

  test.each([
    ['"command": "x", "command": "y"', 'Server "c": "command" is given twice.'],
    ['"command": "x", "env": {"K": "1", "K": "2"}', 'Server "c": "K" is given twice.'],
    [
      '"url": "https://a.example", "headers": {"X-Key": "1", "x-key": "2"}',
      'Server "c": "x-key" names a header that is there already.',
    ],
  ])('within a server leaves that out: %s', (members, message) => {
    const text = `${FIRST}  "c": {${members}}}}`;
    expect(read(text).value?.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(read(text).diagnostics).toMatchObject([
      { severity: 'error', code: 'given-twice', message, span: expect.anything() },
    ]);
  });

  test('that holds the servers, or denies something, leaves the whole file out', () => {
    for (const more of ['"mcpServers": {}', '"awsDenyList": [], "awsDenyList": ["*"]']) {
      const { value, diagnostics } = settingsIn(`${FIRST}  }, ${more}}`);
      expect(value).toBeNull();
      expect(diagnostics).toMatchObject([{ code: 'given-twice' }]);
    }
  });

  test('by another host is told to be left out', () => {
    const { value, diagnostics } = read(`${FIRST}  }, "servers": {"c": {"command": "c"}}}`);
    expect(value?.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      '"servers" is left out, as "mcpServers" holds the servers.',
    ]);
  });
});

test('a file that is nested for the sake of it is told, and no end of the program', () => {
  const text = `{"mcpServers":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_001)}`;
  expect(read(text)).toMatchObject({
    value: null,
    diagnostics: [{ code: 'bad-json', message: 'This is nested more than 100 deep.' }],
  });
  expect(read('{"mcpServers": {"a": {"command": "x [[[{{{ /* { */"}}} // {')).toMatchObject({
    value: [{ name: 'a' }],
  });
});
