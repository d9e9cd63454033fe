// The command line: names, flags and help. What a command does stands in a file of its own, loaded when it runs.
import { Argument, Command, Option } from 'commander';
import { type Begin, withBegun } from './begun-ahead.ts';
import type { CliProcess } from './cli-process.ts';
import { readConfig } from './config.ts';
import { wrapWords } from './failure-text.ts';
import { exitCodesText, fitted, narrowItem } from './help-text.ts';
import type { InvestigateOptions } from './investigate-options.ts';
import { addLogs } from './logs-program.ts';
import type { ServeOptions } from './mcp-command.ts';
import type { HostName, InstallOptions } from './mcp-install-command.ts';
import type { McpListOptions } from './mcp-list-command.ts';
import { commandOf, misuseText } from './misuse.ts';
import { programVersion } from './places.ts';
import { readRegions } from './regions.ts';
import type { ReplayOptions } from './replay-command.ts';
import { addResume, addRuns } from './runs-program.ts';
import { widthOf } from './width.ts';

const EXAMPLES = `Examples:
  troubleshoot payment-service --region us-west-2
      Asks once for what is missing, investigates the last two hours.
  troubleshoot payment-service --logs ./logs
      The same over local log files; no AWS account is needed.
  troubleshoot payment-service --logs ./logs --start 2026-11-20T14:00Z --hours 1
  troubleshoot payment-service --region us-west-2 --yes --quiet --fail-on likely
      Unattended: prints the path of report.md.
  troubleshoot sop list
`;

const AFTER = `
Exit codes:
${exitCodesText()}

It only reads. Logs Insights costs about $0.005 per GB scanned (us-east-1).`;

const repeat = (value: string, before: readonly string[] = []) => [...before, value];

/** What repeatable flags are where they were not given; kept from commander, whose help would show it. */
const NONE_GIVEN = { region: [], param: [], logGroup: [], logs: [], mcpConfig: [] };

