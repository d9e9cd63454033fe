// Asks the model to do one step, and tells the run of it: events while it works, a gap where its answer does not stand.

import type { AgentTool } from '../../agent/agent-tool.ts';
import { converse, type TalkEnd, type TalkEvent } from '../../agent/converse.ts';
import { filled } from '../../agent/prompt.ts';
import type { Spending } from '../../agent/spending.ts';
import { redact } from '../../base/redact.ts';
import { sanitizeLine } from '../../base/sanitize.ts';
import type { Gap } from '../../report/types.ts';
import type { SopStep } from '../../sop/sop.ts';
import type { RunContext } from '../context.ts';
import type { Analyst } from './analyst.ts';
import { asData, dataTag } from './data-block.ts';
import { createHeldText } from './held-text.ts';
import { type ModelWork, newModelWork } from './model-work.ts';
import { recordedModel } from './recorded-model.ts';
import { safeInput } from './safe-input.ts';
import type { Checked, Submission } from './submission.ts';
import { whyNot } from './why-not.ts';

export interface Question<Value> {
  readonly step: SopStep;
  readonly opening: string;
  /** Beside the submission. */
  readonly tools: readonly AgentTool[];
  readonly submission: Submission<Value>;
  /** Which of several conclusions this is, and how many stand by now. */
  readonly attempt?: Attempt;
}

interface Attempt {
  readonly number: number;
  readonly of: number;
  readonly held: number;
}

/** What every step of a model needs; null where no model is to be asked. */
export interface Asking {
  readonly analyst: Analyst;
  readonly spending: Spending;
  readonly work: ModelWork;
}

export function askingOf({ world, spending, file }: RunContext): Asking | null {
  const { analyst } = world;
  if (analyst === null || spending === null) return null;
  file.modelWork ??= newModelWork();
  return { analyst, spending, work: file.modelWork };
}

/** What the model submitted and what of it holds; null where the rules' answer stands, which is then told. */
export async function askModel<Value>(
  context: RunContext,
  asking: Asking,
  question: Question<Value>,
): Promise<Checked<Value> | null> {
  const { work } = asking;
  const { step, submission } = question;
  if (context.world.signal.aborted) {
    context.file.unread.add('model');
    return null;
  }
  const end = work.down === null ? await hold(context, asking, question) : null;
  const taken = submission.taken();
  if (end?.kind === 'submitted' && taken?.value != null) {
    context.emit({ kind: 'model-answered', step: step.number, by: 'model', why: null });
    if (!work.steps.includes(step.number)) work.steps.push(step.number);
    for (const { standing } of taken.claims) work.claims[standing]++;
    return taken;
  }
  work.claims.dropped += taken?.claims.length ?? 0;
  tellWhyNot(context, asking, question, whyNot(end, taken, work));
  return null;
}

function tellWhyNot(
  context: RunContext,
  { analyst }: Asking,
  { step, attempt }: Pick<Question<unknown>, 'step' | 'attempt'>,
  reason: Pick<Gap, 'why' | 'remedy'>,
): void {
  const held = attempt?.held ?? 0;
  const by = held > 0 ? 'model' : 'rules';
  context.emit({ kind: 'model-answered', step: step.number, by, why: reason.why });
  if (context.world.signal.aborted) {
    context.file.unread.add('model');
    return;
  }
  const which =
    attempt === undefined || attempt.of === 1
      ? 'The answer'
      : `Conclusion ${attempt.number} of ${attempt.of}`;
  context.gap({
    what: `${which} of the model ${analyst.model.id} to ${stepInWords(step)} does not stand${insteadOf(step, held)}.`,
    ...reason,
  });
}

/** What stands in its place. */
function insteadOf({ procedure }: SopStep, held: number): string {
  if (held > 0) return `; the verdict rests on ${held === 1 ? 'the one' : `the ${held}`} before it`;
  return procedure === null ? '' : '; that of the built-in rules does';
}

/** Number 0: the program's own, for an SOP that has no such step. */
const stepInWords = ({ number, name }: SopStep) =>
  number === 0 ? `"${name}"` : `step ${number}, "${name}",`;

async function hold<Value>(
  context: RunContext,
  { analyst, spending, work }: Asking,
  { step, opening, tools, submission }: Question<Value>,
): Promise<TalkEnd> {
  const { model, prompts } = analyst;
  const { world } = context;
  const submit = submission.tool.name;
  const system = systemPrompt(context, analyst, submit);
  const all = [...tools, submission.tool];
  const names = all.map(({ name }) => name);
  context.emit({
    kind: 'model-asked',
    step: step.number,
    model: model.id,
    system,
    opening,
    tools: names,
  });
  const teller = createTeller(context, spending);
  const end = await converse({
    model: recordedModel(context, model),
    system,
    opening,
    tools: all,
    words: {
      readResult: filled(prompts, 'tool-read-result'),
      submitNow: filled(prompts, 'submit-now', { submit }),
      cutShort: filled(prompts, 'cut-short', { submit }),
      conclude: filled(prompts, 'conclude', { submit }),
    },
    spending,
    signal: world.signal,
    asData: (text) => asData(context, text),
    sleep: world.sleep,
    onEvent: teller.onEvent,
  });
  teller.flush();
  if (end.kind === 'fault' && end.fault.kind !== 'too-long') work.down = end.fault.message;
  return end;
}

function systemPrompt(run: RunContext, { prompts }: Analyst, submit: string): string {
  return filled(prompts, 'system', { tag: dataTag(run), submit });
}

/** Of what a tool answers, the journal keeps so much; the rest is evidence. */
const MAX_ANSWER_CHARS = 2_000;

/** Events of a conversation as events of the run. What a model says is as foreign as a log line. */
function createTeller(context: RunContext, spending: Spending) {
  const safe = (text: string) => redact(sanitizeLine(text));
  const { add, flush } = createHeldText((text) => context.emit({ kind: 'model-text', text }));
  const turn = () => spending.spent().turns;
  const onEvent = (event: TalkEvent) => {
    if (event.kind === 'text') {
      add(event.text);
      return;
    }
    flush();
    if (event.kind === 'turn-started')
      context.emit({ kind: 'model-turn-started', turn: turn() + 1, sizeBytes: event.sizeBytes });
    if (event.kind === 'retry')
      context.emit({ kind: 'model-retry', reason: safe(event.reason), pauseMs: event.pauseMs });
    if (event.kind === 'turn-finished') {
      const { stopReason, usage } = event;
      context.emit({
        kind: 'model-turn-finished',
        turn: turn(),
        stopReason,
        inputTokens: usage.input + usage.cacheWrite + usage.cacheRead,
        cachedTokens: usage.cacheRead,
        outputTokens: usage.output,
      });
    }
    if (event.kind === 'tool-used') {
      const { tool, input, answer, isError } = event.use;
      context.emit({
        kind: 'model-tool-used',
        tool: safe(tool),
        input: safeInput(input),
        answer: answer.slice(0, MAX_ANSWER_CHARS),
        isError,
      });
    }
  };
  return { onEvent, flush };
}
