// The door of the room: one conversation with a model until it submits. Turns, tools in parallel, every stop reason,
// limits. Whatever a model does, it ends after a bounded number of turns, and says how.
import type { AgentTool, ToolUse } from './agent-tool.ts';
import {
  type AssistantBlock,
  type Model,
  ModelFault,
  type StopReason,
  type Turn,
  type TurnRequest,
  type TurnUsage,
} from './model.ts';
import { createResults } from './results.ts';
import { patientTurn } from './retry.ts';
import { estimateTokens, type LimitName, type Spending } from './spending.ts';
import { createToolRunner } from './tool-runner.ts';
import { createTranscript, sizeOf, type Transcript } from './transcript.ts';

/** What is said to the model in the course of a conversation. */
export interface Words {
  /** What the tool is for that pages through long results. */
  readonly readResult: string;
  /** After an answer without the submission. */
  readonly submitNow: string;
  /** After an answer that was cut for its length. */
  readonly cutShort: string;
  /** Where a limit is near: the last thing that is asked. */
  readonly conclude: string;
}

export interface Talk {
  readonly model: Model;
  readonly system: string;
  readonly opening: string;
  /** One of them ends the conversation by its answer. */
  readonly tools: readonly AgentTool[];
  readonly words: Words;
  readonly spending: Spending;
  readonly signal: AbortSignal;
  /** Marks text from outside. */
  asData(text: string): string;
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
  onEvent(event: TalkEvent): void;
}

export type TalkEvent =
  | { readonly kind: 'turn-started'; readonly sizeBytes: number }
  | { readonly kind: 'turn-finished'; readonly stopReason: StopReason; readonly usage: TurnUsage }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tool-used'; readonly use: ToolUse }
  | { readonly kind: 'retry'; readonly reason: string; readonly pauseMs: number };

export type TalkEnd =
  | { readonly kind: 'submitted' }
  /** It was told to submit and did not. */
  | { readonly kind: 'not-submitted' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'limit'; readonly limit: LimitName | 'turns-of-step' }
  | { readonly kind: 'fault'; readonly fault: ModelFault };

/** Tokens of one answer, thinking included. */
const MAX_ANSWER_TOKENS = 16_000;
/** Turns of one conversation: who has not submitted by then goes round in circles. */
const MAX_TURNS = 12;
/** How often a model is reminded that it has to submit. */
const MAX_REMINDERS = 1;

export async function converse(talk: Talk): Promise<TalkEnd> {
  const ended = talk.spending.begin();
  try {
    return await rounds(talk);
  } catch (fault) {
    if (!(fault instanceof ModelFault)) throw fault;
    const isLate = fault.kind === 'aborted' && !talk.signal.aborted;
    return isLate ? { kind: 'limit', limit: 'seconds' } : { kind: 'fault', fault };
  } finally {
    ended();
  }
}

async function rounds(talk: Talk): Promise<TalkEnd> {
  const results = createResults(talk.words.readResult, talk.asData);
  const tools = [...talk.tools, results.reader];
  const transcript = createTranscript(talk.opening);
  const runTools = createToolRunner(tools, results, talk);
  const course: Course = { turns: 0, reminders: 0, concluding: null };
  for (;;) {
    const sent = requestOf(talk, tools, transcript);
    const tokens = estimateTokens(sizeOf(sent));
    const reached = talk.spending.reached(tokens);
    if (reached !== null) return { kind: 'limit', limit: reached };
    const turn = await turnOf(talk, sent, transcript, tools);
    course.turns++;
    if (turn.stopReason === 'refusal') return { kind: 'refused' };
    transcript.answered(sayable(turn));
    const used = await runTools(toolUsesOf(turn), untilConclusion(talk));
    if (used.ended) return { kind: 'submitted' };
    const end = endOf(course, turn, used.results.length, talk.spending.nearing(tokens));
    if (end !== null) return end;
    if (turn.stopReason === 'pause_turn' && course.concluding === null) continue;
    transcript.reply(used.results, wordsFor(talk, turn, used.results.length, course));
  }
}

/** Tools are stopped where the time is nearly over. */
const untilConclusion = ({ signal, spending }: Talk): AbortSignal =>
  AbortSignal.any([signal, AbortSignal.timeout(spending.toolsMs())]);

/** Where a conversation stands. */
interface Course {
  turns: number;
  reminders: number;
  /** The limit for which the model was asked to conclude. */
  concluding: LimitName | 'turns-of-step' | null;
}