/** `setExitCode` is called by the command that ran; `argv` is what was typed, for errors that tell it amended. */
export function createProgram(
  cli: CliProcess,
  setExitCode: (code: number) => void,
  argv: readonly string[] = [],
): Command {
  const columns = widthOf(cli.stdout, readConfig());
  const formatItem = narrowItem(columns);
  const program = new Command('troubleshoot')
    .description('Investigates a failing application by a Standard Operating Procedure.')
    .version(programVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', AFTER)
    .exitOverride()
    .configureHelp(formatItem === null ? {} : { formatItem })
    .configureOutput({
      getOutHelpWidth: () => columns,
      writeOut: (text) => cli.stdout.write(fitted(text, columns)),
      writeErr: (text) => cli.stderr.write(text),
      outputError: (text, write) =>
        write(
          wrapWords(misuseText(text, program, argv), widthOf(cli.stderr, readConfig()), '  ').join(
            '\n',
          ),
        ),
    })
    // Commander's own suggestions are far: --logs for --bogus.
    .showSuggestionAfterError(false)
    .showHelpAfterError('(troubleshoot --help shows examples and all flags)')
    .enablePositionalOptions();
  addInvestigate(program, cli, setExitCode);
  addLogs(program, cli, setExitCode, repeat);
  addSop(program, cli, setExitCode);
  addMcp(program, cli, setExitCode);
  addRuns(program, cli, setExitCode);
  addResume(program, cli, setExitCode);
  addReplay(program, cli, setExitCode);
  addDoctor(program, cli, setExitCode);
  addHelp(program);
  return program;
}

function addInvestigate(
  program: Command,
  cli: CliProcess,
  setExitCode: (code: number) => void,
): void {
  program
    .argument('[application]', 'name of the failing application, as its log groups write it')
    .option('--region <name>', 'AWS region; repeatable, or separated by commas', repeat)
    .option('--profile <name>', 'profile of ~/.aws to ask AWS as')
    .option('--role-arn <arn>', 'role to assume, for logs of another account')
    .option('--hours <n>', 'length of the window (default: 2)')
    .option('--start <time>', 'start of the window, ISO 8601 (no zone: UTC)')
    .option('--end <time>', 'end of the window (default: now; --logs: last event)')
    .option('--alarm <name>', 'begin from this alarm: application, region and window')
    .option('--event <file>', 'the same from an EventBridge or SNS notification; -: stdin')
    .option(
      '--baseline <when>',
      'a normal time: START/END, or a path of logs (default: just before)',
    )
    .option('--sop <name>', 'name or path of the SOP', 'application-failure-troubleshooting')
    .option('--param <name=value>', 'a parameter of the SOP; repeatable', repeat)
    .option('--log-group <name>', 'analyze this log group; repeatable', repeat)
    .option('--linked-accounts', 'seek log groups in linked accounts, too')
    .option('--logs <path>', 'local log file or folder; repeatable', repeat)
    .addOption(
      new Option('--analyst <who>', 'who judges; auto: a model where its credentials are set')
        .choices(['auto', 'rules', 'model'])
        .default('auto'),
    )
    .option('--consensus <n>', 'conclude so often, lower the verdict if they differ')
    .option('--model <id>', 'model to ask (default: ANTHROPIC_MODEL, claude-sonnet-5-5)')
    .option('--max-usd <n>', 'what the model may cost (default: 1)')
    .option('--max-turns <n>', 'turns of the model (default: 30)')
    .option('--max-tokens <n>', 'tokens in and out (default: 300000)')
    .option('--max-seconds <n>', 'seconds of the model and its tools (default: 900)')
    .option('--max-scan-gb <n>', 'gigabytes that queries may scan (default: 50)')
    .option('--mcp-config <file>', 'MCP servers whose tools a model may use; repeatable', repeat)
    .option('--trust-mcp', 'use the servers of ./.mcp.json unasked')
    .option('--yes', 'confirm the log groups that were found')
    .option('--no-input', 'never ask')
    .option('--out <dir>', 'where run folders are written', 'reports')
    .option('--json', 'print one event a line on stdout')
    .option('--quiet', 'no progress')
    .option('--verbose', 'show every call')
    .option('--no-color', 'no colour')
    .option('--dry-run', 'show the plan and its cost; query nothing')
    .addOption(
      new Option('--fail-on <verdict>', 'exit 10 at this verdict or a graver one').choices([
        'confirmed',
        'likely',
        'inconclusive',
        'no-incident',
      ]),
    )
    .action(async (application: string | undefined, options: InvestigateOptions) => {
      const given = { ...NONE_GIVEN, ...options };
      // A preview reads for itself what it needs. While somebody fills in a form, logs go on: they are read after it.
      const mayAsk =
        cli.stdin.isTTY === true && (application === undefined || options.sop !== undefined);
      const paths = options.dryRun === true || mayAsk ? undefined : options.logs;
      const begin: Begin = ({ beginInvestigated }, logs) =>
        beginInvestigated(logs, firstRegion(given.region));
      await withBegun(paths, begin, async (begun) => {
        const { investigateCommand } = await import('./investigate-command.ts');
        setExitCode(await investigateCommand(application ?? null, given, cli, begun));
      });
    });
}

/** null also where one is wrong: whoever reads them all says so. */
function firstRegion(regions: readonly string[]): string | null {
  try {
    return readRegions(regions)[0] ?? null;
  } catch {
    return null;
  }
}

function addHelp(program: Command): void {
  program
    .command('help')
    .description('print the help of a command')
    .argument('[command...]', 'its names, such as: logs query')
    .action((names: readonly string[]) => commandOf(names, program).outputHelp());
}

function addSop(program: Command, cli: CliProcess, setExitCode: (code: number) => void): void {
  const sop = program.command('sop').description('list, show, check and begin SOPs');
  sop
    .command('list')
    .description('the SOPs that can be run, with their source')
    .action(async () => setExitCode(await (await import('./sop-command.ts')).listCommand(cli)));
  sop
    .command('show')
    .description('print an SOP')
    .argument('<name>', 'name or path')
    .action(async (name: string) =>
      setExitCode(await (await import('./sop-command.ts')).showCommand(name, cli)),
    );
  sop
    .command('lint')
    .description('check SOP files')
    .argument('<path...>', 'paths of *.sop.md files')
    .action(async (paths: string[]) =>
      setExitCode(await (await import('./sop-command.ts')).lintCommand(paths, cli)),
    );
  sop
    .command('new')
    .description('write a skeleton to ./sops/NAME.sop.md')
    .argument('<name>', 'kebab-case name')
    .action(async (name: string) =>
      setExitCode(await (await import('./sop-command.ts')).newCommand(name, cli)),
    );
}

function addMcp(program: Command, cli: CliProcess, setExitCode: (code: number) => void): void {
  const mcp = program.command('mcp').description('the Model Context Protocol');
  mcp
    .command('list')
    .description('the configured MCP servers, their tools, and which may be used')
    .option('--mcp-config <file>', 'a file with mcpServers; repeatable', repeat)
    .option('--trust-mcp', 'use the servers of ./.mcp.json unasked')
    .option('--schemas', 'show the schema of each tool')
    .option('--json', 'print it as one JSON object')
    .action(async (options: Partial<McpListOptions>) => {
      const { listServersCommand } = await import('./mcp-list-command.ts');
      setExitCode(await listServersCommand({ mcpConfig: [], ...options }, cli));
    });
  mcp
    .command('serve')
    .description('offer the tools, SOPs, investigations and reports to other agents')
    .option('--region <name>', 'AWS region of calls that name none')
    .option('--profile <name>', 'profile of ~/.aws to ask AWS as')
    .option('--role-arn <arn>', 'role to assume, for logs of another account')
    .option('--logs <path>', 'local logs instead of AWS; repeatable', repeat)
    .option('--out <dir>', 'where run folders are written and read', 'reports')
    .option('--call-aws', 'offer call_aws too: AWS CLI commands that only read')
    .option('--http <port>', 'by HTTP on 127.0.0.1 instead of stdio; 0: a free port')
    .option('--token-file <file>', 'holds the bearer token of --http (default: a new one)')
    .action(async (options: ServeOptions) =>
      setExitCode(await (await import('./mcp-command.ts')).serveCommand(options, cli)),
    );
  addInstall(mcp, cli, setExitCode);
}

function addInstall(mcp: Command, cli: CliProcess, setExitCode: (code: number) => void): void {
  mcp
    .command('install')
    .description('print the configuration by which another program starts `mcp serve`')
    .addArgument(
      new Argument('<host>', 'who shall start it').choices(['claude', 'kiro', 'cursor', 'vscode']),
    )
    .option('--region <name>', 'AWS region of calls that name none')
    .option('--profile <name>', 'profile of ~/.aws to ask AWS as')
    .option('--role-arn <arn>', 'role to assume, for logs of another account')
    .option('--logs <path>', 'local logs instead of AWS; repeatable', repeat)
    .option('--out <dir>', 'where run folders are written (default: where the host starts it)')
    .option('--call-aws', 'offer call_aws too: AWS CLI commands that only read')
    .option('--write', "put it into the host's file of this folder")
    .action(async (host: HostName, options: InstallOptions) => {
      const { installCommand } = await import('./mcp-install-command.ts');
      setExitCode(await installCommand(host, options, cli));
    });
}

function addDoctor(program: Command, cli: CliProcess, setExitCode: (code: number) => void): void {
  program
    .command('doctor')
    .description('what is set and what is missing, for AWS and for a model; asks nobody')
    .option('--json', 'print it as one JSON object')
    .action(async (options: { json?: boolean }) =>
      setExitCode(await (await import('./doctor-command.ts')).doctorCommand(options, cli)),
    );
}

function addReplay(program: Command, cli: CliProcess, setExitCode: (code: number) => void): void {
  program
    .command('replay')
    .description('rewrite a report from its run folder, without AWS; with --model, judge again')
    .argument('<run>', 'run folder, or run id')
    .option('--model <id>', 'conclude again on the same evidence with this model')
    .option('--consensus <n>', 'conclude so often, lower the verdict if they differ')
    .option('--max-usd <n>', 'what the model may cost (default: 1)')
    .option('--dry-run', 'show the exact text that a model would be sent')
    .option('--out <dir>', 'where the new run folder is written', 'reports')
    .action(async (folder: string, options: ReplayOptions) =>
      setExitCode(await (await import('./replay-command.ts')).replayCommand(folder, options, cli)),
    );
}
