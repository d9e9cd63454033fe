// The advice: actions, commands that hold only what the logs name, fixes, monitoring, next steps.
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { advise } from '../../src/diagnosis/advise.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Advice } from '../../src/diagnosis/types.ts';
import { type CaseSpec, caseOf, event, type FindingSpec, minute, normalTime } from './cases.ts';

const adviceFor = (spec: CaseSpec): Advice => {
  const input = caseOf(spec);
  return advise(input, diagnose(input));
};
const commandsOf = ({ actions, monitoring }: Advice) => [
  ...actions.flatMap(({ commands }) => commands),
  ...monitoring.flatMap(({ commands }) => commands),
];
const textsOf = (advice: Advice) => [
  ...advice.actions.flatMap(({ title, reason, steps, rollback }) => [
    title,
    reason,
    ...steps,
    rollback ?? '',
  ]),
  ...advice.monitoring.map(({ title }) => title),
  ...advice.nextSteps,
];

/** The words of each command as a POSIX shell splits them; the shell runs nothing but printf. */
function shellWords(commands: readonly string[]): string[][] {
  const print = (name: string) => `${name}() { printf '%s\\001' ${name} "$@"; printf '\\002'; }`;
  const script = [print('aws'), print('dig'), print('df'), ...commands].join('\n');
  const out = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8', env: { PATH: '' } });
  return out
    .split('\u0002')
    .slice(0, -1)
    .map((line) => line.split('\u0001').slice(0, -1));
}

const NULL_POINTER: FindingSpec = {
  id: 'F1',
  message:
    '2026-10-05 ERROR Unhandled exception\njava.lang.NullPointerException: Cannot invoke "PaymentRequest.getAmount()" because "request" is null\n\tat com.payment.PaymentValidator.validate(PaymentValidator.java:23)',
  text: 'Unhandled exception\njava.lang.NullPointerException: Cannot invoke "PaymentRequest.getAmount()" because "request" is null',
  language: 'java',
  location: { file: 'PaymentValidator.java', line: 23, function: 'validate' },
  group: '/aws/lambda/payment-validator',
};