/** How the conversation ends after this turn, or null; notes where it has to conclude with the next one. */
function endOf(
  course: Course,
  turn: Turn,
  results: number,
  nearing: LimitName | null,
): TalkEnd | null {
  if (course.concluding !== null) return { kind: 'limit', limit: course.concluding };
  course.concluding = course.turns >= MAX_TURNS - 1 ? 'turns-of-step' : nearing;
  if (!isIdle(turn, results)) return null;
  course.reminders++;
  return course.reminders > MAX_REMINDERS ? { kind: 'not-submitted' } : null;
}

/** An answer that neither used a tool nor was paused, or that was cut: the model has to be told to go on. */
function isIdle({ stopReason }: Turn, results: number): boolean {
  return stopReason === 'max_tokens' || (results === 0 && stopReason !== 'pause_turn');
}

function wordsFor({ words }: Talk, turn: Turn, results: number, course: Course): string | null {
  if (course.concluding !== null) return words.conclude;
  if (!isIdle(turn, results)) return null;
  return turn.stopReason === 'max_tokens' ? words.cutShort : words.submitNow;
}

function requestOf(
  { system, spending }: Talk,
  tools: readonly AgentTool[],
  transcript: Transcript,
): TurnRequest {
  const request = { system, tools, messages: transcript.messages(), maxTokens: MAX_ANSWER_TOKENS };
  const left = spending.answerTokens(estimateTokens(sizeOf(request)));
  return { ...request, maxTokens: Math.min(MAX_ANSWER_TOKENS, left) };
}

/** One turn; where it is longer than the model can read, once more with the older results left out. */
async function turnOf(
  talk: Talk,
  request: TurnRequest,
  transcript: Transcript,
  tools: readonly AgentTool[],
): Promise<Turn> {
  try {
    const turn = await oneTurn(talk, request);
    if (turn.stopReason !== 'model_context_window_exceeded') return turn;
    throw new ModelFault('too-long', 'The conversation is longer than the model can read.');
  } catch (fault) {
    const isTooLong = fault instanceof ModelFault && fault.kind === 'too-long';
    if (!isTooLong || !transcript.shrink()) throw fault;
    return oneTurn(talk, requestOf(talk, tools, transcript));
  }
}

async function oneTurn(talk: Talk, request: TurnRequest): Promise<Turn> {
  const { model, signal, sleep, onEvent, spending } = talk;
  onEvent({ kind: 'turn-started', sizeBytes: sizeOf(request) });
  const deadline = AbortSignal.timeout(spending.remainingMs());
  const turn = await patientTurn(model, request, {
    signal: AbortSignal.any([signal, deadline]),
    sleep,
    onText: (text) => onEvent({ kind: 'text', text }),
    onRetry: (reason, pauseMs) => onEvent({ kind: 'retry', reason, pauseMs }),
    onWaste: (usage) => spending.waste(usage),
  });
  const usage = countedUsage(turn, request);
  spending.add(usage);
  onEvent({ kind: 'turn-finished', stopReason: turn.stopReason, usage });
  return turn;
}

/** As the server counts; a server that does not count is counted for. */
function countedUsage({ usage, content }: Turn, request: TurnRequest): TurnUsage {
  const { input, cacheWrite, cacheRead, output } = usage;
  const said = JSON.stringify(content).length;
  return {
    ...usage,
    input: input + cacheWrite + cacheRead > 0 ? input : estimateTokens(sizeOf(request)),
    output: output > 0 || content.length === 0 ? output : estimateTokens(said),
  };
}

/** Tool uses that stand whole: the last one of an answer that was cut does not. */
function toolUsesOf({ content, stopReason }: Turn) {
  const uses = content.filter((block) => block.type === 'tool_use');
  return stopReason === 'max_tokens' && content.at(-1)?.type === 'tool_use'
    ? uses.slice(0, -1)
    : uses;
}

/** What of an answer can go back to the model: no empty text, no tool use that was cut, never nothing at all. */
function sayable(turn: Turn): readonly AssistantBlock[] {
  const whole = new Set(toolUsesOf(turn).map(({ id }) => id));
  const content = turn.content.filter(
    (block) =>
      (block.type !== 'text' || block.text.trim() !== '') &&
      (block.type !== 'tool_use' || whole.has(block.id)),
  );
  return content.length > 0 ? content : [{ type: 'text', text: '(nothing)' }];
}
