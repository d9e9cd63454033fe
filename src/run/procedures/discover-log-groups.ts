// Step "discover log groups": find them by name in every region, and have them confirmed.
import { z } from 'zod';
import { Failure } from '../../base/failure.ts';
import { type CaseLogGroup, confirmedLogGroups } from '../case-file.ts';
import { done, incomplete, type Procedure, type RunContext } from '../context.ts';
import { membership, nameForms } from '../discovery.ts';
import { callGap, failIfRefused } from '../faults.ts';
import { regionArgument } from '../query-run.ts';
import type { LogGroupChoice } from '../world.ts';

/** Pages of 50 log groups that are read for one form of the name. */
const MAX_GROUP_PAGES = 200;

export const discoverLogGroups: Procedure = {
  name: 'discover-log-groups',
  needs: [],
  usesTools: true,
  run: async (context) => {
    const { request, file } = context;
    const failedBefore = file.gaps.length;
    const choices = request.logGroups.length > 0 ? namedChoices(context) : await search(context);
    const confirmed = request.logGroups.length > 0 ? choices : await confirm(context, choices);
    file.namedByHand = request.logGroups.length > 0;
    file.logGroups = [
      ...confirmed.map((choice) => logGroupOf(choice, 'confirmed')),
      ...choices
        .filter((choice) => !confirmed.some((other) => sameGroup(other, choice)))
        .map((choice) => logGroupOf(choice, 'excluded')),
    ];
    const count = confirmedLogGroups(file).length;
    const left = file.logGroups.length - count;
    const summary = `${count} log group${count === 1 ? '' : 's'}${left > 0 ? `, ${left} left out` : ''}`;
    return file.gaps.length > failedBefore ? incomplete(summary) : done(summary);
  },
};

const sameGroup = (a: LogGroupChoice, b: LogGroupChoice) =>
  a.name === b.name && a.region === b.region;

function namedChoices({ request }: RunContext): LogGroupChoice[] {
  const reason = 'named on the command line';
  return request.regions.flatMap((region) =>
    request.logGroups.map((name) => ({ name, region, ticked: true, reason })),
  );
}

async function search(context: RunContext): Promise<LogGroupChoice[]> {
  const found = new Map<string, LogGroupChoice>();
  for (const region of context.request.regions) {
    for (const pattern of nameForms(context.request.application)) {
      for (const name of await logGroupsLike(context, region, pattern)) {
        const { belongs, reason } = membership(name, context.request.application);
        found.set(`${region}\n${name}`, { name, region, ticked: belongs, reason });
      }
    }
  }
  return [...found.values()].sort((a, b) => Number(b.ticked) - Number(a.ticked) || compare(a, b));
}

const compare = (a: LogGroupChoice, b: LogGroupChoice) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.region < b.region ? -1 : 1;

const Page = z.object({
  logGroups: z.array(z.object({ logGroupName: z.string() })),
  nextToken: z.string().optional(),
});

async function logGroupsLike(
  context: RunContext,
  region: string,
  pattern: string,
): Promise<string[]> {
  const names: string[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MAX_GROUP_PAGES; page++) {
    const args = regionAndPattern(region, pattern);
    const result = await context.calls.call(
      'describe-log-groups',
      nextToken === undefined ? args : { ...args, nextToken },
    );
    if (result.isError) {
      failIfRefused(context, 'describe-log-groups', result);
      context.gap(
        callGap(`Log groups like "${pattern}" in ${region} could not be listed.`, result),
      );
      return names;
    }
    const answer = Page.parse(result.content);
    names.push(...answer.logGroups.map(({ logGroupName }) => logGroupName));
    nextToken = answer.nextToken;
    if (nextToken === undefined) return keepNames(context, args, names, false);
  }
  keepNames(context, regionAndPattern(region, pattern), names, true);
  context.gap({
    what: `Only the first ${names.length.toLocaleString('en')} log groups like "${pattern}" in ${region} were seen.`,
    why: `The limit of ${MAX_GROUP_PAGES} pages was reached.`,
    remedy: 'Name the log groups with --log-group.',
  });
  return names;
}

const regionAndPattern = (region: string, pattern: string) => ({
  ...regionArgument(region),
  logGroupNamePattern: pattern,
});

function keepNames(
  context: RunContext,
  args: Readonly<Record<string, unknown>>,
  names: string[],
  truncated: boolean,
): string[] {
  const rows = names.map((logGroupName) => ({ logGroupName }));
  const evidence = {
    tool: 'describe-log-groups',
    arguments: args,
    rows,
    statistics: null,
    truncated,
  };
  context.keep(evidence, `${names.length} log groups like "${String(args.logGroupNamePattern)}"`);
  return names;
}

async function confirm(
  context: RunContext,
  choices: LogGroupChoice[],
): Promise<readonly LogGroupChoice[]> {
  const ticked = choices.filter((choice) => choice.ticked);
  if (ticked.length === 0 && !context.world.asker.interactive) throw noneFound(context, choices);
  const chosen =
    choices.length === 0 ? await askNames(context) : await askToConfirm(context, choices);
  if (chosen.length === 0) throw noneFound(context, choices);
  return chosen;
}

async function askToConfirm(
  context: RunContext,
  choices: LogGroupChoice[],
): Promise<readonly LogGroupChoice[]> {
  const { asker } = context.world;
  context.emit({ kind: 'question', text: `Which of ${choices.length} log groups are relevant?` });
  const chosen = await asker.confirmLogGroups(choices);
  if (chosen === null) throw new Failure('interrupted', 'Stopped at the choice of log groups.');
  const by = asker.interactive ? 'person' : 'default';
  context.file.confirmedByPerson = asker.interactive;
  context.emit({ kind: 'answer', text: chosen.map(({ name }) => name).join(', ') || 'none', by });
  return chosen;
}

async function askNames(context: RunContext): Promise<LogGroupChoice[]> {
  const question = `No log group matches "${context.request.application}". Names of log groups:`;
  context.emit({ kind: 'question', text: question });
  const names = await context.world.asker.askLogGroupNames(question);
  context.emit({ kind: 'answer', text: names.join(', ') || 'none', by: 'person' });
  context.file.confirmedByPerson = true;
  return context.request.regions.flatMap((region) =>
    names.map((name) => ({ name, region, ticked: true, reason: 'named by a person' })),
  );
}

function noneFound({ request }: RunContext, choices: readonly LogGroupChoice[]): Failure {
  const where = request.local ? 'the given logs' : request.regions.join(', ');
  const near = choices.slice(0, MAX_NEAR_NAMES).map(({ name, reason }) => `  ${name} (${reason})`);
  return new Failure(
    'no-log-group',
    `No log group of "${request.application}" was found in ${where}.`,
    [
      ...(near.length > 0 ? ['Similar names were left out:', ...near] : []),
      'Name one: --log-group NAME (API Gateway execution logs carry only an API id in their name)',
      request.local
        ? 'See which there are: a file is a log group, named by its path without the extension'
        : 'See which there are: aws logs describe-log-groups --query "logGroups[].logGroupName"',
    ],
  );
}

const MAX_NEAR_NAMES = 10;

function logGroupOf(choice: LogGroupChoice, status: CaseLogGroup['status']): CaseLogGroup {
  return {
    name: choice.name,
    region: choice.region,
    status,
    relevance: choice.reason,
    creationMs: null,
    retentionDays: null,
    logClass: null,
    firstEventMs: null,
    lastEventMs: null,
    events: null,
    evidence: [],
  };
}
