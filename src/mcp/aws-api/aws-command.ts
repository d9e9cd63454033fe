// An AWS CLI command: service, operation, options. Only what says what to read is accepted; options that would read or
// write files, ask elsewhere, or show credentials are refused by name.
import { commandWords } from './command-words.ts';

export interface AwsCommand {
  readonly service: string;
  /** As the CLI writes it: `describe-log-groups`. */
  readonly operation: string;
  /** Options of the operation, by name without dashes, with their values in order; none is a flag. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly region: string | null;
  readonly profile: string | null;
  /** Items to return at most; null: the tool's own limit. */
  readonly maxItems: number | null;
}

export type ParsedCommand =
  | { readonly command: AwsCommand; readonly fault: null }
  | {
      readonly command: null;
      readonly fault: string;
      /** Service and operation, where both could be read: that it writes says more than what is wrong beside. */
      readonly asked: Pick<AwsCommand, 'service' | 'operation'> | null;
    };

/** Refused, each with the reason. */
const REFUSED: Readonly<Record<string, string>> = {
  debug: 'it prints credentials',
  'endpoint-url': 'requests go to AWS only',
  'no-verify-ssl': 'certificates are always checked',
  'ca-bundle': 'it reads a file',
  'no-sign-request': 'requests are always signed',
  'cli-input-json': 'it may read a file',
  'cli-input-yaml': 'it may read a file',
  'generate-cli-skeleton': 'there is nothing to generate',
  'cli-auto-prompt': 'nobody is asked',
  outfile: 'it writes a file',
  unmask: 'masked data stays masked',
  version: 'it asks AWS nothing',
};

/** Accepted and without meaning here: the answer is always JSON, whole, and uncoloured. */
const WITHOUT_MEANING = new Set(['no-cli-pager', 'no-paginate', 'no-cli-auto-prompt', 'no-color']);
/** The same, but each takes a value. */
const VALUE_WITHOUT_MEANING = new Set([
  'output',
  'color',
  'page-size',
  'cli-read-timeout',
  'cli-connect-timeout',
  'cli-binary-format',
]);

/** Options of every command. The CLI also takes the beginning of a name for the name, so a beginning is refused. */
const GLOBAL = [
  ...Object.keys(REFUSED),
  ...WITHOUT_MEANING,
  ...VALUE_WITHOUT_MEANING,
  ...['query', 'region', 'profile', 'max-items', 'starting-token'],
];

/** Services and operations are written so; anything else is no name. */
const NAME = /^[a-z][a-z0-9-]{0,62}$/;
const REGION = /^[a-z]{2}(?:-[a-z]+){1,3}-\d{1,2}$/;
const PROFILE = /^[A-Za-z0-9_.@+=,-]{1,128}$/;

export function parseCommand(text: string): ParsedCommand {
  const { words, fault } = commandWords(text);
  if (fault !== null) return refuse(`${fault.message} (character ${fault.at + 1}).`);
  const [program, ...rest] = words;
  if (program !== 'aws') return refuse('A command begins with "aws".');
  const { names, options, fault: badOption } = readOptions(rest);
  const [service = '', operation = '', ...more] = names;
  const areNames = NAME.test(service) && NAME.test(operation);
  const asked = areNames ? { service, operation } : null;
  if (badOption !== null) return refuse(badOption, asked);
  if (!NAME.test(service)) return refuse('A command names a service: aws SERVICE OPERATION.');
  if (!areNames) return refuse(`A command names an operation: aws ${service} OPERATION.`);
  if (more.length > 0) return refuse(`"${more[0]}" belongs to no option.`, asked);
  const read = commandOf(service, operation, options);
  return typeof read === 'string' ? refuse(read, asked) : { command: read, fault: null };
}

const refuse = (
  fault: string,
  asked: Pick<AwsCommand, 'service' | 'operation'> | null = null,
): ParsedCommand => ({ command: null, fault, asked });

interface ReadOptions {
  /** Words before the first option of the operation. */
  readonly names: readonly string[];
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly fault: string | null;
}

function readOptions(words: readonly string[]): ReadOptions {
  const names: string[] = [];
  const options = new Map<string, string[]>();
  const faulty = (fault: string) => ({ names, options, fault });
  let values: string[] | null = null;
  for (const word of words) {
    if (!word.startsWith('--')) {
      // A global option before the service takes one value; then the names go on.
      if (values === null || (names.length < 2 && values.length > 0)) names.push(word);
      else values.push(word);
      continue;
    }
    const [name = '', ...inline] = word.slice(2).split('=');
    if (!NAME.test(name)) return faulty(`"${word}" is no option.`);
    const whole = GLOBAL.find((known) => known !== name && known.startsWith(name));
    if (whole !== undefined && !GLOBAL.includes(name))
      return faulty(`--${name} may mean --${whole}: write it out.`);
    if (options.has(name)) return faulty(`--${name} is given twice.`);
    const given = inline.length === 0 ? [] : [inline.join('=')];
    options.set(name, given);
    // One that takes no value is followed by the names, or by the next option.
    values = WITHOUT_MEANING.has(name) ? null : given;
  }
  return { names, options, fault: faultOfValues(options) };
}

/** A value that the CLI would open, and one that it would take for an option. */
function faultOfValues(options: ReadonlyMap<string, readonly string[]>): string | null {
  for (const [name, values] of options) {
    if (values.some((value) => OPENED.test(value)))
      return `--${name} would read a file or an address: give the value itself.`;
    if (values.includes('help')) return `The value of --${name} is "help": it would ask for help.`;
    if (values.some((value) => value.startsWith('--')))
      return `The value of --${name} begins with two dashes: it would be an option.`;
  }
  return null;
}

/**
 * Also inside of shorthand, which opens what stands behind `@=`, with blanks, quotes and lists in between: so no value may
 * hold either of these.
 */
const OPENED = /^\s*https?:\/\/|fileb?:\/\/|@\s*=/i;

function commandOf(
  service: string,
  operation: string,
  all: ReadonlyMap<string, readonly string[]>,
): AwsCommand | string {
  const options = new Map(all);
  for (const [name, why] of Object.entries(REFUSED))
    if (options.has(name)) return `--${name} is refused: ${why}.`;
  if (options.has('query'))
    return '--query is not carried out here: leave it out and read the whole answer.';
  for (const name of [...WITHOUT_MEANING, ...VALUE_WITHOUT_MEANING]) options.delete(name);
  const region = taken(options, 'region', REGION);
  const profile = taken(options, 'profile', PROFILE);
  const maxItems = taken(options, 'max-items', /^[1-9]\d{0,6}$/);
  const bad = [region, profile, maxItems].find(({ fault }) => fault !== null);
  if (bad?.fault != null) return bad.fault;
  return {
    service,
    operation,
    options,
    region: region.value,
    profile: profile.value,
    maxItems: maxItems.value === null ? null : Number(maxItems.value),
  };
}

/** Takes a global option out; its value has to be of that form. */
function taken(options: Map<string, readonly string[]>, name: string, form: RegExp) {
  const values = options.get(name);
  options.delete(name);
  if (values === undefined) return { value: null, fault: null };
  const [value = '', ...more] = values;
  const isGood = more.length === 0 && form.test(value);
  return isGood
    ? { value, fault: null }
    : { value: null, fault: `--${name} "${values.join(' ')}" is no valid value.` };
}
