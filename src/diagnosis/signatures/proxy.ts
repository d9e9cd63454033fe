// What proxies and web servers say of a request that they could not hand on: Envoy's response flags
// (https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage), HAProxy's health checks,
// the workers of Apache and PHP.
import type { ActionText, Signature } from '../signature.ts';

/** The status in Envoy's default format, then its flags, of which one is `flag`. */
const flagged = (flag: string) =>
  new RegExp(
    `"(?:[A-Z]{3,7}|-) [^"\\n]{0,1500}" 5\\d\\d (?:[A-Z]{2,6},){0,6}${flag}(?:,[A-Z]{2,6}){0,6} (?=\\S)`,
  );

const WATCH_CHECKS: ActionText = {
  title: 'Alarm on the number of healthy servers behind each proxy',
  reason: 'The last but one that goes is seen before the last one does.',
  steps: ['Publish the state of each server by its name, and alarm below what the load needs.'],
};
const CHECK_ROLL_OUT: ActionText = {
  title: 'Take servers out before they stop, and in once they answer',
  reason: 'A roll-out then loses no request.',
  steps: ['Let readiness tell the truth, and wait for open requests before a server ends.'],
};

export const PROXY: readonly Signature[] = [
  {
    name: 'tls-spoken-to-plain',
    category: 'connection',
    type: 'configuration',
    layer: 'origin',
    any: [
      /\b(?:SSL|TLS|EPROTO)[^\n]{0,120}\bWRONG[_ ]VERSION[_ ]NUMBER\b|\bSSL routines:[^\n]{0,60}:(?:http request|unknown protocol)\b/i,
      /\bfirst record does not look like a TLS handshake\b|\bserver gave HTTP response to HTTPS client\b|\bplain HTTP request was sent to HTTPS port\b|\bnot an SSL\/TLS record\b|\bUnsupported or unrecognized SSL message\b/i,
    ],
    title: 'One side speaks TLS, the other one plain text',
    meaning:
      'The first bytes of the answer are no TLS: one side of the connection encrypts and the other does not. The port is the wrong one, or TLS was turned on or off on one side only, in a service mesh for example by its traffic or authentication policy.',
    component: ['urlHost', 'host', 'endpoint'],
    checks: [
      'Compare what both sides are set to: port, scheme, TLS mode of the route or the mesh.',
      'Look for a change of these just before the first failure.',
    ],
    immediate: {
      title: 'Set both sides to the same: TLS or plain text',
      reason: 'No request gets through as long as they differ.',
      steps: [
        'Take back the last change of the TLS mode, the port or the scheme, or make it on the other side too.',
      ],
      rollback: 'Make the change again on both sides at once.',
    },
    shortTerm: {
      title: 'Turn TLS on in steps',
      reason: 'A server that takes both for a while lets clients follow one by one.',
      steps: ['Let the server take both, move the clients, then refuse plain text.'],
    },
    longTerm: {
      title: 'Test the connection between two services where its settings are changed',
      reason: 'Such a fault shows with the first request.',
      steps: ['Send one request through the new settings before they reach production.'],
    },
  },
  {
    name: 'envoy-no-healthy-upstream',
    category: 'external-service',
    type: 'dependency',
    layer: 'wait',
    any: [/\bno[ _]healthy[ _](?:upstream|host)s?\b/i, flagged('UH')],
    unless: /\bno[ _]healthy[ _](?:upstream|host)s?["' ]{0,2}[:=]["' ]{0,2}0\b/i,
    title: 'The proxy has no healthy server to send requests to',
    meaning:
      'All servers of the cluster that the request is meant for are down, or failed their health checks, or there is none, so the proxy answers 503 itself (Envoy: UH). Why they are unwell is written in their logs, not here.',
    component: ['urlHost'],
    checks: [
      'See how many servers the cluster has and what their health checks say, and whether they were stopped, moved or renamed before the onset.',
    ],
    immediate: {
      title: 'Bring at least one healthy server back',
      reason: 'The proxy sends requests again as soon as one passes its check.',
      steps: [
        'Start the servers, or mend what makes their check fail; compare address, port and path of the check with what they serve.',
      ],
    },
    shortTerm: CHECK_ROLL_OUT,
    longTerm: WATCH_CHECKS,
  },
  {
    name: 'envoy-connection-failure',
    category: 'connection',
    type: 'dependency',
    layer: 'wait',
    any: [
      /\bupstream connect error or disconnect\/reset before headers\b/,
      flagged('UF'),
      flagged('UC'),
    ],
    // The reason behind the status is a known failure of its own.
    unless: /CERTIFICATE_VERIFY_FAILED/,
    title: 'The proxy can not connect to the service behind it',
    meaning:
      'The proxy found a server to send the request to, but the connection to it failed or broke (Envoy: UF, UC), so it answers 503 itself. Behind the status stands why: refused, reset, timed out, or TLS that does not fit.',
    component: ['urlHost'],
    checks: [
      'Read the reason that stands behind the status, and the logs of the service at the same time.',
      'Look for a restart, a changed port or changed TLS settings of the service before the onset.',
    ],
    immediate: {
      title: 'Look at the service behind the proxy first',
      reason: 'The proxy only tells that it could not reach it.',
      steps: ['Check that it runs and listens where the proxy connects to, with the same TLS.'],
    },
    shortTerm: CHECK_ROLL_OUT,
    longTerm: WATCH_CHECKS,
  },
  {
    name: 'proxy-server-down',
    category: 'connection',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /\b(?:Backup )?Server [\w.-]{1,100}\/(?<member>[\w.-]{1,100}) is DOWN[,.]/,
      /\b(?:backend|proxy) '?(?<pool>[\w.-]{1,100})'? has no server available!/,
    ],
    title: 'The proxy takes {member|servers} out: the health check fails',
    meaning:
      'The health check of the proxy got no good answer of a server, so it sends nothing there until the check passes again. Requests that were under way fail. The line says how the check failed; why is written on that server.',
    component: ['member', 'pool'],
    checks: [
      'Read the logs of the server and of its kernel for the seconds before it was taken out: its process, its network, its load.',
      'Compare how often it goes down and comes back with anything that recurs there.',
    ],
    immediate: {
      title: 'Take {member|the server} out of the pool until it is mended',
      reason: 'Each time that it comes back and goes again, requests are lost.',
      steps: ['Disable it in the proxy, if the others can carry the load, and look at its host.'],
      rollback: 'Enable it again once it stayed well for a while.',
    },
    shortTerm: {
      title: 'Let a server that comes and goes come back late',
      reason: 'More good checks in a row before it serves mean fewer lost requests.',
      steps: ['Raise the number of good checks (rise), and turn on retries on another server.'],
    },
    longTerm: WATCH_CHECKS,
  },
  {
    name: 'web-workers-used-up',
    category: 'resource',
    type: 'infrastructure',
    typeUnknown: true,
    layer: 'origin',
    any: [
      /\bserver reached (?:pm\.max_children|max_children|MaxRequestWorkers|MaxClients) setting\b/,
      /\b\d{1,6} worker_connections are not enough\b/,
    ],
    title: 'All workers of the web server are busy',
    meaning:
      'The server has as many workers as it may have and all are at work, so further requests wait and time out. Either more requests come, or each takes longer: mostly the workers wait for something slow behind them.',
    component: [],
    checks: [
      'See what the workers do: the slow log, the status page, the statements of the database at that time.',
      'Compare requests a second and time of a request before and during it.',
    ],
    immediate: {
      title: 'Find out what the workers wait for',
      reason: 'More workers only help where memory and what lies behind them have room.',
      steps: [
        'End or limit the slowest requests, and mend what they wait for.',
        'Raise the number of workers only as far as memory allows: their number times the memory of one.',
      ],
      rollback: 'Set the number of workers back to what it was.',
    },
    shortTerm: {
      title: 'Bound the time of a request',
      reason: 'A request that hangs then gives its worker back.',
      steps: ['Set a time limit for scripts, and for the calls of databases and services in them.'],
    },
    longTerm: {
      title: 'Alarm on the share of busy workers',
      reason: 'The shortage is seen before requests wait.',
      steps: ['Publish busy and idle workers, and alarm at 80 percent.'],
    },
  },
];
