// Obligations of "discover log groups": all that the name finds was looked at, and only what was confirmed is read.
import type { RunContext } from '../context.ts';
import { nameForms } from '../discovery.ts';
import { regionArgument } from '../query.ts';
import { answers, confirmed, namesOf } from './asked.ts';
import { listed, met, metIf, moot, type Obligation, type Ruling, unmet } from './ruling.ts';

const found = ({ file }: RunContext) => file.logGroups ?? [];

/** A ruling about the search; moot where it was skipped. */
const ofSearch =
  (judge: (context: RunContext) => Ruling): Obligation['check'] =>
  (context) => {
    if (context.file.logGroups === null) return unmet('no log groups were looked for');
    return context.file.namedByHand
      ? moot('the log groups were named with --log-group')
      : judge(context);
  };

export const DISCOVER_LOG_GROUPS: readonly Obligation[] = [
  {
    says: [
      'You MUST search all pages of log groups for names that hold the application name as typed and in its kebab, snake, camel and Pascal spellings',
      'You MUST search all pages of log groups for names that hold ${application_name}',
    ],
    check: ofSearch((context) =>
      searchedAll(context, nameForms(context.request.application).join(', ')),
    ),
  },
  {
    says: [
      'You MUST look at log groups of every kind of service (Lambda, API Gateway, ECS, load balancers) and at groups that the application named itself',
    ],
    check: ofSearch((context) =>
      searchedAll(context, 'the search takes the name anywhere in a log group name'),
    ),
  },
  {
    says: ['You MUST NOT search with wildcards such as `/aws/lambda/*name*`'],
    check: ofSearch(({ file }) =>
      metIf(
        !file.evidence.some(({ arguments: args }) =>
          String(args.logGroupNamePattern ?? '').includes('*'),
        ),
        'plain parts of names were asked for',
        'a wildcard was asked for',
      ),
    ),
  },
  {
    says: [
      'You MUST leave out log groups of another environment, such as staging or test, unless the application name says that environment',
      'You MUST leave out log groups of another environment, unless the application name says that environment',
    ],
    check: ofSearch(otherEnvironments),
  },
  {
    says: [
      'You MUST present every log group found with the reason why it is relevant or not, and have the relevant ones confirmed where somebody can answer',
    ],
    check: ofSearch(({ file }) =>
      met(
        file.confirmedByPerson
          ? 'confirmed at the terminal'
          : 'listed under Log Groups Analyzed; taken by rule, as nobody was asked',
      ),
    ),
  },
  {
    says: [
      'You MUST present every log group found with the reason why it is relevant or not, and have the relevant ones confirmed',
      'You MUST show every log group found and have the relevant ones confirmed',
      'You MUST present all discovered log groups to the user and ask them to confirm which ones are relevant to the application',
    ],
    check: ofSearch(({ file }) =>
      metIf(
        file.confirmedByPerson,
        'confirmed at the terminal',
        'nobody was asked: the log groups were taken by rule',
      ),
    ),
  },
  {
    says: ['You MUST ask for log group names when none was found and somebody can answer'],
    check: ofSearch((context) => {
      if (confirmed(context).length > 0 || context.world.asker.interactive) return asked(context);
      return moot('nobody could answer');
    }),
  },
  {
    says: [
      'You MUST handle cases where no log groups are found and ask the user to provide specific log group names',
      'If no relevant log groups are found, You MUST ask the user to provide specific log group names manually',
    ],
    check: ofSearch(asked),
  },
  {
    says: [
      'You MUST keep the confirmed log groups for all later steps',
      'You MUST save the confirmed log groups for analysis',
    ],
    check: (context) =>
      metIf(confirmed(context).length > 0, `${confirmed(context).length} kept`, 'there are none'),
  },
  {
    says: [
      'You MUST NOT read a log group that was not confirmed',
      'You MUST NOT read a log group outside the confirmed ones',
    ],
    check: readOnlyConfirmed,
  },
];

/** How discovery marks a log group whose name somebody typed. */
const NAMED_BY_PERSON = 'named by a person';
/** How discovery marks a log group that an environment word keeps out. */
const OTHER_ENVIRONMENT = 'another environment';

/** Each form of the name has an answer of every page in every region. */
function searchedAll(context: RunContext, by: string): Ruling {
  const { regions, application } = context.request;
  const forms = nameForms(application);
  if (forms.length === 0) return unmet('no spelling of the name can stand in a log group name');
  const listings = regions.flatMap((region) =>
    forms.map((form) => ({ form, region, ids: listingIds(context, region, form) })),
  );
  const open = listings.filter(({ ids }) => ids.length === 0);
  if (open.length > 0) {
    return unmet(
      `not listed to the end: ${listed(open.map(({ form, region }) => `"${form}" in ${region}`))}`,
    );
  }
  return met(`${by}: ${listed([...new Set(listings.flatMap(({ ids }) => ids))])}`);
}

function listingIds({ file }: RunContext, region: string, form: string): readonly string[] {
  return file.evidence
    .filter(
      ({ tool, arguments: args, truncated }) =>
        tool === 'describe-log-groups' &&
        args.logGroupNamePattern === form &&
        args.region === regionArgument(region).region &&
        !truncated,
    )
    .map(({ id }) => id);
}

/** Whether somebody was asked for names, where the search found none. */
function asked(context: RunContext): Ruling {
  const byHand = found(context).filter(({ relevance }) => relevance === NAMED_BY_PERSON);
  if (byHand.length > 0) return met(`asked: ${listed(byHand.map(({ name }) => name))}`);
  if (confirmed(context).length > 0) return moot('log groups were found');
  return unmet('none was found, and nobody named one');
}

function otherEnvironments(context: RunContext): Ruling {
  const others = found(context).filter(({ relevance }) => relevance.startsWith(OTHER_ENVIRONMENT));
  const taken = others.filter(({ status }) => status !== 'excluded').map(({ name }) => name);
  if (taken.length > 0) {
    return context.file.confirmedByPerson
      ? moot(`chosen at the terminal: ${listed(taken)}`)
      : unmet(`taken: ${listed(taken)}`);
  }
  return others.length === 0
    ? met('none was found')
    : met(`left out: ${listed(others.map(({ name }) => name))}`);
}

function readOnlyConfirmed(context: RunContext): Ruling {
  const known = new Set(confirmed(context).map(({ name }) => name));
  const read = [
    ...answers(context).flatMap(namesOf),
    ...context.file.evidence.flatMap(({ arguments: { logGroupName } }) =>
      typeof logGroupName === 'string' ? [logGroupName] : [],
    ),
  ];
  const foreign = [...new Set(read.filter((name) => !known.has(name)))];
  return metIf(
    foreign.length === 0,
    'streams and queries name the confirmed log groups only',
    `read: ${listed(foreign)}`,
  );
}
