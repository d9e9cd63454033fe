// A guard before the line that fails, in the language of the trace, with the names that the logs give.
import type { Language } from '../evidence/types.ts';

/** Where the value is missing, and what is known about it. */
export interface GuardSite {
  /** `File.java:23`, as the trace names it. */
  readonly site: string;
  readonly function: string | null;
  /** The variable that is null, where the message names one. */
  readonly variable: string | null;
  /** The attribute or method that was asked for, where the message names it. */
  readonly property: string | null;
}

interface Guard {
  readonly fence: string;
  readonly comment: string;
  readonly code: (variable: string) => readonly string[];
}

const GUARDS: Readonly<Record<Language, Guard>> = {
  java: {
    fence: 'java',
    comment: '//',
    code: (name) => [
      `if (${name} == null) {`,
      `    throw new IllegalArgumentException("${name} must not be null");`,
      '}',
    ],
  },
  javascript: {
    fence: 'js',
    comment: '//',
    code: (name) => [
      `if (${name} === undefined || ${name} === null) {`,
      `  throw new TypeError('${name} is missing');`,
      '}',
    ],
  },
  python: {
    fence: 'python',
    comment: '#',
    code: (name) => [`if ${name} is None:`, `    raise ValueError("${name} is missing")`],
  },
  go: {
    fence: 'go',
    comment: '//',
    code: (name) => [`if ${name} == nil {`, `\treturn fmt.Errorf("${name} is nil")`, '}'],
  },
  dotnet: {
    fence: 'csharp',
    comment: '//',
    code: (name) => [`ArgumentNullException.ThrowIfNull(${name});`],
  },
  ruby: {
    fence: 'ruby',
    comment: '#',
    code: (name) => [`raise ArgumentError, "${name} is missing" if ${name}.nil?`],
  },
  php: {
    fence: 'php',
    comment: '//',
    code: (name) => [
      `if ($${name} === null) {`,
      `    throw new InvalidArgumentException('${name} is missing');`,
      '}',
    ],
  },
  rust: {
    fence: 'rust',
    comment: '//',
    code: (name) => [
      `let Some(${name}) = ${name} else {`,
      `    return Err("${name} is missing".into());`,
      '};',
    ],
  },
  dart: {
    fence: 'dart',
    comment: '//',
    code: (name) => [`if (${name} == null) {`, `  throw ArgumentError.notNull('${name}');`, '}'],
  },
  elixir: {
    fence: 'elixir',
    comment: '#',
    code: (name) => [`if is_nil(${name}), do: raise(ArgumentError, "${name} is missing")`],
  },
  cpp: {
    fence: 'cpp',
    comment: '//',
    code: (name) => [`if (${name} == nullptr) {`, `  throw std::invalid_argument("${name}");`, '}'],
  },
  lua: {
    fence: 'lua',
    comment: '--',
    code: (name) => [`if ${name} == nil then error("${name} is missing") end`],
  },
  perl: {
    fence: 'perl',
    comment: '#',
    code: (name) => [`die "${name} is missing" unless defined $${name};`],
  },
  swift: {
    fence: 'swift',
    comment: '//',
    code: (name) => [`guard let ${name} else { throw Missing("${name}") }`],
  },
};

const IDENTIFIER = /^[A-Za-z_$][\w$]{0,60}$/;
const FUNCTION_NAME = /^[\w.$<>:*()[\] ]{1,120}$/;
const UNKNOWN = 'value';

/** Info string and text of the guard; comments say what the logs do and do not tell. */
export function guardAt(
  language: Language,
  site: GuardSite,
): { readonly fence: string; readonly text: string } {
  const { fence, comment, code } = GUARDS[language];
  const known = site.variable !== null && IDENTIFIER.test(site.variable) ? site.variable : null;
  const caller =
    site.function !== null && FUNCTION_NAME.test(site.function) ? `, in ${site.function}` : '';
  const told =
    known === null ? unknownText(site) : `${known} is null here; refuse it before it is used.`;
  const lines = [`${comment} ${site.site}${caller}: ${told}`, ...code(known ?? UNKNOWN)];
  return { fence, text: lines.join('\n') };
}

function unknownText({ property }: GuardSite): string {
  const asked = property === null ? '' : ` (asked for ${property})`;
  return `the logs do not name the variable${asked}; "${UNKNOWN}" stands for it.`;
}
