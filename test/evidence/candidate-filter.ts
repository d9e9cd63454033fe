// The candidate query as a predicate over messages: enough of the query language for what it writes.
import { candidateQuery } from '../../src/evidence/candidates.ts';

/** Whether an event with this message is a candidate. */
export function passes(message: string): boolean {
  const filters = candidateQuery()
    .split('\n| ')
    .filter((stage) => stage.startsWith('filter '))
    .map((stage) => stage.slice('filter '.length));
  return filters.every((filter) => {
    const text = filter.replace(/@message like \/((?:[^/\\]|\\.)*)\//g, (_, source: string) => {
      const flags = source.startsWith('(?i)') ? 'i' : '';
      return String(new RegExp(source.replace(/^\(\?i\)/, ''), flags).test(message));
    });
    return disjunction(text);
  });
}

/** `true or not (false or true) or …` */
function disjunction(text: string): boolean {
  const flat = text.replace(/not \(([^()]*)\)/g, (_, inner: string) => String(!disjunction(inner)));
  return flat.split(' or ').some((part) => part.trim() === 'true');
}
