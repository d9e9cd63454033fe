// The program's own mistakes: runtime errors, its own 500, statements that a database rejects, classes that say no more.
import { rule } from './rule.ts';

/** In free words: what a program trips over. */
export const APPLICATION_WORDS = rule(
  'application-words',
  'application-exception',
  /\bnull (?:reference|dereference|value)\b|\bunexpected (?:end of|character|token|null|type)\b|\b(?:failed|unable|could not|cannot) (?:to )?(?:parse|decode|deseriali[sz]e|seriali[sz]e|convert|cast|unmarshal|marshal)\b/i,
  /\bindex \d{1,9} out of range\b|\b(?:invalid|malformed|bad) (?:json|xml|utf-?8|date|number|csv)\b|\bunexpected exception\b|\bout of bounds\b|\brecursion\b.{0,20}\btoo deep\b/i,
  /\b(?:type|schema|version) mismatch\b|\b(?:slice|array|index|value) (?:bounds )?out of (?:range|bounds)\b|\binvalid (?:argument|operand|cast|state)\b|\bassertion\b.{0,60}\bviolated\b|\binfinite (?:loop|recursion)\b/i,
);

const METHODS = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS';

export const RUNTIME_ERRORS = rule(
  'programming-error',
  'application-exception',
  /NullPointer|NullReference|nil pointer|null pointer|of (?:undefined|null)\b|\bon null\b|undefined (?:method|variable|index|array key|offset|local variable)|unwrap\(\)/i,
  /IndexOutOf(?:Bounds|Range)|index out of (?:range|bounds)|Arithmetic(?:Exception|Error)|DivideByZero|DivisionByZero|ZeroDivision|(?:division|divide) by zero/i,
  /ClassCast|InvalidCast|NumberFormat|ConcurrentModification|NoSuchElement|UnsupportedOperation|is not a function|Uninitialized\w{0,30}Exception/i,
  /StackOverflow|stack overflow|RecursionError|Maximum call stack|segmentation fault|SIGSEGV|concurrent map|send on closed channel|\bnil map\b|goroutines are asleep/i,
  /\bassert(?:ion)?\b.{0,120}\bfailed\b|Unexpected token|JSONDecode|JsonParse|\bcannot unmarshal\b|\bcannot deserialize\b/i,
  /\bbadmatch\b|\bfunction_clause\b|FunctionClauseError/i,
);

/** Classes that libraries also use for what happened to a peer: `TypeError: fetch failed`. */
export const GENERAL_CLASSES = rule(
  'general-class',
  'application-exception',
  /(?:Type|Reference|Range|Syntax|Attribute|Index|Key|Name|UnboundLocal|NotImplemented|NoMethod|Argument|Assertion)Error\b/i,
  /IllegalArgument|IllegalState|InvalidOperation|FormatException/i,
);

export const OWN_500 = rule(
  'own-500',
  'application-exception',
  new RegExp(`^HTTP 500 (?:Internal Server Error )?(?:${METHODS}) /[^\\n]*$`, 'im'),
);

export const STATEMENTS = rule(
  'statement-rejected',
  'application-exception',
  /duplicate (?:key|entry)|violates (?:\S+ ){1,3}constraint|\b(?:key|constraint|uniqueness|integrity) (?:violation|violated)|violation of (?:primary|unique|foreign)|constraint (?:violation|fails?|failed)|IntegrityError|DataIntegrityViolation/i,
  /syntax error|error in your SQL syntax|SQLGrammar|BadSqlGrammar|SQLSyntax|invalid input syntax/i,
  /data too long|value too long|out of range value|\bmust appear in the GROUP BY\b|\bunique constraint\b|\bconflicted with the [a-z ]{2,20}constraint\b|\bno rows in result set\b|\bthe object has been modified\b|\b(?:field type|document update|update|version|edit) conflict\b/i,
);
