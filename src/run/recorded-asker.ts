// Questions to a person whose answers are kept for a later life of the run: nobody is asked the same twice.
import type { Recall } from './recall.ts';
import type { Asker, LogGroupChoice, RunStore } from './world.ts';

/** `recall` null: the run is new. */
export function recordedAsker(
  asker: Asker,
  store: Pick<RunStore, 'appendAnswer'>,
  recall: Recall | null,
): Asker {
  const answer = async <Value>(question: string, ask: () => Promise<Value>): Promise<Value> => {
    const known = recall?.person(question) as Value | undefined;
    if (known !== undefined) return known;
    const said = await ask();
    if (asker.interactive && said !== null)
      store.appendAnswer({ head: { kind: 'person', question }, body: said });
    return said;
  };
  return {
    interactive: asker.interactive || (recall?.count('person').all ?? 0) > 0,
    confirmLogGroups: async (choices) => {
      const chosen = await answer<readonly LogGroupChoice[] | null>(LOG_GROUPS, () =>
        asker.confirmLogGroups(choices),
      );
      return chosen === null ? null : choices.filter((choice) => isAmong(chosen, choice));
    },
    askLogGroupNames: (question) => answer(question, () => asker.askLogGroupNames(question)),
    confirm: (question) => answer(question, () => asker.confirm(question)),
  };
}

const LOG_GROUPS = 'log groups';

const isAmong = (chosen: readonly LogGroupChoice[], { name, region }: LogGroupChoice) =>
  chosen.some((one) => one.name === name && one.region === region);
