// How a line without a header begins a trace, runtime by runtime.
import type { Language } from '../types.ts';

/** What the next line of a trace may be beside a frame. */
export type Phase =
  | 'head'
  | 'excerpt'
  | 'numbered'
  | 'thrown'
  | 'frames'
  | 'message'
  | 'linked'
  | 'report'
  | 'bar'
  | 'done';

export interface Opening {
  readonly language: Language | null;
  readonly phase: Phase;
  /** Printed by the runtime as it dies, so that no log line in front of it is its head. */
  readonly crash: boolean;
}

const NAMED = String.raw`(?:[\w$]+(?:\.|::|\\))*(?:[A-Z][\w$]*)?(?:Exception|Error|Throwable|Failure|Fault|Interrupt)`;
const HEAD = new RegExp(
  `^(?:Exception in thread "[^"]{0,200}" |Uncaught (?:\\(in promise\\) )?|Unhandled exception[.:] )?\\[?${NAMED}(?: \\[[\\w-]{1,80}\\])?(?: \\([^()\\n]{1,20}\\))?(?::|\\]?(?: \\{)?\\s*$)`,
);
/** Named as packages of the JVM are (a domain backwards; Python's modules look much the same), and as .NET's are. */
const JVM_HEAD =
  /^(?:javax?|jakarta|kotlinx?|scala|akka|groovy|com|org|net|io|dev|edu|gov|eu|de|fr|uk|jp|cn|nl|ch|se|dk|fi|pl|cz|ru|br|au|ca|us|es|pt|co)\.(?:[a-z][\w$]*\.){1,9}[A-Z][\w$]*(?::|\s*$)/;
const DOTNET_HEAD =
  /^(?:System|Microsoft)\.(?:[A-Z]\w*\.){0,8}[A-Z]\w*Exception(?: \([^()\n]{1,20}\))?:/;
const RUBY_HEAD = new RegExp(`^ ?(?:${NAMED} \\(.*\\):?|(?:[A-Z]\\w*::)+[A-Z]\\w* \\(.*\\):)\\s*$`);
/** An exception of Ruby whose message goes on in the lines below. */
const RUBY_OPEN_HEAD =
  /^(?:(?:[A-Z]\w{0,80}::){1,8}[A-Z]\w{0,80}|[A-Z]\w{0,80}Error) \((?![^\n]*\):?\s*$)/;
const EXCERPT =
  /^(?:\/|[A-Za-z]:\\|file:\/\/|node:|<)[^:\n]{1,300}:\d{1,7}$|^[\w./-]{1,300}\.[cm]?[jt]sx?:\d{1,7}$/;

const crash = (language: Language | null, phase: Phase): Opening => ({
  language,
  phase,
  crash: true,
});
const thrown = (language: Language | null, phase: Phase): Opening => ({
  language,
  phase,
  crash: false,
});

/** Both patterns begin at the line's head. */
function both(a: RegExp, b: RegExp): RegExp {
  return new RegExp(`^(?=${a.source.slice(1)})${b.source.slice(1)}`);
}

/** What multiprocessing prints above the traceback of a child. */
const CHILD_PROCESS = /^Process [\w.-]{1,80}:$/;

