// Several conclusions on the same evidence as one: the primary cause that most of them name. Two name the same where
// kind and component do not contradict each other and their words, or the line that set it off, are the same. Where
// they do not all agree, it is less sure than any of them says, and what the others say is told.
import type { Diagnosis, RootCause } from '../../diagnosis/types.ts';
import { VERDICT_OF } from '../../diagnosis/verdict.ts';
import type { ModelWork } from './model-work.ts';

/** The primary cause in the words of one conclusion. */
export interface NamedCause {
  /** null where its words did not hold. */
  readonly title: string | null;
  readonly type: RootCause['type'];
  readonly component: string | null;
  /** Its own finding, and when it was set off, where that is told. */
  readonly finding: string | null;
  readonly triggerMs: number | null;
}

export interface Conclusion {
  readonly diagnosis: Diagnosis;
  /** null where it names no cause. */
  readonly primary: NamedCause | null;
}

const LESS: Readonly<Record<RootCause['confidence'], RootCause['confidence']>> = {
  confirmed: 'likely',
  likely: 'possible',
  possible: 'possible',
};

/** null where there is no conclusion. Notes how many agree, where there was more than one. */
export function agreed(conclusions: readonly Conclusion[], work: ModelWork): Diagnosis | null {
  const withSame = conclusions.map((one) => conclusions.filter((other) => isSame(one, other)));
  const most = Math.max(0, ...withSame.map(({ length }) => length));
  const chosen = conclusions[withSame.findIndex(({ length }) => length === most)];
  if (chosen === undefined) return null;
  if (conclusions.length > 1) work.consensus = { runs: conclusions.length, agree: most };
  if (most === conclusions.length) return chosen.diagnosis;
  const others = conclusions.filter((other) => !isSame(chosen, other));
  return lessSure(chosen.diagnosis, most, others);
}

function isSame({ diagnosis, primary: a }: Conclusion, other: Conclusion): boolean {
  const { primary: b } = other;
  if (a === null || b === null)
    return a === null && b === null && diagnosis.verdict === other.diagnosis.verdict;
  if (a.type !== b.type || contradicts(a.component, b.component)) return false;
  const isSetOffAlike = a.triggerMs !== null && a.triggerMs === b.triggerMs;
  return isSetOffAlike || saysTheSame(a, b);
}

/** Words that did not hold, or that any title has, tell nothing: then the finding has to be the same. */
function saysTheSame(a: NamedCause, b: NamedCause): boolean {
  const [few = [], many = []] = [stemsOf(a.title ?? ''), stemsOf(b.title ?? '')].sort(
    (one, other) => one.length - other.length,
  );
  if (few.length === 0) return a.finding !== null && a.finding === b.finding;
  const common = few.filter((stem) => many.includes(stem)).length;
  return common >= few.length * SAME_WORDS;
}

/** `orders-db` and `orders-db-1.internal` are no two things. */
function contradicts(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false;
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  return !one.includes(other) && !other.includes(one);
}

/** Of the words of the shorter title so many are in the other one. */
const SAME_WORDS = 0.5;
/** Shorter words are those of any sentence. */
const MIN_WORD_CHARS = 4;
/** "exhausted" and "exhaustion" are the same word. */
const STEM_CHARS = 5;

/** The beginnings of the words that tell something, and all numbers. */
function stemsOf(title: string): readonly string[] {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter(
    (word) => (word.length >= MIN_WORD_CHARS && !COMMON.has(word)) || /^\d+$/.test(word),
  );
  return [...new Set(telling.map((word) => word.slice(0, STEM_CHARS)))];
}

/** Words in which titles of any two causes may agree. */
const COMMON = new Set(
  'after because before calls cause caused causes down error errors fail failed failing fails failure failures from have into more root service since than that their this time until were when which while with'.split(
    ' ',
  ),
);

const MAX_TOLD = 3;

function lessSure(diagnosis: Diagnosis, agree: number, others: readonly Conclusion[]): Diagnosis {
  const [primary, ...rest] = diagnosis.rootCauses;
  if (primary === undefined) return diagnosis;
  const confidence = LESS[primary.confidence];
  const differ = `Only ${agree} of ${agree + others.length} conclusions on this evidence name this cause; ${toldOf(others)}.`;
  return {
    ...diagnosis,
    verdict: VERDICT_OF[confidence],
    rootCauses: [
      { ...primary, confidence, explanation: `${primary.explanation}\n${differ}` },
      ...rest,
    ],
  };
}

function toldOf(others: readonly Conclusion[]): string {
  const said = new Set(others.map(({ primary }) => inWords(primary)));
  const rest = said.size - MAX_TOLD;
  return `${others.length === 1 ? 'the other one' : 'the others'}: ${[...said].slice(0, MAX_TOLD).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
}

function inWords(primary: NamedCause | null): string {
  if (primary === null) return 'no cause';
  const { title, type, component, finding } = primary;
  const where = component === null ? '' : ` of \`${component}\``;
  return `${title === null ? `a cause of ${finding ?? 'no finding'}` : `"${title}"`} (${type}${where})`;
}
