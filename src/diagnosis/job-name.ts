// Whether a program that ended is a job, which runs to an end and is called by nobody: by the name of the process, unit or
// container, or by its log's. What it was about when it ended, and where in the code, says nothing: servers load batches.
import { peel } from '../evidence/peel.ts';
import { serviceOfStream } from '../evidence/stream-service.ts';
import type { Candidate } from './candidates.ts';
import { serviceIn } from './service-name.ts';

const JOB =
  /^(?:nightly|cron(?:job)?)[-_.]|(?:^|[-_.])(?:batch|cron(?:job)?|nightly|backup|etl|pg_dump|mysqldump|rsync)$/i;
/** `batch-api`, `backup-service`: what serves a job, or is named after one, listens. */
const LISTENS =
  /(?:^|[-_./])(?:api|service|svc|server|gateway|proxy|web|ui|front-?end|back-?end|app|daemon|db|database|store)$/i;
/** Where a line names what ended: the kernel, an init system, an orchestrator, the program itself in front of its words. */
const NAMES: readonly RegExp[] = [
  /\bkilled process \d{1,10},? ?\(?([\w.@-]{1,80})/i,
  /(?<![\w.@-])([\w@-]{1,80})\.(?:service|timer|scope)\b/,
  /\b(?:container|pod|cronjob)[ =:"'/]{1,3}([\w.@/-]{1,120})/i,
  /^([\w@-]{1,80})(?:\[\d{1,10}\])?(?::| (?:error|exited|terminated|crashed|was|got|died|killed|aborted)\b)/i,
];
const MAX_TEXT_CHARS = 500;

/** All that tells of the end names a job, or stands in the log of one. */
export function isJob({ own }: Candidate): boolean {
  return own.every(
    ({ samples, logGroups }) =>
      samples.every(({ block }) => namesIn(block.message).some(isNameOfJob)) ||
      logGroups.every(({ name }) => !LISTENS.test(name) && isNameOfJob(serviceIn(name))),
  );
}

function namesIn(message: string): readonly string[] {
  const [line = ''] = message.slice(0, MAX_TEXT_CHARS).split('\n', 1);
  const { text, service } = peel(line);
  const said = NAMES.flatMap((pattern) => pattern.exec(text)?.[1] ?? []);
  return service === null ? said : [...said, service];
}

/** `shop/report-batch-29384756-x2x9z` is of the job `report-batch`. */
function isNameOfJob(name: string): boolean {
  const own = serviceOfStream(name) ?? name;
  return JOB.test(own) && !LISTENS.test(own);
}
