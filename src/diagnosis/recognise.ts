// A finding held against the table of known failures: which row it is, with which names, on which line.
import type { Finding, Occurrence } from '../evidence/types.ts';
import { hostCalled } from './called-host.ts';
import { derive } from './derive.ts';
import { databaseNamed, isRelayed } from './relayed.ts';
import { namesIn } from './resources.ts';
import type { Names, Signature } from './signature.ts';
import { SIGNATURES } from './signatures/table.ts';
import type { Case } from './types.ts';

export interface Recognised {
  readonly finding: Finding;
  /** Null where no row knows it. */
  readonly signature: Signature | null;
  /** Names on which all samples agree: for texts, which speak of the whole finding. */
  readonly names: Names;
  /** Names of the sample that was recognised: for commands, which may look at one example. */
  readonly exampleNames: Names;
  /** Who is at fault, as the logs write it. */
  readonly component: string | null;
  /** The words that matched; empty where nothing did. */
  readonly matched: string;
}

/** Samples beyond these add no new words. */
const MAX_SAMPLES_READ = 6;
const MAX_MESSAGE_CHARS = 16_000;
const MAX_TEXT_CHARS = 6_000;
const MAX_FIELD_CHARS = 300;
const MAX_NAME_CHARS = 160;
const FRAME_LINE =
  /^(?:\s*at |\s+File "|\s*\.{3} \d+ |goroutine \d|\s+\d+: |\s*#\d+ |\t\/|\s+from |\s+in \/)/;
/** Values that say nothing about a fault but hold many words. */
const IGNORED_FIELD =
  /stack|trace|thread|pid$|logger|user_?agent|correlation|headers|container_?(?:hash|image)|taskDefinition/i;
/** What somebody searched for, wrote or expected, in quotes: words of theirs, no words of a failure. */
const TYPED =
  /\b(?<typed>title|subject|heading|search(?: term)?|results for query|answer|expected(?: message| text)?) ["“][^"”\n]{1,120}["”]/gi;
/** A warning that tells of a failure which is over: what was tried again worked. */
const WENT_WELL =
  /\b(?:retry(?:ing)?|retries|reconnect(?:ing)?) (?:has |have )?succeeded\b|\bsucceeded (?:after|on|at) (?:the )?(?:\w{1,12} )?(?:attempt|retry|retries)\b/i;
const REDIS_CLIENT = /node_modules\/(?:ioredis|redis|@redis)\//;
/** Names that a text may hold: no quote, bracket or control character. */
const PLAIN_NAME = /^[\w/@$*][\w ./:@#=+,$*()-]*$/;

/** The first row that fits one of the samples; the sample that fits gives the names. */
export function recognise(finding: Finding, input: Case): Recognised {
  const texts = [finding.sample, ...finding.samples].slice(0, MAX_SAMPLES_READ).map(searchText);
  for (const text of texts) {
    const signature = SIGNATURES.find((row) => matchOf(row, text) !== null);
    if (signature !== undefined) {
      const host = hostCalled(finding);
      const database = isRelayed(finding, signature) ? databaseNamed(finding) : null;
      const namesOf = (sample: string): Names => ({
        ...(database === null ? {} : { endpoint: database }),
        ...namesIn(sample, finding, input),
        ...(host === null ? {} : { urlHost: host }),
        ...plainNames(matchOf(signature, sample)?.groups),
      });
      return described(finding, signature, text, texts, namesOf);
    }
  }
  const names = namesIn(texts[0] ?? '', finding, input);
  return {
    finding,
    signature: null,
    names,
    exampleNames: names,
    component: serviceOf(finding, names),
    matched: '',
  };
}

/** The row's match in the text, unless its look-alike is there too. */
export function matchOf(signature: Signature, text: string): RegExpExecArray | null {
  if (signature.unless?.test(text)) return null;
  for (const pattern of signature.any) {
    const match = pattern.exec(text);
    if (match !== null) return match;
  }
  return null;
}

function described(
  finding: Finding,
  signature: Signature,
  text: string,
  texts: readonly string[],
  namesOf: (sample: string) => Names,
): Recognised {
  const example = namesOf(text);
  const alike = texts.filter((other) => matchOf(signature, other) !== null).map(namesOf);
  const names = derive(agreed(example, alike));
  const known = signature.component.map((name) => names[name]).find((name) => name !== undefined);
  return {
    finding,
    signature,
    names,
    exampleNames: derive(example),
    component: known ?? serviceOf(finding, names),
    matched: matchOf(signature, text)?.[0] ?? '',
  };
}

/** Names that no other sample gives another value. */
function agreed(example: Names, others: readonly Names[]): Names {
  return Object.fromEntries(
    Object.entries(example).filter(([name, value]) =>
      others.every((other) => other[name] === undefined || other[name] === value),
    ),
  );
}

function plainNames(groups: Record<string, string | undefined> | undefined): Names {
  const names: Record<string, string> = {};
  for (const [name, value] of Object.entries(groups ?? {})) {
    if (value !== undefined && value.length <= MAX_NAME_CHARS && PLAIN_NAME.test(value)) {
      names[name] = value;
    }
  }
  return names;
}

function serviceOf(finding: Finding, names: Names): string | null {
  const service = finding.sample.peeled.service;
  if (service !== null && service.length <= MAX_NAME_CHARS && PLAIN_NAME.test(service)) {
    return service;
  }
  return names.function ?? null;
}

/** What an occurrence says, without its stack frames: message, exceptions, short fields. Bounded. */
function searchText(occurrence: Occurrence): string {
  const { peeled, trace, block } = occurrence;
  const structured = Object.keys(peeled.fields).length > 0;
  const parts = [
    withoutFrames(structured ? '' : block.message),
    withoutFrames(peeled.text),
    thrown(peeled.errorType, peeled.errorMessage ?? ''),
    ...(trace?.chain ?? []).map((link) => thrown(link.type, link.message)),
    peeled.status === null ? '' : `http status ${peeled.status}`,
    ...fieldLines(peeled.fields),
    clientLine(occurrence),
  ];
  const text = [...new Set(parts.filter((part) => part !== ''))].join('\n');
  if (occurrence.severity === 'warning' && WENT_WELL.test(text)) return '';
  return text.replace(TYPED, '$<typed> ""').slice(0, MAX_TEXT_CHARS);
}

/** The client library in whose code it was thrown, where that tells what was called. */
function clientLine({ trace, block }: Occurrence): string {
  const files = (trace?.chain ?? []).flatMap(({ frames }) => frames.map(({ file }) => file ?? ''));
  const isRedis = [...files, block.message.slice(0, MAX_MESSAGE_CHARS)].some((text) =>
    REDIS_CLIENT.test(text),
  );
  return isRedis ? 'redis client' : '';
}

function withoutFrames(text: string): string {
  return text
    .slice(0, MAX_MESSAGE_CHARS)
    .split('\n')
    .filter((line) => !FRAME_LINE.test(line))
    .join('\n');
}

function thrown(type: string | null, message: string): string {
  const text = withoutFrames(message);
  return type === null ? text : `${type}: ${text}`;
}

function fieldLines(fields: Readonly<Record<string, string>>): string[] {
  return Object.entries(fields)
    .filter(([name, value]) => !IGNORED_FIELD.test(name) && value.length <= MAX_FIELD_CHARS)
    .filter(([, value]) => !value.includes('\n'))
    .map(([name, value]) => `${name}=${value}`);
}
