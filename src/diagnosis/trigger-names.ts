// Whom a line about a change concerns: who fails, by name; the failing service itself; or another service.
import type { LogEvent } from '../base/log-event.ts';
import { peel } from '../evidence/peel.ts';
import type { Finding } from '../evidence/types.ts';
import { logGroupOfWriter, serviceOfWriter } from '../evidence/writers.ts';
import type { Candidate } from './candidates.ts';
import { markOfAll } from './mark.ts';
import { namesOfServiceOf } from './service-name.ts';
import type { TriggerKind } from './trigger-kinds.ts';
import { deployedService } from './undo.ts';

const MIN_NAME_CHARS = 4;
/** A name further behind is not looked for. */
const MAX_NAMED_CHARS = 2_000;
/** With one of these beside it a word is but a part of another name. */
const PART_OF_NAME = /[\w-]/;
/** Kinds of change that concern one service, which the line may name: `deploy of web-frontend`. */
const OF_A_SERVICE: ReadonlySet<string> = new Set(['deployment', 'restart', 'scaling']);
const OF_A_SERVICE_WORD = /\b(?:deploy|releas|roll(?:ed|ing)? ?out|restart|scal)\w*/i;
const SERVICE_NAME = /(?<![\w./-])[a-z]{2,}(?:-[a-z]{2,}){1,4}(?![\w/-])/;

/** `by rollout-bot`: who did it is not what it was done to. */
const DOER = /\bby [\w.@-]{1,80}/gi;

/** The host, dependency, table, pool, setting or unit of code of the failure that the line holds as a word of its own; else null. */
export function failingNameIn({ message }: LogEvent, candidate: Candidate): string | null {
  const { component, names } = candidate;
  const own = new Set(serviceNames(candidate));
  const { pool, host, table, setting, unit } = names;
  const failing = longEnough([component, pool, host, table, setting, unit]);
  return failing.find((name) => !own.has(name) && holdsName(message, name)) ?? null;
}

/** The dependency or host of the failure whose name the event's log group or service has, or a part of its path; else null. */
export function failingGroupOf(
  { logGroup }: LogEvent,
  candidate: Candidate,
  calledName: string | null,
): string | null {
  if (isInOwnGroup(candidate, { logGroup })) return null;
  const path = [logGroupOfWriter(logGroup), serviceOfWriter(logGroup) ?? ''].join('/');
  const parts = new Set(path.toLowerCase().split(/[/.:]/));
  const known = [candidate.component, calledName, candidate.names.host];
  const called = known.filter((name) => name !== null && name !== undefined);
  return called.find((name) => parts.has(firstLabel(name).toLowerCase())) ?? null;
}

/** `stock-db` of `stock-db.internal:5432`. */
const firstLabel = (name: string) => name.split(/[.:]/)[0] ?? name;

/** Whether the line speaks of the failing service, or of the application that is looked at, by name. */
export function namesOwnService(
  event: LogEvent,
  candidate: Candidate,
  application: string,
): boolean {
  const message = isInOwnGroup(candidate, event) ? saidIn(event) : event.message;
  return longEnough([...serviceNames(candidate), application]).some((name) =>
    holdsName(message, name),
  );
}

/** Without the fields in which each line of a structured log tells who writes it. */
function saidIn({ message }: LogEvent): string {
  const { text, fields, service, logger } = peel(message);
  const values = Object.values(fields);
  if (values.length === 0) return message;
  return [text, ...values.filter((value) => value !== service && value !== logger)].join(' ');
}

/** What was deployed, scaled or restarted has a name, and it is not one that the failing lines share. */
export function isForeign({ name }: TriggerKind, said: string): boolean {
  const line = said.replace(DOER, '');
  const concernsOne = OF_A_SERVICE.has(name) || (name === 'change' && OF_A_SERVICE_WORD.test(line));
  return concernsOne && (SERVICE_NAME.test(line) || deployedService(line) !== null);
}

/** Whose data fail, where only one's do. */
const OWNER_FIELD =
  /^(?:tenant|customer|merchant|account|org(?:ani[sz]ation)?)(?:[_-]?(?:id|name))?$/i;

/** Whether only one tenant or customer fails, and the line is about another one. */
export function namesOtherOwner({ message }: LogEvent, { own }: Candidate): boolean {
  const mark = markOfAll(own);
  if (mark === null || !OWNER_FIELD.test(mark.field)) return false;
  const named = new RegExp(`\\b${mark.field}["']?[ =:]{1,3}["']?([\\w.@-]{1,80})`, 'gi');
  const values = [...message.slice(0, MAX_NAMED_CHARS).matchAll(named)].map(([, value]) => value);
  return values.length > 0 && !values.includes(mark.value);
}

export function isInOwnGroup(
  candidate: Candidate,
  { logGroup }: Pick<LogEvent, 'logGroup'>,
): boolean {
  return candidate.own.some((finding) => hasGroup(finding, logGroup));
}

function hasGroup(finding: Finding, name: string): boolean {
  return finding.logGroups.some((group) => group.name === name);
}

/** The service by its own words, by what runs it and by its log group. */
function serviceNames({ own, names }: Candidate): string[] {
  return longEnough([...namesOfServiceOf(own), names.function, names.ecsService]);
}

function longEnough(values: readonly (string | null | undefined)[]): string[] {
  return values.flatMap((value) =>
    value !== null && value !== undefined && value.length >= MIN_NAME_CHARS ? [value] : [],
  );
}

function holdsName(message: string, name: string): boolean {
  const line = ` ${message.slice(0, MAX_NAMED_CHARS)} `.toLowerCase();
  const word = name.toLowerCase();
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
    const isWord = !PART_OF_NAME.test(line[at - 1] ?? '');
    if (isWord && !PART_OF_NAME.test(line[at + word.length] ?? '')) return true;
  }
  return false;
}