describe('actions', () => {
  test('undo the trigger first, with a way back', () => {
    const advice = adviceFor({
      findings: [{ ...NULL_POINTER, rhythm: 'onset', from: 120, to: 239 }],
      context: [
        event(
          minute(118),
          'INFO deploy finished: version 2.14.0 is live',
          '/aws/lambda/payment-validator',
        ),
      ],
    });
    expect(advice.actions[0]).toEqual({
      horizon: 'immediate',
      title: 'Roll back build 2.14.0 of payment-validator to the one before it',
      reason:
        'Log group /aws/lambda/payment-validator announces a deployment or a new version, and the errors set in 2 minutes later; undoing it is the quickest test of that.',
      rootCauses: [1],
      steps: [
        'Go back to the version before the deployment logged at 13:58:00 UTC.',
        'Deploy the version that ran before, and watch the error rate for ten minutes.',
        'Keep the package of the new version for the search of the fault.',
      ],
      commands: [
        'aws lambda list-versions-by-function --function-name payment-validator --region us-west-2',
      ],
      rollback: 'Deploy build 2.14.0 again, once the fault in it is mended.',
    });
  });

  test('name the value to go back to where the change says it', () => {
    const { actions, fixes } = adviceFor({
      findings: [
        { id: 'F1', message: 'Connection pool exhausted', rhythm: 'onset', from: 120, to: 239 },
      ],
      context: [event(minute(118), 'INFO config applied: batch.workers changed from 2 to 14')],
    });
    expect(actions[0]).toMatchObject({
      title: 'Set batch.workers back from 14 to 2',
      rollback: 'Set batch.workers to 14 again, once it was tested under load.',
    });
    expect(fixes[0]).toMatchObject({
      title: 'Restore batch.workers to its former value',
      text: '# 14 since 2026-10-05T13:58:00.000Z, 2 before\nbatch.workers=2',
    });
  });

  test('come by horizon, each cause served, equal ones joined', () => {
    const { actions } = adviceFor({
      findings: [
        { id: 'F1', message: 'java.net.SocketTimeoutException: Read timed out' },
        { id: 'F2', message: 'rates API returned 500' },
      ],
    });
    const breaker = actions.filter(({ title }) => title.startsWith('Put a circuit breaker'));
    expect(breaker.map(({ rootCauses }) => rootCauses)).toEqual([[1, 2]]);
    expect(actions.map(({ horizon }) => horizon)).toEqual([
      'immediate',
      'immediate',
      'short-term',
      'long-term',
    ]);
  });

  test('an unknown refusal is of no known kind, and nothing is to be put back for it', () => {
    const spec = {
      findings: [
        {
          id: 'F1',
          message: 'badge of visitor turned away at door 7',
          category: 'authentication-authorization',
          rhythm: 'onset',
          burst: [120, 239, 50],
        },
      ],
    } as const;
    expect(diagnose(caseOf(spec)).rootCauses[0]).toMatchObject({ typeShown: false });
    const { actions } = adviceFor(spec);
    expect(actions[0]?.title).toBe('Find out what these errors mean before anything is changed');
    expect(JSON.stringify(actions)).not.toMatch(/put back|undo|the change/i);
  });

  test('an unknown failure gets the general advice of its kind', () => {
    const { actions } = adviceFor({
      findings: [{ id: 'F1', message: 'could not render banner', category: 'configuration' }],
    });
    expect(actions.map(({ title }) => title)).toEqual([
      'Check the setting that these errors name',
      'Check settings before traffic reaches a new version',
      'Log what the next search will need',
    ]);
  });

  test('nothing is advised where nothing is wrong', () => {
    expect(adviceFor({ findings: [] })).toEqual({
      actions: [],
      fixes: [],
      monitoring: [],
      nextSteps: [
        'Nothing is to be mended by these logs; run the analysis again with the exact window if users report a failure.',
      ],
    });
  });
});

