// Data that does not fit: values that are there already or too large, messages of another form, writers that collide,
// storage that does not answer.
import type { ActionText, Signature } from '../signature.ts';

const REPLAY: ActionText = {
  title: 'Put aside what can not be used, and go on',
  reason: 'One record that fails again and again stops all that stand behind it.',
  steps: [
    'Send such records to a queue of their own after a few attempts, and alarm on its length.',
  ],
};
const CONTRACT: ActionText = {
  title: 'Check what is exchanged against its contract before it is sent',
  reason: 'The sender can mend what the receiver can only refuse.',
  steps: ['Validate records in the pipeline of the sender, with examples of each version.'],
};

export const DATA: readonly Signature[] = [
  {
    name: 'duplicate-key',
    category: 'application-exception',
    type: 'application-code',
    layer: 'code',
    any: [
      /duplicate key value violates unique constraint "?(?<constraint>[\w.]{1,80})/i,
      /Duplicate entry '[^'\n]{0,80}' for key '?(?<constraint>[\w.]{1,80})/,
      /\b[Uu]nique constraint failed\b|\bORA-00001\b|\bViolation of (?:PRIMARY|UNIQUE) KEY constraint\b/,
      /DuplicateKeyException|E11000 duplicate key|SQLITE_CONSTRAINT_UNIQUE|UniqueViolation/,
    ],
    title: 'A record is written that is there already{constraintText|}',
    meaning:
      'Two writers, or one that tries again, write the same record. A job that runs twice, or a retry of what had worked, is the usual reason.',
    component: [],
    checks: ['See whether the same job, request or message was handled twice.'],
    immediate: {
      title: 'Find who writes the same record twice',
      reason: 'The records that are there are safe; the second writer is the fault.',
      steps: ['Compare ids, hosts and times of the two writers, and stop one of them.'],
      rollback: 'Start the writer again once only one of them runs.',
    },
    shortTerm: {
      title: 'Make the write safe to repeat',
      reason: 'A repeated write should find that its work is done.',
      steps: ['Write with "insert if absent", under a key that the caller gives.'],
    },
    longTerm: CONTRACT,
  },
  {
    name: 'number-out-of-range',
    category: 'resource',
    type: 'application-code',
    layer: 'origin',
    any: [
      /reached maximum value of sequence "?(?<sequence>[\w.]{1,80})/i,
      /\b(?:integer|bigint|smallint|value|numeric)\b[^\n]{0,20} out of range\b|Out of range value for column|ArithmeticException: (?:integer|long) overflow|Failed to read auto-increment/i,
    ],
    unless: /out of range: 0 values|not out of range/i,
    title: 'A number no longer fits its type{sequenceText|}',
    meaning:
      'An id or a counter has reached the largest number that its type can hold, so nothing new can be written.',
    component: ['sequence'],
    checks: ['Compare the highest id with the largest number of the column type.'],
    immediate: {
      title: 'Widen the type of the column and its sequence',
      reason: 'Nothing else makes room for new numbers.',
      steps: [
        'Change the column and its sequence to a 64 bit type; plan for the lock that this takes.',
      ],
      rollback: 'A wider type has no need to be narrowed again.',
    },
    shortTerm: CONTRACT,
    longTerm: {
      title: 'Alarm on how much of each range is used',
      reason: 'A range runs out slowly and is noticed at once.',
      steps: ['Record the highest id of each table beside its limit, once a day.'],
    },
  },
  {
    name: 'message-form-unknown',
    category: 'application-exception',
    type: 'application-code',
    layer: 'code',
    any: [
      /\b(?:Serialization|Deserialization)Exception\b|AvroTypeException|SchemaParseException|InvalidProtocolBuffer|UnrecognizedPropertyException/,
      /\b(?:schema|message version|event version|record format)\b[^\n]{0,40}\b(?:unknown|unsupported|incompatible|not compatible|mismatch)/i,
      /\b(?:cannot|could not|failed to|unable to) (?:de-?seriali[sz]e|decode|unmarshal)\b/i,
    ],
    unless: /schema (?:is )?compatible|0 (?:messages|records) failed/i,
    title: 'Messages have a form that the receiver does not know',
    meaning:
      'Sender and receiver hold different versions of the form. Such a message can not succeed however often it is tried.',
    component: [],
    checks: [
      'Compare the version of the form that the sender writes with those that the receiver knows.',
    ],
    immediate: {
      title: 'Put the messages aside, and let the receiver learn the form',
      reason: 'The messages behind them go on at once.',
      steps: [
        'Move them to a queue of their own, deploy a receiver that knows the form, and send them again.',
      ],
      rollback: 'Move the messages back to the queue that they came from.',
    },
    shortTerm: REPLAY,
    longTerm: CONTRACT,
  },
  {
    name: 'write-conflict',
    category: 'application-exception',
    type: 'application-code',
    layer: 'code',
    any: [
      /OptimisticLock\w{0,20}Exception|StaleObjectState|ConditionalCheckFailed|version conflict, current version|VersionConflictEngineException/,
      /\b(?:commit|write|merge) conflict\b|\bconcurrent (?:update|modification) (?:of|detected)/i,
    ],
    unless: /no (?:commit|write|merge) conflicts?|conflicts?[=: ]{1,2}0\b/i,
    title: 'Two writers change the same record',
    meaning:
      'Each read the record before the other wrote it, so one of them has to begin again or loses its change.',
    component: [],
    checks: ['See who the writers are, and since when there is more than one.'],
    immediate: {
      title: 'Let only one of the writers work',
      reason: 'Without a second writer there is no conflict.',
      steps: ['Stop the writer that was added last, and watch whether the conflicts end.'],
      rollback: 'Start it again with a part of the records of its own.',
    },
    shortTerm: {
      title: 'Try again from a fresh read, a few times, with a pause',
      reason: 'A conflict now and then is ordinary.',
      steps: ['Read, change and write anew after a conflict, at most five times.'],
    },
    longTerm: CONTRACT,
  },
  {
    name: 'storage-not-responding',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /\bnfs\b[^\n]{0,60}\b(?:not responding|timed out)|\bStale file handle\b|\bESTALE\b/i,
      /\bblk_update_request: I\/O error|Buffer I\/O error on dev (?<device>[\w-]{2,20})|\b(?:input\/output|I\/O) error\b|\bEIO\b|\bremounting filesystem read-only\b/i,
      /\bKafkaStorageException\b/,
    ],
    // Spring's RestTemplate calls a failed HTTP call so: `I/O error on GET request for "http://…"`.
    unless:
      /\bnfs\b[^\n]{0,40}\b(?:is responding|server OK)|I\/O errors?[=: ]{1,2}0\b|\bI\/O error on [A-Z]{3,7} request for\b/i,
    title: 'Storage does not answer{deviceText|}',
    meaning:
      'Whoever writes to or reads from it waits until it answers again, with all its threads if it writes in the same step.',
    component: ['device', 'host'],
    checks: ['Check the state, latency and throughput of the volume or the file server.'],
    immediate: {
      title: 'Write elsewhere until the storage answers',
      reason: 'Threads that do not wait for it can serve again.',
      steps: ['Point what writes there to a local disk, and restart those that hang.'],
      rollback: 'Point it back once the storage answers within milliseconds.',
    },
    shortTerm: {
      title: 'Take slow writes out of the way of requests',
      reason: 'A request should not wait for a log line or a copy.',
      steps: ['Write through a bounded buffer in a thread of its own.'],
    },
    longTerm: {
      title: 'Alarm on the latency of storage',
      reason: 'It rises before anything fails.',
      steps: ['Record wait and queue of each volume, and alarm on ten times the usual.'],
    },
  },
];
