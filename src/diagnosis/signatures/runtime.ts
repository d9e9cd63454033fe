// Faults that a program makes itself, by language: null values, types, bounds, panics.
import type { ActionText, Signature } from '../signature.ts';

const WITH_TEST: ActionText = {
  title: 'Write a test with the input that fails',
  reason:
    'A test shows whether the input alone makes it fail, or whether load, order or another state has a part in it.',
  steps: [
    'Take the input of one failed request and try to reproduce the fault with it in a test; if it fails there, mend the code until the test passes, else look at what ran beside it.',
  ],
};
const CHECKED: ActionText = {
  title: 'Let the compiler or an analyser find the others',
  reason: 'Where one such fault is, there are more.',
  steps: ['Turn on null and type checks in the pipeline, for the failing package first.'],
};
const TYPES_CHECKED: ActionText = {
  ...CHECKED,
  steps: [
    'Turn on type checks and the checks for unhandled cases in the pipeline, for the failing package first.',
  ],
};
const COMMANDS = ['aws lambda list-versions-by-function --function-name {function}'];
const ROLLBACK = 'Deploy the newer version again once the fault is mended.';
const GUARDED: ActionText = {
  title: 'Guard {site|the failing line}, or go back to the version before it failed',
  reason:
    'A guard turns the failure into a clear refusal, whatever it is that brings the value there.',
  steps: [
    'Check in the version history what changed at this line.',
    'Reject the input that lacks the value where it enters, and answer with a client error.',
  ],
  commands: COMMANDS,
  rollback: ROLLBACK,
};
const MENDED: ActionText = {
  title: 'Mend {site|the failing line}, or go back to the version before it failed',
  reason: 'The line meets an input or a state that it does not handle; the message says which.',
  steps: [
    'Check in the version history what changed at this line, and in what it reads.',
    'Where an input brings it about, reject that input where it enters, and answer with a client error.',
  ],
  commands: COMMANDS,
  rollback: ROLLBACK,
};

const BASE = {
  category: 'application-exception',
  type: 'application-code',
  layer: 'code',
  component: ['unit', 'function'],
  shortTerm: WITH_TEST,
} as const;

/** Rows that have all of this in common. */
const rowOf =
  (common: Pick<Signature, 'checks' | 'immediate' | 'longTerm'> & Partial<Signature>) =>
  (name: string, any: readonly RegExp[], title: string, meaning: string): Signature => ({
    ...BASE,
    ...common,
    name,
    any,
    title,
    meaning,
  });

/** A value that is not there: what is missing may be refused before it is used. */
const missing = rowOf({
  checks: [
    'Read the stack trace down to the first line of your own code, and check which value is missing there and who should have given it.',
  ],
  immediate: GUARDED,
  longTerm: CHECKED,
  fix: 'null-guard',
});

