// What mail servers answer (RFC 5321): refusals for now (4yz) and for good (5yz).
import type { ActionText, Signature } from '../signature.ts';

const KEEP_AND_RETRY: ActionText = {
  title: 'Keep mail in a queue and try again for hours, not seconds',
  reason: 'Mail servers refuse for a while as a matter of course; a queue makes that go unnoticed.',
  steps: ['Try again with growing pauses for a day, and tell the sender only then.'],
};
const WATCH_ANSWERS: ActionText = {
  title: 'Watch the answers of mail servers by code',
  reason: 'A block or a limit shows in the codes before users miss their mail.',
  steps: ['Count deliveries and refusals by code and by the server that gave it.'],
};
/** Who gives such answers; without one of these words before it a number is just a number. */
const MAIL = String.raw`\b(?:SMTP\w{0,30}|mail(?:er|bot)?\w{0,30}|Messaging\w{0,20}|nodemailer|Recipients?\w{0,20}|Sender\w{0,20}|deliver\w{0,10}|bounced?|relay)\b[^\n]{0,200}?`;
const FOR_NOW = String.raw`(?<answer>4[2-5]\d[ -]4\.\d{1,3}\.\d{1,3}\b|421 [^\n]{0,60}(?:not available|too many|try again|closing))`;
const FOR_GOOD = String.raw`(?<answer>55[0-4][ -]5\.\d{1,3}\.\d{1,3}\b)`;

export const MAIL_SERVER: readonly Signature[] = [
  {
    name: 'mail-recipient-refused',
    category: 'external-service',
    type: 'dependency',
    layer: 'surface',
    any: [
      /\b55[013][ -]5\.1\.(?:[0-36]|10)\b/,
      /\b55[013]\b[^\n]{0,160}\b(?:user unknown|no such user|unknown user|mailbox (?:not found|unavailable)|does not exist)/i,
    ],
    title: 'Mail servers refuse mail to addresses that do not exist',
    meaning:
      'The server of the recipient knows no such mailbox. Some of this is usual wherever users type addresses; much of it, or a sudden rise, comes from a bad list or from made-up registrations.',
    component: [],
    checks: [
      'Compare the share of refused mail with that of a normal day, and look for one list, form or client from which most of these addresses come.',
    ],
    immediate: {
      title: 'Take the refused addresses off the lists',
      reason: 'Mail to them is refused again, and much of it harms the standing of the sender.',
      steps: ['Mark the addresses as undeliverable, and send nothing more to them.'],
      rollback: 'Let users confirm their address again.',
    },
    shortTerm: {
      title: 'Let users confirm their address',
      reason: 'An address that was confirmed once exists.',
      steps: ['Send one mail to confirm before any other, and handle bounces by machine.'],
    },
    longTerm: WATCH_ANSWERS,
  },
  {
    name: 'mail-refused-for-now',
    category: 'external-service',
    type: 'dependency',
    layer: 'wait',
    any: [
      new RegExp(`${MAIL}${FOR_NOW}`, 'i'),
      /\b421 4\.\d{1,3}\.\d{1,3}\b/,
      /(?:SMTPServerDisconnected|SMTPConnectError|SMTPServiceClosingTransmissionChannel)/,
    ],
    title: 'The mail server {endpoint|} takes no mail for now{answerText|}',
    meaning:
      'The server answered that it can not take mail at this time: it is down for maintenance, overloaded, or limits this sender. The same mail may be accepted later.',
    component: ['endpoint', 'urlHost'],
    checks: [
      'Read the whole answer of the server: it often says whether it is a limit or an outage.',
      'Check the status of the mail server or of its provider, and how many mails a minute are sent to it.',
    ],
    immediate: {
      title: 'Hold mail back, and send it when the server takes it again',
      reason: 'What is dropped now is lost; what is kept can still be delivered.',
      steps: [
        'Keep what was refused in the queue, send more slowly, and ask the owner of the server.',
        'Use a second relay where there is one.',
      ],
      rollback: 'Send at the earlier rate again once the server accepts all.',
    },
    shortTerm: KEEP_AND_RETRY,
    longTerm: WATCH_ANSWERS,
  },
  {
    name: 'mail-refused',
    category: 'external-service',
    type: 'dependency',
    layer: 'wait',
    any: [new RegExp(`${MAIL}${FOR_GOOD}`, 'i')],
    title: 'The mail server {endpoint|} refuses mail{answerText|}',
    meaning:
      'The server refused the mail for good: by its policy, because the sender is blocked or not verified, or for what the mail holds.',
    component: ['endpoint', 'urlHost'],
    checks: [
      'Read the whole answer of the server, and check whether all recipients refuse or those of one provider.',
      'Check SPF, DKIM and DMARC of the sending domain, and whether its address stands on a block list.',
    ],
    immediate: {
      title: 'Mend what the answer names, and send again what was refused',
      reason: 'The same mail is refused each time.',
      steps: ['Pause what sends the refused mail until the reason is mended.'],
      rollback: 'Let it send again.',
    },
    shortTerm: KEEP_AND_RETRY,
    longTerm: WATCH_ANSWERS,
  },
];
