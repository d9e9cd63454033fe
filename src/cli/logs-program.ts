// `troubleshoot logs …`: names, flags and help of the commands that ask logs directly.
import { type Command, Option } from 'commander';
import { withBegun } from './begun-ahead.ts';
import type { CliProcess } from './cli-process.ts';
import type { GroupsOptions } from './logs-groups-command.ts';
import type { QueryOptions } from './logs-query-command.ts';
import type { ServeCommandOptions } from './logs-serve-command.ts';
import { readRegions } from './regions.ts';

const QUERY_EXAMPLES = `Examples:
  troubleshoot logs query 'stats count(*) by bin(5m)' --logs ./logs
  troubleshoot logs query 'filter @message like /ERROR/' --logs ./logs \\
      --format jsonl
  troubleshoot logs query 'stats avg(@duration)' --region us-west-2 \\
      --log-group /aws/lambda/checkout --hours 4
`;

const SERVE_EXAMPLES = `Examples:
  troubleshoot logs serve --port 4586 --logs ./logs
      Then: aws logs describe-log-groups --endpoint-url http://127.0.0.1:4586
  troubleshoot logs serve --port 4586 --data ./kept
      An empty CloudWatch Logs for tests; what clients put is kept in ./kept.
`;

const GROUPS_EXAMPLES = `Examples:
  troubleshoot logs groups --logs ./logs
  troubleshoot logs groups checkout --region us-west-2
`;

type Repeat = (value: string, before?: readonly string[]) => readonly string[];

/** `repeat` gathers the values of a repeatable flag. */
export function addLogs(
  program: Command,
  cli: CliProcess,
  setExitCode: (code: number) => void,
  repeat: Repeat,
): void {
  const logs = program
    .command('logs')
    .description('query logs, list log groups, serve local logs as CloudWatch Logs');
  addQuery(logs, cli, setExitCode, repeat);
  addGroups(logs, cli, setExitCode, repeat);
  addServe(logs, cli, setExitCode, repeat);
}

function addQuery(
  logs: Command,
  cli: CliProcess,
  setExitCode: (code: number) => void,
  repeat: Repeat,
): void {
  logs
    .command('query')
    .description('run a Logs Insights query over local logs or in AWS')
    .addHelpText('before', QUERY_EXAMPLES)
    .argument('<query>', 'the query, in Logs Insights QL')
    .option('--logs <path>', 'local log file or folder; repeatable', repeat)
    .option('--region <name>', 'AWS region')
    .option('--log-group <name>', 'log group; repeatable (default with --logs: all)', repeat)
    .option('--start <time>', 'start of the window, ISO 8601 (no zone: UTC)')
    .option('--end <time>', 'end of the window')
    .option('--hours <n>', 'length of the window (default: 2; with --logs: all there is)')
    .option('--limit <rows>', 'most rows')
    .addOption(
      new Option('--format <form>', 'how rows are printed')
        .choices(['table', 'json', 'jsonl', 'csv'])
        .default('table'),
    )
    .action(async (query: string, options: QueryOptions) => {
      await withBegun(
        options.logs,
        ({ beginSource }, paths) => beginSource(paths, regionOf(options), cli, true),
        async (begun) => {
          const { queryCommand } = await import('./logs-query-command.ts');
          setExitCode(await queryCommand(query, options, cli, begun));
        },
      );
    });
}

function regionOf({ region }: QueryOptions): string | null {
  return region === undefined ? null : (readRegions([region])[0] ?? null);
}

function addGroups(
  logs: Command,
  cli: CliProcess,
  setExitCode: (code: number) => void,
  repeat: Repeat,
): void {
  logs
    .command('groups')
    .description('list log groups')
    .addHelpText('before', GROUPS_EXAMPLES)
    .argument('[part]', 'part of the name, case-sensitive')
    .option('--logs <path>', 'local log file or folder; repeatable', repeat)
    .option('--region <name>', 'AWS region')
    .option('--json', 'print one log group a line as JSON')
    .action(async (part: string | undefined, options: GroupsOptions) =>
      setExitCode(
        await (await import('./logs-groups-command.ts')).groupsCommand(part ?? null, options, cli),
      ),
    );
}

function addServe(
  logs: Command,
  cli: CliProcess,
  setExitCode: (code: number) => void,
  repeat: Repeat,
): void {
  logs
    .command('serve')
    .description('serve CloudWatch Logs on this machine, over local files and what clients put')
    .addHelpText('before', SERVE_EXAMPLES)
    .option('--port <n>', 'port (default: a free one)')
    .option('--host <address>', 'address to listen at', '127.0.0.1')
    .option('--logs <path>', 'local log file or folder to serve; repeatable', repeat)
    .option('--data <dir>', 'keep what clients put in this folder (default: in memory)')
    .option('--region <name>', 'AWS region that ARNs name (default: us-east-1)')
    .option('--enforce-age', "apply CloudWatch's rules of event age and retention")
    .option('--max-concurrent <n>', 'queries that run at once (default: 4)')
    .option('--query-timeout <seconds>', 'end a query after so long (default: 3600)')
    .option('--fault <rule>', 'a fault for tests, as StartQuery:throttle:2; repeatable', repeat)
    .action(async (options: ServeCommandOptions) =>
      setExitCode(await (await import('./logs-serve-command.ts')).serveCommand(options, cli)),
    );
}
