// The host that a failed call names as its other side, by its whole name.
import type { Finding } from '../evidence/types.ts';
import { withoutOwnRequest, withoutPlace } from '../evidence/upstream.ts';

const MAX_TEXT_CHARS = 4_000;
/** A host by its whole name, where a sentence or an address has the one who is called. */
const HOST =
  /(?:\b(?:to|from|of|by|calling|upstream|backend|host|server|peer)[ =:"']{1,3}|\bhttps?:\/\/|\bCN=|@)((?:[a-z0-9][a-z0-9-]{0,40}\.){1,6}[a-z]{2,24})(?::\d{1,5})?(?![\w.@-])/g;
/** nginx names itself by `server:` and `host:`, and who is called by this, with its port. */
const UPSTREAM = /\bupstream: "[a-z]{4,8}:\/\/(?!unix:)([^\s"/]{1,80})/;
const LOCAL_UPSTREAM = /\bupstream: "[a-z]{4,8}:\/\/unix:/;
/** Names with dots that are no hosts: files and packages. */
const NO_HOST =
  /\.(?:java|kt|py|js|mjs|ts|go|rb|php|cs|rs|c|cpp|sh|json|xml|ya?ml|toml|log|txt|csv|conf|pem|crt|gz)$|^(?:java|javax|sun|com|org|io|net|kotlin|scala|system|microsoft)\./;

/** The one host that the first lines of all samples name as the other side, else the one name in such a field; null where there is none. */
export function hostCalled({ sample, samples, category }: Finding): string | null {
  if (category !== 'connection' && category !== 'external-service') return null;
  const found = [sample, ...samples].map(({ block }) => {
    const [line = ''] = withoutPlace(block.message).slice(0, MAX_TEXT_CHARS).split('\n');
    return hostsIn(line);
  });
  const [first = [], ...rest] = found;
  const common = [...new Set(first)].filter((host) => rest.every((hosts) => hosts.includes(host)));
  if (common.length > 0) return common.length === 1 ? (common[0] ?? null) : null;
  return fieldCalled([sample, ...samples]);
}

/** Fields in which a structured line tells whom it called, by name. */
const CALLED_FIELD =
  /^(?:up|down)stream(?:[._-]?(?:service|name|cluster))?$|^(?:dependency|provider|vendor|callee|backend|partner)(?:[._-]?(?:service|name))?$|^(?:peer|target|remote)[._-]?service(?:[._-]?name)?$/i;
const NAME = /^[A-Za-z][\w.-]{1,60}$/;
/** Values that such a field has beside names. */
const NO_NAME =
  /^(?:none|null|undefined|true|false|unknown|default|local(?:host)?|self|error|failed|down|unavailable|n\/?a)$/i;

/** The one name that such a field holds in all of them. */
function fieldCalled(all: Finding['samples']): string | null {
  const found = all.map(({ peeled }) =>
    Object.entries(peeled.fields).flatMap(([field, value]) =>
      CALLED_FIELD.test(field) && NAME.test(value) && !NO_NAME.test(value) ? [value] : [],
    ),
  );
  const names = new Set(found.flat());
  const [name = null] = names;
  return names.size === 1 && found.every(({ length }) => length > 0) ? name : null;
}

function hostsIn(line: string): readonly string[] {
  const [, upstream] = UPSTREAM.exec(line) ?? [];
  if (upstream !== undefined) return [upstream];
  if (LOCAL_UPSTREAM.test(line)) return [];
  return [...withoutOwnRequest(line).matchAll(HOST)].flatMap(([, host = '']) =>
    NO_HOST.test(host) ? [] : [host],
  );
}
