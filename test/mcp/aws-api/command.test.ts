// AWS CLI command lines as they are read: without a shell, and nothing that writes is taken for a read.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCommand } from '../../../src/mcp/aws-api/aws-command.ts';
import { cliName } from '../../../src/mcp/aws-api/cli-names.ts';
import { commandWords } from '../../../src/mcp/aws-api/command-words.ts';
import { readingServices, ruleOnOperation } from '../../../src/mcp/aws-api/read-only.ts';
import { SDK_SERVICES, sdkService } from '../../../src/mcp/aws-api/sdk-services.ts';

describe('words of a command', () => {
  test.each([
    ['aws logs describe-log-groups', ['aws', 'logs', 'describe-log-groups']],
    ['aws x --filter-pattern \'{ $.a = "b" }\'', ['aws', 'x', '--filter-pattern', '{ $.a = "b" }']],
    ['aws x --a "b c" d\\ e', ['aws', 'x', '--a', 'b c', 'd e']],
    ['aws x --a "" --b \'\'', ['aws', 'x', '--a', '', '--b', '']],
    ['aws x --a "say \\"hi\\" \\n"', ['aws', 'x', '--a', 'say "hi" \\n']],
    ["aws x --a it\\'s", ['aws', 'x', '--a', "it's"]],
    ['  aws   x  ', ['aws', 'x']],
  ])('of %s', (text, words) => {
    expect(commandWords(text)).toEqual({ words, fault: null });
  });

  test.each([
    ['aws x | sh', 'a pipe'],
    ['aws x; rm -rf /', 'a second command'],
    ['aws x && rm', 'a second command'],
    ['aws x > /etc/passwd', 'a redirection'],
    ['aws x $(id)', 'a variable'],
    ['aws x `id`', 'a command substitution'],
    ['aws x "$HOME"', 'use single quotes'],
    ['aws x "`id`"', 'use single quotes'],
    ['aws x *', 'a pattern of files'],
    ["aws x 'open", 'not closed'],
    ['aws x "open', 'not closed'],
    ['aws x\nrm', 'one line'],
    ["aws x 'a\nb'", 'one line'],
    ['aws x \\', 'Nothing follows'],
    [`aws ${'x'.repeat(9_000)}`, 'longer than'],
  ])('%j is refused: %s', (text, expected) => {
    const { words, fault } = commandWords(text);
    expect(words).toEqual([]);
    expect(fault?.message).toContain(expected);
  });

  test('that a POSIX shell would read alike are read alike', () => {
    const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
    const word = fc.string({ maxLength: 12 }).filter((text) => !/[\n\r\0]/.test(text));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (words) => {
        expect(commandWords(words.map(quoted).join(' ')).words).toEqual(words);
      }),
    );
  });
});

describe('a command', () => {
  const parsed = (text: string) => {
    const { command, fault } = parseCommand(text);
    return command === null ? fault : { ...command, options: Object.fromEntries(command.options) };
  };

  test('is a service, an operation and options', () => {
    expect(
      parsed(
        'aws cloudwatch describe-alarms --state-value ALARM --alarm-names a b --region us-west-2 --profile ops --output text --max-items 5',
      ),
    ).toEqual({
      service: 'cloudwatch',
      operation: 'describe-alarms',
      options: { 'state-value': ['ALARM'], 'alarm-names': ['a', 'b'] },
      region: 'us-west-2',
      profile: 'ops',
      maxItems: 5,
    });
  });

  test('may have its global options first', () => {
    expect(parsed('aws --region us-east-1 sts get-caller-identity')).toMatchObject({
      service: 'sts',
      operation: 'get-caller-identity',
      region: 'us-east-1',
    });
  });

  test('may have options without a value first', () => {
    expect(parsed('aws --no-cli-pager ec2 describe-vpcs --no-paginate')).toMatchObject({
      service: 'ec2',
      operation: 'describe-vpcs',
      options: {},
    });
  });

  test.each([
    ['ls', 'begins with "aws"'],
    ['aws', 'names a service'],
    ['aws logs', 'names an operation'],
    ['aws LOGS describe', 'names a service'],
    ['aws configure list --debug', 'it prints credentials'],
    ['aws logs describe-log-groups --endpoint-url http://evil', 'would read a file or an address'],
    ['aws logs describe-log-groups --endpoint-url=evil', 'requests go to AWS only'],
    ['aws logs describe-log-groups --no-verify-ssl', 'certificates'],
    ['aws logs describe-log-groups --cli-input-json {}', 'a brace expansion'],
    ["aws logs describe-log-groups --cli-input-json '{}'", 'may read a file'],
    [
      'aws logs describe-log-groups --log-group-name-prefix file:///etc/passwd',
      'would read a file',
    ],
    ['aws logs describe-log-groups --log-group-name-prefix FILEB://x', 'would read a file'],
    ['aws lambda list-functions --query Functions', '--query is not carried out'],
    ['aws logs describe-log-groups --region "us-west-2 --debug"', 'is no valid value'],
    ['aws logs describe-log-groups --region a --region b', 'given twice'],
    ['aws logs describe-log-groups extra', 'belongs to no option'],
    ['aws logs describe-log-groups --', 'is no option'],
    ['aws logs describe-log-groups --log-group-name-prefix --', 'is no option'],
    ['aws ec2 describe-vpcs --filters=--debug', 'it would be an option'],
    ['aws ec2 describe-vpcs --filters=--endpoint-url=x', 'it would be an option'],
    ['aws ec2 describe-vpcs --filters a "--debug"', 'it prints credentials'],
    ["aws ec2 describe-vpcs --endpoint ' http://evil'", '--endpoint may mean --endpoint-url'],
    ['aws ec2 describe-vpcs --debu', '--debu may mean --debug'],
    ['aws ec2 describe-vpcs --prof other', '--prof may mean --profile'],
    ["aws ec2 describe-vpcs --filters ' file:///etc/passwd'", 'would read a file'],
    ['aws ec2 describe-vpcs --filters Name=x,Values@=file:///etc/passwd', 'would read a file'],
    ["aws ec2 describe-vpcs --filters 'Name@ =file:///etc/passwd,Values=x'", 'would read a file'],
    [
      'aws ec2 describe-vpcs --filters \'Name@="file:///etc/passwd",Values=x\'',
      'would read a file',
    ],
    ["aws ec2 describe-vpcs --filters 'Name=x,Values@=[file:///etc/passwd]'", 'would read a file'],
    ["aws ec2 describe-vpcs --filters 'Name=x,Values@=a,file:///etc/passwd'", 'would read a file'],
    ["aws ec2 describe-vpcs --filters 'Name=x,Values=[fileb:///etc/passwd]'", 'would read a file'],
    ['aws logs filter-log-events --log-group-name g --unmask', 'masked data stays masked'],
    ['aws ec2 describe-vpcs --filters help', 'would ask for help'],
    ['aws ec2 describe-vpcs --version', 'it asks AWS nothing'],
    ['aws\u00a0ec2 describe-vpcs', 'begins with "aws"'],
    ['aws s3 cp s3://a/b -', 'belongs to no option'],
  ])('%s is refused: %s', (text, expected) => {
    expect(parsed(text)).toContain(expected);
  });
});

