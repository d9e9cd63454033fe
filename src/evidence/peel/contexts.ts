// The brackets in a header: thread, logger, and what Spring Boot tells of a line beside its process, the application that
// wrote it, the trace and the span of its request.
// https://docs.spring.io/spring-boot/reference/actuator/tracing.html#actuator.micrometer-tracing.logging
import { type Draft, peek, skip } from './draft.ts';
import { BRACKET, GAP, LOGGER, SPRING_PID } from './layouts.ts';
import { isLogger } from './named-level.ts';

/** So many brackets behind the level, and those of Spring Boot: application, group, thread, correlation. */
const MAX_CONTEXTS = 3;
const MAX_SPRING_CONTEXTS = 4;
/** `application,trace,span`, perhaps with whether it is exported, as Sleuth writes them; empty where there is none. */
const SLEUTH = /^([\w.-]{0,80}),((?:[0-9a-f]{16}){1,2})?,([0-9a-f]{16})?(?:,(?:true|false)?)?$/;
/** `trace-span`, the correlation of Spring Boot 3. */
const CORRELATION = /^((?:[0-9a-f]{16}){1,2})-[0-9a-f]{16}$/;
/** What it writes in the place of a correlation is as wide. */
const NO_CORRELATION = /^ {32,64}$/;
const APPLICATION = /^[A-Za-z][\w.-]{0,79}$/;

/** Brackets behind the level: thread, logger, trace ids. */
export function readContexts(line: string, draft: Draft): void {
  skip(GAP, line, draft);
  for (let count = 0; count < MAX_CONTEXTS; count++) {
    const bracket = contextAt(line, draft.end);
    if (bracket === null) return;
    const inner = bracket.inner.trim();
    const isSleuth = readSleuth(inner, draft);
    if (!isSleuth && !isContext(inner, line, bracket.end, draft)) return;
    draft.end = bracket.end;
    if (/^(?:[\w$]+\.)+[\w$]+$/.test(inner)) draft.logger = inner;
    else if (!isSleuth && inner !== '' && inner !== '-') draft.thread = inner;
    skip(GAP, line, draft);
  }
}

/** What a bracket holds and where it ends; null where there is none, or nothing behind it. */
function contextAt(line: string, at: number): { inner: string; end: number } | null {
  const bracket = peek(BRACKET, line, at);
  const inner = bracket?.[1] ?? bracket?.[2];
  if (bracket === null || inner === undefined) return null;
  const end = at + bracket[0].length;
  return line.slice(end).trim() === '' ? null : { inner, end };
}

/** A bracket is context where it names a thread or a logger, or where a logger or ` - ` follows it. */
function isContext(inner: string, line: string, after: number, draft: Draft): boolean {
  if (inner === '' || inner === '-' || line.startsWith(' - ', after)) return true;
  // Spring tells before its process of which trace the line is, with empty places where of none.
  if (peek(SPRING_PID, line, after + 1) !== null) return true;
  const logger = peek(LOGGER, line, after + 1);
  if (logger !== null && isLogger(logger[2] ?? '')) return true;
  if (/[={}"]|\s\w+\s\w+\s/.test(inner) || line[after] === '[') return false;
  if (/^(?:[\w$]+\.)+[\w$]+$/.test(inner)) return true;
  return (
    draft.thread === null &&
    /\d|main|thread|pool|exec|worker|nio|event|sched|timer|consumer|task/i.test(inner)
  );
}

/** Takes application and trace id where the bracket holds Sleuth's; false where it is of another kind. */
export function readSleuth(inner: string, draft: Draft): boolean {
  const [whole, application = '', trace] = SLEUTH.exec(inner.trim()) ?? [];
  if (whole === undefined || application + (trace ?? '') === '') return false;
  if (application !== '') draft.service = application;
  draft.requestId = trace ?? draft.requestId;
  return true;
}

/** Brackets behind Spring's process; what follows them is never a bracket of the message. */
export function readSpring(line: string, draft: Draft): void {
  const brackets: string[] = [];
  skip(GAP, line, draft);
  while (brackets.length < MAX_SPRING_CONTEXTS) {
    const bracket = contextAt(line, draft.end);
    if (bracket === null) break;
    draft.end = bracket.end;
    brackets.push(bracket.inner);
    skip(GAP, line, draft);
  }
  readSpringContexts(brackets, draft);
}

/**
 * Takes the brackets behind the process as Spring Boot 3 writes them, as they stand: application and its group where it
 * has them, thread, and correlation where requests are traced.
 */
function readSpringContexts(brackets: readonly string[], draft: Draft): void {
  const names = brackets.filter(
    (inner) => !isCorrelation(inner, draft) && !readSleuth(inner, draft),
  );
  const thread = names.at(-1)?.trim() ?? '';
  if (thread !== '' && thread !== '-') draft.thread = thread;
  const application = names.length > 1 ? (names[0]?.trim() ?? '') : '';
  if (APPLICATION.test(application)) draft.service = application;
}

function isCorrelation(inner: string, draft: Draft): boolean {
  const trace = CORRELATION.exec(inner.trim())?.[1];
  if (trace !== undefined) draft.requestId = trace;
  return trace !== undefined || NO_CORRELATION.test(inner);
}
