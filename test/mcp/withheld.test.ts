// What call_aws hands on: names, times and counts, and no value that a name calls a secret, however deep it is packed.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from '../../src/base/redact.ts';
import { withoutSecrets } from '../../src/mcp/withheld.ts';

const ENVIRONMENT = '[redacted:environment]';
const SECRET = '[redacted:secret]';

describe('an event of CloudTrail, which is JSON in a text,', () => {
  const eventOf = (requestParameters: object) =>
    withoutSecrets({
      Events: [{ EventId: '1', CloudTrailEvent: JSON.stringify({ requestParameters }) }],
    });
  const parametersOf = (answer: unknown) => {
    const { Events } = answer as { Events: { CloudTrailEvent: string }[] };
    return JSON.parse(Events[0]?.CloudTrailEvent ?? '').requestParameters;
  };

  test.each<[string, object, object]>([
    [
      'the variables of a function',
      { environment: { variables: { STAGE: 'hunter2', LIMIT: 10 } } },
      { environment: { variables: { STAGE: ENVIRONMENT, LIMIT: ENVIRONMENT } } },
    ],
    [
      'the variables of containers',
      { containerDefinitions: [{ name: 'pay', environment: [{ name: 'URL', value: 'hunter2' }] }] },
      {
        containerDefinitions: [{ name: 'pay', environment: [{ name: 'URL', value: ENVIRONMENT }] }],
      },
    ],
    [
      'the variables of a build or a service',
      {
        environmentVariables: [{ name: 'A', value: 'b' }],
        runtimeEnvironmentVariables: { A: 'b' },
      },
      {
        environmentVariables: [{ name: 'A', value: ENVIRONMENT }],
        runtimeEnvironmentVariables: { A: ENVIRONMENT },
      },
    ],
    [
      'what its name calls a secret, words too',
      { masterUserPassword: 'plum', apiKey: 'tart', auth_token: 'noon', oldPasswords: ['a', 'b'] },
      {
        masterUserPassword: SECRET,
        apiKey: SECRET,
        auth_token: SECRET,
        oldPasswords: [SECRET, SECRET],
      },
    ],
    [
      'what stands behind the name in a command line',
      { command: ['run', '--db-password', 'plum', '--retries', '3', '--token=tart'] },
      {
        command: ['run', '--db-password', SECRET, '--retries', '3', '--token=tart'],
      },
    ],
  ])('keeps %s', (_, before, after) => {
    expect(parametersOf(eventOf(before))).toEqual(after);
  });

  test('keeps what tells where secrets are, how to go on, and the name of a stage', () => {
    const harmless = {
      environment: 'production',
      nextToken: 'AAB1',
      clientToken: 'c-1',
      secret: 'prod/db',
      secretArn: 'arn:aws:secretsmanager:us-west-2:1:secret:db',
      credentials: 'arn:aws:iam::1:role/x',
      password: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      maxTokens: 512,
      secrets: [{ name: 'DB', valueFrom: 'arn:aws:ssm:us-west-2:1:parameter/db' }],
    };
    expect(parametersOf(eventOf(harmless))).toEqual(harmless);
  });
});

test('a text stays as it is written where nothing is taken out', () => {
  const text = '{ "n": 12345678901234567890,\n "a" : [ ] }';
  expect(withoutSecrets({ input: text })).toEqual({ input: text });
});

test('what is nested for the sake of it ends the walk, not the program', () => {
  const text = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  expect(JSON.stringify(withoutSecrets({ input: text })).length).toBeLessThan(1_000);
});

test('no value under a name that says it is a secret comes through, however often it is packed', () => {
  const value = fc.string({ minLength: 3, unit: 'grapheme' }).map((text) => `${text}§hunter2§`);
  const name = fc.constantFrom('password', 'DB_PASSWORD', 'clientSecret', 'authToken', 'apiKey');
  fc.assert(
    fc.property(
      name,
      value,
      fc.integer({ min: 0, max: 7 }),
      fc.boolean(),
      (key, secret, depth, isIn) => {
        let packed: unknown = isIn
          ? { environment: { variables: { key: secret } } }
          : { [key]: secret };
        for (let level = 0; level < depth; level++) packed = { detail: JSON.stringify(packed) };
        const text = redact(JSON.stringify(withoutSecrets(packed)));
        expect(text).not.toContain('hunter2');
        let inner = JSON.parse(text) as unknown;
        for (let level = 0; level < depth; level++)
          inner = JSON.parse((inner as { detail: string }).detail);
      },
    ),
    { numRuns: 300 },
  );
});
