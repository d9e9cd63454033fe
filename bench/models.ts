// Every scripted model over the bundled example: `npm run bench:models`. What it ends in, what it was sent, and beside
// it what a plain loop would send that follows the SOP by itself with raw rows. With `-- --data DIR` over the logs of
// each folder of DIR instead, NAME/logs.jsonl, the application being what its first path or name says.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { factsOf, type Played, type PlayOptions, play } from '../test/models/play.ts';
import { SCRIPTED } from '../test/models/scripted.ts';

const EXAMPLE: PlayOptions = {
  logs: join(import.meta.dirname, '..', 'examples', 'payment-service'),
  application: 'payment-service',
  region: 'us-west-2',
  script: null,
};

const HEADINGS =
  'model sections facts verdict judged-by gaps requests tokens fresh grounded refused'.split(' ');
/** A tool call as a model writes it. */
const CALL_CHARS = 300;

const { data } = parseArgs({ options: { data: { type: 'string' } } }).values;
const folders = data === undefined ? [] : readdirSync(data).map((name) => join(data, name));
if (folders.length === 0) await playAll('payment-service', EXAMPLE);
for (const folder of folders) {
  const logs = join(folder, 'logs.jsonl');
  if (existsSync(logs))
    await playAll(basename(folder), {
      ...EXAMPLE,
      logs,
      application: 'any',
      logGroups: groupsOf(logs),
    });
}

async function playAll(title: string, options: PlayOptions): Promise<void> {
  const rules = await play(options);
  const facts = JSON.stringify(factsOf(rules.report));
  const rows = [HEADINGS, rowOf('(rules)', rules, facts)];
  let good: Played | null = null;
  for (const [name, script] of Object.entries(SCRIPTED)) {
    const played = await play({ ...options, script });
    rows.push(rowOf(name, played, facts));
    if (name === 'does well') good = played;
  }
  console.log(`\n${title}`);
  print(rows);
  if (good !== null) compare(good);
}

/** The log groups that the lines name. */
function groupsOf(logs: string): string[] {
  const names = readFileSync(logs, 'utf8').matchAll(/"logGroup": ?"([^"]+)"/g);
  return [...new Set([...names].map(([, name = '']) => name))];
}

function rowOf(
  name: string,
  { report, markdown, requests, refused }: Played,
  facts: string,
): string[] {
  const bodies = requests.map(({ raw }) => raw);
  const claims = report.usage.model?.claims;
  const all = claims === undefined ? 0 : claims.grounded + claims.hypothesis + claims.dropped;
  return [
    name,
    String(markdown.match(/^## /gm)?.length ?? 0),
    JSON.stringify(factsOf(report)) === facts ? 'equal' : 'DIFFER',
    report.verdict,
    report.run.analyst,
    String(report.gaps.length),
    String(requests.length),
    tokens(bodies.reduce((sum, raw) => sum + raw.length, 0)),
    tokens(freshChars(bodies)),
    claims === undefined ? '-' : `${claims.grounded} of ${all}`,
    String(refused.length),
  ];
}

function tokens(chars: number): string {
  return Math.round(chars / 4).toLocaleString('en');
}

/** Characters outside of what a request repeats from the beginning of the one before. */
function freshChars(bodies: readonly string[]): number {
  return bodies.reduce((sum, raw, index) => {
    const before = bodies[index - 1] ?? '';
    let at = 0;
    while (at < raw.length && raw[at] === before[at]) at++;
    return sum + raw.length - at;
  }, 0);
}

/**
 * A loop that follows the SOP literally: a turn for each call that the run has made itself, polls left aside, each with
 * the whole conversation so far, rows as they came.
 */
function compare({ journal, evidence, requests }: Played): void {
  const sop = readFileSync(
    join(import.meta.dirname, '..', 'sops', 'application-failure-troubleshooting.sop.md'),
    'utf8',
  );
  const asked = journal.split('\n').filter((line) => line.includes('"tool-call-started"'));
  const starts = asked.filter((line) => !/get-query-results|stop-query/.test(line)).length;
  const results = evidence
    .split('\n')
    .filter(Boolean)
    .map((line) => line.length);
  let context = sop.length;
  let plain = 0;
  for (let turn = 0; turn < Math.max(starts, results.length); turn++) {
    plain += context;
    context += (results[turn] ?? 0) + CALL_CHARS;
  }
  const own = requests.reduce((sum, { raw }) => sum + raw.length, 0);
  console.log(
    `\nplain loop with raw rows: ${tokens(plain)} tokens in ${Math.max(starts, results.length)} requests`,
  );
  console.log(
    `this program:             ${tokens(own)} tokens in ${requests.length} requests, ${(plain / own).toFixed(0)} times less`,
  );
}

function print(table: readonly (readonly string[])[]): void {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of table)
    console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}
