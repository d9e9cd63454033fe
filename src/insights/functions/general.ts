// Functions on values of any kind: presence, choice, JSON.
// Source: CloudWatch Logs User Guide, "Functions" (general and JSON functions).
import { parseContainer } from '../fields/document.ts';
import { ABSENT, type Code, conditionOf } from '../plan/planner.ts';
import type { Value } from '../values.ts';
import {
  type CallSite,
  commonKind,
  onTexts,
  type ScalarFunction,
  textArg,
  unified,
} from './scalar.ts';

export const GENERAL_FUNCTIONS: readonly ScalarFunction[] = [
  {
    name: 'ispresent',
    arity: [1, 1],
    usage: 'ispresent(field): 1 or 0',
    compile: ({ args: [arg] }) => ({ kind: 'flag', read: (row) => arg?.read(row) !== undefined }),
  },
  {
    name: 'coalesce',
    arity: [1, Number.POSITIVE_INFINITY],
    usage: 'coalesce(field, field, …): the first that is present',
    compile: ({ args }) => firstPresent(unified(args)),
  },
  {
    name: 'if',
    arity: [3, 3],
    usage: 'if(condition, then, else)',
    compile: choice,
  },
  {
    name: 'case',
    arity: [2, 21],
    usage: 'case(condition, value, …, else): at most 10 conditions',
    compile: choice,
  },
  {
    name: 'messageSize',
    arity: [0, 1],
    usage: 'messageSize(field): its size in bytes; without a field, of @message',
    compile: ({ args: [arg] }) => {
      const text = arg === undefined ? null : textArg(arg);
      return {
        kind: 'number',
        read: (row) => {
          const value = text === null ? row.record.message : text(row);
          return value === undefined ? undefined : Buffer.byteLength(value);
        },
      };
    },
  },
  {
    name: 'jsonParse',
    arity: [1, 1],
    usage: 'jsonParse(text): a map or a list',
    compile: onTexts('any', (text) => parseContainer(text) ?? undefined),
  },
  {
    name: 'jsonStringify',
    arity: [1, 1],
    usage: 'jsonStringify(map or list)',
    compile: ({ args: [arg] }) => ({ kind: 'text', read: (row) => stringify(arg?.read(row)) }),
  },
  {
    name: 'jsonArraySize',
    arity: [1, 1],
    usage: 'jsonArraySize(list)',
    compile: ({ args: [arg] }) => ({ kind: 'number', read: (row) => listSize(arg?.read(row)) }),
  },
];

function firstPresent(codes: readonly Code[]): Code {
  return {
    kind: commonKind(codes),
    read: (row) => {
      for (const { read } of codes) {
        const value = read(row);
        if (value !== undefined) return value;
      }
      return undefined;
    },
  };
}

/** Pairs of condition and value, and a last value for all other rows. */
function choice({ planner, call, args }: CallSite): Code {
  const pairs = Math.floor(args.length / 2);
  const conditions = Array.from({ length: pairs }, (_, index) => {
    const expr = call.args[index * 2];
    return expr === undefined ? () => false : conditionOf(planner, expr);
  });
  const values = unified(args.filter((_, index) => index % 2 === 1 || index === pairs * 2));
  return {
    kind: commonKind(values),
    read: (row) => {
      const hit = conditions.findIndex((condition) => condition(row));
      return (values[hit === -1 ? pairs : hit] ?? ABSENT).read(row);
    },
  };
}

function stringify(value: Value): string | undefined {
  return typeof value === 'object' ? JSON.stringify(value) : undefined;
}

function listSize(value: Value): number | undefined {
  const list = typeof value === 'string' ? parseContainer(value) : value;
  return Array.isArray(list) ? list.length : undefined;
}
