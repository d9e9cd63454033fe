// Several conclusions on the same evidence as one: the primary cause that most of them name. Where they do not all agree,
// it is less sure than any of them says.
import type { Diagnosis, RootCause } from '../../diagnosis/types.ts';
import { VERDICT_OF } from '../../diagnosis/verdict.ts';
import type { ModelWork } from './model-work.ts';

const LESS: Readonly<Record<RootCause['confidence'], RootCause['confidence']>> = {
  confirmed: 'likely',
  likely: 'possible',
  possible: 'possible',
};

/** null where there is no conclusion. Notes how many agree, where there was more than one. */
export function agreed(conclusions: readonly Diagnosis[], work: ModelWork): Diagnosis | null {
  const keys = conclusions.map(primaryOf);
  const votes = (key: string) => keys.filter((other) => other === key).length;
  const [best] = [...keys].sort((a, b) => votes(b) - votes(a));
  const chosen = conclusions[keys.indexOf(best ?? '')];
  if (best === undefined || chosen === undefined) return null;
  const agree = votes(best);
  if (conclusions.length > 1) work.consensus = { runs: conclusions.length, agree };
  return agree === conclusions.length ? chosen : lessSure(chosen);
}

/** What two conclusions have in common that name the same primary cause: its own finding, else its title. */
function primaryOf({ rootCauses: [primary], verdict }: Diagnosis): string {
  return primary === undefined ? verdict : (primary.findings[0] ?? primary.title);
}

function lessSure(diagnosis: Diagnosis): Diagnosis {
  const [primary, ...rest] = diagnosis.rootCauses;
  if (primary === undefined) return diagnosis;
  const confidence = LESS[primary.confidence];
  return {
    ...diagnosis,
    verdict: VERDICT_OF[confidence],
    rootCauses: [{ ...primary, confidence }, ...rest],
  };
}