describe('commands', () => {
  const denied: FindingSpec = {
    id: 'F1',
    message:
      'AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/ledger-role/worker is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:111122223333:secret:ledger/db-Ab12Cd because no identity-based policy allows it',
    group: '/aws/lambda/ledger-worker',
  };

  test('hold the names of the logs', () => {
    const commands = commandsOf(adviceFor({ findings: [denied], region: 'eu-west-1' }));
    expect(commands[0]).toBe(
      `aws logs filter-log-events --log-group-name /aws/lambda/ledger-worker --start-time ${minute(5)} --end-time ${minute(235)} --filter-pattern '"not authorized to perform: secretsmanager:GetSecretValue"' --max-items 20 --region eu-west-1`,
    );
    expect(commands[1]).toBe(
      'aws secretsmanager describe-secret --secret-id arn:aws:secretsmanager:eu-west-1:111122223333:secret:ledger/db-Ab12Cd --region eu-west-1',
    );
    expect(commands).toContain(
      'aws iam list-attached-role-policies --role-name ledger-role --region eu-west-1',
    );
  });

  test('whose names are not in the logs are left out', () => {
    const { actions } = adviceFor({
      findings: [{ id: 'F1', message: 'ProvisionedThroughputExceededException: slow down' }],
    });
    expect(actions.flatMap(({ commands }) => commands)).toEqual([
      `aws logs filter-log-events --log-group-name /shop/app --start-time ${minute(5)} --end-time ${minute(235)} --filter-pattern '"ProvisionedThroughputExceededException"' --max-items 20 --region us-west-2`,
    ]);
  });

  test('carry no region for local logs, and the next steps say so', () => {
    const advice = adviceFor({ findings: [denied], region: 'local' });
    expect(commandsOf(advice).filter((command) => command.includes('--region'))).toEqual([]);
    expect(commandsOf(advice).join('\n')).not.toContain('"region"');
    expect(advice.nextSteps.at(-1)).toContain('They carry no region');
  });

  test('never hold hostile text from the logs', () => {
    const hostile = [
      'getaddrinfo ENOTFOUND $(reboot).example.org',
      'getaddrinfo ENOTFOUND -rf;reboot',
      'ProvisionedThroughputExceededException Table: orders;reboot',
      'ProvisionedThroughputExceededException Table: `reboot`',
      "ENOSPC: no space left on device '/var/x';reboot",
      'S3Exception: Access Denied bucket=--help',
      "Cannot read properties of undefined (reading 'x'); $(reboot)'\"",
    ];
    const groups = ['/shop/app', "/shop/a'; reboot; '", '/aws/lambda/x$(reboot)', '--reboot'];
    const advices = hostile.flatMap((message) =>
      groups.map((group) =>
        adviceFor({ findings: [{ id: 'F1', message, group }], application: "a'; reboot #" }),
      ),
    );
    const commands = advices.flatMap(commandsOf);
    const words = shellWords(commands);
    expect(words).toHaveLength(commands.length);
    const bare = words.flatMap((command) =>
      command.filter(
        (word, index) =>
          !['--filter-pattern', '--dashboard-body', '--query'].includes(command[index - 1] ?? '') &&
          /[;$`'"() ]/.test(word),
      ),
    );
    expect(bare).toEqual([]);
  });

  test('no text and no command holds an unfilled slot', () => {
    const specs: FindingSpec[] = [
      denied,
      NULL_POINTER,
      { id: 'F1', message: 'pod web-1 OOMKilled' },
    ];
    for (const spec of specs) {
      const advice = adviceFor({ findings: [spec] });
      expect(
        textsOf(advice).filter((text) => /\{[a-z]/.test(text) || text.trim() !== text),
      ).toEqual([]);
      expect(commandsOf(advice).filter((text) => /[<>]|\{[a-z]+[}|]/.test(text))).toEqual([]);
    }
  });
});

describe('fixes', () => {
  test('a null check with file, line and variable of the trace', () => {
    expect(adviceFor({ findings: [NULL_POINTER] }).fixes).toEqual([
      {
        title: 'Guard the value before PaymentValidator.java:23 uses it',
        kind: 'code',
        rootCause: 1,
        language: 'java',
        text: [
          '// PaymentValidator.java:23, in validate: request is null here; refuse it before it is used.',
          'if (request == null) {',
          '    throw new IllegalArgumentException("request must not be null");',
          '}',
        ].join('\n'),
      },
    ]);
  });

  test('says so where the logs do not name the variable', () => {
    const [fix] = adviceFor({
      findings: [
        {
          id: 'F1',
          message: "AttributeError: 'NoneType' object has no attribute 'total'",
          language: 'python',
          location: { file: '/var/task/handler.py', line: 31, function: 'lambda_handler' },
        },
      ],
    }).fixes;
    expect(fix?.language).toBe('python');
    expect(fix?.text.split('\n')[0]).toBe(
      '# handler.py:31, in lambda_handler: the logs do not name the variable (asked for total); "value" stands for it.',
    );
  });

  const fault = (message: string, language: NonNullable<FindingSpec['language']>): FindingSpec => ({
    id: 'F1',
    message,
    language,
    location: { file: 'Rates.x', line: 29, function: 'price' },
  });
  test.each([
    fault('java.lang.NumberFormatException: For input string: "12,50"', 'java'),
    fault("System.InvalidCastException: Unable to cast object of type 'A' to type 'B'.", 'dotnet'),
    fault("KeyError: 'tier'", 'python'),
  ])('no null check, and no missing value, for a fault of another kind: $message', (spec) => {
    const advice = adviceFor({ findings: [spec] });
    expect(advice.fixes).toEqual([]);
    expect(advice.actions[0]?.title).toBe(
      'Mend Rates.x:29, or go back to the version before it failed',
    );
    expect(textsOf(advice).filter((text) => /value is missing|lacks the value/.test(text))).toEqual(
      [],
    );
  });

  test('the key that is not there is named where the message names it', () => {
    const [action] = adviceFor({ findings: [fault("KeyError: 'tier'", 'python')] }).actions;
    expect(action?.steps).toContain(
      'Find out who should give tier, and since when it is not there.',
    );
    expect(textsOf(adviceFor({ findings: [fault('KeyError', 'python')] })).join()).not.toContain(
      'Find out who should give',
    );
  });

  test('a policy statement for the denied action and resource', () => {
    const [fix] = adviceFor({
      findings: [
        {
          id: 'F1',
          message:
            'User: arn:aws:sts::111122223333:assumed-role/mailer/i is not authorized to perform: ses:SendEmail on resource: arn:aws:ses:eu-west-1:111122223333:identity/example.org',
        },
      ],
    }).fixes;
    expect(JSON.parse(fix?.text ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['ses:SendEmail'],
          Resource: ['arn:aws:ses:eu-west-1:111122223333:identity/example.org'],
        },
      ],
    });
  });

  const denied = (why: string): FindingSpec => ({
    id: 'F1',
    message: `User: arn:aws:sts::111122223333:assumed-role/vault/i is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/0b7e ${why}`,
  });

  test('a statement for the policy of the resource where that allows nothing', () => {
    const why = 'because no resource-based policy allows the kms:Decrypt action';
    const [fix] = adviceFor({ findings: [denied(why)] }).fixes;
    expect(fix?.title).toContain('in the policy of the resource itself');
    expect(JSON.parse(fix?.text ?? '').Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Principal: { AWS: 'arn:aws:iam::111122223333:role/vault' },
        Resource: ['arn:aws:kms:eu-west-1:111122223333:key/0b7e'],
      },
    ]);
  });

  test('no statement that allows what is denied explicitly', () => {
    const why = 'with an explicit deny in a service control policy';
    expect(adviceFor({ findings: [denied(why)] }).fixes).toEqual([]);
  });

  test('no time-outs of an HTTP client for calls that are not HTTP', () => {
    const fixesOf = (message: string) =>
      adviceFor({ findings: [{ ...fault(message, 'java'), category: 'external-service' }] }).fixes;
    const timedOut = 'java.net.SocketTimeoutException: Read timed out';
    expect(fixesOf(timedOut)[0]?.title).toContain('Set a connect and a read time-out');
    expect(fixesOf(`javax.naming.NamingException: LDAP response: ${timedOut}`)).toEqual([]);
  });

  test('a limit of Lambda is doubled from the measured one', () => {
    const { fixes, actions } = adviceFor({
      findings: [
        { id: 'F1', message: 'Task timed out after 30.03 seconds', group: '/aws/lambda/render' },
      ],
    });
    expect(fixes.map(({ text }) => JSON.parse(text))).toEqual([
      { FunctionName: 'render', Timeout: 60 },
    ]);
    expect(actions[0]?.commands).toContain(
      'aws lambda update-function-configuration --function-name render --timeout 60 --region us-west-2',
    );
    expect(actions[0]?.rollback).not.toBeNull();
  });
});

describe('monitoring', () => {
  test('a filter that matches the words, an alarm from the usual rate, a dashboard, a prevention', () => {
    const advice = adviceFor({ findings: [NULL_POINTER], application: 'payment-service' });
    expect(advice.monitoring.map(({ kind }) => kind)).toEqual([
      'metric-filter',
      'alarm',
      'dashboard',
      'prevention',
    ]);
    const [filter, alarm] = shellWords(advice.monitoring.flatMap(({ commands }) => commands));
    expect(filter).toEqual([
      'aws',
      'logs',
      'put-metric-filter',
      '--log-group-name',
      '/aws/lambda/payment-validator',
      '--filter-name',
      'java-null-pointer-template',
      '--filter-pattern',
      '"NullPointerException: Cannot invoke"',
      '--metric-transformations',
      'metricName=java-null-pointer-template,metricNamespace=Troubleshoot/payment-service,metricValue=1,defaultValue=0',
      '--region',
      'us-west-2',
    ]);
    expect(alarm?.slice(alarm.indexOf('--threshold'), alarm.indexOf('--threshold') + 2)).toEqual([
      '--threshold',
      '0',
    ]);
  });

  test('a log group of two regions is named as AWS does, with the region of each', () => {
    const name = '/aws/lambda/payment-validator';
    const advice = adviceFor({
      findings: [{ ...NULL_POINTER, group: `eu-west-1:${name}` }],
      logGroups: ['us-west-2', 'eu-west-1'].map((region) => ({
        label: `${region}:${name}`,
        name,
        region,
      })),
    });
    const commands = shellWords(commandsOf(advice));
    const valueAfter = (words: readonly string[], option: string) =>
      words[words.indexOf(option) + 1];
    expect(new Set(commands.map((words) => valueAfter(words, '--region')))).toEqual(
      new Set(['eu-west-1']),
    );
    const groups = commands.filter((words) => words.includes('--log-group-name'));
    expect(new Set(groups.map((words) => valueAfter(words, '--log-group-name')))).toEqual(
      new Set([name]),
    );
    const functions = commands.filter((words) => words.includes('--function-name'));
    expect(functions.length).toBeGreaterThan(0);
    expect(new Set(functions.map((words) => valueAfter(words, '--function-name')))).toEqual(
      new Set(['payment-validator']),
    );
  });

  test('an access record is found by its JSON status', () => {
    const { monitoring } = adviceFor({
      findings: [
        {
          id: 'F1',
          message: '{"path":"/session","status":503}',
          text: 'GET <path> 503',
          fields: { path: '/session', status: '503' },
          status: 503,
        },
      ],
    });
    expect(monitoring[0]?.commands[0]).toContain("--filter-pattern '{ $.status = 503 }'");
  });

  test('a burst out of nothing alarms on the first occurrence', () => {
    const { monitoring } = adviceFor({
      findings: [{ id: 'F1', message: 'Error: read ECONNRESET', count: 80, burst: [60, 70, 80] }],
    });
    expect(monitoring[1]?.title).toBe(
      'Alarm on more than 0 of F1 in 5 minutes (none are usual; up to 40 in this window): it would have rung at 13:05:00 UTC, 5 minutes after the onset of F1',
    );
  });

  test('a warning that comes first is watched, and says how much earlier it would have told', () => {
    const { monitoring } = adviceFor({
      findings: [
        { id: 'F1', message: 'Error: read ECONNRESET', count: 80, burst: [60, 70, 80] },
        {
          id: 'F2',
          severity: 'warning',
          message: 'WARN retry queue is filling',
          count: 40,
          burst: [38, 62, 40],
        },
      ],
    });
    expect(monitoring.map(({ title }) => title).slice(2, 4)).toEqual([
      'Count F2, the warning that comes before F1, as metric warning-template',
      'Alarm on more than 0 of F2 in 5 minutes (none are usual; up to 8 in this window): it would have rung at 12:40:00 UTC, 20 minutes before the onset of F1',
    ]);
  });

  test('a normal time tells what is usual', () => {
    const comparison = { finding: 'F1', standing: 'risen' as const, count: 24, kindCount: 24 };
    const rates = { perHour: 80, baselinePerHour: 12, kindPerHour: 12, grownIn: null, chance: 0 };
    const { monitoring } = adviceFor({
      findings: [{ id: 'F1', message: 'Error: read ECONNRESET', count: 80, burst: [60, 70, 80] }],
      baseline: normalTime([{ ...comparison, ...rates }]),
    });
    expect(monitoring[1]?.title).toBe(
      'Alarm on more than 4 of F1 in 5 minutes (1 are usual in the normal time; up to 40 in this window): it would have rung at 13:05:00 UTC, 5 minutes after the onset of F1',
    );
  });

  test('where no words are common no filter is made up', () => {
    const advice = adviceFor({
      findings: [{ id: 'F1', message: '"1" "2" "3"', text: '<num> <num> <num>' }],
    });
    expect(advice.monitoring.map(({ kind }) => kind)).toEqual(['prevention']);
    expect(advice.nextSteps.filter((step) => step.startsWith('No metric filter'))).toHaveLength(1);
  });
});
