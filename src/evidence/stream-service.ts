// Which service a log stream is named after: `db` of `db-1`, of `ecs/db/<task id>`, of a pod `db-7d4b9c8f6d-x2x9z`.
// Ids, dates and hosts that say no more than that they are one name none.

/** How agents that read container files call a stream: `…<pod>_<namespace>_<container>-<container id>.log`. */
const CONTAINER_FILE = /_[a-z0-9-]{1,63}_([a-z0-9.-]{1,63}?)-[0-9a-f]{12,64}(?:\.log)?$/;
const FILE_ENDING = /\.(?:log|txt|out|err|jsonl?)(?:\.gz)?$/i;
/** What follows the name of a host. */
const DOMAIN = /\.(?:[\w-]{1,63}\.){0,5}(?:internal|local|localdomain|lan|com|net|org|io)$/i;
const NAME = /^[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*$/i;
const MIN_NAME_CHARS = 2;
const MAX_STREAM_CHARS = 512;
/** Words for one of many alike, and for what is written instead of who writes it. */
const NO_SERVICE =
  /^(?:i|ip|hosts?|nodes?|instances?|pods?|tasks?|containers?|streams?|shards?|parts?|partitions?|replicas?|ec2|ecs|std(?:out|err)|access|errors?|events?|logs?|log-?streams?|audit|slow|slow-?query|general|output|all)$/i;
/** Names that services have, and that say less than another part of the stream's. */
const PLAIN = /^(?:app(?:lication)?|main|default|prod(?:uction)?|service|svc|server)$/i;
const SEPARATOR = /[-_.]/;
/** A number, a letter, or an id with digits in it: which one of a service's instances it is. */
const INSTANCE = /^(?:\d+|[a-z]|\w*\d[a-z]\w*|(?=[a-f]*\d)[0-9a-f]{6,})$/i;
/** Kubernetes leaves vowels out of its ids. */
const POD_SUFFIX = /^[b-df-hj-np-tv-xz2-9]{4,5}$/;
/** Such ids are of a thing by its kind, whatever stands around them. */
const LONG_ID = /^(?=\D*\d)[0-9a-f]{12,}$/i;
const HEXADECIMAL = /^[0-9a-f]{8,}$/i;
/** A region or zone. */
const REGION =
  /^[a-z]{2}(?:-[a-z]{3,4})?-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d[a-z]?$/i;
const HOST_NUMBER = /(?<=[a-z]{2})\d{1,3}$/i;

/** The service's name; null where the stream has none. */
export function serviceOfStream(logStream: string): string | null {
  if (logStream.length > MAX_STREAM_CHARS) return null;
  const [, container] = CONTAINER_FILE.exec(logStream) ?? [];
  if (container !== undefined) return container;
  const parts = logStream.replace(FILE_ENDING, '').split('/');
  const named = parts.flatMap((part) => nameIn(part) ?? []);
  return named.findLast((name) => !PLAIN.test(name)) ?? named.at(-1) ?? null;
}

/** Without what tells instances apart; null where nothing else is there. */
function nameIn(part: string): string | null {
  const whole = (part.split('[')[0] ?? '').replace(DOMAIN, '');
  if (!NAME.test(whole) || REGION.test(whole) || HEXADECIMAL.test(whole)) return null;
  const tokens = whole.split(SEPARATOR);
  const kept = serviceTokens(tokens);
  if (tokens.slice(0, kept).some((token) => LONG_ID.test(token))) return null;
  const bare = whole.slice(0, lengthOf(whole, kept));
  const name = kept === tokens.length ? bare.replace(HOST_NUMBER, '') : bare;
  return name.length < MIN_NAME_CHARS || NO_SERVICE.test(name) ? null : name;
}

/** How many of them come before those of an instance. */
function serviceTokens(tokens: readonly string[]): number {
  let kept = tokens.length;
  const isId = (at: number) => INSTANCE.test(tokens[at] ?? '');
  if (kept > 2 && POD_SUFFIX.test(tokens[kept - 1] ?? '') && isId(kept - 2)) kept--;
  while (kept > 0 && isId(kept - 1)) kept--;
  return kept;
}

/** Of the text up to the end of so many of its tokens. */
function lengthOf(text: string, tokens: number): number {
  let end = -1;
  for (let count = 0; count < tokens; count++) {
    const next = text.slice(end + 1).search(SEPARATOR);
    if (next === -1) return text.length;
    end += 1 + next;
  }
  return Math.max(0, end);
}
