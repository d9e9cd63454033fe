// Why the answer of a model does not stand, and what would mend it, in the words of a gap.
import type { TalkEnd } from '../../agent/converse.ts';
import type { ModelFault } from '../../agent/model.ts';
import type { LimitName } from '../../agent/spending.ts';
import { redact } from '../../base/redact.ts';
import { sanitizeLine } from '../../base/sanitize.ts';
import type { Gap } from '../../report/types.ts';
import type { ModelWork } from './model-work.ts';
import type { Checked } from './submission.ts';

type Reason = Pick<Gap, 'why' | 'remedy'>;

const ANOTHER = 'Run again, or with another model: --model ID';
const MAX_FAULTS_TOLD = 3;

/** `end` is null where the model was not asked, for it was down already. */
export function whyNot(
  end: TalkEnd | null,
  taken: Checked<unknown> | null,
  { down }: ModelWork,
): Reason {
  if (end === null) return { why: `It could not be asked: ${line(down ?? '')}`, remedy: DOCTOR };
  switch (end.kind) {
    case 'submitted':
      return { why: unproven(taken), remedy: ANOTHER };
    case 'not-submitted':
      return { why: 'It answered in prose and submitted nothing.', remedy: ANOTHER };
    case 'refused':
      return { why: 'It refused to answer.', remedy: ANOTHER };
    case 'limit':
      return limitReached(end.limit);
    case 'fault':
      return faultOf(end.fault);
  }
}

const SERVER =
  'Check ANTHROPIC_BASE_URL: it has to name a server that speaks the Anthropic Messages API (POST /v1/messages) with streaming, without the /v1 itself. troubleshoot doctor shows what is set.';
const DOCTOR = 'See what is set and what is missing: troubleshoot doctor';

function unproven(taken: Checked<unknown> | null): string {
  if (taken === null) return 'Its submission had another shape than it was asked for, twice.';
  const told = taken.faults.slice(0, MAX_FAULTS_TOLD).map(line);
  return `Nothing of its submission holds: ${told.join(' · ')}`;
}

const FLAGS: Readonly<Record<LimitName, string>> = {
  usd: '--max-usd',
  turns: '--max-turns',
  tokens: '--max-tokens',
  seconds: '--max-seconds',
};

function limitReached(limit: LimitName | 'turns-of-step'): Reason {
  if (limit === 'turns-of-step')
    return {
      why: 'It went on without an answer for as many turns as a step may have.',
      remedy: ANOTHER,
    };
  return {
    why: `The limit ${FLAGS[limit]} was reached before it had submitted.`,
    remedy: `Run again with a higher ${FLAGS[limit]}.`,
  };
}

function faultOf({ kind, message }: ModelFault): Reason {
  const why = `The model could not be asked: ${line(message)}`;
  switch (kind) {
    case 'credentials':
    case 'not-found':
      return { why, remedy: DOCTOR };
    case 'wrong-server':
      return { why, remedy: SERVER };
    case 'too-long':
      return { why, remedy: 'Choose a model that reads more: --model ID' };
    default:
      return { why, remedy: nobodyAt(message) ?? ANOTHER };
  }
}

/** Where no server answered; null where one did. */
function nobodyAt(message: string): string | null {
  const [, address] = /\bECONNREFUSED ([\w.:[\]-]+)/.exec(message) ?? [];
  if (address === undefined) return null;
  return `No server answers at ${address}: start it, or name another by ANTHROPIC_BASE_URL.`;
}

/** Servers repeat what they were sent, keys included. */
const line = (text: string) => redact(sanitizeLine(text)).slice(0, MAX_LINE_CHARS);
const MAX_LINE_CHARS = 300;
