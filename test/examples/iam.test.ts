// The policies of docs/iam.md: exactly what the code can call, all of it reading by AWS's own word.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { actionOf, describedAction } from '../../examples/iam/names.ts';
import { POLICIES } from '../../examples/iam/policies.ts';
import { documentOf, iamPage } from '../../examples/iam.ts';
import { readingServices } from '../../src/mcp/aws-api/read-only.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** What IAM takes as a managed policy, blanks not counted. */
const MAX_POLICY_CHARS = 6_144;

const granted = new Set(
  POLICIES.flatMap(({ actions }) => actions.map((name) => name.toLowerCase())),
);

/** `service:Operation` of each command of the AWS SDK that a file of src names. */
function commandsInCode(): readonly string[] {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => {
      const text = readFileSync(join(ROOT, 'src', path), 'utf8');
      const imports = text.matchAll(/import\s*\{([^}]*)\}\s*from\s*'@aws-sdk\/client-([a-z-]+)'/g);
      return [...imports].flatMap(([, names = '', client = '']) =>
        [...names.matchAll(/\b([A-Z]\w+)Command\b/g)].map(
          ([, name = '']) => `${SDK_PREFIXES[client] ?? client}:${name}`,
        ),
      );
    });
}

/** Clients of the SDK that IAM names otherwise. */
const SDK_PREFIXES: Readonly<Record<string, string>> = { 'cloudwatch-logs': 'logs' };

test('docs/iam.md is what the tables of the code make', async () => {
  expect(await iamPage()).toBe(readFileSync(join(ROOT, 'docs', 'iam.md'), 'utf8'));
});

describe('the policies', () => {
  test('allow each command of the SDK that the code names', () => {
    const commands = commandsInCode();
    expect(commands).toContain('logs:StartQuery');
    expect(commands.filter((name) => !granted.has(name.toLowerCase()))).toEqual([]);
  });

  test('allow an investigation the tools that its SOP needs, and no other', () => {
    const [investigation] = POLICIES;
    expect(investigation?.actions).toEqual([
      'logs:describeloggroups',
      'logs:describelogstreams',
      'logs:startquery',
      'logs:getqueryresults',
      'logs:stopquery',
    ]);
  });

  test('allow what call_aws may ask', () => {
    const operations = readingServices().flatMap(([service, names]) =>
      names.map((name) => actionOf(service, name)),
    );
    const missing = operations.filter((name) => !granted.has(name));
    // Whoever has credentials may ask who he is.
    expect(missing).toEqual(['sts:getcalleridentity']);
  });

  test('hold only actions that AWS calls reading, each once', async () => {
    const all = POLICIES.flatMap(({ actions }) => actions);
    expect(new Set(all).size).toBe(all.length);
    for (const action of all) {
      const { accessLevel } = await describedAction(action);
      expect(['List', 'Read'], action).toContain(accessLevel);
    }
  });

  test.each(POLICIES)('$heading: fits into one policy of IAM', async (policy) => {
    const document = await documentOf(policy);
    expect(JSON.stringify(document).length).toBeLessThanOrEqual(MAX_POLICY_CHARS);
    for (const { Sid, Action } of document.Statement) {
      expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
      for (const name of Action) expect(name).toMatch(/^[a-z0-9-]+:[A-Za-z0-9]+$/);
    }
  });
});
