// Step "discover log groups": find them by name in every region, and have them confirmed.
import { type Amendment, Failure } from '../../base/failure.ts';
import { grouped } from '../../base/grouped.ts';
import { readLogGroupArn } from '../../base/log-group-arn.ts';
import { sideBySide } from '../../base/side-by-side.ts';
import { type CaseLogGroup, confirmedLogGroups } from '../case-file.ts';
import { done, incomplete, type Procedure, type RunContext } from '../context.ts';
import { membership, nameForms } from '../discovery.ts';
import {
  callGap,
  type FailedCall,
  failIfNothingAnswered,
  interruptedEarly,
  mayStillAnswer,
  tellFailed,
} from '../faults.ts';
import {
  type AskedLogGroups,
  accountInUse,
  askLogGroups,
  keepLogGroups,
  LIST_COMMAND,
  listLogGroups,
  MAX_GROUP_PAGES,
} from '../list-log-groups.ts';
import { nearApplications } from '../near-log-groups.ts';
import { regionArgument } from '../query.ts';
import { LOCAL_REGION } from '../request.ts';
import type { LogGroupChoice } from '../world.ts';

export const discoverLogGroups: Procedure = {
  name: 'discover-log-groups',
  needs: [],
  usesTools: true,
  run: async (context) => {
    const { request, file } = context;
    const failedBefore = file.gaps.length;
    const named = request.logGroups.length > 0;
    const search = named ? namedSearch(context) : await searchRegions(context);
    const { choices } = search;
    const confirmed = named ? choices : await confirm(context, search);
    file.namedByHand = named;
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

interface Search {
  readonly choices: readonly LogGroupChoice[];
  /** False where a listing failed or was cut: that nothing was found then proves nothing. */
  readonly complete: boolean;
}

function namedSearch({ request }: RunContext): Search {
  const reason = 'named on the command line';
  const choices = request.regions.flatMap((region) =>
    request.logGroups
      .filter((name) => (readLogGroupArn(name)?.region ?? region) === region)
      .map((name) => ({ name, region, ticked: true, reason })),
  );
  return { choices, complete: true };
}

/** Throws Failure where no region answered; regions that did not are gaps otherwise. */
async function searchRegions(context: RunContext): Promise<Search> {
  const found: LogGroupChoice[] = [];
  const failed: FailedCall[] = [];
  let complete = true;
  const { regions } = context.request;
  const listed = await sideBySide(regions, MAX_REGIONS_AT_ONCE, (region) =>
    listRegion(context, region),
  );
  for (const [index, region] of regions.entries()) {
    const { choices, fault, truncated } = searchRegion(context, region, listed[index] ?? []);
    found.push(...choices);
    if (fault !== null) failed.push(fault);
    if (fault !== null || truncated) complete = false;
  }
  const { signal } = context.world;
  if (signal.aborted && !found.some(({ ticked }) => ticked)) throw interruptedEarly();
  failIfNothingAnswered(context, failed);
  tellFailed(context, failed);
  if (context.request.local && found.length === 0) found.push(...(await allLocal(context)));
  const choices = found.sort((a, b) => Number(b.ticked) - Number(a.ticked) || compare(a, b));
  return { choices, complete };
}

/** Local logs are few and all were handed over: where no name fits, all of them are offered. */
async function allLocal(context: RunContext): Promise<LogGroupChoice[]> {
  const [region = LOCAL_REGION] = context.request.regions;
  const { names, evidence } = await listLogGroups(context, region, null);
  const reason = `its name does not hold "${context.request.application}"`;
  return names.map((name) => ({ name, region, ticked: false, reason, ...listedBy(evidence) }));
}

const listedBy = (evidence: string | null) => (evidence === null ? {} : { evidence });

const compare = (a: LogGroupChoice, b: LogGroupChoice) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.region < b.region ? -1 : 1;

interface RegionSearch {
  readonly choices: readonly LogGroupChoice[];
  /** The first listing that failed, as one gap for the region. */
  readonly fault: FailedCall | null;
  readonly truncated: boolean;
}

/** Regions that are searched side by side, each with quotas of its own. */
const MAX_REGIONS_AT_ONCE = 8;
/** Spellings of a name that are searched side by side. */
const MAX_FORMS_AT_ONCE = 4;

/** The log groups of each spelling; where the first cannot be asked for, the others are not. */
async function listRegion(context: RunContext, region: string): Promise<readonly AskedLogGroups[]> {
  const [first, ...others] = nameForms(context.request.application);
  if (first === undefined) return [];
  const own = await ownAccount(context, region);
  if (own.failed !== null) return [own.failed];
  const ask = (form: string) => askLogGroups(context, region, form, undefined, own.account);
  const asked = await ask(first);
  if (asked.fault !== null && !mayStillAnswer(asked.fault)) return [asked];
  const more = await sideBySide(others, MAX_FORMS_AT_ONCE, ask);
  return [asked, ...more];
}

/** Which account's log groups are known by their names; null where those of no other one are sought. */
async function ownAccount(context: RunContext, region: string) {
  if (context.request.linkedAccounts !== true) return { account: null, failed: null };
  const { account, fault } = await accountInUse(context, region);
  const args = regionArgument(region);
  const failed = fault === null ? null : { args, names: [], pages: 0, fault, truncated: false };
  return { account, failed };
}

function searchRegion(
  context: RunContext,
  region: string,
  asked: readonly AskedLogGroups[],
): RegionSearch {
  const { application } = context.request;
  const found = new Map<string, LogGroupChoice>();
  let fault: FailedCall | null = null;
  let truncated = false;
  for (const one of asked) {
    const listed = keepLogGroups(context, one);
    for (const name of listed.names) {
      const arn = readLogGroupArn(name);
      const { belongs, reason: why } = membership(arn?.name ?? name, application);
      const reason = arn === null ? why : `${why}; of linked account ${arn.account}`;
      const by = listedBy(listed.evidence);
      found.set(name, { name, region, ticked: belongs, reason, ...by });
    }
    if (listed.truncated) {
      truncated = true;
      const { logGroupNamePattern: pattern = '' } = listed.args;
      context.gap(cutGap(listed.names.length, pattern, region));
    }
    if (listed.fault === null) continue;
    const what = `Not all log groups of "${application}" in ${region} could be listed.`;
    const gap = callGap(what, listed.fault);
    fault ??= { tool: 'describe-log-groups', region, result: listed.fault, gap };
  }
  return { choices: [...found.values()], fault, truncated };
}

const cutGap = (count: number, pattern: string, region: string) => ({
  what: `Only the first ${grouped(count)} log groups like "${pattern}" in ${region} were seen.`,
  why: `The limit of ${MAX_GROUP_PAGES} pages was reached.`,
  remedy: 'Name the log groups with --log-group.',
});

/** Log groups by a person, or by rule; none of them only where the search left something unseen. */
async function confirm(context: RunContext, search: Search): Promise<readonly LogGroupChoice[]> {
  const { choices, complete } = search;
  const chosen = await choose(context, search);
  if (chosen.length > 0 || !complete) return chosen;
  throw choices.some(({ ticked }) => ticked) ? noneChosen() : await noneFound(context, choices);
}

async function choose(context: RunContext, search: Search): Promise<readonly LogGroupChoice[]> {
  const { choices } = search;
  const ticked = choices.some((choice) => choice.ticked);
  if (!ticked && !context.world.asker.interactive) return [];
  return choices.length === 0 ? askNames(context, search) : askToConfirm(context, choices);
}

async function askToConfirm(
  context: RunContext,
  choices: readonly LogGroupChoice[],
): Promise<readonly LogGroupChoice[]> {
  const { asker } = context.world;
  const none = !choices.some(({ ticked }) => ticked);
  if (asker.interactive && context.request.local && none) await tellNear(context);
  context.emit({
    kind: 'question',
    text:
      choices.length === 1
        ? 'Is this log group relevant?'
        : `Which of ${choices.length} log groups are relevant?`,
  });
  const chosen = await asker.confirmLogGroups(choices);
  if (chosen === null) throw new Failure('interrupted', 'Stopped at the choice of log groups.');
  const by = asker.interactive ? 'person' : 'default';
  context.file.confirmedByPerson = asker.interactive;
  context.emit({ kind: 'answer', text: chosen.map(({ name }) => name).join(', ') || 'none', by });
  return chosen;
}

/** A name that was mistyped is sooner seen before the list than in it. */
async function tellNear(context: RunContext): Promise<void> {
  const near = await nearApplications(context);
  if (near.length === 0) return;
  const { application } = context.request;
  context.notice(`No log group is named after ${application}. Did you mean ${near.join(', or ')}?`);
}

async function askNames(context: RunContext, { complete }: Search): Promise<LogGroupChoice[]> {
  const seen = complete ? 'No log group matches' : 'No log group that could be listed matches';
  const question = `${seen} "${context.request.application}". Names of log groups:`;
  context.emit({ kind: 'question', text: question });
  const names = await context.world.asker.askLogGroupNames(question);
  context.emit({ kind: 'answer', text: names.join(', ') || 'none', by: 'person' });
  context.file.confirmedByPerson = true;
  return context.request.regions.flatMap((region) =>
    names.map((name) => ({ name, region, ticked: true, reason: 'named by a person' })),
  );
}

/** Some belong by name, and a person wanted none of them. */
const noneChosen = () =>
  new Failure(
    'no-log-group',
    'None of the log groups that were found was chosen.',
    ['Choose at least one, or name it: --log-group NAME'],
    [LIST_COMMAND],
  );

async function noneFound(
  context: RunContext,
  choices: readonly LogGroupChoice[],
): Promise<Failure> {
  const { request } = context;
  const where = request.local ? 'the given logs' : request.regions.join(', ');
  const message = `No log group of "${request.application}" was found in ${where}.`;
  const near = await nearApplications(context);
  const listed = listedChoices(choices, request.local);
  const [first] = choices;
  const named: Amendment[] =
    first === undefined ? [] : [{ label: 'For example', add: ['--log-group', first.name] }];
  return near.length > 0
    ? new Failure(
        'no-log-group',
        message,
        [`Did you mean ${near.join(', or ')}?`, ...listed],
        [
          { label: 'Type', replace: near.slice(0, 1).map((to) => applicationNamed(context, to)) },
          LIST_COMMAND,
        ],
      )
    : new Failure(
        'no-log-group',
        message,
        [...listed, ...(request.local ? LOCAL_HELP : AWS_HELP)],
        [...named, LIST_COMMAND],
      );
}

const applicationNamed = ({ request }: RunContext, to: string) => ({
  flag: null,
  from: request.application,
  to,
});

function listedChoices(choices: readonly LogGroupChoice[], local: boolean): readonly string[] {
  if (choices.length === 0) return [];
  const more = choices.length - MAX_NEAR_NAMES;
  return [
    local ? 'There are:' : 'Similar names were left out:',
    ...choices.slice(0, MAX_NEAR_NAMES).map(({ name, reason }) => `  ${name} (${reason})`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

const MAX_NEAR_NAMES = 10;
const LOCAL_HELP = ['Name one: --log-group NAME (a file is a log group, named by its path)'];
const AWS_HELP = [
  'Name one: --log-group NAME (API Gateway execution logs carry only an API id in their name)',
];

function logGroupOf(choice: LogGroupChoice, status: CaseLogGroup['status']): CaseLogGroup {
  return {
    name: choice.name,
    region: choice.region,
    status,
    relevance: choice.reason,
    creationMs: null,
    storedBytes: null,
    retentionDays: null,
    logClass: null,
    firstEventMs: null,
    lastEventMs: null,
    events: null,
    evidence: choice.evidence === undefined ? [] : [choice.evidence],
  };
}
