// Whether a warning and a failure are about one resource that is used up: a leak is warned of long before it fails.
import type { Finding } from '../evidence/types.ts';

const MAX_TEXT_CHARS = 2_000;

/** How a resource is called where it fills, and how where it is used up. */
interface Resource {
  /** As sentences name it. */
  readonly name: string;
  /** What happens once it is used up, as half a sentence. */
  readonly outcome: string;
  readonly fills: RegExp;
  readonly usedUp: RegExp;
}

/** That there is much of it, little left, or a share of a limit. */
const MUCH = String.raw`(?:usage|used|in use|high|low|nearly|almost|full|limit|max\w*|threshold|pressure|left|free|remaining|active|leak\w*|above|over|of \d|\d ?%)`;
const fills = (name: string) =>
  new RegExp(String.raw`\b${name}\b[^\n]{0,80}${MUCH}|${MUCH}[^\n]{0,80}\b${name}\b`, 'i');

const RESOURCES: readonly Resource[] = [
  {
    name: 'memory',
    outcome: 'allocations fail, or the process is killed',
    fills: fills('(?:heap|memory|rss|old[ -]gen(?:eration)?|metaspace)'),
    usedUp:
      /out ?of ?memory|OutOfMemory|\bOOM|\bMemoryError\b|heap (?:space|limit)|cannot allocate memory|memory (?:limit|size)|metaspace/i,
  },
  {
    name: 'file descriptors',
    outcome: 'no further file or connection can be opened',
    fills: fills('(?:(?:file )?descriptors?|fds?|open files|file handles?|sockets?)'),
    usedUp: /\bEMFILE\b|\bENFILE\b|too many open files|file descriptors?/i,
  },
  {
    name: 'connections',
    outcome: 'requests wait for one and give up',
    fills: fills('(?:connections?|(?:connection |\\w+-)?pool)'),
    usedUp:
      /too many (?:connections|clients)|connection slots|pool (?:is )?(?:exhausted|empty|full)|QueuePool limit|(?:from|in) (?:the )?(?:connection )?pool|connection is not available/i,
  },
  {
    name: 'disk space',
    outcome: 'nothing can be written any more',
    fills: fills('(?:disk|volume|file ?system|partition|inodes?)'),
    usedUp: /no space left|\bENOSPC\b|disk (?:is )?full|disk quota/i,
  },
  {
    name: 'threads',
    outcome: 'requests wait or are turned away',
    fills: fills('(?:threads?|workers?)'),
    usedUp:
      /unable to create (?:new )?(?:native )?thread|thread ?pool|RejectedExecution|no (?:free |idle )?(?:threads|workers)|can't start new thread/i,
  },
];

/** Whether the warning tells that what the failure lacks fills up. */
export function warnsOf(warning: Finding, failure: Finding): boolean {
  return RESOURCES.some(
    (resource) => matches(failure, resource.usedUp) && matches(warning, resource.fills),
  );
}

/** What the warning tells to fill up; null where it tells of none of these. */
export function resourceIn(warning: Finding): Pick<Resource, 'name' | 'outcome'> | null {
  return RESOURCES.find(({ fills: form }) => matches(warning, form)) ?? null;
}

function matches({ samples }: Finding, form: RegExp): boolean {
  return samples.every(({ block }) => form.test(block.message.slice(0, MAX_TEXT_CHARS)));
}