const OTHER_FAULT = {
  checks: [
    'Read the stack trace down to the first line of your own code, and check what the message says of the value or the state there.',
    'Find out who should give {entry}, and since when it is not there.',
  ],
  immediate: MENDED,
  longTerm: TYPES_CHECKED,
};
/** Any other fault, of which its own message says more than its kind. */
/** Frames of JavaScript, and how Elixir heads an exception: both name some of theirs as Python does. */
const NOT_PYTHON = /^\s+at [^\n]{1,400}:\d+:\d+\)?$|\*\* \(\w/m;
const fault = rowOf({ ...OTHER_FAULT, isTitledByMessage: true });
/** What a message says no more of. */
const crash = rowOf(OTHER_FAULT);

export const RUNTIME: readonly Signature[] = [
  missing(
    'java-null-pointer',
    [
      /NullPointerException: Cannot (?:invoke|read|assign|load|store|enter|throw)[^\n]{1,200} because "(?<variable>[\w.$[\]]{1,80})" is null/,
      /NullPointerException: Cannot (?:invoke|read|assign|load|store|enter|throw)[^\n]{1,200}/,
      /\bNullPointerException\b/,
    ],
    'Null pointer at {site}{variableText|}',
    'The code uses a reference that is null{variableText|}. Some input or an earlier step does not give the value that the code takes for granted.',
  ),
  fault(
    'java-exception',
    [
      /\b(?:ClassCastException|IndexOutOfBoundsException|ArrayIndexOutOfBoundsException|StringIndexOutOfBoundsException|NumberFormatException|IllegalArgumentException|IllegalStateException|ConcurrentModificationException|ArithmeticException|NoSuchElementException|StackOverflowError|UnsupportedOperationException|DateTimeParseException)\b/,
    ],
    'The application fails at {site}',
    'The Java code reached a state that it does not handle and threw an exception of the language.',
  ),
  missing(
    'node-undefined',
    [
      /Cannot (?:read|set) propert(?:y|ies) of (?:undefined|null) \((?:reading|setting) '(?<property>[\w$]{1,60})'\)/,
      /Cannot (?:read|set) property '(?<property>[\w$]{1,60})' of (?:undefined|null)/,
      /Cannot (?:read|set) propert(?:y|ies) of (?:undefined|null)/,
      /TypeError: Cannot destructure/,
    ],
    'JavaScript fault at {site}{propertyText|}',
    'The JavaScript code uses a value that is undefined or null{propertyText|}.',
  ),
  fault(
    'node-type-error',
    [
      /TypeError: [\w.$]{1,80} is not (?:a function|iterable|a constructor)/,
      /ReferenceError: [\w$]{1,60} is not defined/,
      /RangeError: (?:Maximum call stack|Invalid)|SyntaxError: Unexpected (?:token|end of JSON)/,
    ],
    'JavaScript fault at {site}',
    'The JavaScript code uses a value that is not of the form that it expects, or a name that does not exist.',
  ),
  missing(
    'go-nil',
    [
      /panic: runtime error: invalid memory address or nil pointer dereference/,
      /panic: assignment to entry in nil map/,
    ],
    'Go panic at {site}',
    'The Go program panicked: it used a pointer or a map that is nil. An unrecovered panic ends the whole process with all its requests.',
  ),
  fault(
    'go-panic',
    [
      /\bruntime error: (?:index out of range|slice bounds out of range|integer divide by zero|makeslice: \w{3,9} out of range|hash of unhashable type)/,
      /fatal error: (?:concurrent map|all goroutines are asleep)/,
      /panic: (?:close of closed channel|send on closed channel|interface conversion)/,
    ],
    'Go panic at {site}',
    'The Go program panicked for an index, a value or a state that it does not handle. An unrecovered panic ends the whole process with all its requests.',
  ),
  missing(
    'dotnet-null',
    [
      /\bNullReferenceException\b|Object reference not set to an instance/,
      /System\.ArgumentNullException\b/,
    ],
    'Null reference at {site}',
    'The .NET code uses a reference that is null.',
  ),
  fault(
    'dotnet-fault',
    [
      /System\.Collections\.Generic\.KeyNotFoundException(?=: The given key '(?<entry>[\w.-]{1,60})' was not present)/,
      /System\.(?:InvalidOperationException|ArgumentException|ArgumentOutOfRangeException|IndexOutOfRangeException|InvalidCastException|FormatException|ObjectDisposedException|KeyNotFoundException)\b/,
      /System\.Collections\.Generic\.KeyNotFoundException/,
    ],
    '.NET fault at {site}',
    'The .NET code met a value or a state that it does not handle and threw an exception of the framework.',
  ),
  missing(
    'ruby-nil',
    [/undefined method [`'](?<property>\w{1,60}[?!=]?)'? for nil/],
    'Ruby fault at {site}{propertyText|}',
    'The Ruby code calls a method on nil{propertyText|}.',
  ),
  fault(
    'ruby-fault',
    [
      /\bNoMethodError\b/,
      /\bNameError\b[^\n]{0,60}(?:uninitialized constant|undefined local variable)/,
      /undefined local variable or method/,
      /FrozenError|ZeroDivisionError: divided by 0/,
    ],
    'Ruby fault at {site}',
    'The Ruby code uses a name that does not exist, or a value that does not allow what is done with it.',
  ),
  missing(
    'php-null',
    [/Call to a member function (?<property>\w{1,60})\(\) on null/],
    'PHP fault at {site}{propertyText|}',
    'The PHP code calls a method on null{propertyText|}, and the request ends there.',
  ),
  fault(
    'php-fault',
    [
      /Call to a member function \w{1,60}\(\) on bool/,
      /PHP (?:Fatal|Parse) error: /,
      /Uncaught (?:\w{0,30}\\)?(?:TypeError|Error|ArgumentCountError|DivisionByZeroError): /,
      /Undefined (?:index|array key)(?:(?=:? "?(?<entry>[A-Za-z_][\w.-]{0,59})(?:"| in ))|)/,
      /Undefined (?:index|array key|variable|property)/,
    ],
    'PHP fault at {site}',
    'The PHP code fails, mostly for a value that is not defined or of another type, and the request ends there.',
  ),
  missing(
    'rust-none',
    [/called `Option::(?:unwrap|expect)\(\)`/],
    'Rust panic at {site}',
    'The Rust program panicked, as an unwrap met None. The thread ends, and with it its request.',
  ),
  fault(
    'rust-panic',
    [/panicked at [^\n]{1,200}/, /called `Result::(?:unwrap|expect)\(\)`/],
    'Rust panic at {site}',
    'The Rust program panicked, as an unwrap does that meets an error. The thread ends, and with it its request.',
  ),
  missing(
    'python-none',
    [
      /'NoneType' object (?:has no attribute '(?<property>\w{1,60})'|is not (?:subscriptable|iterable|callable))/,
      /TypeError: (?=[^\n]{0,120}'NoneType')/,
    ],
    'Python fault at {site}{propertyText|}',
    'The Python code uses a value that is None{propertyText|}.',
  ),
  {
    ...fault(
      'python-fault',
      [
        /\bKeyError(?=: ['"](?<entry>[\w.-]{1,60})['"])/,
        /\b(?:KeyError|AttributeError|IndexError|TypeError|ValueError|ZeroDivisionError|UnboundLocalError|RecursionError|AssertionError|NameError|UnicodeDecodeError|JSONDecodeError|StopIteration): /,
        /\bKeyError\b/,
      ],
      'Python fault at {site}',
      'The Python code met a value or a state that it does not handle, and raised an exception of the language.',
    ),
    unless: NOT_PYTHON,
  },
  crash(
    'native-crash',
    [/\bSIGSEGV\b|Segmentation fault|core dumped|double free or corruption|SIGABRT|SIGBUS/],
    'The process crashes in native code',
    'The process was ended by the kernel or by its own allocator for a wrong access to memory. All its requests are lost.',
  ),
];
