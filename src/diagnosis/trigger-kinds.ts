// What may set an incident off, as logs announce it: deployments, changed settings, migrations, fail-overs, …
// Each kind with its look-alikes; rarity and distance are judged elsewhere.
import { isEverydayLine } from './trigger-look-alikes.ts';

export interface TriggerKind {
  readonly name: string;
  /** As a sentence says it. */
  readonly noun: string;
  /** How strongly it speaks for itself, beside nearness. */
  readonly weight: number;
  readonly any: readonly RegExp[];
  readonly unless: RegExp;
  /** What undoing it means: title, steps and the way back. */
  readonly undo: {
    readonly title: string;
    readonly steps: readonly string[];
    readonly rollback: string;
  };
}

const CHANGED = String.raw`(?:chang|updat|reload|appl(?:ied|ying)|set to|enabl|disabl|switch|toggl|flipp|rais|lower|reduc|increas|overrid|replac|activat)\w*`;
const SETTING = String.raw`(?:config(?:uration|[ _-]?maps?)?s?|settings?|feature[ _-]?(?:flag|toggle)s?|flag|toggle|ruleset|routing rules?|rate limit|quota|pool size|max[_ -]?(?:connections|pool)\w*|security group|firewall|route table|acl|max-?memory[\w-]*|heap size|worker (?:count|threads))`;
/** Beside these words a change from one value to another is a change of settings. */
const SETTING_WORD = String.raw`(?:\b|[_.-])(?:config|setting|flag|param|limit|pool|size|time-?out|max|min|memory|heap|worker|thread|replica|connection|concurrency|ttl|retr(?:y|ies)|weight|quota|capacity|threshold|interval|endpoint|level)\w{0,20}`;
const FROM_TO = String.raw`\b(?:chang|rais|lower|reduc|increas|set)\w{0,4} from \S{1,60} to \S{1,60}`;

