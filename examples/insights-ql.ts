// Writes docs/insights-ql.md from the tables of the language: commands, functions, choices.
//   node --import tsx examples/insights-ql.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHOICES } from '../src/insights/choices.ts';
import { COMMANDS } from '../src/insights/commands/table.ts';
import { UNSUPPORTED_COMMANDS } from '../src/insights/commands/unsupported.ts';
import { AGGREGATES } from '../src/insights/functions/aggregates.ts';
import { SCALAR_FUNCTIONS } from '../src/insights/functions/table.ts';

const PATH = join(import.meta.dirname, '..', 'docs', 'insights-ql.md');

const INTRODUCTION = `# Logs Insights QL on local logs

\`troubleshoot logs query\`, \`troubleshoot logs serve\` and the built-in endpoint speak the language of CloudWatch Logs
Insights. What they do not know is refused with \`MalformedQueryException\`, saying what and where; no part of a query is
ever ignored.

\`\`\`
troubleshoot logs query 'filter @message like /ERROR/ | stats count(*) by bin(5m)' --logs ./logs
troubleshoot logs serve --port 4586 --logs ./logs
\`\`\``;

const FIELDS = `## Fields

- \`@timestamp @message @logStream @log @ingestionTime @ptr\`.
- Of Lambda's own lines \`@type @requestId @duration @billedDuration @initDuration @memorySize @maxMemoryUsed\` (bytes)
  \`@xrayTraceId @xraySegmentId\`.
- Of JSON messages any path (\`a.b.0.c\`, \`list[0]\`, \`\` \`foo-bar\` \`\`, \`@@x\` for a key that begins with \`@\`). In log groups
  under \`/aws/lambda/\` the first JSON object inside a message counts too. AWS finds 200 fields in an event; here that is no
  limit.
- Of VPC flow logs in their default format and of Route 53 query logs their columns, by AWS's names (\`srcAddr\`, \`queryName\`).

Comments run from \`#\` to the end of the line. Regular expressions follow RE2: no look-around, no back-references; \`(?i)\`,
\`(?s)\`, \`(?m)\` and \`(?<name>…)\` work. They run in linear time whatever the text, so no query can hang. As on AWS, periods in
seconds and minutes are capped at 60 and hours at 24 (\`bin(300s)\` rounds to 60 s); a warning says so.`;

const BOUNDS = `## Bounds

| bound | beyond it |
|---|---|
| 10,000 characters of a query | refused |
| 100,000 groups of a \`stats\` | the query fails and says so |
| 100,000 rows of \`accum\`, \`autoregress\`, \`filldown\`, \`fillmissing\`, \`addtotals\` | the query fails and says so |
| 50,000 keys and 100,000 events of the other side of a \`join\` | the query fails and says so |
| 100,000 rows of a query in \`in (…)\` | the query fails and says so |
| 20,000 masked forms of text in \`pattern\` | the query fails and says so |
| 4,000,000 numbers kept for \`pct\` and \`median\` | within 1 %, and the query fails: its numbers are not exact |
| 1,000,000 texts kept for \`count_distinct\` | within about 2 %, and the query fails: its numbers are not exact |`;

/** The page as Markdown. */
export function languagePage(): string {
  return `${[INTRODUCTION, commands(), functions(), FIELDS, refused(), choices(), BOUNDS].join('\n\n')}\n`;
}

function commands(): string {
  const rows = COMMANDS.map(({ names, usage, effect }) => {
    const [, ...others] = names;
    const also = others.length === 0 ? '' : ` Also \`${others.join('`, `')}\`.`;
    const forms = usage.split(' · ').map((form) => `\`${form.replaceAll('|', '\\|')}\``);
    return `| ${forms.join('<br>')} | ${effect.replaceAll('|', '\\|')}.${also} |`;
  });
  return ['## Commands', '', '| command | |', '|---|---|', ...rows].join('\n');
}

function functions(): string {
  const list = (rows: Iterable<{ readonly usage: string }>) =>
    [...rows].map(({ usage }) => `- ${described(usage)}`);
  return [
    '## Functions',
    '',
    'Aggregates, in `stats`:',
    '',
    ...list(AGGREGATES.values()),
    '',
    'All others:',
    '',
    ...list(SCALAR_FUNCTIONS.values()),
  ].join('\n');
}

/** `f(x): what it gives`, the call in code. */
function described(usage: string): string {
  const [, call = usage, rest = ''] = /^(.*?\))(?::? (.*))?$/.exec(usage) ?? [];
  return rest === '' ? `\`${usage}\`` : `\`${call}\`: ${rest.replace(/^: /, '')}`;
}

function refused(): string {
  const rows = [...UNSUPPORTED_COMMANDS].map(
    ([name, help]) => `| \`${name}\` | ${help === null ? '' : help.replaceAll('|', '\\|')} |`,
  );
  return [
    '## What is refused by name',
    '',
    '| command | instead |',
    '|---|---|',
    ...rows,
    '',
    'Also the query languages SQL and PPL, and `dataSource` in `SOURCE`.',
  ].join('\n');
}

function choices(): string {
  return [
    '## Where AWS does not say',
    '',
    'These are decisions of this program (`src/insights/choices.ts`), each held by a test.',
    '',
    '| question | answer |',
    '|---|---|',
    ...CHOICES.map(({ question, answer }) => `| ${question} | ${answer} |`),
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PATH, languagePage());
