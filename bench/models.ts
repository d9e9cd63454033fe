// Every scripted model over the bundled example and over eleven generated incidents (`--seed N`): `npm run
// bench:models`. What it ends in, what it was sent, and for the example, beside it, what a plain loop would send that
// follows the SOP by itself with raw rows. With `-- --data DIR` over the logs of each folder of DIR instead,
// NAME/logs.jsonl. Exit code 1 where a report is not whole or its facts are not those of the rules' run.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { factsOf, type Played, type PlayOptions, play } from '../test/models/play.ts';
import { SCRIPTED } from '../test/models/scripted.ts';
import { scenarios } from './models/scenarios.ts';

const EXAMPLE: PlayOptions = {
  logs: join(import.meta.dirname, '..', 'examples', 'payment-service'),
  application: 'payment-service',
  region: 'us-west-2',
  script: null,
};

const HEADINGS =
  'model sections facts verdict judged-by gaps requests tokens fresh grounded refused'.split(' ');
/** H2 sections of a whole report. */
const SECTIONS = 9;
/** A tool call as a model writes it. */
const CALL_CHARS = 300;

const options = { data: { type: 'string' }, seed: { type: 'string' } } as const;
const { data, seed = '7' } = parseArgs({ options }).values;
const results = data === undefined ? await playOwn(Number(seed)) : await playFolders(data);
const failed = results.filter(({ isWhole }) => !isWhole).length;
console.log(
  `\n${results.length - failed} of ${results.length} runs end in a whole report whose facts equal those of the rules' run`,
);
process.exitCode = failed === 0 ? 0 : 1;

interface Result {
  readonly isWhole: boolean;
  readonly cell: string;
}

/** The bundled example in full, then every scenario with every model. */
async function playOwn(from: number): Promise<readonly Result[]> {
  const { results: example } = await playAll('payment-service', EXAMPLE, true);
  const rows = [['scenario', '(rules)', ...Object.keys(SCRIPTED)]];
  const all: Result[] = [...example];
  const folder = mkdtempSync(join(tmpdir(), 'bench-models-'));
  for (const { name, logs, logGroups } of scenarios(from)) {
    const path = join(folder, 'logs.jsonl');
    writeFileSync(path, logs);
    const { verdict, results: own } = await playAll(name, {
      ...EXAMPLE,
      logs: path,
      application: 'shop',
      logGroups,
    });
    all.push(...own);
    rows.push([name, verdict, ...own.map(({ cell }) => cell)]);
  }
  rmSync(folder, { recursive: true });
  console.log(
    `\nScenarios of seed ${from}: whose judgement stands, and the verdict where it differs`,
  );
  print(rows);
  return all;
}

async function playFolders(parent: string): Promise<readonly Result[]> {
  const all: Result[] = [];
  for (const name of readdirSync(parent)) {
    const logs = join(parent, name, 'logs.jsonl');
    if (!existsSync(logs)) continue;
    const options = { ...EXAMPLE, logs, application: 'any', logGroups: groupsOf(logs) };
    const { results: own } = await playAll(basename(name), options, true);
    all.push(...own);
  }
  return all;
}

async function playAll(title: string, options: PlayOptions, inFull = false) {
  const rules = await play(options);
  const facts = JSON.stringify(factsOf(rules.report));
  const { verdict } = rules.report;
  const rows = [HEADINGS, rowOf('(rules)', rules, facts)];
  const results: Result[] = [];
  let good: Played | null = null;
  for (const [name, script] of Object.entries(SCRIPTED)) {
    const played = await play({ ...options, script });
    rows.push(rowOf(name, played, facts));
    results.push(resultOf(played, facts, verdict));
    if (name === 'does well') good = played;
  }
  if (inFull) {
    console.log(`\n${title}`);
    print(rows);
    if (good !== null) compare(good);
  }
  return { verdict, results };
}

/** Whole: nine sections, the facts of the rules' run, and no request that the API would refuse. */
function resultOf({ report, markdown, refused }: Played, facts: string, verdict: string): Result {
  const faults = [
    ...(markdown.match(/^## /gm)?.length === SECTIONS ? [] : ['SECTIONS']),
    ...(JSON.stringify(factsOf(report)) === facts ? [] : ['FACTS']),
    ...(refused.length === 0 ? [] : ['REFUSED']),
  ];
  const judged = report.verdict === verdict ? '' : ` ${report.verdict}`;
  const cell = faults.length === 0 ? `${report.run.analyst}${judged}` : faults.join(' ');
  return { isWhole: faults.length === 0, cell };
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
