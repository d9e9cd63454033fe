// How progress looks: which lines stay, what the live one says, and what each level leaves out.

import { grouped } from '../base/grouped.ts';
import { sanitizeLine } from '../base/sanitize.ts';
import type { RunEvent } from '../run/events.ts';
import { durationInWords, sizeInWords } from './amounts.ts';
import { columnsOf, cutToColumns, usableColumns, wrapToColumns } from './columns.ts';
import { createLiveLine, type LiveLine, type TextStream } from './live-line.ts';
import { createStyle, type Style } from './style.ts';

/** Without animation, a step that takes longer than this is announced before it ends. */
const SLOW_STEP_MS = 80;
/** What comes before the first step is announced so from here on. */
const SLOW_WAIT_MS = 1_000;
/** The live line tells how long its step takes from here on. */
const TELL_ELAPSED_MS = 2_000;
/** Arguments of a tool call, as JSON, are looked at up to here. */
const MAX_ARGUMENT_CHARS = 500;

export interface ProgressOptions {
  readonly stream: TextStream;
  readonly colour: boolean;
  /** Whether lines may be redrawn: the stream is a terminal. */
  readonly animated: boolean;
  readonly level: 'quiet' | 'normal' | 'verbose';
  /** Width of the terminal; 80 where there is none. */
  readonly columns: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Whether the terminal shows more than ASCII; true by default. */
  readonly unicode?: boolean;
}

export type EventOf<Kind> = Extract<RunEvent, { kind: Kind }>;

interface RunningStep {
  readonly number: number;
  readonly name: string;
  readonly startedMs: number;
  readonly shownAtMs: number;
}

const LEVELS = { quiet: 0, normal: 1, verbose: 2 } as const;

