// String functions. Source: CloudWatch Logs User Guide, "Functions" (string functions).
import { textOf } from '../values.ts';
import { onTexts, type ScalarFunction, textArg } from './scalar.ts';

const SURROGATE = /[\ud800-\udfff]/;

export const TEXT_FUNCTIONS: readonly ScalarFunction[] = [
  {
    name: 'strlen',
    arity: [1, 1],
    usage: 'strlen(text): characters',
    compile: onTexts('number', (text) => characters(text).length),
  },
  {
    name: 'toupper',
    arity: [1, 1],
    usage: 'toupper(text)',
    compile: onTexts('text', (text) => text.toUpperCase()),
  },
  {
    name: 'tolower',
    arity: [1, 1],
    usage: 'tolower(text)',
    compile: onTexts('text', (text) => text.toLowerCase()),
  },
  {
    name: 'substr',
    arity: [2, 3],
    usage: 'substr(text, start from 0, length)',
    compile: onTexts('text', substring),
  },
  {
    name: 'replace',
    arity: [3, 3],
    usage: 'replace(text, search, replacement): all occurrences',
    compile: onTexts('text', (text, search = '', by = '') =>
      search === '' ? text : text.replaceAll(search, () => by),
    ),
  },
  {
    name: 'strcontains',
    arity: [2, 3],
    usage: 'strcontains(text, part, ignore case): 1 or 0',
    compile: onTexts('flag', contains),
  },
  {
    name: 'startsWith',
    arity: [2, 2],
    usage: 'startsWith(text, part): 1 or 0',
    compile: onTexts('flag', (text, part = '') => text.startsWith(part)),
  },
  {
    name: 'endsWith',
    arity: [2, 2],
    usage: 'endsWith(text, part): 1 or 0',
    compile: onTexts('flag', (text, part = '') => text.endsWith(part)),
  },
  {
    name: 'trim',
    arity: [1, 2],
    usage: 'trim(text, set of characters)',
    compile: onTexts('text', (text, set) => trimEnd(trimStart(text, set), set)),
  },
  {
    name: 'ltrim',
    arity: [1, 2],
    usage: 'ltrim(text, set of characters)',
    compile: onTexts('text', trimStart),
  },
  {
    name: 'rtrim',
    arity: [1, 2],
    usage: 'rtrim(text, set of characters)',
    compile: onTexts('text', trimEnd),
  },
  {
    name: 'concat',
    arity: [1, Number.POSITIVE_INFINITY],
    usage: 'concat(text, text, …): absent ones are left out',
    compile: ({ args }) => {
      const reads = args.map(textArg);
      return { kind: 'text', read: (row) => reads.map((read) => read(row) ?? '').join('') };
    },
  },
  {
    name: 'urlencode',
    arity: [1, 1],
    usage: 'urlencode(text)',
    compile: onTexts('text', orAbsent(encodeURIComponent)),
  },
  {
    name: 'urldecode',
    arity: [1, 1],
    usage: 'urldecode(text)',
    compile: onTexts(
      'text',
      orAbsent((text) => decodeURIComponent(text.replaceAll('+', ' '))),
    ),
  },
  {
    name: 'base64encode',
    arity: [1, 1],
    usage: 'base64encode(text)',
    compile: onTexts('text', (text) => Buffer.from(text).toString('base64')),
  },
  {
    name: 'base64decode',
    arity: [1, 1],
    usage: 'base64decode(text)',
    compile: onTexts('text', (text) => Buffer.from(text, 'base64').toString('utf8')),
  },
  {
    name: 'hexToAscii',
    arity: [1, 1],
    usage: 'hexToAscii("48656c6c6f"): Hello',
    compile: onTexts('text', (text) => Buffer.from(bareHex(text), 'hex').toString('latin1')),
  },
  {
    name: 'isempty',
    arity: [1, 1],
    usage: 'isempty(field): absent or an empty text',
    compile: whenBlank((text) => text === ''),
  },
  {
    name: 'isblank',
    arity: [1, 1],
    usage: 'isblank(field): absent, empty or only blanks',
    compile: whenBlank((text) => text.trim() === ''),
  },
];

/** Code points: half a surrogate pair is no character. */
function characters(text: string): string | readonly string[] {
  return SURROGATE.test(text) ? Array.from(text) : text;
}

function substring(text: string, start = '0', length?: string): string | undefined {
  const from = Math.max(0, Math.trunc(Number(start)));
  const to = length === undefined ? undefined : from + Math.max(0, Math.trunc(Number(length)));
  if (Number.isNaN(from) || Number.isNaN(to)) return undefined;
  const all = characters(text);
  return typeof all === 'string' ? all.slice(from, to) : all.slice(from, to).join('');
}

function contains(text: string, part = '', ignoreCase = '0'): boolean {
  const caseless = ignoreCase === '1' || ignoreCase.toLowerCase() === 'true';
  return caseless ? text.toLowerCase().includes(part.toLowerCase()) : text.includes(part);
}

function trimStart(text: string, set?: string): string {
  if (set === undefined) return text.trimStart();
  let from = 0;
  while (from < text.length && set.includes(text[from] ?? '')) from++;
  return text.slice(from);
}

function trimEnd(text: string, set?: string): string {
  if (set === undefined) return text.trimEnd();
  let to = text.length;
  while (to > 0 && set.includes(text[to - 1] ?? '')) to--;
  return text.slice(0, to);
}

/** Half a surrogate pair or a broken escape has no result. */
function orAbsent(convert: (text: string) => string): (text: string) => string | undefined {
  return (text) => {
    try {
      return convert(text);
    } catch (error) {
      if (error instanceof URIError) return undefined;
      throw error;
    }
  };
}

function bareHex(text: string): string {
  return text.startsWith('0x') ? text.slice(2) : text;
}

function whenBlank(test: (text: string) => boolean): ScalarFunction['compile'] {
  return ({ args }) => {
    const [arg] = args;
    if (arg === undefined) return { kind: 'flag', read: () => true };
    const { kind, read } = arg;
    return {
      kind: 'flag',
      read: (row) => {
        const value = read(row);
        return typeof value !== 'object' && test(textOf(value, kind) ?? '');
      },
    };
  };
}
