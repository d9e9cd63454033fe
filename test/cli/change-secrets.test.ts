// Secrets in what somebody changed in the account: nothing that a run leaves behind holds one of them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runFolders, runProgram } from './program.ts';

/** Stands in the place of each secret. */
const SECRET = 'zq7Vx0TruStNo1';
const START_MS = Date.parse('2026-11-20T13:00:00Z');
const at = (seconds: number) => new Date(START_MS + seconds * 1000).toISOString();

const LOG = [
  ...Array.from({ length: 60 }, (_, index) => `${at(index * 30)} INFO order ${index} paid`),
  ...Array.from({ length: 30 }, (_, index) => `${at(1800 + index * 10)} ERROR cannot reach db-1`),
].join('\n');

/** Calls that carry secrets, as CloudTrail records them where a service hides nothing. */
const REQUESTS: readonly (readonly [source: string, name: string, parameters: object])[] = [
  ['rds', 'ModifyDBInstance', { dBInstanceIdentifier: 'db-1', masterUserPassword: SECRET }],
  [
    'lambda',
    'UpdateFunctionConfiguration20150331v2',
    { functionName: 'pay', memorySize: 128, environment: { variables: { GREETING: SECRET } } },
  ],
  [
    'ecs',
    'RegisterTaskDefinition',
    {
      family: 'pay',
      containerDefinitions: [{ name: 'app', environment: [{ name: 'GREETING', value: SECRET }] }],
    },
  ],
  ['secretsmanager', 'PutSecretValue', { secretId: 'prod/db', secretString: SECRET }],
  ['ssm', 'PutParameter', { name: '/prod/db', type: 'SecureString', value: SECRET }],
  [
    'cloudformation',
    'UpdateStack',
    { stackName: 'pay', parameters: [{ parameterKey: 'DbPassword', parameterValue: SECRET }] },
  ],
  ['ec2', 'ModifyInstanceAttribute', { instanceId: 'i-1', userData: { value: SECRET } }],
  ['glue', 'UpdateConnection', { name: 'db', url: `postgres://app:${SECRET}@db-1:5432/orders` }],
];

const changes = REQUESTS.map(([source, eventName, requestParameters], index) => ({
  eventTime: at(1700 + index),
  eventSource: `${source}.amazonaws.com`,
  eventName,
  userIdentity: { userName: 'alice', sessionContext: { token: SECRET } },
  requestParameters,
  responseElements: { credentials: { note: SECRET } },
}));

test('no secret of a change gets into what a run leaves', async () => {
  const ran = await runProgram(['app', '--logs', 'logs', '--yes', '--json', '--no-color'], {
    files: {
      'logs/app.log': LOG,
      'logs/changes.jsonl': changes.map((each) => JSON.stringify(each)).join('\n'),
    },
  });
  const [folder = ''] = runFolders(ran);
  const left = readdirSync(folder).map((name) => ({
    name,
    text: readFileSync(join(folder, name), 'utf8'),
  }));
  expect(left.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['report.md', 'report.json', 'journal.jsonl', 'audit.jsonl']),
  );
  const told = [
    ...left,
    { name: 'stdout', text: ran.stdout },
    { name: 'stderr', text: ran.stderr },
  ];
  expect(told.filter(({ text }) => text.includes(SECRET)).map(({ name }) => name)).toEqual([]);
  const report = left.find(({ name }) => name === 'report.md')?.text ?? '';
  expect(report).toContain('ModifyDBInstance');
});
