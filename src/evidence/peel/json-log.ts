// JSON logs: where pino, bunyan, winston, zap, zerolog, logrus, slog, structlog, Python logging, Lambda Powertools,
// Serilog, Logback, Log4j, ECS, GELF, OpenTelemetry and the Lambda runtimes put level, message, error and stack.
import {
  levelOfAzure,
  levelOfLetter,
  levelOfNumber,
  levelOfPython,
  levelOfTelemetry,
  levelOfWord,
} from '../level.ts';
import type { Level, Peeled } from '../types.ts';
import { accessText, statusOf } from './access.ts';
import { fieldsIn, find, findText, flatten, type Leaves, names } from './flatten.ts';
import { serviceEvent, withoutSaid } from './service-events.ts';
import { stackText } from './stack-field.ts';
import { trailFailure } from './trail.ts';

const ERROR_HOLDERS =
  'error err exception thrown exc e ex cause errorinfo attributes.exception attributes.error data.error throwable context.exception metadata.error'.split(
    ' ',
  );
const under = (...keys: string[]) =>
  ERROR_HOLDERS.flatMap((holder) => keys.map((key) => `${holder}.${key}`));

const LEVEL = names(
  'level severity lvl levelname loglevel log.level log.severity severitytext @l @level fields.level record.level.name jsonpayload.level jsonpayload.severity errorseverity priority at',
);
const MESSAGE = names(
  '@m formattedmessage message msg renderedmessage shortmessage @message log.message logmessage fields.message event body.stringvalue body text textpayload jsonpayload.message log fullmessage message.text message.message message.msg',
);
const SHORT_MESSAGE = names('m');
const TEMPLATE = names(['@mt', 'messagetemplate']);
const ERROR_TYPE = names([
  'errortype',
  'exceptionname',
  'exceptiontype',
  'exceptionclass',
  'exctype',
  ...under('type', 'name', 'class', 'classname', 'kind', 'exctype', 'errortype'),
  ...under('exceptionclass', 'exceptiontype'),
]);
const ERROR_MESSAGE = names([
  // API Gateway: what went wrong behind it, before what it told its caller
  'integrationerrormessage',
  'integrationerror',
  'authorizererror',
  'errormessage',
  'exceptionmessage',
  'excmessage',
  ...under('message', 'msg', 'excvalue', 'errormessage', 'exceptionmessage', 'value'),
  'error',
  'err',
  'exception',
  'fields.error',
  'fields.err',
]);
const STACK = names([
  'stack',
  'stacktrace',
  'errorverbose',
  'errstack',
  'errorstacktrace',
  ...under(
    'stack',
    'stacktrace',
    'extendedstacktrace',
    'steparray',
    'trace',
    'backtrace',
    'frames',
  ),
  'excinfo',
  'exctext',
  'traceback',
  'backtrace',
  '@x',
  'exception',
  'error',
  'err',
  'fullmessage',
]);
const LOGGER = names(
  'logger loggername log.logger loglogger sourcecontext properties.sourcecontext category @module target location caller module name',
);
const THREAD = names('thread threadname process.thread.name processthreadname threadid');
const REQUEST_ID = names(
  'requestid reqid req.id awsrequestid functionrequestid correlationid record.requestid mdc.requestid contextmap.requestid context.requestid traceid trace.id mdc.traceid contextmap.traceid',
);
const SERVICE = names(
  'service service.name servicename resource.service.name resource.attributes.service.name dd.service app application appname servicecontext.service kubernetes.labels.app kubernetes.containername functionname containername',
);
const DESCRIPTION = names('description detail title reason');
const TELEMETRY = names('severitynumber');
const PYTHON = names('levelno');
const LEVEL_WORD = names('levelname levelword leveltext leveldisplayname');
const AZURE = names('severitylevel');
const DATADOG_WORD =
  /^(?:emerg(?:ency)?|alert|critical|error|err|warn|warning|notice|info|debug)$/i;
const MONGO = names('s');
/** Serilog's compact format leaves the level out where it is Information. */
const SERILOG = names(['@m', '@mt']);

/** Reads one JSON log object; nested message objects and JSON texts are the caller's to follow. */
export function readJsonLog(object: object): Peeled {
  const leaves = flatten(object);
  const level = levelOf(leaves);
  // Whoever writes a level of its own is no such service, whatever its fields are called.
  const told = level === null ? serviceEvent(leaves) : null;
  const saysItself = told !== null && told.text !== null;
  const trail = trailFailure(leaves);
  const errorType = findText(leaves, ERROR_TYPE) ?? trail?.code ?? null;
  const errorMessage = oneLine(findText(leaves, ERROR_MESSAGE)) ?? trail?.call ?? null;
  const status = statusOf(leaves);
  return {
    level: level ?? told?.level ?? null,
    text: told?.text ?? textOf(leaves, errorType, errorMessage, status) ?? JSON.stringify(object),
    logger: findText(leaves, LOGGER),
    thread: findText(leaves, THREAD),
    requestId: findText(leaves, REQUEST_ID),
    service: told?.service ?? serviceOf(leaves),
    stack: stackOf(leaves, object, errorType, errorMessage),
    errorType,
    errorMessage,
    // What has words of its own is no mere record of a request.
    status: saysItself ? null : status,
    fields: saysItself ? withoutSaid(fieldsIn(object)) : fieldsIn(object),
  };
}

