// What the table of reading operations says, held against what AWS says of them: the access level of each action, and what
// the SDK carries of each operation.
import { NormalizedSchema } from '@smithy/core/schema';
import { describe, expect, test } from 'vitest';
import { actionOf, describedAction } from '../../../examples/iam/names.ts';
import { cliName } from '../../../src/mcp/aws-api/cli-names.ts';
import { readingServices, ruleOnOperation } from '../../../src/mcp/aws-api/read-only.ts';
import { SDK_SERVICES, sdkService } from '../../../src/mcp/aws-api/sdk-services.ts';
import { withoutSecrets } from '../../../src/mcp/withheld.ts';

const READING = ['List', 'Read'];

describe.each(readingServices())('%s', (service, operations) => {
  test('holds operations that AWS knows, each once', async () => {
    expect(new Set(operations).size).toBe(operations.length);
    for (const operation of operations)
      expect((await describedAction(actionOf(service, operation))).name).toBeDefined();
  });

  test('holds operations that AWS calls listing or reading', async () => {
    for (const operation of operations) {
      const { accessLevel } = await describedAction(actionOf(service, operation));
      expect(READING, operation).toContain(accessLevel);
    }
  });
});

describe.each(SDK_SERVICES)('%s, as the SDK carries it,', (service) => {
  const operationsOf = async () => [...((await sdkService(service))?.operations ?? [])];

  test('has no operation that is a read here and a write for AWS', async () => {
    const disputed: string[] = [];
    for (const [operation] of await operationsOf()) {
      if (!ruleOnOperation(service, operation).reads) continue;
      const { accessLevel } = await describedAction(actionOf(service, operation));
      if (!READING.includes(accessLevel)) disputed.push(operation);
    }
    expect(disputed).toEqual([]);
  });

  test('has no reading operation that takes an idempotency token, as those that begin something do', async () => {
    const beginning = (await operationsOf())
      .filter(([operation]) => ruleOnOperation(service, operation).reads)
      .filter(([, { inputSchema }]) =>
        Object.values(NormalizedSchema.of(inputSchema as never).getMemberSchemas()).some(
          (member) => member.getMergedTraits().idempotencyToken === 1,
        ),
      );
    expect(beginning.map(([operation]) => operation)).toEqual([]);
  });

  test('has no option that the AWS CLI would take for one of its own', async () => {
    const own = ['debug', 'endpoint-url', 'query', 'profile', 'region', 'output', 'cli-input-json'];
    for (const [operation, { inputSchema }] of await operationsOf()) {
      if (!ruleOnOperation(service, operation).reads) continue;
      const members = NormalizedSchema.of(inputSchema as never).getMemberSchemas();
      const names = Object.keys(members).map(cliName);
      expect(names.filter((name) => own.some((global) => global.startsWith(name)))).toEqual([]);
    }
  });

  test('answers nothing that the SDK calls sensitive but messages and names of secrets', async () => {
    const left = new Set<string>();
    const outputs = await outputsOf(service);
    for (const [operation, { name }] of await operationsOf())
      if (ruleOnOperation(service, operation).reads)
        for (const path of sensitiveIn(NormalizedSchema.of(outputs.get(name) as never), [], 0))
          if (isHandedOn(path)) left.add(path.at(-1) ?? '');
    expect(
      [...left].filter((name) => !['Message', 'repositoryCredentials'].includes(name)),
    ).toEqual([]);
  });
});

const CLIENTS: Readonly<Record<string, () => Promise<object>>> = {
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
  cloudwatch: () => import('@aws-sdk/client-cloudwatch'),
  cloudtrail: () => import('@aws-sdk/client-cloudtrail'),
  sts: () => import('@aws-sdk/client-sts'),
  lambda: () => import('@aws-sdk/client-lambda'),
  ecs: () => import('@aws-sdk/client-ecs'),
};

/** Schemas of what operations answer, by the name of the operation. */
async function outputsOf(service: string): Promise<ReadonlyMap<string, unknown>> {
  const all: readonly unknown[] = Object.values((await CLIENTS[service]?.()) ?? {});
  const operations = all.filter((one) => Array.isArray(one) && one[0] === 9) as unknown[][];
  expect(operations.length).toBeGreaterThan(5);
  return new Map(operations.map((schema) => [String(schema[2]), schema[5]]));
}

const MAX_DEPTH = 8;

function sensitiveIn(
  schema: NormalizedSchema,
  path: readonly string[],
  depth: number,
): readonly (readonly string[])[] {
  if (schema.getMergedTraits().sensitive === 1) return [path];
  if (depth > MAX_DEPTH) return [];
  if (schema.isListSchema() || schema.isMapSchema())
    return sensitiveIn(schema.getValueSchema(), path, depth + 1);
  if (!schema.isStructSchema()) return [];
  return Object.entries(schema.getMemberSchemas()).flatMap(([name, member]) =>
    sensitiveIn(member, [...path, name], depth + 1),
  );
}

/** A value at this place comes through. */
function isHandedOn(path: readonly string[]): boolean {
  const answer = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), 'hunter2!');
  return JSON.stringify(withoutSecrets(answer)).includes('hunter2');
}

describe('records of CloudTrail, which are JSON in a string', () => {
  const handedOn = (requestParameters: object) =>
    JSON.stringify(
      withoutSecrets({ Events: [{ CloudTrailEvent: JSON.stringify({ requestParameters }) }] }),
    );

  test.each([
    { environment: { variables: { GREETING: 'hunter2' } } },
    { containerDefinitions: [{ environment: [{ name: 'GREETING', value: 'hunter2' }] }] },
    { secretString: 'hunter2' },
    { type: 'SecureString', value: 'hunter2' },
    { userData: { value: 'hunter2' } },
  ])('lose the values of %j', (requestParameters) => {
    expect(handedOn(requestParameters)).not.toContain('hunter2');
  });

  test('keep the names and all else', () => {
    const record = handedOn({ memorySize: 128, environment: { variables: { GREETING: 'x' } } });
    expect(record).toContain('GREETING');
    expect(record).toContain('128');
  });

  test('that cannot be read are not handed on', () => {
    const cut = { CloudTrailEvent: '{"requestParameters":{"secretString":"hunter2' };
    expect(withoutSecrets(cut)).toEqual({ CloudTrailEvent: '[redacted:record]' });
  });
});
