// Whether a change is another service's by who tells of it. A version, a setting, a number of instances are of the service
// that logs them; where its own log holds its daily work and no failing line speaks of it, that it came just before the
// onset is chance until something ties it. What a tool tells that makes changes to others may be about anybody.
import type { LogEvent } from '../base/log-event.ts';
import type { Candidate } from './candidates.ts';
import { isByTool } from './change-tools.ts';
import { namesOfServiceOf, serviceIn } from './service-name.ts';
import { speakerOf } from './speaker.ts';
import type { Teller } from './trigger-found.ts';
import type { TriggerKind } from './trigger-kinds.ts';
import { failingGroupOf, isInOwnGroup } from './trigger-names.ts';
import type { Case } from './types.ts';

/** Kinds of change that are of one service. A job, a restart or a fail-over may be felt by whoever uses the same thing. */
const OF_ONE: ReadonlySet<string> = new Set(['deployment', 'configuration-change', 'scaling']);
/** A log of changes alone holds little else; so many lines of daily work make it a service's own. */
const MIN_DAILY_LINES = 20;
/** `orders-export` beside `orders`: with such a last part a name that begins with that of another thing is one of its own. */
const NAMESAKE =
  /^-(?:[a-z]{2,20}-)*(?:ui|web|www|site|front-?end|back-?end|api|admin|portal|app|worker|consumer|producer|cron|job|jobs|batch|sync|export|exporter|import|importer|report|reports|reporting|mailer|gateway|proxy|service|svc|dashboard|docs|test|canary|service-account)(?![\w-])/i;
const MAX_TEXT_CHARS = 2_000;
/** A name of several words is a service's; a single one may begin a sentence. */
const COMPOUND = /[-_]/;

/** The other service that tells of the change; null where it may be about what fails. */
export function tellerOfAnother(
  { name: kind }: TriggerKind,
  event: LogEvent,
  candidate: Candidate,
  called: string | null,
  input: Case,
): Teller | null {
  if (!OF_ONE.has(kind)) return null;
  const teller = tellerOf(event, candidate, input);
  if (teller === null || failingGroupOf(event, candidate, called) !== null) return null;
  const { name } = teller;
  if (namesOfServiceOf(candidate.own).includes(name) || isSpokenOf(name, candidate)) return null;
  return isByTool(name, event, input) ? null : teller;
}

/** The service whose daily work the event stands in: by the log group, in a common one by who speaks; null where it is none. */
function tellerOf(event: LogEvent, candidate: Candidate, input: Case): Teller | null {
  if (!isInOwnGroup(candidate, event))
    return isOfDailyWork(event, input)
      ? { name: serviceIn(event.logGroup), hasOwnLog: true }
      : null;
  const name = speakerOf(event.message, input.context);
  const [lead] = candidate.own;
  const failing = lead === undefined ? null : speakerOf(lead.sample.block.message, input.context);
  if (name === null || failing === null || failing === name) return null;
  return COMPOUND.test(name) ? { name, hasOwnLog: false } : null;
}

function isOfDailyWork({ logGroup }: LogEvent, { survey }: Case): boolean {
  const kinds = survey.kinds.filter((kind) => kind.logGroup === logGroup);
  return kinds.reduce((sum, { lines }) => sum + lines.length, 0) >= MIN_DAILY_LINES;
}

function isSpokenOf(teller: string, { own }: Candidate): boolean {
  const name = teller.toLowerCase();
  return own.some(({ samples }) =>
    samples.some(({ block }) =>
      block.message.slice(0, MAX_TEXT_CHARS).toLowerCase().includes(name),
    ),
  );
}

/** Whether a word stands in the line only as the beginning of another service's name, which no failing line holds. */
export function isNamesakeOnly(word: string, line: string, candidate: Candidate): boolean {
  const text = line.toLowerCase();
  let held = false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const [rest] = NAMESAKE.exec(text.slice(at + word.length)) ?? [];
    if (rest === undefined || isSpokenOf(word + rest, candidate)) return false;
    held = true;
  }
  return held;
}
