// AWS Query as CloudFormation and older clients of CloudWatch speak it: a form with dotted names in, XML out. Operations know nothing of
// it: what a form says becomes the body that JSON would have had.
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
import type { Answer } from './protocol.ts';

/** Services by the version of their API, which each form names; CloudWatch as the X-Amz-Target header of newer clients calls it. */
const SERVICES: Readonly<Record<string, string>> = {
  '2010-08-01': 'GraniteServiceVersion20100801',
  '2010-05-15': 'CloudFormation',
};
export const QUERY_TYPE = /^application\/x-www-form-urlencoded\b/i;
export const XML_TYPE = 'text/xml';
const NAMESPACE = 'http://monitoring.amazonaws.com/doc/2010-08-01/';

const NUMBERS = new Set(['MaxDatapoints', 'MaxRecords', 'Period']);
const BOOLEANS = new Set(['ReturnData']);
const TIMES = new Set(['EndDate', 'EndTime', 'StartDate', 'StartTime']);
/** Members of answers that are times, or lists of times. */
const TIME = /Timestamps?$/;

export interface QueryCall {
  /** Empty where no service here has this version. */
  readonly service: string;
  readonly action: string;
  readonly body: unknown;
}

/** The call of a form. Names of its members are data: none of them reaches a prototype. */
export function readQueryCall(form: string): QueryCall {
  const root: Branch = { members: new Map() };
  let [action, version] = ['', ''];
  for (const [name, value] of new URLSearchParams(form)) {
    if (name === 'Action') action = value;
    else if (name === 'Version') version = value;
    else put(root, name.split('.'), value);
  }
  const service = Object.hasOwn(SERVICES, version) ? (SERVICES[version] ?? '') : '';
  return { service, action, body: bodyOf(root, '') };
}

interface Branch {
  readonly members: Map<string, Branch | string>;
}

/** Deeper names than any request has. */
const MAX_DEPTH = 20;

function put(root: Branch, path: readonly string[], value: string): void {
  let branch = root;
  for (const part of path.slice(0, Math.min(path.length, MAX_DEPTH) - 1)) {
    const known = branch.members.get(part);
    const next: Branch = typeof known === 'object' ? known : { members: new Map() };
    branch.members.set(part, next);
    branch = next;
  }
  branch.members.set(path.at(-1) ?? '', value);
}

function bodyOf(value: Branch | string, name: string): unknown {
  if (typeof value === 'string') return scalarOf(value, name);
  const { members } = value;
  const list = members.get('member');
  if (typeof list === 'object')
    return [...list.members]
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([, item]) => bodyOf(item, name));
  // A list without an item is written as an empty value.
  return Object.fromEntries([...members].map(([key, member]) => [key, bodyOf(member, key)]));
}

/** What a value is not is left as the text that it is, and refused by the operation. */
function scalarOf(text: string, name: string): unknown {
  if (NUMBERS.has(name) && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (BOOLEANS.has(name) && /^(?:true|false)$/.test(text)) return text === 'true';
  if (!TIMES.has(name)) return text;
  const ms = Date.parse(text);
  return Number.isFinite(ms) ? ms / 1000 : text;
}

export function xmlAnswer(action: string, answer: Answer, requestId: string): string {
  const result = element(`${action}Result`, membersOf(answer));
  const metadata = element('ResponseMetadata', element('RequestId', requestId));
  return `<${action}Response xmlns="${NAMESPACE}">${result}${metadata}</${action}Response>`;
}

/** Codes that Query has other names for. */
const CODES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  ThrottlingException: 'Throttling',
  UnknownOperationException: 'InvalidAction',
  InvalidParameterException: 'InvalidParameterValue',
};

export function xmlFault(
  { code, message, isServers }: { code: string; message: string; isServers: boolean },
  requestId: string,
): string {
  const error = [
    element('Type', isServers ? 'Receiver' : 'Sender'),
    element('Code', escaped(CODES[code] ?? code)),
    element('Message', escaped(message)),
  ].join('');
  return `<ErrorResponse xmlns="${NAMESPACE}">${element('Error', error)}${element('RequestId', requestId)}</ErrorResponse>`;
}

function membersOf(value: object): string {
  return Object.entries(value)
    .filter(([name, member]) => member !== undefined && member !== null && NAME.test(name))
    .map(([name, member]) => element(name, contentOf(member, name)))
    .join('');
}

/** What cannot be the name of an element is left out. */
const NAME = /^[A-Za-z_][\w.-]*$/;

function contentOf(value: unknown, name: string): string {
  if (Array.isArray(value))
    return value.map((item) => element('member', contentOf(item, name))).join('');
  if (typeof value === 'object' && value !== null) return membersOf(value);
  if (typeof value === 'number' && TIME.test(name)) return new Date(value * 1000).toISOString();
  return escaped(String(value));
}

const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
};

/** XML has no way to write most control characters. */
function escaped(text: string): string {
  return text
    .replace(UNWRITABLE, '\ufffd')
    .replace(/[&<>"'\r]/g, (character) => ENTITIES[character] ?? character);
}

const UNWRITABLE = /(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu;