/** What a line must hold is sought first where the pattern is slow to fail. */
const OPENINGS: readonly (readonly [RegExp, Opening, string?])[] = [
  [/^\s*(?:\+ Exception Group )?Traceback \(most recent call last\)/, thrown('python', 'frames')],
  [
    /^(?:http: panic serving |panic: |fatal error: |SIG[A-Z]{2,6}: |unexpected fault address|WARNING: DATA RACE)/,
    crash('go', 'head'),
  ],
  // Without a panic above: the stack of what recovered from one, which is logged.
  [/^\t?goroutine \d+ .{0,80}\[/, thrown('go', 'head')],
  [/^thread '.{0,200}' (?:\(\d{1,12}\) )?panicked at /, crash('rust', 'thrown')],
  [/^The application panicked \(crashed\)\./, crash('rust', 'thrown')],
  [/^terminate called /, crash('cpp', 'head')],
  [
    /^\*\*\* (?:Error in `|glibc detected \*\*\* |(?:stack smashing|buffer overflow) detected )/,
    crash('cpp', 'head'),
  ],
  [/^==\d{1,8}==ERROR: \w{1,40}Sanitizer/, crash('cpp', 'head')],
  [/^(?:Program|Thread .{1,80}) (?:received|terminated with) signal /, crash('cpp', 'head')],
  [/^lua(?:jit)?[\d.]{0,6}: \S{1,300}:\d{1,7}: /, crash('lua', 'head')],
  [
    /^\*\*\* (?:Signal \d{1,3}: Backtracing from|Program crashed: |Swift runtime failure: )/,
    crash('swift', 'head'),
  ],
  [
    /^(?:\S[^\n:]{0,300}\.swift:\d{1,7}: Fatal error|Fatal error: [^\n]{1,300}: file \S{1,300}\.swift, line \d)/,
    crash('swift', 'head'),
    '.swift',
  ],
  // Carp's calls come below; without them it is one line.
  [
    /^\S[^\n]{0,2000} at \/?[\w./-]{1,400}\.(?:p[lm]|t|cgi|psgi) line \d{1,7}\.?$/,
    thrown('perl', 'head'),
    ' line ',
  ],
  [
    /^\S[^\n]{0,400}:\d{1,7}:in [`'][^\n]{1,900}\([A-Z]\w*(?:::\w+)*\)$/,
    crash('ruby', 'frames'),
    ':in ',
  ],
  // The bar above a sanitizer's or the race detector's report.
  [/^={10,80}\s*$/, crash(null, 'bar')],
  [/^Unhandled exception:?\s*$/, crash(null, 'thrown')],
  [
    /^(?:PHP )?(?:exception '[\w\\]{1,200}' with message|Fatal error: +Uncaught|Uncaught [\w\\]{1,200}: [^\n]{0,2000} in \S{1,400}:\d{1,7}$)/,
    thrown('php', 'head'),
  ],
  // Browsers say so too.
  [/^(?:PHP )?Uncaught [\w\\]{1,200}: /, thrown(null, 'head')],
  [/^\s{0,8}\*\* \((?:[A-Za-z][\w.]{0,120}|EXIT from [^)\n]{1,60})\) \S/, thrown('elixir', 'head')],
  [EXCERPT, crash('javascript', 'excerpt')],
  // Bun's excerpt numbers its lines; so do tables.
  [/^\d{1,6} \|(?: |$)/, crash(null, 'numbered')],
  [/^error: Uncaught /, crash('javascript', 'head')],
  [/^\[(?:VERBOSE-\d|ERROR):[^\]\n]{1,160}\] Unhandled Exception: /, crash('dart', 'head')],
  [/^=(?:ERROR|CRASH|SUPERVISOR) REPORT={4} /, thrown('elixir', 'report')],
  [/^\(node:\d+\) UnhandledPromiseRejectionWarning: /, crash('javascript', 'head')],
  [/^Unhandled [Rr]ejection at: Promise /, thrown('javascript', 'thrown')],
  [/^Exception in thread "/, crash('java', 'head')],
  [/^Unhandled exception\. |^Unhandled Exception: (?:[A-Z]\w*\.)+[A-Z]/, crash('dotnet', 'head')],
  [both(HEAD, JVM_HEAD), thrown('java', 'head')],
  [/^Exception (?:[a-z][\w$]*\.){1,9}[A-Z][\w$]*(?::|\s*$)/, thrown('java', 'head')],
  [DOTNET_HEAD, thrown('dotnet', 'head')],
  [HEAD, thrown(null, 'head')],
  [RUBY_HEAD, thrown('ruby', 'head')],
  [RUBY_OPEN_HEAD, thrown('ruby', 'head')],
  [CHILD_PROCESS, crash('python', 'linked')],
];

/** A character that each text begins with that matches, where the pattern says so plainly. */
const FIRST = /^\^(?:([A-Za-z=])|\\([*([]))(?![?*+{])/;

const GATED = OPENINGS.map(([pattern, opening, needs]) => {
  const [, plain, escaped] = pattern.source.includes('|^')
    ? []
    : (FIRST.exec(pattern.source) ?? []);
  return { pattern, opening, needs, first: plain ?? escaped };
});

/** How a line without a header begins a trace, or null. */
export function openingOf(line: string): Opening | null {
  if (line.trim() === '') return null;
  const head = line[0];
  for (const { pattern, opening, needs, first } of GATED) {
    if (first !== undefined && first !== head) continue;
    if ((needs === undefined || line.includes(needs)) && pattern.test(line)) return opening;
  }
  return null;
}
