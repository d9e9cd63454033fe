// The investigations that a server has under way: bounded, and each brought to its report before the server leaves.

/** Each may take a core, a gigabyte of local logs in memory, or ten queries at CloudWatch. */
const MAX_RUNS = 2;

export interface Runs {
  /**
   * Does the work under a signal that aborts with the call's own, or when the server leaves. null: as many as may be
   * are under way.
   */
  start<T>(cancelled: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> | null;
  /** Stops what is under way and waits until its reports are written. */
  finish(): Promise<void>;
}

export function createRuns(): Runs {
  const running = new Map<Promise<unknown>, AbortController>();
  return {
    start: (cancelled, work) => {
      if (running.size >= MAX_RUNS) return null;
      const controller = new AbortController();
      const cancel = () => controller.abort('cancelled by the client');
      cancelled.addEventListener('abort', cancel, { once: true });
      if (cancelled.aborted) cancel();
      const done = work(controller.signal).finally(() => {
        cancelled.removeEventListener('abort', cancel);
        running.delete(done);
      });
      running.set(done, controller);
      return done;
    },
    finish: async () => {
      for (const controller of running.values()) controller.abort('the server was stopped');
      await Promise.allSettled(running.keys());
    },
  };
}

export const BUSY = `${MAX_RUNS} investigations are under way: call again when one of them has ended.`;
