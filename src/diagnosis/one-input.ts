// One input that fails each time and is tried again and again: a message, a record or a job that holds up what stands
// behind it. No timer calls it, and an older version of the code helps only where that can handle it.
import type { Dimension, Finding } from '../evidence/types.ts';
import type { Action, RootCause } from './types.ts';

interface InputForm {
  readonly field: RegExp;
  /** As an id of one input is written: a short code may be one of a kind of message. */
  readonly value: RegExp;
  /** What a line of it holds: pages have an offset too, and a job that a timer starts an id of its own. */
  readonly line: RegExp;
}

/** What tells of another attempt. */
const AGAIN = /\b(?:attempts?|retr(?:y|ies|ied|ying)|redeliver\w{0,4}|tried again)\b/i;
const INPUT_FORMS: readonly InputForm[] = [
  {
    field: /(?:^|[._-])(?:offset|sequence[._-]?(?:no|number))$/i,
    value: /^\d{2,80}$/,
    line: /partition|topic|queue|stream|shard|consumer|kafka/i,
  },
  {
    field: /(?:^|[._-])(?:message|msg|event|delivery|record)[._-]?(?:id|key)$/i,
    value: /^(?=.{0,79}\d)[\w-]{16,80}$/,
    line: /./,
  },
  {
    field: /(?:^|[._-])(?:job|record)[._-]?(?:id|key|no|number)$/i,
    value: /^(?=.{0,79}\d)[\w.:-]{2,80}$/,
    line: AGAIN,
  },
];
const MIN_SHARE = 0.95;
const MIN_COUNT = 10;
const MAX_TEXT_CHARS = 4_000;

/** The field value that names the one input of nearly all these failures, and of no other event; else null. */
export function repeatedInput(finding: Finding): Dimension | null {
  const { count, rhythm, dimensions } = finding;
  // A large input may fail in many of its parts at once: it comes in a rhythm, or says that it is tried again.
  if (count < MIN_COUNT || !(rhythm === 'periodic' || holds(finding, AGAIN))) return null;
  return dimensions.find((dimension) => namesInput(dimension, finding)) ?? null;
}

function namesInput({ field, value, share, baselineShare }: Dimension, finding: Finding): boolean {
  if (share < MIN_SHARE || baselineShare > 0) return false;
  return INPUT_FORMS.some(
    (form) => form.field.test(field) && form.value.test(value) && holds(finding, form.line),
  );
}

function holds({ samples }: Finding, form: RegExp): boolean {
  return samples.some(({ block }) => form.test(block.message.slice(0, MAX_TEXT_CHARS)));
}

export function inputSentences(finding: Finding): string[] {
  const input = repeatedInput(finding);
  if (input === null) return [];
  return [`It is one input that is tried again and again, that of ${input.field}=${input.value}.`];
}

/** Sets the input aside, as the code will fail for it again; null where it is not one input. */
export function setAside(
  { rank }: RootCause,
  finding: Finding,
  more: Pick<Action, 'steps' | 'commands'>,
): Action | null {
  const input = repeatedInput(finding);
  if (input === null) return null;
  return {
    horizon: 'immediate',
    title: `Set the input of ${input.field}=${input.value} aside: skip it, or move it to a dead-letter queue`,
    reason:
      'One input is tried again and again and fails each time; what waits behind it goes on as soon as it is out of the way.',
    rootCauses: [rank],
    steps: [
      ...more.steps,
      'Keep a copy of the input, and skip it or move it to a dead-letter queue.',
      'Bound the attempts at one input, so that the next one that fails is set aside by itself.',
    ],
    commands: more.commands,
    rollback: 'Hand the input in again, once it or the code that reads it is mended.',
  };
}
