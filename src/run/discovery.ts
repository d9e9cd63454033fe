// Which log groups belong to an application, told from their names alone.

/** Words that mark an environment; a group with one that the application's name lacks is another environment's. */
const ENVIRONMENT_WORDS = new Set([
  'staging',
  'stage',
  'stg',
  'dev',
  'test',
  'qa',
  'uat',
  'sandbox',
  'preprod',
  'demo',
]);

/** Characters that CloudWatch takes in a log group name and in `logGroupNamePattern`. */
const PATTERN = /^[.\-_/#A-Za-z0-9]{1,512}$/;

/**
 * What to ask `logGroupNamePattern` for: the name as typed, then its kebab, snake, camel and Pascal forms.
 * The pattern is a case-sensitive substring without wildcards; forms that it cannot hold are left out.
 */
export function nameForms(application: string): readonly string[] {
  const words = wordsOf(application);
  const [first = '', ...rest] = words;
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  const forms = [
    application.trim(),
    words.join('-'),
    words.join('_'),
    first + rest.map(capital).join(''),
    words.map(capital).join(''),
  ];
  return [...new Set(forms)].filter((form) => PATTERN.test(form));
}

export interface Membership {
  readonly belongs: boolean;
  /** Why it was taken, or left out. */
  readonly reason: string;
}

/** Whether a log group is the application's: its words stand in the name as one whole run, in its own environment. */
export function membership(logGroupName: string, application: string): Membership {
  const wanted = wordsOf(application);
  const words = wordsOf(logGroupName);
  if (!holdsRun(words, wanted)) {
    return { belongs: false, reason: `"${application}" is only part of a word in its name` };
  }
  const foreign = words.find((word) => ENVIRONMENT_WORDS.has(word) && !wanted.includes(word));
  if (foreign !== undefined) {
    return { belongs: false, reason: `another environment: "${foreign}"` };
  }
  return { belongs: true, reason: `${kindOf(logGroupName)} whose name holds "${application}"` };
}

/** Lower-case words, split at everything but letters and digits, and where the case changes. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

function holdsRun(words: readonly string[], run: readonly string[]): boolean {
  if (run.length === 0) return false;
  return words.some((_, at) => run.every((word, index) => words[at + index] === word));
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^\/aws\/lambda\//, 'Lambda function'],
  [/^(\/aws\/apigateway\/|API-Gateway-Execution-Logs)/, 'API Gateway'],
  [/^\/(aws\/)?ecs\//, 'ECS service'],
  [/^\/aws\/containerinsights\//, 'Container Insights'],
  [/^\/aws\/eks\//, 'EKS cluster'],
  [/^\/aws\/rds\//, 'RDS database'],
  [/^\/aws\/(codebuild|states|vendedlogs)\//, 'AWS service'],
];

function kindOf(logGroupName: string): string {
  return KINDS.find(([pattern]) => pattern.test(logGroupName))?.[1] ?? 'application logs';
}