const TRIGGER_KINDS: readonly TriggerKind[] = [
  {
    name: 'deployment',
    noun: 'a deployment or a new version',
    weight: 5,
    any: [
      /\bdeploy(?:ed|ing|ment|s)?\b[^\n]{0,80}\b(?:start|beg[iau]n|complet|finish|succe|done|version|revision|build|release|v?\d)/i,
      /\b(?:start|beg[iau]n|complet|finish|trigger)\w{0,4}\b[^\n]{0,40}\bdeploy/i,
      /\b(?:rolled|rolling) out\b|\brollout\b[^\n]{0,60}\b(?:start|complet|finish|beg[iau]n|of|to)/i,
      /\brelease[d]?\b[^\n]{0,40}(?:v?\d{1,4}\.\d|deployed|live|promoted)/i,
      /\bcut(?:ting)?[ -]?over\b[^\n]{0,40}\b(?:to|start|beg[iau]n|complet|finish|done)|\btraffic (?:shift|switch|mov)\w*|\bpromoted? to prod|\bcanary\b[^\n]{0,40}\b(?:start|promot|weight)/i,
      /\b(?:start(?:ed|ing)|boot(?:ed|ing)|launch(?:ed|ing))\b[^\n]{0,80}\b(?:version|build|release|commit|revision|sha)\b/i,
      /\b(?:start(?:ed|ing)|boot(?:ed|ing)|launch(?:ed|ing))\b[^\n]{0,80}\bv\d{1,4}\.\d/i,
      /\b(?:sync(?:ed|hroni[sz]ed)?|upgrad(?:ed|ing)|install(?:ed|ing)|promot(?:ed|ing)|set image|roll(?:ed[ -]?)?back)\b[^\n]{0,160}\b(?:image|chart)["']?[=: ]{1,3}["']?[\w./-]{2,120}[:@-](?:v?\d{1,5}\.\d|sha256:|[0-9a-f]{7})/i,
      /\bscaled up replica ?set\b|\bdeployment\.apps\/[\w.-]{1,80} (?:image updated|configured|restarted)\b|\bRelease "[\w.-]{1,80}" has been (?:up|down)graded\b/i,
      /\bnew (?:version|revision|build|image|task definition)\b[^\n]{0,80}(?:\b(?:deploy|live|roll|start|serv|activ|promot|pull|regist|releas)|\d\.\d)/i,
    ],
    unless:
      /\bno (?:new )?(?:deploy|version|release)|deploy\w* (?:is )?(?:healthy|ok|stable|frozen)|waiting for|dry[- ]run|INIT_START|(?:released|release[sd]?) (?:lock|connection|lease)|planned|scheduled for|\bTTY=\S{1,20} ; PWD=|\b(?:docs?|documentation|guide|readme|reminder)\b/i,
    undo: {
      title: 'Go back to the version before the deployment logged at {time}',
      steps: [
        'Deploy the version that ran before, and watch the error rate for ten minutes.',
        'Keep the package of the new version for the search of the fault.',
      ],
      rollback: 'Deploy the new version again once the fault in it is mended.',
    },
  },
  {
    name: 'configuration-change',
    noun: 'a change of configuration',
    weight: 5,
    any: [
      new RegExp(`\\b${SETTING}\\b[^\\n]{0,80}\\b${CHANGED}`, 'i'),
      new RegExp(`\\b${CHANGED}\\b[^\\n]{0,60}\\b${SETTING}\\b`, 'i'),
      new RegExp(`${SETTING_WORD}[^\\n]{0,40}${FROM_TO}`, 'i'),
      new RegExp(`${FROM_TO}[^\\n]{0,40}${SETTING_WORD}`, 'i'),
      // what sudo logs of a file of settings that somebody edits
      /\bCOMMAND=\S{0,60}\b(?:vim?|nano|sed|tee|cp|mv|sudoedit|visudo) [^\n]{0,120}\/etc\//i,
      new RegExp(`${SETTING_WORD}[^\\n]{0,20}\\((?:was|previously|formerly) `, 'i'),
      // calls of AWS that take something away, as CloudTrail records them
      /\bDelete(?:Topic|Queue|Table|Bucket|Secret|Stream|DBInstance|LoadBalancer)\b|\b(?:Revoke|Authorize)SecurityGroup(?:In|E)gress\b/,
    ],
    unless:
      /unchanged|\bno changes?\b|\b0 changes\b|not changed|up to date|would be|policy configured|\bconfig-reloader\b/i,
    undo: {
      title: 'Undo the configuration change logged at {time}',
      steps: [
        'Put back the values that were in force before, reload or restart what reads them, and watch the error rate.',
      ],
      rollback: 'Apply the change again once it was tested.',
    },
  },
  {
    name: 'migration',
    noun: 'a migration',
    weight: 5,
    any: [
      /\b(?:schema |database |data )?migrations?\b[^\n]{0,80}\b(?:start|beg[iau]n|run|appl|complet|finish|done\b|v\d)/i,
      /\bApplying \w{1,60}\.\d{4}_\w{1,80}|\bRunning upgrade (?:[0-9a-f]{6,16})? ?-> ?[0-9a-f]{6,16}|\bchange ?set\b[^\n]{0,160}\bran successfully/i,
      /\bmigrations? \W?\d|\bmigrat(?:ing|ed)\b|\bALTER TABLE\b|\breindex(?:ing|ed)\b|\bREINDEX (?:INDEX|TABLE|SCHEMA|DATABASE|SYSTEM)\b/i,
      /\b(?:start|run|apply|execut|complet|finish)\w{0,4}\b[^\n]{0,40}\b(?:migrations?|reindex)\b|\breindex\b[^\n]{0,60}\b(?:start|beg[iau]n|appl|complet|finish|done\b)/i,
    ],
    unless: /\bno (?:pending )?migrations?|0 migrations|migrations? (?:are )?up to date/i,
    undo: {
      title: 'Stop or undo the migration logged at {time}',
      steps: [
        'If it still runs, end its session; if it is complete, decide whether the code or the schema goes back.',
      ],
      rollback: 'Run the migration again outside of busy hours, in small batches.',
    },
  },
  {
    name: 'fail-over',
    noun: 'a fail-over',
    weight: 5,
    any: [
      /\bfail(?:ed|ing)?[ -]?over\b/i,
      /\b(?:promot|elect)\w{0,4}\b[^\n]{0,40}\b(?:primary|master|leader|writer)\b|\bnew (?:primary|master|leader|writer)\b|\bswitch-?over\b/i,
    ],
    unless:
      /fail-?over (?:is )?(?:disabled|enabled|ready|not |config|test|candidates?)|no fail-?over/i,
    undo: {
      title: 'Make all clients follow the fail-over logged at {time}',
      steps: [
        'Check which node serves now, and restart or reconnect the clients that still talk to the old one.',
        'Fail back only if the new node is the one at fault.',
      ],
      rollback: 'Fail back to the earlier node outside of busy hours.',
    },
  },
  {
    name: 'permissions',
    noun: 'a change of permissions',
    weight: 5,
    any: [
      /\b(?:policy|role|permission)s?\b[^\n]{0,60}\b(?:detach|attach|updat|chang|remov|delet)\w{0,4}/i,
      // the audit log of Kubernetes
      /\b(?:cluster)?role(?:binding)?s\b[^\n]{0,120}\b(?:delete|patch|update)\b/,
    ],
    unless: /unchanged|\bno changes?\b|not changed/i,
    undo: {
      title: 'Put the permissions back that were in force before {time}',
      steps: [
        'Give back what the change took away, no more, and check that the refused call is allowed.',
      ],
      rollback: 'Take the permission away again once nothing needs it.',
    },
  },
  {
    name: 'rotation',
    noun: 'a rotation of credentials or certificates',
    weight: 5,
    any: [
      /\b(?:setSecret|finishSecret)\b[^\n]{0,60}\b(?:success|complet|set)\w{0,6}/i,
      /\b(?:rotat|renew|replac|revok|regenerat)\w{0,4}\b[^\n]{0,60}\b(?:cert(?:ificate)?|secret|credential|password|token|(?:api|access|signing|encryption) key)s?\b/i,
      /\b(?:cert(?:ificate)?|secret|credential|password|(?:api|access|signing|encryption) key)s?\b[^\n]{0,60}\b(?:rotat|renew|replac|revok|regenerat)\w{0,4}/i,
    ],
    // The steps of a rotation by Secrets Manager; the first two change nothing that is in use.
    unless: /\b(?:create|test)Secret\b|not due|no rotation|rotation (?:disabled|not )|log rotat/i,
    undo: {
      title: 'Put the credentials back that were in force before {time}',
      steps: [
        'Make the earlier credentials valid again while they are still known, or give the new ones to everyone who needs them.',
      ],
      rollback: 'Rotate again once all users of the credentials read the new ones.',
    },
  },
  {
    name: 'clock',
    noun: 'a clock that runs wrong or was set',
    weight: 5,
    any: [
      /\b(?:ntp|chrony|clock|system time)\w{0,6}\b[^\n]{0,60}\b(?:(?:drift|step|skew|jump|adjust|unsync|lost|offset|slew)\w{0,12}|(?:is |was )?wrong by|(?:ahead|behind|fast|slow) by)/i,
    ],
    unless: /\b(?:drift|skew|offset)\w{0,4} (?:check )?(?:is )?(?:ok|normal|within|0\b)|in sync/i,
    undo: {
      title: 'Set the clock right that the line at {time} speaks of',
      steps: ['Check the time source of the host, and compare its clock with that of the others.'],
      rollback: 'Put the earlier time source back.',
    },
  },
  {
    name: 'scaling',
    noun: 'a change of scale',
    weight: 3,
    any: [
      /\b(?:auto-?)?scal(?:ed|ing)\b[^\n]{0,60}\b(?:up|down|in|out|from|to)\b/i,
      /\bdesired (?:count|capacity)\b|\breplicas?\b[^\n]{0,30}\b(?:from|to)\b|\bconcurrency\b[^\n]{0,30}\b(?:set|chang|rais|lower)/i,
    ],
    unless:
      /\b(?:images?|photos?|pictures?|thumbnails?|video)\b|\d{2,5}x\d{2,5}|no scaling|scaling not|scaling policy (?:ok|evaluated)/i,
    undo: {
      title: 'Undo the change of scale logged at {time}',
      steps: ['Set the number of instances back to what it was before, and watch the error rate.'],
      rollback: 'Scale again in smaller steps.',
    },
  },
  {
    name: 'shutdown',
    noun: 'a shutdown',
    weight: 3,
    any: [
      /\breceived (?:\w{1,9} )?shutdown request\b|\breceived shutdown\b|\b(?:user|signal|sigterm)[^\n]{0,20}\bshutdown\b/i,
      /\bshutdown (?:request(?:ed)?|complete[d]?|initiated|signal)\b|\b(?:starting|beginning|initiating|normal|scheduling) shutdown\b/i,
    ],
    unless: /\bno shutdown|shutdown (?:hook|handler|time-?out|grace)|(?:before|until|on) shutdown/i,
    undo: {
      title: 'Check what was shut down at {time}, and whether it serves again',
      steps: [
        'Find out who or what stopped it, start it if it is still down, and watch the errors end.',
      ],
      rollback: 'Stop it again once nothing needs it.',
    },
  },
  {
    name: 'restart',
    noun: 'a restart',
    weight: 3,
    any: [
      /\brestart(?:ed|ing)?\b|\breboot(?:ed|ing)?\b|\bshutting down\b|\bSIGTERM\b|\bevict(?:ed|ing)\b/i,
      /\bdrain(?:ed|ing)\b[^\n]{0,30}\b(?:node|connection|instance|target|pod|worker|host|server|task|traffic)|\b(?:node|instance|target|pod|worker|host|server|task)\b[^\n]{0,40}\b(?:drain(?:ed|ing)|cordoned|pre-?empted|re-?scheduled)\b|\bre-?scheduled\b[^\n]{0,30}\b(?:node|pod|task)/i,
      /\b(?:server|service|application|node|instance|process)\b[^\n]{0,30}\b(?:stopp(?:ed|ing)|terminat(?:ed|ing))\b/i,
      /\bmaintenance\b[^\n]{0,40}\b(?:start|beg[iau]n|window open)/i,
    ],
    unless:
      /request body|response body|\bbuffer|no restart|restart not|restarts?[=: ]{1,2}0\b|evicted \d+ (?:keys|cache|entries)/i,
    undo: {
      title: 'Check what was restarted at {time}, and whether it came back whole',
      steps: [
        'Compare version, settings and connections of the restarted process with those before.',
      ],
      rollback: 'Restart with the earlier version and settings.',
    },
  },
  {
    name: 'batch',
    noun: 'the start of a job',
    weight: 3,
    any: [
      /\b(?:cron|batch|backup|snapshot|vacuum|re-?index|export|import|bulk|sync|clean-?up|etl|backfill|report|load test|job|run)\b[^\n]{0,60}\b(?:start|beg[iau]n|launch|trigger|kick)\w{0,4}/i,
      /\b(?:export|import|backfill|re-?index(?:ing)?|re-?sync|re-?build) (?:was |is )?(?:requested|queued)\b/i,
      /\b(?:start|beg[iau]n|launch|trigger|kick)\w{0,4}\b[^\n]{0,60}\b(?:cron|batch|backup|snapshot|vacuum|export|import|bulk|sync|clean-?up|etl|backfill|load test|job)\b/i,
    ],
    unless: /no jobs?|0 jobs|START RequestId/i,
    undo: {
      title: 'Pause the job that began at {time}',
      steps: [
        'Stop the job, see whether the errors end, and run it again outside of busy hours with less concurrency.',
      ],
      rollback: 'Start the job again.',
    },
  },
];

/**
 * Patterns, one a kind, to be matched without regard to case: whatever `triggerKindOf` knows matches one of them.
 * Within what Logs Insights runs: no look-around, no back-references.
 */
export function triggerPatterns(): readonly string[] {
  return TRIGGER_KINDS.map(({ any }) => any.map(({ source }) => source).join('|'));
}

/** The kind of that name; null where there is none. */
export function kindNamed(name: string): TriggerKind | null {
  return TRIGGER_KINDS.find((kind) => kind.name === name) ?? null;
}

/** The first kind that the text announces, or null; everyday business of the application is none. */
export function triggerKindOf(text: string): TriggerKind | null {
  return (
    TRIGGER_KINDS.find(
      ({ name, any, unless }) =>
        any.some((form) => form.test(text)) && !unless.test(text) && !isEverydayLine(text, name),
    ) ?? null
  );
}
