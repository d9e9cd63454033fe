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
const AT_SITE: ActionText = {
  title: 'Guard {site|the failing line}, or go back to the version before it failed',
  reason:
    'A guard turns the failure into a clear refusal, whatever it is that brings the value there.',
  steps: [
    'Check in the version history what changed at this line.',
    'Reject the input that lacks the value where it enters, and answer with a client error.',
  ],
  commands: ['aws lambda list-versions-by-function --function-name {function}'],
  rollback: 'Deploy the newer version again once the fault is mended.',
};

function fault(
  name: string,
  any: readonly RegExp[],
  title: string,
  meaning: string,
  unless?: RegExp,
): Signature {
  return {
    name,
    category: 'application-exception',
    type: 'application-code',
    layer: 'code',
    any,
    ...(unless === undefined ? {} : { unless }),
    title,
    meaning,
    component: ['unit', 'function'],
    checks: [
      'Read the stack trace down to the first line of your own code, and check which value is missing there and who should have given it.',
    ],
    immediate: AT_SITE,
    shortTerm: WITH_TEST,
    longTerm: CHECKED,
    fix: 'null-guard',
  };
}

export const RUNTIME: readonly Signature[] = [
  fault(
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
  fault(
    'node-type-error',
    [
      /Cannot (?:read|set) propert(?:y|ies) of (?:undefined|null) \((?:reading|setting) '(?<property>[\w$]{1,60})'\)/,
      /Cannot (?:read|set) property '(?<property>[\w$]{1,60})' of (?:undefined|null)/,
      /Cannot (?:read|set) propert(?:y|ies) of (?:undefined|null)/,
      /TypeError: [\w.$]{1,80} is not (?:a function|iterable|a constructor)/,
      /ReferenceError: (?<variable>[\w$]{1,60}) is not defined/,
      /TypeError: Cannot destructure|RangeError: (?:Maximum call stack|Invalid)|SyntaxError: Unexpected (?:token|end of JSON)/,
    ],
    'JavaScript fault at {site}{propertyText|}',
    'The JavaScript code uses a value that is undefined, null or not of the form that it expects{propertyText|}.',
  ),
  fault(
    'go-panic',
    [
      /panic: runtime error: (?:invalid memory address or nil pointer dereference|index out of range|slice bounds out of range|integer divide by zero)/,
      /fatal error: (?:concurrent map|all goroutines are asleep)/,
      /panic: (?:assignment to entry in nil map|close of closed channel|send on closed channel|interface conversion)/,
    ],
    'Go panic at {site}',
    'The Go program panicked: it used a nil pointer, an index out of range or a value of another type. An unrecovered panic ends the whole process with all its requests.',
  ),
  fault(
    'dotnet-fault',
    [
      /\bNullReferenceException\b|Object reference not set to an instance/,
      /System\.(?:InvalidOperationException|ArgumentNullException|ArgumentException|ArgumentOutOfRangeException|IndexOutOfRangeException|InvalidCastException|FormatException|ObjectDisposedException|KeyNotFoundException)\b/,
      /System\.Collections\.Generic\.KeyNotFoundException/,
    ],
    '.NET fault at {site}',
    'The .NET code uses a reference that is null or an object in a state that it does not expect.',
  ),
  fault(
    'ruby-fault',
    [
      /undefined method [`'](?<property>\w{1,60}[?!=]?)'? for nil/,
      /\bNoMethodError\b/,
      /\bNameError\b[^\n]{0,60}(?:uninitialized constant|undefined local variable)/,
      /undefined local variable or method/,
      /FrozenError|ZeroDivisionError: divided by 0/,
    ],
    'Ruby fault at {site}{propertyText|}',
    'The Ruby code calls a method on nil or uses a name that does not exist{propertyText|}.',
  ),
  fault(
    'php-fault',
    [
      /Call to a member function (?<property>\w{1,60})\(\) on (?:null|bool)/,
      /PHP (?:Fatal|Parse) error: /,
      /Uncaught (?:\w{0,30}\\)?(?:TypeError|Error|ArgumentCountError|DivisionByZeroError): /,
      /Undefined (?:index|array key|variable|property)/,
    ],
    'PHP fault at {site}{propertyText|}',
    'The PHP code fails{propertyText|}, mostly for a value that is null, not defined or of another type, and the request ends there.',
  ),
  fault(
    'rust-panic',
    [/panicked at [^\n]{1,200}/, /called `(?:Option|Result)::(?:unwrap|expect)\(\)`/],
    'Rust panic at {site}',
    'The Rust program panicked, as an unwrap does that meets None or an error. The thread ends, and with it its request.',
  ),
  fault(
    'python-fault',
    [
      /'NoneType' object (?:has no attribute '(?<property>\w{1,60})'|is not (?:subscriptable|iterable|callable))/,
      /\b(?:KeyError|AttributeError|IndexError|TypeError|ValueError|ZeroDivisionError|UnboundLocalError|RecursionError|AssertionError|NameError|UnicodeDecodeError|JSONDecodeError|StopIteration): /,
      /\bKeyError\b/,
    ],
    'Python fault at {site}{propertyText|}',
    'The Python code uses a value that is None, missing or of another type than it expects{propertyText|}.',
  ),
  fault(
    'native-crash',
    [/\bSIGSEGV\b|Segmentation fault|core dumped|double free or corruption|SIGABRT|SIGBUS/],
    'The process crashes in native code',
    'The process was ended by the kernel or by its own allocator for a wrong access to memory. All its requests are lost.',
  ),
];
