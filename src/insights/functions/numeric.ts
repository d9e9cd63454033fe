// Numeric functions. Source: CloudWatch Logs User Guide, "Functions" (numeric operations and functions).
import { numberOf, type Value } from '../values.ts';
import { commonKind, onNumbers, onTexts, type ScalarFunction, unified } from './scalar.ts';

export const NUMERIC_FUNCTIONS: readonly ScalarFunction[] = [
  { name: 'abs', arity: [1, 1], usage: 'abs(number)', compile: onNumbers((a = 0) => Math.abs(a)) },
  {
    name: 'ceil',
    arity: [1, 1],
    usage: 'ceil(number)',
    compile: onNumbers((a = 0) => Math.ceil(a)),
  },
  {
    name: 'floor',
    arity: [1, 1],
    usage: 'floor(number)',
    compile: onNumbers((a = 0) => Math.floor(a)),
  },
  {
    name: 'round',
    arity: [1, 2],
    usage: 'round(number, decimals)',
    compile: onNumbers((a = 0, decimals = 0) => round(a, decimals)),
  },
  {
    name: 'sqrt',
    arity: [1, 1],
    usage: 'sqrt(number)',
    compile: onNumbers((a = 0) => Math.sqrt(a)),
  },
  {
    name: 'log',
    arity: [1, 1],
    usage: 'log(number): the natural logarithm',
    compile: onNumbers((a = 0) => Math.log(a)),
  },
  {
    name: 'haversine',
    arity: [4, 4],
    usage: 'haversine(lat1, lon1, lat2, lon2): kilometers along the surface of the earth',
    compile: onNumbers((a = 0, b = 0, c = 0, d = 0) => haversine(a, b, c, d)),
  },
  {
    name: 'greatest',
    arity: [1, Number.POSITIVE_INFINITY],
    usage: 'greatest(number, number, …): absent ones are left out',
    compile: extreme((a, b) => a > b),
  },
  {
    name: 'least',
    arity: [1, Number.POSITIVE_INFINITY],
    usage: 'least(number, number, …): absent ones are left out',
    compile: extreme((a, b) => a < b),
  },
  {
    name: 'toNumber',
    arity: [1, 1],
    usage: 'toNumber(text)',
    compile: onNumbers((a = Number.NaN) => a),
  },
  {
    name: 'toDouble',
    arity: [1, 1],
    usage: 'toDouble(text)',
    compile: onNumbers((a = Number.NaN) => a),
  },
  {
    name: 'toInt',
    arity: [1, 1],
    usage: 'toInt(text): without decimals',
    compile: onNumbers((a = Number.NaN) => Math.trunc(a)),
  },
  {
    name: 'toLong',
    arity: [1, 1],
    usage: 'toLong(text): without decimals',
    compile: onNumbers((a = Number.NaN) => Math.trunc(a)),
  },
  {
    name: 'isNumeric',
    arity: [1, 1],
    usage: 'isNumeric(field): 1 or 0',
    compile: ({ args: [arg] }) => ({
      kind: 'flag',
      read: (row) => isNumeric(arg?.read(row)),
    }),
  },
  {
    name: 'hexToDec',
    arity: [1, 1],
    usage: 'hexToDec("0xff"): 255',
    compile: onTexts('number', (text) =>
      /^(?:0x)?[0-9a-f]{1,13}$/i.test(text) ? Number.parseInt(text, 16) : undefined,
    ),
  },
  {
    name: 'decToHex',
    arity: [1, 1],
    usage: 'decToHex(255): 0xff',
    compile: onTexts('text', (text) => {
      const number = numberOf(text);
      return Number.isSafeInteger(number) && number >= 0 ? `0x${number.toString(16)}` : undefined;
    }),
  },
];

/** Decimal places; half away from zero. */
function round(value: number, decimals: number): number {
  const places = Math.trunc(decimals);
  if (!(Math.abs(places) <= 15)) return Number.NaN;
  const scale = 10 ** places;
  const scaled = Math.abs(value) * scale;
  return (Math.sign(value) * Math.round(scaled * (1 + Number.EPSILON))) / scale;
}

/** Mean radius of the earth. */
const EARTH_KM = 6_371;

function haversine(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (degrees: number) => Math.sin(radians(degrees) / 2) ** 2;
  const share =
    half(lat2 - lat1) + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * half(lon2 - lon1);
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(share)));
}

function isNumeric(value: Value): boolean {
  return typeof value !== 'boolean' && !Number.isNaN(numberOf(value));
}

function extreme(better: (a: number, b: number) => boolean): ScalarFunction['compile'] {
  return ({ args }) => {
    const codes = unified(args);
    const kind = commonKind(codes);
    return {
      kind: kind === 'time' ? 'time' : 'number',
      read: (row) => {
        let best: number | undefined;
        for (const { read } of codes) {
          const number = numberOf(read(row));
          if (!Number.isNaN(number) && (best === undefined || better(number, best))) best = number;
        }
        return best;
      },
    };
  };
}