export class ProgressView {
  readonly style: Style;
  readonly #options: ProgressOptions;
  readonly #columns: number;
  readonly #live: LiveLine;
  #step: RunningStep | null = null;
  #of = 0;
  #tail = '';
  #question = '';
  #slow: NodeJS.Timeout | null = null;
  /** Arguments of the calls under way. */
  readonly #calls = new Map<number, string>();
  readonly #queries = new Map<string, string>();

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#columns = usableColumns(options.columns);
    this.style = createStyle({ colour: options.colour, unicode: options.unicode ?? true });
    this.#live = createLiveLine(options.stream, options.animated && options.level !== 'quiet');
  }

  /** Prints a text whole, wrapped under its glyph, from the given level on. */
  say(
    from: ProgressOptions['level'],
    paint: (text: string) => string,
    glyph: string,
    text: string,
  ) {
    if (!this.#speaks(from)) return;
    const head = glyph === '' ? '' : `${glyph} `;
    const hanging = ' '.repeat(columnsOf(head));
    const lines = wrapToColumns(head + sanitizeLine(text), this.#columns, hanging);
    this.#live.print(lines.map(paint));
  }

  startStep({ number, name, of }: EventOf<'step-started'>, atMs: number): void {
    this.endStep();
    this.#of = of;
    this.#step = {
      number,
      name: sanitizeLine(name),
      startedMs: atMs,
      shownAtMs: this.#options.now(),
    };
    this.#live.show((frame) => this.#drawStep(frame));
    if (!this.#options.animated && this.#speaks('normal')) {
      this.#slow = setTimeout(() => this.#announce(), SLOW_STEP_MS).unref();
    }
  }

  finishStep({ number, name, status, summary }: EventOf<'step-finished'>, atMs: number): void {
    const startedMs = this.#step?.number === number ? this.#step.startedMs : atMs;
    this.endStep();
    if (!this.#speaks('normal')) return;
    const { glyphs, green, yellow, dim } = this.style;
    const [paint, glyph] = {
      done: [green, glyphs.done] as const,
      incomplete: [yellow, glyphs.warning] as const,
      skipped: [dim, glyphs.skipped] as const,
    }[status];
    const told = sanitizeLine(summary);
    const text = `${this.#label(number)} ${sanitizeLine(name)}${told === '' ? '' : ` ${glyphs.dash} ${told}`}`;
    const took = ` (${durationInWords(atMs - startedMs)})`;
    const room = this.#columns - columnsOf(glyph) - 1 - took.length;
    this.#live.print([`${paint(glyph)} ${this.#cut(text, room)}${dim(took)}`]);
  }

  startCall({ callId, tool, arguments: args }: EventOf<'tool-call-started'>): void {
    this.#calls.set(callId, JSON.stringify(args).slice(0, MAX_ARGUMENT_CHARS));
    this.#showTail(tool);
  }

  finishCall(event: EventOf<'tool-call-finished'>): void {
    const args = this.#calls.get(event.callId) ?? '';
    this.#calls.delete(event.callId);
    const took = durationInWords(event.durationMs);
    const outcome = event.isError ? (event.errorCode ?? 'error') : sizeInWords(event.sizeBytes);
    this.#detail(`${event.tool}: ${outcome} in ${took} ${args}`, event.isError);
  }

  keepEvidence({ evidenceId, tool, summary }: EventOf<'evidence-kept'>): void {
    this.#detail(`${evidenceId} from ${tool}: ${summary}`, false);
  }

  queryProgress(event: EventOf<'query-progress'>): void {
    const { queryId, status, recordsScanned, recordsMatched } = event;
    const text = `${status}, ${grouped(recordsMatched)} of ${grouped(recordsScanned)} events match`;
    this.#showTail(`query ${text}`);
    if (this.#queries.get(queryId) === text) return;
    this.#queries.set(queryId, text);
    this.#detail(`query ${queryId}: ${text}`, false);
  }

  /** What the current step is busy with. */
  busy(text: string): void {
    this.#showTail(text);
  }

  /** Text of the model: on the live line as it comes, and whole for who wants all. */
  hear(text: string): void {
    this.#showTail(text);
    this.#detail(text, false);
  }

  useTool({ tool, input, answer, isError }: EventOf<'model-tool-used'>): void {
    this.#showTail(`model uses ${tool}`);
    const args = JSON.stringify(input).slice(0, MAX_ARGUMENT_CHARS);
    this.#detail(`model uses ${tool}: ${isError ? answer : args}`, isError);
  }

  finishTurn(event: EventOf<'model-turn-finished'>): void {
    const { turn, stopReason, inputTokens, cachedTokens, outputTokens } = event;
    const tokens = `${grouped(inputTokens)} tokens in (${grouped(cachedTokens)} cached), ${grouped(outputTokens)} out`;
    this.#detail(`model turn ${turn}: ${stopReason}, ${tokens}`, false);
  }

  /** Leaves the terminal to the prompt that follows. */
  ask(text: string): void {
    this.#question = text;
    this.#live.show(null);
  }

  /** A person's answer stands where it was typed; one that was taken for granted is told. */
  answer({ text, by }: EventOf<'answer'>): void {
    this.#showStep();
    if (by === 'person') return;
    const told = `${this.#question} ${text} (by default: nobody was asked)`;
    this.say('normal', this.style.dim, this.style.glyphs.question, told);
  }

  /** Why there is no report is said by whoever ends the program, with the next thing to type. */
  finishRun({ verdict }: EventOf<'run-finished'>): void {
    const stopped = this.#step;
    this.endStep();
    if (verdict !== null) this.say('normal', this.style.bold, '', `Verdict: ${verdict}`);
    else if (stopped !== null) this.#tellStopped(stopped);
  }

  /** The step that a run could not get through, so that no line says that it is still under way. */
  #tellStopped({ number, name }: RunningStep): void {
    const { glyphs, red } = this.style;
    this.say('normal', red, glyphs.failed, `${this.#label(number)} ${name} ${glyphs.dash} stopped`);
  }

  /** Tells what is waited for before the first step; `endStep` ends it. */
  wait(text: string): void {
    const line = (glyph: string) => this.#cut(`${glyph} ${text}`, this.#columns - 1);
    const { spinner, running } = this.style.glyphs;
    this.#live.show((frame) => line(spinner[frame % spinner.length] ?? running));
    if (this.#options.animated || !this.#speaks('normal')) return;
    const announce = () => this.#live.print([this.style.dim(line(running))]);
    this.#slow = setTimeout(announce, SLOW_WAIT_MS).unref();
  }

  endStep(): void {
    if (this.#slow !== null) clearTimeout(this.#slow);
    this.#slow = null;
    this.#step = null;
    this.#tail = '';
    this.#live.show(null);
  }

  #speaks(from: ProgressOptions['level']): boolean {
    return LEVELS[this.#options.level] >= LEVELS[from];
  }

  #detail(text: string, isError: boolean): void {
    if (!this.#speaks('verbose')) return;
    const { glyphs, dim, red } = this.style;
    const line = `  ${isError ? glyphs.failed : glyphs.detail} ${sanitizeLine(text).trimEnd()}`;
    this.#live.print([(isError ? red : dim)(this.#cut(line, this.#columns))]);
  }

  #announce(): void {
    if (this.#step === null) return;
    const { number, name } = this.#step;
    const text = `${this.style.glyphs.running} ${this.#label(number)} ${name}`;
    this.#live.print([this.style.dim(this.#cut(text, this.#columns))]);
  }

  /** What the current step is busy with, shown behind it where lines are redrawn. */
  #showTail(text: string): void {
    this.#tail = sanitizeLine(text);
    this.#showStep();
  }

  #showStep(): void {
    if (this.#step !== null) this.#live.show((frame) => this.#drawStep(frame));
  }

  #drawStep(frame: number): string {
    if (this.#step === null) return '';
    const { glyphs, cyan, dim } = this.style;
    const { number, name, shownAtMs } = this.#step;
    const glyph = glyphs.spinner[frame % glyphs.spinner.length] ?? glyphs.running;
    const elapsedMs = this.#options.now() - shownAtMs;
    const elapsed =
      elapsedMs < TELL_ELAPSED_MS ? '' : durationInWords(Math.floor(elapsedMs / 1_000) * 1_000);
    const rest = [this.#tail, elapsed]
      .filter((part) => part !== '')
      .map((part) => ` ${glyphs.detail} ${part}`);
    // The last column stays free: some terminals wrap when it is written to.
    const room = this.#columns - 1 - columnsOf(glyph) - 1;
    const head = this.#cut(`${this.#label(number)} ${name}`, room);
    return `${cyan(glyph)} ${head}${dim(this.#cut(rest.join(''), room - columnsOf(head)))}`;
  }

  #label(number: number): string {
    return this.#of === 0 ? `${number}` : `${number}/${this.#of}`;
  }

  #cut(text: string, columns: number): string {
    return cutToColumns(text, columns, this.style.glyphs.ellipsis);
  }
}