describe('operations', () => {
  test.each([
    'logs delete-log-group',
    'lambda invoke',
    'lambda update-function-code',
    'ecs run-task',
    'iam create-access-key',
    'ssm start-session',
    's3 rm',
    's3api delete-object',
    'ec2 terminate-instances',
    'configure get',
    'cloudwatch put-metric-alarm',
    'logs start-query',
    'sts assume-role',
    'secretsmanager get-secret-value',
    'made-up describe-things',
    '__proto__ constructor',
    'constructor toString',
  ])('%s is refused by name', (text) => {
    const [service = '', operation = ''] = text.split(' ');
    const { reads, why } = ruleOnOperation(service, operation);
    expect(reads).toBe(false);
    expect(why).toContain(text);
  });

  test('on the deny list are refused, whole services too', () => {
    expect(ruleOnOperation('sts', 'get-caller-identity').reads).toBe(true);
    expect(ruleOnOperation('sts', 'get-caller-identity', ['sts get-caller-identity']).reads).toBe(
      false,
    );
    expect(ruleOnOperation('sts', 'get-caller-identity', ['sts']).reads).toBe(false);
  });

  test.each(SDK_SERVICES)(
    'of %s are those that the SDK carries, and none of them writes',
    async (name) => {
      const service = await sdkService(name);
      const [, reads = []] = readingServices().find(([known]) => known === name) ?? [];
      expect(reads.length).toBeGreaterThan(0);
      for (const operation of reads) {
        const carried = service?.operations.get(operation);
        expect(carried?.name, operation).toBeDefined();
        // REST services say by their method whether they write.
        expect(['GET', null], operation).toContain(carried?.method);
        expect(operation).toMatch(/^(?:describe|get|list|lookup|filter)-/);
      }
    },
  );

  test('of all other services have the names of reads', () => {
    for (const [, operations] of readingServices())
      for (const operation of operations)
        expect(operation).toMatch(/^(?:describe|get|list|lookup|filter|head|batch-get)-/);
  });

  test('of the SDK that could write are all refused', async () => {
    for (const name of SDK_SERVICES) {
      const { operations } = (await sdkService(name)) ?? { operations: new Map() };
      const writing = [...operations.keys()].filter(
        (operation) => !/^(?:describe|get|list|lookup|filter|search|head)-/.test(operation),
      );
      expect(writing.length).toBeGreaterThan(0);
      expect(writing.filter((operation) => ruleOnOperation(name, operation).reads)).toEqual([]);
    }
  });

  test.each([
    ['DescribeDBInstances', 'describe-db-instances'],
    ['DescribeLogGroups', 'describe-log-groups'],
    ['logGroupNamePrefix', 'log-group-name-prefix'],
    ['StartTime', 'start-time'],
    ['UUID', 'uuid'],
    ['EC2SecurityGroupId', 'ec2-security-group-id'],
    ['VpcConfig', 'vpc-config'],
  ])('%s is %s on the command line', (api, cli) => {
    expect(cliName(api)).toBe(cli);
  });
});
