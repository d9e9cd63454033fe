// The log groups that a query's SOURCE means.
import type { Source } from '../insights/types.ts';
import type { GroupView } from './catalog.ts';
import { compareNames, nameOfIdentifier } from './log-groups.ts';
import { hasTags } from './tags.ts';

/** Names, sorted; those that SOURCE writes out are given whether or not they exist. */
export function namesOfSource(source: Source, groups: readonly GroupView[]): readonly string[] {
  const chosen = source.selects === null ? [] : groups.filter((group) => matches(source, group));
  const named = source.names.map(nameOfIdentifier);
  return [...new Set([...named, ...chosen.map(({ name }) => name)])].sort(compareNames);
}

function matches({ selects }: Source, group: GroupView): boolean {
  if (selects === null) return false;
  const { prefixes, accounts, classes, tags } = selects;
  return (
    isEmptyOr(prefixes, (prefix) => group.name.startsWith(prefix)) &&
    isEmptyOr(accounts, (account) => group.accountId === account) &&
    isEmptyOr(classes, (one) => group.logGroupClass === one) &&
    hasTags(group, tags)
  );
}

function isEmptyOr(values: readonly string[], test: (value: string) => boolean): boolean {
  return values.length === 0 || values.some(test);
}
