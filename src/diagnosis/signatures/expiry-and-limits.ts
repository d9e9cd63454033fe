// What ends on a date, is larger than allowed, or can not be at a time of the clock: the same input fails until it changes.
import type { Signature } from '../signature.ts';

export const EXPIRY_AND_LIMITS: readonly Signature[] = [
  {
    name: 'license-expired',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    any: [
      /\blicen[cs]e\b[^\n]{0,60}\b(?:has |is |was |have )(?:been )?expired\b|\bexpired licen[cs]e\b|\blicen[cs]e expired\b|\bLicen[cs]e(?:Has)?Expired\w*/i,
      /\bcurrent licen[cs]e is non-compliant\b|\bno valid licen[cs]e\b|\blicen[cs]e (?:key )?(?:is )?(?:not valid|invalid)\b/i,
    ],
    unless:
      /\bdriv(?:er|ing)\w{0,3}'?s? licen[cs]e|\blicen[cs]e plates?\b|\bexpired licen[cs]es? (?:removed|revoked|listed)|\b(?:not|never) expired\b/i,
    title: 'The license of a product has expired or does not allow what is asked of it',
    meaning:
      'A product checks its license and refuses the functions that the license does not, or no longer, cover. It runs otherwise, and nothing but a valid license changes its answer.',
    component: [],
    checks: [
      'Read the license that the product shows: its end, its edition and what it is bound to.',
    ],
    immediate: {
      title: 'Put a valid license in place',
      reason: 'The refused functions work again as soon as it is read.',
      steps: [
        'Get the renewed license from whoever administers contracts, and install it; most products read it without a restart.',
        'Where that takes long, ask the maker for a temporary one, or turn off the function that needs it.',
      ],
    },
    shortTerm: {
      title: 'Look for other licenses of the same contract',
      reason: 'What was bought together ends together.',
      steps: ['List the end of each license of the product in every environment.'],
    },
    longTerm: {
      title: 'Alarm 30 days before a license ends',
      reason: 'The date is known in advance.',
      steps: ['Record the end of each license as a metric, and let someone own its renewal.'],
    },
  },
  {
    name: 'message-too-large',
    category: 'resource',
    type: 'configuration',
    typeUnknown: true,
    layer: 'origin',
    any: [
      /\b(?:received|trying to send|attempted to send) message larger than max(?: \((?<size>\d{1,15}) vs\. (?<limit>\d{1,15})\))?/i,
      /\bRecordTooLargeException\b|\bMESSAGE_TOO_LARGE\b|\bMessageSizeTooLarge\w*|\bmax\.(?:message|request)\.(?:bytes|size)\b[^\n]{0,60}\bexceed/i,
      /\bPayloadTooLarge(?:Error|Exception)?\b|\brequest entity too large\b|\b413 (?:Request Entity|Payload|Content) Too Large\b|\bclient intended to send too large (?:chunked )?body\b/i,
      /\bGot a packet bigger than 'max_allowed_packet'|\bItem size has exceeded the maximum allowed size\b|\bMessage must be shorter than \d{1,9} bytes\b/i,
    ],
    title: 'A message is larger than its receiver or sender allows',
    meaning:
      'A limit on the size of a message refuses it, however often it is sent. Mostly the data has grown past the limit, or more of it is asked for at once than before.',
    component: ['urlHost', 'endpoint'],
    checks: [
      'Compare the size of these messages with those from before the first failure, and see what in them grew.',
      'Find out whose limit it is: the sender, the receiver and each proxy between them have one.',
    ],
    immediate: {
      title: 'Ask for less at once, or raise the limit of size',
      reason: 'The same message fails until it is smaller or the limit larger.',
      steps: [
        'Split the request into pages, or leave out what is not needed.',
        'If that takes long, raise the limit on both sides and on what stands between them, as far as memory allows.',
      ],
      rollback: 'Set the limit back to the value from before.',
    },
    shortTerm: {
      title: 'Bound what one message can hold',
      reason: 'Data that grows meets any limit some day.',
      steps: ['Send lists in pages or streams, and large values by reference.'],
    },
    longTerm: {
      title: 'Measure the size of messages',
      reason: 'A size that grows is seen long before it is too large.',
      steps: [
        'Publish the largest size for each kind of message, with an alarm at half of the limit.',
      ],
    },
  },
  {
    name: 'local-time-missing',
    category: 'application-exception',
    type: 'application-code',
    layer: 'origin',
    any: [
      /\b(?:NonExistentTime|AmbiguousTime)(?:Error)?\b|\bTZInfo::(?:PeriodNotFound|AmbiguousTime)\b|\bNo such local time\b/,
      /\bIllegal instant due to time zone offset transition\b|\bThe supplied DateTime represents an invalid time\b/,
    ],
    title: 'A local time does not exist, or exists twice, where the clocks change',
    meaning:
      'When daylight saving time begins, an hour of the local clock is left out, and when it ends, one comes twice. A time in it can not be turned into a moment without saying what is meant, and the code does not say.',
    component: [],
    checks: [
      'Compare the times in the errors with the change of clocks in the time zone that is used.',
      'Look for data of that hour that was stored or computed wrongly without an error.',
    ],
    immediate: {
      title: 'Move what falls into that hour',
      reason: 'The failure lasts as long as times of that hour are computed.',
      steps: [
        'Let the failed jobs or requests use a time outside of that hour, or state the offset.',
        'Run again what was left out, once.',
      ],
    },
    shortTerm: {
      title: 'Say in the code what such a time means',
      reason: 'It comes back twice a year.',
      steps: [
        'Compute in UTC, and where local times are needed choose the later or the earlier moment explicitly.',
        'Add tests for both days on which the clocks change.',
      ],
    },
    longTerm: {
      title: 'Schedule in UTC',
      reason: 'UTC has no hour that is missing or comes twice.',
      steps: ['Keep times in UTC, and use local ones only to show them.'],
    },
  },
  {
    name: 'model-context-exceeded',
    category: 'application-exception',
    type: 'application-code',
    layer: 'code',
    any: [
      /\bmaximum context length is (?<limit>\d{1,9}) tokens\b(?:[^\n]{0,80}?\b(?<size>\d{1,9}) tokens)?/,
      /\bcontext_length_exceeded\b|\bprompt is too long: (?<size>\d{1,9}) tokens > (?<limit>\d{1,9}) maximum\b/,
      /\bInput is too long for requested model\b/,
    ],
    title: 'Requests to a language model are longer than it can read',
    meaning:
      'The text that is sent, with the room kept for the answer, has more tokens than the model takes, so the request is rejected as a whole. Trying again with the same text fails in the same way.',
    component: ['urlHost', 'unit'],
    checks: [
      'Look at what made the text long: a conversation that is never cut, a document that is pasted whole, or too many results of a search.',
    ],
    immediate: {
      title: 'Cut the text before it is sent',
      reason: 'Shorter requests are accepted at once.',
      steps: ['Drop the oldest turns or the least relevant passages until the text fits.'],
    },
    shortTerm: {
      title: 'Count tokens before each call',
      reason: 'What does not fit is then known before it fails.',
      steps: ['Keep a budget for system text, context and answer, and cut to it.'],
    },
    longTerm: {
      title: 'Summarise what is old, and search instead of pasting',
      reason: 'The length then stays bounded however long a conversation lasts.',
      steps: ['Watch the share of the context that requests use, and alarm at 90 percent.'],
    },
  },
];
