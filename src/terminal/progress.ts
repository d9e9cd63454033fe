// The progress of a run on stderr: a line for each finished step, the step under way below them, and whatever must
// not be missed in between. Reads events and nothing else, so a replayed journal looks like the run did.
import { grouped } from '../base/grouped.ts';
import { inSentences } from '../base/in-sentences.ts';
import type { RunEvent, TimedEvent } from '../run/events.ts';
import { type EventOf, type ProgressOptions, ProgressView } from './progress-view.ts';

export interface Progress {
  onEvent(event: TimedEvent): void;
  /** Tells what is waited for before the run begins; gives what ends it. */
  wait(text: string): () => void;
  /** Removes the live line and every timer. */
  close(): void;
}

export function createProgress(options: ProgressOptions): Progress {
  const view = new ProgressView(options);
  return {
    onEvent: (event) => {
      const handler = HANDLERS[event.kind] as Handler<RunEvent['kind']>;
      handler(view, event as never, Date.parse(event.at));
    },
    wait: (text) => {
      view.wait(text);
      return () => view.endStep();
    },
    close: () => view.endStep(),
  };
}

type Handler<Kind> = (view: ProgressView, event: EventOf<Kind>, atMs: number) => void;

const HANDLERS: { readonly [Kind in RunEvent['kind']]: Handler<Kind> } = {
  'run-started': (view, { application, region, sop }) =>
    view.say(
      'normal',
      view.style.bold,
      '',
      `Troubleshooting ${application} in ${region} by ${sop}`,
    ),
  'run-resumed': (view, { startedAt, answers }) =>
    view.say(
      'normal',
      view.style.cyan,
      view.style.glyphs.notice,
      `Going on with the run of ${startedAt}: ${grouped(answers)} answers are on record`,
    ),
  'step-started': (view, event, atMs) => view.startStep(event, atMs),
  'step-finished': (view, event, atMs) => view.finishStep(event, atMs),
  'tool-call-started': (view, event) => view.startCall(event),
  'tool-call-finished': (view, event) => view.finishCall(event),
  'evidence-kept': (view, event) => view.keepEvidence(event),
  notice: (view, { text }) => view.say('normal', view.style.cyan, view.style.glyphs.notice, text),
  question: (view, { text }) => view.ask(text),
  answer: (view, event) => view.answer(event),
  gap: (view, { gap }) => {
    const text = inSentences([gap.what, gap.why, gap.remedy]);
    view.say('quiet', view.style.yellow, view.style.glyphs.warning, text);
  },
  'query-started': () => {},
  'query-progress': (view, event) => view.queryProgress(event),
  'model-asked': (view, { model }) => view.busy(`asking ${model}`),
  'model-turn-started': (view, { turn }) => view.busy(`model thinks, turn ${turn}`),
  'model-turn-finished': (view, event) => view.finishTurn(event),
  'model-text': (view, { text }) => view.hear(text),
  'model-tool-used': (view, event) => view.useTool(event),
  'model-retry': (view, { reason, pauseMs }) =>
    view.say(
      'verbose',
      view.style.yellow,
      view.style.glyphs.warning,
      `The model is asked again in ${Math.ceil(pauseMs / 1_000)} s: ${reason}`,
    ),
  // Why an answer does not stand is a gap of its own.
  'model-answered': () => {},
  // Whoever caught the signal has said so at that moment.
  interrupted: (view, { signal }) =>
    view.say('verbose', view.style.yellow, view.style.glyphs.warning, `Interrupted (${signal})`),
  'run-finished': (view, event) => view.finishRun(event),
};
