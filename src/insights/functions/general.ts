// Functions on values of any kind: presence, choice, JSON, addresses.
// Source: CloudWatch Logs User Guide, "Functions" (general, JSON and IP address functions).
import { isIP, isIPv4, isIPv6 } from 'node:net';
import { parseContainer } from '../fields/document.ts';
import { ABSENT, type Code, conditionOf } from '../plan/planner.ts';
import type { Value } from '../values.ts';
import { type CallSite, commonKind, onTexts, type ScalarFunction, unified } from './scalar.ts';

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
    arity: [0, 0],
    usage: 'messageSize(): bytes of @message',
    compile: () => ({
      kind: 'number',
      read: (row) => Buffer.byteLength(row.record.message),
    }),
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
  {
    name: 'isValidIp',
    arity: [1, 1],
    usage: 'isValidIp(text): 1 or 0',
    compile: onTexts('flag', (text) => isIP(text) !== 0),
  },
  {
    name: 'isValidIpV4',
    arity: [1, 1],
    usage: 'isValidIpV4(text): 1 or 0',
    compile: onTexts('flag', (text) => isIPv4(text)),
  },
  {
    name: 'isValidIpV6',
    arity: [1, 1],
    usage: 'isValidIpV6(text): 1 or 0',
    compile: onTexts('flag', (text) => isIPv6(text)),
  },
  {
    name: 'isIpv4InSubnet',
    arity: [2, 2],
    usage: 'isIpv4InSubnet(text, "10.0.0.0/8"): 1 or 0',
    compile: onTexts('flag', (text, subnet = '') => inSubnet(text, subnet)),
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

function inSubnet(text: string, subnet: string): boolean | undefined {
  const [base = '', bits = ''] = subnet.split('/');
  if (!isIPv4(text)) return undefined;
  const length = Number(bits);
  if (!isIPv4(base) || !/^\d{1,2}$/.test(bits) || length > 32) return undefined;
  const size = 2 ** (32 - length);
  return Math.floor(ipv4Number(text) / size) === Math.floor(ipv4Number(base) / size);
}

function ipv4Number(text: string): number {
  return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
