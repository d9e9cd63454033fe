// Members of JSON objects, with where they stand in the text.
import { getNodeValue, type Node } from 'jsonc-parser';
import type { Span } from '../../base/diagnostic.ts';

/** A member of a JSON object, with where it stands. */
export interface Member {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Node;
}

export function membersOf(object: Node): readonly Member[] {
  return (object.children ?? []).flatMap(({ children = [] }) => {
    const [key, value] = children;
    return key === undefined || value === undefined
      ? []
      : [{ key: String(getNodeValue(key)), keySpan: spanOf(key), value }];
  });
}

export function spanOf({ offset, length }: Pick<Node, 'offset' | 'length'>): Span {
  return { start: offset, end: offset + length };
}
