// A turn with patience: what may be answered later is asked again after a pause that grows, or that the server names.
import {
  type Model,
  ModelFault,
  type Turn,
  type TurnOptions,
  type TurnRequest,
  type TurnUsage,
} from './model.ts';

/** Attempts at one turn. */
const MAX_ATTEMPTS = 4;
const FIRST_PAUSE_MS = 1_000;
const PAUSE_FACTOR = 3;
/** A server that asks for a longer pause is given up. */
const MAX_PAUSE_MS = 60_000;

export interface RetryOptions extends TurnOptions {
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
  /** Told before each pause. */
  onRetry(reason: string, pauseMs: number): void;
  /** Told what an attempt that failed had used. */
  onWaste(usage: TurnUsage): void;
}

/** Throws ModelFault where the last attempt failed, or where another one would be no use. */
export async function patientTurn(
  model: Model,
  request: TurnRequest,
  options: RetryOptions,
): Promise<Turn> {
  let pauseMs = FIRST_PAUSE_MS;
  for (let attempt = 1; ; attempt++, pauseMs *= PAUSE_FACTOR) {
    try {
      return await model.turn(request, options);
    } catch (thrown) {
      const fault = retryable(thrown, options);
      const wanted = fault.retryAfterMs ?? pauseMs;
      if (attempt === MAX_ATTEMPTS || wanted > MAX_PAUSE_MS) throw fault;
      options.onRetry(fault.message, wanted);
      await options.sleep(wanted, options.signal);
    }
  }
}

/** The fault where another attempt may help; what it had used is told. Throws all others. */
function retryable(thrown: unknown, { onWaste }: RetryOptions): ModelFault {
  if (!(thrown instanceof ModelFault)) throw thrown;
  if (thrown.usage !== null) onWaste(thrown.usage);
  if (thrown.kind !== 'retry') throw thrown;
  return thrown;
}