/** The level alone. */
export function readLevel(object: object): Level | null {
  const leaves = flatten(object);
  return levelOf(leaves) ?? serviceEvent(leaves)?.level ?? null;
}

/** Heroku's router writes a duration under `service`. */
function serviceOf(leaves: Leaves): string | null {
  const service = findText(leaves, SERVICE);
  return service === null || /^\d+m?s$/.test(service) ? null : service;
}

function levelOf(leaves: Leaves): Level | null {
  const named = findText(leaves, LEVEL);
  if (named !== null) return levelOfName(named, leaves);
  const initial = mongoInitial(leaves);
  if (initial !== null) return levelOfLetter(initial);
  const telemetry = findText(leaves, TELEMETRY);
  if (telemetry !== null) return levelOfTelemetry(Number(telemetry));
  const python = findText(leaves, PYTHON);
  if (python !== null) return levelOfPython(Number(python));
  const azure = findText(leaves, AZURE);
  if (azure !== null) return levelOfAzure(azure);
  const datadog = datadogStatus(leaves);
  if (datadog !== null) return datadog;
  return find(leaves, SERILOG) !== null ? 'info' : null;
}

/** Monolog has the word beside a number of its own. */
function levelOfName(named: string, leaves: Leaves): Level | null {
  if (!/^\d+$/.test(named)) return levelOfWord(named.trim());
  const word = findText(leaves, LEVEL_WORD);
  return (word === null ? null : levelOfWord(word)) ?? levelOfNumber(Number(named));
}

/** Datadog's `status`, a word that counts only beside its other reserved names. */
function datadogStatus(leaves: Leaves): Level | null {
  const isDatadog = leaves.has('service') || leaves.has('ddsource') || leaves.has('dd.service');
  const word = isDatadog && find(leaves, MESSAGE) !== null ? leaves.get('status') : null;
  return typeof word === 'string' && DATADOG_WORD.test(word) ? levelOfWord(word) : null;
}

/** MongoDB's `s`, an initial that counts only beside its date and its component or context. */
function mongoInitial(leaves: Leaves): string | null {
  const isMongo = leaves.has('t.$date') && (leaves.has('c') || leaves.has('ctx'));
  const severity = isMongo ? findText(leaves, MONGO) : null;
  return severity !== null && /^(?:[FEWI]|D[1-5]?)$/.test(severity) ? severity.charAt(0) : null;
}

function textOf(
  leaves: Leaves,
  errorType: string | null,
  errorMessage: string | null,
  status: number | null,
): string | null {
  const written = findText(leaves, MESSAGE);
  if (written !== null) return written;
  const template = findText(leaves, TEMPLATE);
  if (template !== null) return render(template, leaves);
  if (errorType !== null && errorMessage !== null) return `${errorType}: ${errorMessage}`;
  if (status !== null) return accessText(leaves, status, errorMessage);
  return errorMessage ?? findText(leaves, DESCRIPTION) ?? shortMessage(leaves);
}

/** Under `m`, which may also be a method or a number of metres: a sentence. */
function shortMessage(leaves: Leaves): string | null {
  const text = findText(leaves, SHORT_MESSAGE);
  return text !== null && /[a-z]\S* \S/i.test(text) ? text : null;
}

/** A Serilog message template with its properties filled in. */
function render(template: string, leaves: Leaves): string {
  return template.replace(/\{[@$]?(\w{1,60})[^{}]{0,40}\}/g, (hole, name: string) => {
    const key = name.toLowerCase().replace(/_/g, '');
    return findText(leaves, names([key, `properties.${key}`])) ?? hole;
  });
}

function stackOf(
  leaves: Leaves,
  object: object,
  errorType: string | null,
  errorMessage: string | null,
): string | null {
  const rankOf = ([name]: readonly [string, unknown]) => STACK.get(name) ?? 0;
  const stacks = [...leaves].filter(([name]) => STACK.has(name));
  for (const [, leaf] of stacks.sort((a, b) => rankOf(a) - rankOf(b))) {
    const text = stackText(leaf, errorType, errorMessage, 'cause' in object ? object.cause : null);
    if (text !== null) return text;
  }
  return null;
}

/** A whole traceback in the place of a message is a stack. */
function oneLine(text: string | null): string | null {
  if (text === null || !text.includes('\n')) return text;
  return /\n\s+at |\n\s*File "|\n\[stacktrace\]|\n#\d/.test(text) ? null : text;
}
